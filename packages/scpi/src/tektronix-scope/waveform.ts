import type { Call } from '@fourwire/core';
import type { Waveform } from '../classes/common.ts';
import { decodeBlock } from '../codec/block.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { scaleSamples } from '../codec/scale.ts';
import { samplesMissing, waveformBuffer } from '../scopes/waveform-buffer.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import type { TektronixDialect } from './models.ts';

/** How long a long record may take, over a slow link. */
const longest = { seconds: 60 };

/**
 * Reads the whole record of a channel: bytes from the oldest family, whose samples have no more, 16 bits from the others,
 * so that averages and high resolution keep theirs.
 *
 * Source: sheet scope-tektronix.md, "Curve transfer".
 *
 * @param session - with the error policy `transaction`
 */
export async function readWaveform(
  session: ScpiSession,
  channel: number,
  dialect: TektronixDialect,
  into: { readonly value: Float64Array } | undefined,
  call: Call,
): Promise<Waveform> {
  const width = dialect === 'tds' ? 1 : 2;
  const preamble = keyword(dialect === 'tds' ? 'WFMP' : 'WFMO');
  return session.transaction(async (exclusive) => {
    const field = async (name: string): Promise<number> =>
      exclusive.queryNumber(scpi`${preamble}:${keyword(name)}?`, call);
    const record = await exclusive.queryNumber(scpi`HOR:RECO?`, call);
    await exclusive.send(scpi`DAT:SOU CH${channel}`, call);
    await exclusive.send(scpi`DAT:ENC SRI;:DAT:WID ${width}`, call);
    await exclusive.send(scpi`DAT:STAR 1;:DAT:STOP ${record}`, call);
    // One by one: the list that all of them come in differs from model to model.
    const total = await field('NR_P');
    const scale = { scale: await field('YMU'), reference: await field('YOF'), offset: await field('YZE') };
    const interval = await field('XIN');
    const zero = await field('XZE');
    const trigger = await field('PT_O');
    const unit = (await exclusive.query(scpi`${preamble}:YUN?`, call)).trim().replaceAll('"', '');
    const value = waveformBuffer(total, into);
    const data = decodeBlock(
      await exclusive.queryBytes(scpi`CURV?`, { ...call, timeout: call.timeout ?? longest }),
    );
    if (data.length !== width * total) throw samplesMissing(Math.floor(data.length / width), total);
    scaleSamples(data, width === 1 ? 'int8' : 'int16', 'little', { ...scale, into: value });
    return {
      start: startOf(zero, interval, trigger),
      interval,
      unit: unit === 'V' || unit === 'A' ? unit : '1',
      samples: { value },
    };
  }, call);
}

/**
 * The time of the first sample. `XZEro` is either that time, or what lies between the trigger and the sample `PT_Off`,
 * which is less than an interval. Unconfirmed: that this tells the models apart.
 */
function startOf(zero: number, interval: number, trigger: number): number {
  return Math.abs(zero) < interval ? zero - trigger * interval : zero;
}
