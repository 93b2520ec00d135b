import type { Waveform } from '../classes/common.ts';
import { decodeBlock } from '../codec/block.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { scaleSamples } from '../codec/scale.ts';
import { parsePreamble } from '../scopes/preamble.ts';
import { samplesMissing, waveformBuffer } from '../scopes/waveform-buffer.ts';
import type { Waiter } from '../session/poll-until.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

/** What a waveform is read for. */
export interface WaveformRequest {
  readonly channel: number;
  readonly unit: Waveform['unit'];
  /** The whole memory, which needs a scope that is stopped, or what is on the screen. */
  readonly from: 'memory' | 'screen';
  readonly into?: { readonly value: Float64Array } | undefined;
  readonly progress?: ((taken: number, total: number) => void) | undefined;
}

/** The most bytes of a read; the scope cuts longer ones short. From the manual, not read again. */
const chunk = 250_000;

/** How often a screen's waveform that came short is asked for again (libsigrok: slow time bases). */
const attempts = 3;
const pauseMs = 100;

/** How long a chunk may take over a slow link. */
const longest = { seconds: 10 };

/**
 * Reads a waveform as bytes, whatever the acquisition, since the 16-bit format holds no more of it.
 *
 * Source: sheet scope-rigol-ds1000z.md, "Waveform transfer".
 *
 * @param session - with the error policy `transaction`
 */
export async function readWaveform(
  session: ScpiSession,
  { channel, unit, from, into, progress }: WaveformRequest,
  call: Waiter,
): Promise<Waveform> {
  const mode = keyword(from === 'memory' ? 'RAW' : 'NORM');
  const select = async (exclusive: ScpiSession): Promise<void> => {
    await exclusive.send(scpi`:WAV:SOUR CHAN${channel};:WAV:MODE ${mode};:WAV:FORM BYTE`, call);
  };
  const preamble = await session.transaction(async (exclusive) => {
    await select(exclusive);
    return parsePreamble(await exclusive.query(scpi`:WAV:PRE?`, call));
  }, call);
  const { points, interval, start, yIncrement, yOrigin, yReference } = preamble;
  // The origin is in levels here (sheet), not in volts.
  const scale = { scale: yIncrement, reference: yOrigin + yReference };
  const samples = waveformBuffer(points, into);
  let attempt = 1;
  for (let taken = 0; taken < points;) {
    const stop = Math.min(taken + chunk, points);
    const data = await session.transaction(async (exclusive) => {
      // Somebody may have read another channel meanwhile.
      await select(exclusive);
      await exclusive.send(scpi`:WAV:STAR ${taken + 1};:WAV:STOP ${stop}`, call);
      return decodeBlock(
        await exclusive.queryBytes(scpi`:WAV:DATA?`, { ...call, timeout: call.timeout ?? longest }),
      );
    }, call);
    if (data.length !== stop - taken) {
      if (from === 'memory' || attempt++ === attempts) throw samplesMissing(data.length, stop - taken);
      await call.clock.sleep(pauseMs, call.signal);
      continue;
    }
    scaleSamples(data, 'uint8', 'big', { ...scale, into: samples.subarray(taken, stop) });
    taken = stop;
    progress?.(taken, points);
  }
  return { start, interval, unit, samples: { value: samples } };
}
