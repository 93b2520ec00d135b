import {
  command,
  deviceClass,
  event,
  integer,
  optional,
  part,
  quantity,
  readable,
  record,
  table,
  writable,
} from '@fourwire/core';
import type { DeviceOf, ValueOf } from '@fourwire/core';
import { lengthReading } from '../values/length.ts';
import { zeroing } from './length-gauge.ts';

/** The rate at which a sensor measures by itself. */
export const measuringRate = deviceClass('measuring-rate', {
  /** Measurements a second. */
  rate: writable(quantity('Hz', { min: 0 }), { limits: 'dynamic' }),
});

/**
 * Samples that came together, the oldest first. A sample is NaN where the sensor saw no target or reported an error; a
 * batch never holds a made-up number.
 */
export const displacementBatch = record({
  /** Sequence number of the first sample since the stream began; a jump means that samples are missing. */
  first: integer({ min: 0 }),
  /** When the last sample came, in s of the monotonic clock. */
  arrived: quantity('s'),
  /** In mm. */
  samples: table({ value: quantity('mm') }),
  /** The step of the sensor's last digit, in mm. */
  resolution: quantity('mm', { min: 0 }),
  /** How many of the samples are NaN. */
  invalid: integer({ min: 0 }),
  /** Samples known to be lost before this batch: torn on the wire, or reported by the sensor. */
  lost: integer({ min: 0 }),
});

/** Samples that came together. */
export type DisplacementBatch = ValueOf<typeof displacementBatch>;

/** A displacement or distance sensor: laser triangulation, confocal, contact or spectral interference. */
export const displacementSensor = deviceClass('displacement-sensor', {
  /**
   * The distance or displacement now, in mm. Error of kind `device`: `overload` or `underload` outside the measuring
   * range, `no-reading` without a target.
   */
  reading: readable(lengthReading),
  /** Samples in batches, up to the sensor's own rate, while somebody subscribes. */
  samples$: event(displacementBatch),
  /** Takes so many samples and sums them up. Stopping ends the acquisition; the sensor goes on measuring. */
  acquire: command({
    input: record({ count: integer({ min: 1 }) }),
    output: record({
      /** In mm; NaN where a sample is none. */
      samples: table({ value: quantity('mm') }),
      /** From the call to the arrival of the last sample, in s. */
      duration: quantity('s'),
      invalid: integer({ min: 0 }),
      lost: integer({ min: 0 }),
      /** Of the valid samples, in mm. */
      mean: quantity('mm'),
      /** Standard deviation of the valid samples (n − 1), in mm; 0 for a single one. */
      deviation: quantity('mm'),
      min: quantity('mm'),
      max: quantity('mm'),
    }),
    progress: record({ taken: integer({ min: 0 }) }),
    stop: 'hold',
  }),
  measuringRate: optional(part(measuringRate)),
  zeroing: optional(part(zeroing)),
});

/** A displacement or distance sensor: laser triangulation, confocal, contact or spectral interference. */
export interface DisplacementSensor extends DeviceOf<typeof displacementSensor> {}
