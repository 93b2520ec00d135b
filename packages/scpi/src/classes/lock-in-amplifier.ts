import {
  boolean,
  command,
  deviceClass,
  event,
  integer,
  oneOf,
  optional,
  part,
  parts,
  quantity,
  readable,
  record,
  table,
  writable,
} from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';
import { taken } from './common.ts';

/** In V, or in A with a current input. */
const component = quantity('1');

const samples = table({ time: quantity('s'), x: component, y: component });

/** The signal input. */
const lockInInput = deviceClass('lock-in-input', {
  /** The currents are named by their transimpedance. */
  source: writable(oneOf(['single', 'differential', 'current1MOhm', 'current100MOhm'])),
  coupling: writable(oneOf(['ac', 'dc'])),
  shield: writable(oneOf(['floating', 'grounded'])),
  /** Notches at the line frequency, at twice that, or both. */
  lineFilter: writable(oneOf(['none', 'line', 'twiceLine', 'both'])),
});

/** A lock-in amplifier. */
export const lockInAmplifier = deviceClass('lock-in-amplifier', {
  reference: writable(oneOf(['internal', 'external'])),
  /** What of an external reference counts. */
  referenceEdge: writable(oneOf(['sine', 'rising', 'falling'])),
  /** Of the reference; only an internal one can be written. */
  frequency: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
  harmonic: writable(integer({ min: 1 }), { limits: 'dynamic' }),
  phase: writable(quantity('deg', { min: -360, max: 360 })),
  /** Of the sine output, rms. Where a model has no zero, its lowest level is the safe one. */
  sineAmplitude: writable(quantity('V', { min: 0 }), {
    limits: 'dynamic',
    hazard: { safe: 0 },
  }),
  /** Full scale in V or A; the model's next one up is taken. */
  sensitivity: writable(component, { limits: 'dynamic' }),
  /** Of the output filter; the model's next one up is taken. */
  timeConstant: writable(quantity('s', { min: 0 }), { limits: 'dynamic' }),
  /** Of the output filter, in dB an octave. */
  filterSlope: writable(oneOf(['6', '12', '18', '24'])),
  reserve: writable(oneOf(['high', 'normal', 'lowNoise'])),
  input: part(lockInInput),
  /** All taken at one moment; x, y and r in V or A. */
  reading: readable(
    record({
      x: component,
      y: component,
      r: component,
      theta: quantity('deg'),
      frequency: quantity('Hz'),
    }),
  ),
  /** What happened since the last look. */
  overload: readable(record({ input: boolean(), filter: boolean(), output: boolean(), unlocked: boolean() })),
  /** Chooses the sensitivity; takes some time constants. */
  autoSensitivity: command({ stop: 'cannot' }),
  /** Turns the phase until y is zero. */
  autoPhase: command({ stop: 'cannot' }),
  /** Chooses the dynamic reserve. */
  autoReserve: command({ stop: 'cannot' }),
  /** Samples that the amplifier takes at a rate of its own. */
  buffer: optional(
    part(
      deviceClass('lock-in-buffer', {
        /** The model's next one up is taken. */
        sampleRate: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
        /** Takes a number of samples; the times count from the first. */
        acquire: command({
          input: record({ count: integer({ min: 1 }) }),
          output: samples,
          progress: record({ taken, points: samples }),
          stop: 'hold',
        }),
        /** Samples in batches, while somebody subscribes; the times count from the first. */
        samples$: event(samples),
      }),
    ),
  ),
  auxiliaryInputs: parts(deviceClass('auxiliary-input', { voltage: readable(quantity('V')) })),
  auxiliaryOutputs: parts(
    deviceClass('auxiliary-output', {
      voltage: writable(quantity('V'), { limits: 'dynamic', hazard: { safe: 0 } }),
    }),
  ),
});

/** A lock-in amplifier. */
export interface LockInAmplifier extends DeviceOf<typeof lockInAmplifier> {}
