import { malformed } from '../codec/fault.ts';
import { parseNumber } from '../codec/number.ts';
import { splitResponse } from '../codec/split.ts';

/** What a waveform preamble says of the samples that follow. */
export interface Preamble {
  readonly points: number;
  /** From sample to sample, in s. */
  readonly interval: number;
  /** Of the first sample, in s from the trigger. */
  readonly start: number;
  readonly yIncrement: number;
  readonly yOrigin: number;
  readonly yReference: number;
}

/**
 * The answer to `:WAV:PRE?` of Keysight and Rigol scopes: `format,type,points,count,xincrement,xorigin,xreference,
 * yincrement,yorigin,yreference`. Sample `i` was taken at `xorigin + (i - xreference) * xincrement`.
 *
 * Source: sheets scope-keysight-infiniivision.md and scope-rigol-ds1000z.md.
 *
 * @throws FourwireError of kind `protocol`, code `scpi-reply-malformed`, for anything else
 */
export function parsePreamble(reply: string): Preamble {
  const fields = (splitResponse(reply)[0] ?? []).map((field) => parseNumber(field));
  const [
    ,
    ,
    points = -1,
    ,
    interval = 0,
    xOrigin = 0,
    xReference = 0,
    yIncrement = 0,
    yOrigin = 0,
    yReference = 0,
  ] = fields;
  if (fields.length !== 10 || !fields.every(Number.isFinite) || !Number.isInteger(points) || points < 0) {
    throw malformed('scpi-reply-malformed', 'Expected the ten numbers of a waveform preamble.', reply);
  }
  return { points, interval, start: xOrigin - xReference * interval, yIncrement, yOrigin, yReference };
}
