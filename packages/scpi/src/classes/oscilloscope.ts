import {
  array,
  boolean,
  bytes,
  command,
  deviceClass,
  event,
  integer,
  oneOf,
  optional,
  optionalField,
  part,
  parts,
  quantity,
  readable,
  record,
  table,
  writable,
} from '@fourwire/core';
import type { DeviceOf, PartOf } from '@fourwire/core';
import { taken, waveform } from './common.ts';

/** What an oscilloscope measures on a waveform by itself, with the units. */
export const scopeMeasurements = {
  peakToPeak: 'V',
  maximum: 'V',
  minimum: 'V',
  average: 'V',
  rms: 'V',
  amplitude: 'V',
  frequency: 'Hz',
  period: 's',
  positiveWidth: 's',
  riseTime: 's',
  fallTime: 's',
  dutyCycle: '%',
} as const;

/** The name of a measurement on a waveform. */
export type ScopeMeasurement = keyof typeof scopeMeasurements;

const measurementNames = Object.keys(scopeMeasurements) as [ScopeMeasurement, ...ScopeMeasurement[]];

/** Where an edge trigger looks. */
export const scopeTriggerSources = [
  'channel1',
  'channel2',
  'channel3',
  'channel4',
  'channel5',
  'channel6',
  'channel7',
  'channel8',
  'external',
  'line',
] as const;

/** One input of an oscilloscope. */
export const scopeChannel = deviceClass('scope-channel', {
  /** Whether it is shown and acquired. */
  enabled: writable(boolean()),
  /** In V for each division, the probe included. */
  scale: writable(quantity('V', { min: 0 }), { limits: 'dynamic' }),
  /** The voltage at mid-screen. */
  offset: writable(quantity('V'), { limits: 'dynamic' }),
  coupling: writable(oneOf(['dc', 'ac'])),
  /** Attenuation of the probe: 10 for a 10:1 probe. */
  probe: writable(quantity('1', { min: 0 }), { limits: 'dynamic' }),
  /** Cuts the bandwidth, usually to 20 MHz. */
  bandwidthLimit: writable(boolean()),
  termination: optional(
    part(deviceClass('scope-termination', { impedance: writable(oneOf(['1MOhm', '50Ohm'])) })),
  ),
  /**
   * Reads the waveform of the last acquisition. The whole of the memory needs a scope that is stopped; a running one
   * gives what is on its screen.
   */
  waveform: command({
    input: record({
      /**
       * An array of the caller's for the samples, used again and again: reading a long waveform is then twice as fast.
       * `samples.value` of the output is the part of it that was filled.
       */
      into: optionalField(table({ value: quantity('1') })),
    }),
    output: waveform,
    progress: record({ taken, total: integer({ min: 0 }) }),
    stop: 'hold',
  }),
  /** Measures on the waveform; an error of kind `device`, code `no-reading`, when it has nothing to measure on. */
  measure: command({
    input: record({ item: oneOf(measurementNames) }),
    output: record({ value: quantity('1'), unit: oneOf(['V', 'A', 'Hz', 's', '%']) }),
    stop: 'cannot',
  }),
});

/** One input of an oscilloscope. */
export interface ScopeChannel extends PartOf<typeof scopeChannel> {}

/** The horizontal axis. */
export const scopeTimebase = deviceClass('scope-timebase', {
  /** In s for each division. */
  scale: writable(quantity('s', { min: 0 }), { limits: 'dynamic' }),
  /** The time at mid-screen, from the trigger. */
  position: writable(quantity('s')),
});

/** How samples become a record. */
const scopeAcquisition = deviceClass('scope-acquisition', {
  type: writable(oneOf(['normal', 'peakDetect', 'average', 'highResolution'])),
  /** Acquisitions that make a record, for `average`. */
  averages: writable(integer({ min: 1 }), { limits: 'dynamic' }),
  /** Samples in a record. */
  recordLength: readable(integer({ min: 0 })),
  sampleRate: readable(quantity('Hz', { min: 0 })),
});

/** An edge trigger. */
export const scopeTrigger = deviceClass('scope-trigger', {
  source: writable(oneOf(scopeTriggerSources)),
  level: writable(quantity('V')),
  slope: writable(oneOf(['rising', 'falling', 'either'])),
  /** `auto`: acquires also when no trigger comes for a while. */
  mode: writable(oneOf(['auto', 'normal'])),
  /** Triggers now. */
  force: command({ stop: 'cannot', immediate: true }),
});

/** An oscilloscope. */
export const oscilloscope = deviceClass('oscilloscope', {
  channels: parts(scopeChannel),
  timebase: part(scopeTimebase),
  acquisition: part(scopeAcquisition),
  trigger: part(scopeTrigger),
  /** Whether it acquires again and again. */
  running: writable(boolean()),
  /** Arms it once, waits for the trigger and for the record to be complete, and leaves it stopped. */
  acquire: command({ stop: 'hold' }),
  /** Acquires again and again while somebody subscribes: one waveform for each channel that is enabled. */
  acquisitions$: event(array(record({ channel: integer({ min: 1 }), waveform }))),
  screenshot: optional(
    part(
      deviceClass('screenshot', {
        /** Gives what its screen shows, as a PNG. */
        take: command({ output: record({ png: bytes() }), stop: 'cannot' }),
      }),
    ),
  ),
});

/** An oscilloscope. */
export interface Oscilloscope extends DeviceOf<typeof oscilloscope> {}
