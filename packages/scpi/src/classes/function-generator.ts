import {
  boolean,
  command,
  deviceClass,
  integer,
  oneOf,
  optional,
  part,
  parts,
  quantity,
  record,
  table,
  text,
  writable,
} from '@fourwire/core';
import type { DeviceOf, PartOf } from '@fourwire/core';
import { sweepSpacing } from './common.ts';

/** What a generator can give out, after IVI-4.3 (IviFgen). */
export const generatorWaveforms = [
  'sine',
  'square',
  'triangle',
  'ramp',
  'pulse',
  'noise',
  'prbs',
  'dc',
  'arbitrary',
] as const;

/** A number of cycles at each trigger, or as long as the gate is open. */
const generatorBurst = deviceClass('generator-burst', {
  enabled: writable(boolean()),
  mode: writable(oneOf(['triggered', 'gated'])),
  /** Cycles of a burst; writing it makes the burst end. */
  cycles: writable(integer({ min: 1 }), { limits: 'dynamic' }),
  /** Whether a burst goes on for ever. */
  endless: writable(boolean()),
  /** From burst to burst with the trigger source `timer`. */
  period: writable(quantity('s', { min: 0 }), { limits: 'dynamic' }),
});

/** A frequency that goes from one end to the other, again and again. */
const generatorSweep = deviceClass('generator-sweep', {
  enabled: writable(boolean()),
  start: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
  stop: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
  time: writable(quantity('s', { min: 0 }), { limits: 'dynamic' }),
  spacing: writable(sweepSpacing),
});

/** Waveforms of the user's. */
export const generatorArbitrary = deviceClass('generator-arbitrary', {
  /** Loads samples of -1 to 1 under a name; one of that name is replaced. */
  upload: command({
    input: record({
      name: text({ pattern: '[A-Za-z][A-Za-z0-9_]{0,11}' }),
      samples: table({ value: quantity('1') }),
    }),
    stop: 'cannot',
  }),
  /** The name of the one that the waveform `arbitrary` gives out. */
  selected: writable(text()),
  sampleRate: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
  /** Removes all that were loaded. */
  clear: command({ stop: 'cannot' }),
});

/** One output of a function generator. */
export const generatorChannel = deviceClass('generator-channel', {
  output: writable(boolean(), { hazard: { safe: false } }),
  waveform: writable(oneOf(generatorWaveforms)),
  /** Its limits are those of the waveform. */
  frequency: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
  /** Peak to peak, at the load that was stated. */
  amplitude: writable(quantity('V', { min: 0 }), { limits: 'dynamic' }),
  offset: writable(quantity('V'), { limits: 'dynamic' }),
  phase: writable(quantity('deg', { min: -360, max: 360 })),
  /** Of square and pulse. */
  dutyCycle: writable(quantity('%', { min: 0, max: 100 }), { limits: 'dynamic' }),
  /** Of the ramp: the rising part of the period. */
  symmetry: writable(quantity('%', { min: 0, max: 100 })),
  /**
   * What is connected, so that amplitude and offset are right; the source's own resistance stays. Writing it ends
   * `highImpedanceLoad`; reading it is then an error of kind `state`.
   */
  loadImpedance: writable(quantity('Ohm', { min: 0 }), { limits: 'dynamic' }),
  /** Whether what is connected draws no current. */
  highImpedanceLoad: writable(boolean()),
  triggerSource: writable(oneOf(['immediate', 'external', 'timer', 'software'])),
  /** Triggers a burst or a sweep that waits for it, with the trigger source `software`. */
  trigger: command({ stop: 'cannot' }),
  burst: optional(part(generatorBurst)),
  sweep: optional(part(generatorSweep)),
  arbitrary: optional(part(generatorArbitrary)),
});

/** One output of a function generator. */
export interface GeneratorChannel extends PartOf<typeof generatorChannel> {}

/** A function and arbitrary waveform generator. */
export const functionGenerator = deviceClass('function-generator', {
  channels: parts(generatorChannel),
  /** Starts the phases of all channels together. */
  alignPhases: command({ stop: 'cannot' }),
});

/** A function and arbitrary waveform generator. */
export interface FunctionGenerator extends DeviceOf<typeof functionGenerator> {}
