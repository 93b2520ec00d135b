import { FourwireError } from '@fourwire/core';
import { retryWhileLost } from '../bench/retry-while-lost.ts';
import type { StepContext } from '../procedure/action.ts';
import type { MeasurementVerdict, Target } from '../records/entry.ts';
import type { DeclaredMeasurement, Journal } from '../records/journal.ts';
import type { Channel } from './channel.ts';

/** What one channel gave at one target. */
export interface Taken {
  readonly channel: string;
  readonly part?: string;
  readonly verdict: MeasurementVerdict;
  /** Null when there is none. */
  readonly value: number | null;
}

/** The channels of a procedure with everything that they are to measure, declared in the journal. */
export class Measuring {
  readonly #channels: readonly { readonly channel: Channel; readonly declared: DeclaredMeasurement }[];

  /** @param targets - where each channel is measured; the channel's own part is added */
  constructor(journal: Journal, channels: readonly Channel[], targets: readonly Target[]) {
    this.#channels = channels.map((channel) => ({ channel, declared: declare(journal, channel, targets) }));
  }

  /**
   * Measures every channel, or those of `parts`, at one target and records it. A link that is away is waited for, up to
   * a minute.
   *
   * @throws FourwireError: what a channel throws, unless the device says that there is no value
   */
  async take(target: Target, context: StepContext, parts?: ReadonlySet<string>): Promise<readonly Taken[]> {
    const taken: Taken[] = [];
    const lines = new Map<string, (() => Promise<void>)[]>();
    for (const [place, { channel, declared }] of this.#channels.entries()) {
      if (parts !== undefined && !parts.has(channel.part ?? '')) continue;
      const line = lines.get(channel.uses ?? '') ?? [];
      lines.set(channel.uses ?? '', line);
      line.push(async () => {
        taken[place] = await takeOne(channel, declared, target, context);
      });
    }
    const results = await Promise.allSettled(
      [...lines.values()].map(async (line) => {
        for (const one of line) await one();
      }),
    );
    const rejected = results.find((result) => result.status === 'rejected');
    if (rejected !== undefined) throw rejected.reason;
    return taken.filter((one) => one !== undefined);
  }

  /** Records that a target is not measured, and why; with `part`, only the channels of that part. */
  skip(target: Target, reason: string, part?: string): void {
    for (const { channel, declared } of this.#channels) {
      if (part === undefined || channel.part === part) declared.skip(reason, targetOf(channel, target));
    }
  }
}

/** The error with which a run ends that was told to stop at the first value that does not pass. */
export function notPassed(where: string, count: number): FourwireError {
  return new FourwireError(
    'device',
    'measurement-failed',
    `At ${where} ${count} ${count === 1 ? 'value does' : 'values do'} not pass, and the run was told to stop then.`,
  );
}

async function takeOne(
  channel: Channel,
  declared: DeclaredMeasurement,
  target: Target,
  context: StepContext,
): Promise<Taken> {
  const { name, part } = channel;
  const where = targetOf(channel, target);
  const named = { channel: name, ...(part === undefined ? {} : { part }) };
  try {
    const value = await retryWhileLost(async () => channel.read(context, where), context);
    return { ...named, value, verdict: declared.record(value, where).verdict };
  } catch (caught) {
    const error = FourwireError.from(caught);
    if (error.kind !== 'device' || context.signal.aborted) throw error;
    return { ...named, value: null, verdict: declared.error(error.message, where).verdict };
  }
}

function targetOf({ part }: Channel, target: Target): Target {
  return part === undefined ? target : { ...target, part };
}

/** Declares a channel at all its targets, those of equal limits together. */
function declare(journal: Journal, channel: Channel, targets: readonly Target[]): DeclaredMeasurement {
  const { name, unit, limits } = channel;
  const groups = new Map<string, Target[]>();
  const limitsAt = (target: Target) => (typeof limits === 'function' ? limits(target) : limits);
  for (const target of targets) {
    const where = targetOf(channel, target);
    const key = typeof limits === 'function' ? JSON.stringify(limits(where) ?? null) : '';
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [where]);
    else group.push(where);
  }
  let declared: DeclaredMeasurement | undefined;
  for (const group of groups.values()) {
    const own = limitsAt(group[0] ?? {});
    declared = journal.declare({ name, unit, ...(own === undefined ? {} : { limits: own }), targets: group });
  }
  return declared ?? journal.declare({ name, unit, targets: [] });
}
