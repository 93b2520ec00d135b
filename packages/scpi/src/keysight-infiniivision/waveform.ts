import type { Call } from '@fourwire/core';
import type { Waveform } from '../classes/common.ts';
import { decodeBlock } from '../codec/block.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { scaleSamples } from '../codec/scale.ts';
import { parsePreamble } from '../scopes/preamble.ts';
import { samplesMissing, waveformBuffer } from '../scopes/waveform-buffer.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

/** What a waveform is read for. */
export interface WaveformRequest {
  readonly channel: number;
  readonly unit: Waveform['unit'];
  /** The whole memory, which needs a scope that is stopped, or what is on the screen. */
  readonly from: 'memory' | 'screen';
  readonly into?: { readonly value: Float64Array } | undefined;
}

/** How long a long record may take, over a slow link. */
const longest = { seconds: 60 };

/** The codes of 16-bit samples that are none: nothing sampled there, below and above the screen. */
const hole = 0;
const clippedLow = 1;
const clippedHigh = 0xffff;

/**
 * Reads a waveform as 16-bit samples. Where nothing was sampled it is `NaN`, and infinite where the input was beyond the
 * screen.
 *
 * Source: sheet scope-keysight-infiniivision.md, "Waveform". The reserved codes are from the manual, not read again.
 *
 * @param session - with the error policy `transaction`
 */
export async function readWaveform(
  session: ScpiSession,
  { channel, unit, from, into }: WaveformRequest,
  call: Call,
): Promise<Waveform> {
  const mode = keyword(from === 'memory' ? 'RAW' : 'NORM');
  return session.transaction(async (exclusive) => {
    await exclusive.send(scpi`:WAV:SOUR CHAN${channel};:WAV:FORM WORD;:WAV:UNS 1;:WAV:BYT LSBF`, call);
    await exclusive.send(scpi`:WAV:POIN:MODE ${mode}`, call);
    if (from === 'memory') {
      // The number that was set last may be a smaller one.
      const all = await exclusive.queryNumber(scpi`:ACQ:POIN?`, call);
      if (all > 0) await exclusive.send(scpi`:WAV:POIN ${all}`, call);
    }
    const preamble = parsePreamble(await exclusive.query(scpi`:WAV:PRE?`, call));
    const { points, interval, start, yIncrement, yOrigin, yReference } = preamble;
    const value = waveformBuffer(points, into);
    const reply = await exclusive.queryBytes(scpi`:WAV:DATA?`, { ...call, timeout: call.timeout ?? longest });
    const data = decodeBlock(reply);
    if (data.length !== 2 * points) throw samplesMissing(Math.floor(data.length / 2), points);
    scaleSamples(data, 'uint16', 'little', {
      scale: yIncrement,
      reference: yReference,
      offset: yOrigin,
      into: value,
    });
    markReserved(value, (code) => (code - yReference) * yIncrement + yOrigin);
    return { start, interval, unit, samples: { value } };
  }, call);
}

/** Compares values and not codes: the samples are read once only. */
function markReserved(value: Float64Array, valueOf: (code: number) => number): void {
  const none = valueOf(hole);
  const low = valueOf(clippedLow);
  const high = valueOf(clippedHigh);
  for (let index = 0; index < value.length; index++) {
    const sample = value[index] ?? Number.NaN;
    if (sample > low && sample < high) continue;
    value[index] = sample <= none ? Number.NaN : sample >= high ? Infinity : -Infinity;
  }
}
