import { FourwireError } from '@fourwire/core';
import { retryWhileLost } from '../bench/retry-while-lost.ts';
import type { StepContext } from '../procedure/action.ts';
import type { MeasurementVerdict, Target } from '../records/entry.ts';
import type { DeclaredMeasurement, Journal } from '../records/journal.ts';
import { describeTarget } from '../records/ledger.ts';
import type { Channel } from './channel.ts';

/** What one channel gave at one target. */
export interface Taken {
  readonly channel: string;
  readonly part?: string;
  readonly verdict: MeasurementVerdict;
  /** Null when there is none. */
  readonly value: number | null;
}

/** What has to be so while values are taken, such as a temperature within tolerance. */
export interface Condition {
  /** Why values taken now would not count: `the air is at 30 °C`; undefined when they do. */
  readonly astray: (context: StepContext) => Promise<string | undefined>;
  /** Waits until it is so again; without it, what was taken meanwhile is not taken again. */
  readonly comeBack?: (context: StepContext) => Promise<void>;
}

/** The error with which a run ends whose condition is not met time and again. */
export function conditionLost(target: Target, tries: number, why: string): FourwireError {
  return new FourwireError(
    'device',
    'condition-lost',
    `${describeTarget(target)}: it was measured ${tries} times, and each time ${why}; nothing of it counts. Look at what keeps the condition.`,
  );
}

/** How often it is measured where the condition was not met until the end. */
export const mostTries = 3;

/** The channels of a procedure with everything that they are to measure, declared in the journal. */
export class Measuring {
  readonly #journal: Journal;
  readonly #channels: readonly { readonly channel: Channel; readonly declared: DeclaredMeasurement }[];

  /** @param targets - where each channel is measured; the channel's own part is added */
  constructor(journal: Journal, channels: readonly Channel[], targets: readonly Target[]) {
    this.#journal = journal;
    this.#channels = channels.map((channel) => ({ channel, declared: declare(journal, channel, targets) }));
  }

  /** Why a channel would be refused; sends nothing. */
  refusal(): string | undefined {
    for (const { channel } of this.#channels) {
      const refusal = channel.refusal?.();
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /**
   * Measures every channel, or those of `parts`, at one target and records it. A link that is away is waited for, up to
   * a minute.
   *
   * @throws FourwireError: what a channel throws, unless the device says that there is no value
   */
  async take(target: Target, context: StepContext, parts?: ReadonlySet<string>): Promise<readonly Taken[]> {
    const taken: Taken[] = [];
    const lines: Line[] = [];
    for (const [place, { channel, declared }] of this.#channels.entries()) {
      if (parts !== undefined && !parts.has(channel.part ?? '')) continue;
      lineOf(lines, channel).push(async () => {
        taken[place] = await takeOne(channel, declared, target, context);
      });
    }
    const results = await Promise.allSettled(
      lines.map(async ({ jobs }) => {
        for (const one of jobs) await one();
      }),
    );
    const rejected = results.find((result) => result.status === 'rejected');
    if (rejected !== undefined) throw rejected.reason;
    return taken.filter((one) => one !== undefined);
  }

  /**
   * As {@link take}, under a condition that is looked at before and after: what was taken while it was not met is
   * recorded as an error, and taken again when it is met, where one can wait for that.
   *
   * @throws FourwireError of kind `device`, code `condition-lost`, when it was not met three times
   */
  async takeWithin(
    { astray, comeBack }: Condition,
    target: Target,
    context: StepContext,
    parts?: ReadonlySet<string>,
  ): Promise<readonly Taken[]> {
    if (this.#channels.length === 0) return [];
    for (let tries = 1; ; tries++) {
      const before = await astray(context);
      if (before !== undefined) await comeBack?.(context);
      const taken = await this.take(target, context, parts);
      const why = (comeBack === undefined ? before : undefined) ?? (await astray(context));
      if (why === undefined) return taken;
      const reason = `taken while ${why}`;
      this.void(target, reason, parts);
      const text = `${describeTarget(target)}: values were ${reason}, and do not count.`;
      this.#journal.append({ type: 'note', text, deviation: true });
      if (comeBack === undefined) return taken.map((one) => ({ ...one, verdict: 'error', value: null }));
      if (tries >= mostTries) throw conditionLost(target, tries, why);
    }
  }

  /** Records that what was taken at a target does not count, and why. */
  void(target: Target, reason: string, parts?: ReadonlySet<string>): void {
    for (const { channel, declared } of this.#channels) {
      if (parts === undefined || parts.has(channel.part ?? ''))
        declared.error(reason, targetOf(channel, target));
    }
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

/** Channels that are read one after the other, for they use the same. */
interface Line {
  readonly uses: Set<string>;
  readonly jobs: (() => Promise<void>)[];
}

/** The line to which a channel belongs; lines that it joins become one. */
function lineOf(lines: Line[], { uses = '', sets = [] }: Channel): Line['jobs'] {
  const needs = new Set([uses, ...sets]);
  const isMet = (line: Line): boolean => [...line.uses].some((device) => needs.has(device));
  const met = lines.filter(isMet);
  const joined: Line = {
    uses: new Set([...needs, ...met.flatMap((line) => [...line.uses])]),
    jobs: met.flatMap(({ jobs }) => jobs),
  };
  lines.splice(0, lines.length, ...lines.filter((line) => !isMet(line)), joined);
  return joined.jobs;
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
