import {
  array,
  boolean,
  command,
  deviceClass,
  integer,
  part,
  quantity,
  readable,
  record,
  table,
  text,
  writable,
} from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';
import { sweepSpacing } from './common.ts';

/** An S-parameter: `S21` is what leaves port 2 for what enters port 1. */
const sParameter = text({ pattern: 'S[1-4][1-4]' });

/** A vector network analyser: S-parameters over frequency. */
export const networkAnalyser = deviceClass('network-analyser', {
  startFrequency: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
  stopFrequency: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
  points: writable(integer({ min: 2 }), { limits: 'dynamic' }),
  spacing: writable(sweepSpacing),
  /** Of the intermediate-frequency filter. */
  bandwidth: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
  /** At the port, in dBm. */
  powerDbm: writable(quantity('1'), { limits: 'dynamic' }),
  output: writable(boolean(), { hazard: { safe: false } }),
  /** How long one sweep takes with the settings in force. */
  sweepTime: readable(quantity('s', { min: 0 })),
  averaging: part(
    deviceClass('network-averaging', {
      enabled: writable(boolean()),
      /** Sweeps that make a result. */
      count: writable(integer({ min: 1 }), { limits: 'dynamic' }),
    }),
  ),
  /** Sweeps once, or as often as is averaged, and gives the complex ratios. The output must be on. */
  sweep: command({
    input: record({ parameters: array(sParameter, { minItems: 1 }) }),
    output: array(
      record({
        parameter: sParameter,
        points: table({ frequency: quantity('Hz'), real: quantity('1'), imaginary: quantity('1') }),
      }),
    ),
    progress: record({ sweeps: integer({ min: 0 }) }),
    stop: 'hold',
  }),
});

/** A vector network analyser: S-parameters over frequency. */
export interface NetworkAnalyser extends DeviceOf<typeof networkAnalyser> {}
