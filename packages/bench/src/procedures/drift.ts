import { FourwireError } from '@fourwire/core';
import type { MeasurementVerdict, Target } from '../records/entry.ts';
import type { DeclaredMeasurement, Journal } from '../records/journal.ts';
import type { Channel } from './channel.ts';
import type { Taken } from './measuring.ts';

/** How far a device has moved. */
interface Moved {
  readonly channel: string;
  readonly part: string;
  readonly verdict: MeasurementVerdict;
}

/** How far the values of devices move from their first ones, in %, as measurements of their own. */
export class Drift {
  readonly #targetOf: (point: string) => Target;
  readonly #watched: readonly {
    readonly channel: string;
    readonly part: string;
    readonly declared: DeclaredMeasurement;
  }[];
  readonly #first = new Map<string, number>();

  /**
   * @param limits - channels by name, and how far each may move
   * @param points - the read points, of which the first is the one that is counted from
   * @throws FourwireError of kind `range`, code `drift-refused`, when there is no such channel
   */
  constructor(
    journal: Journal,
    channels: readonly Channel[],
    limits: readonly { readonly channel: string; readonly max: number }[] = [],
    targetOf: (point: string) => Target,
    points: readonly string[],
  ) {
    this.#targetOf = targetOf;
    this.#watched = limits.flatMap(({ channel, max }) => {
      const own = channels.filter(({ name }) => name === channel);
      if (own.length === 0) {
        const names = [...new Set(channels.map(({ name }) => name))].join(', ');
        throw new FourwireError(
          'range',
          'drift-refused',
          `The drift of "${channel}" cannot be watched: there is no such channel; there are ${names}.`,
        );
      }
      return own.map(({ part = '' }) => ({
        channel,
        part,
        declared: journal.declare({
          name: `${channel} drift`,
          unit: '%',
          limits: { min: -max, max },
          targets: points.slice(1).map((point) => ({ ...targetOf(point), part })),
        }),
      }));
    });
  }

  /** Takes the values from which it is counted. */
  begin(first: readonly Taken[]): void {
    for (const { channel, part = '', value } of first) {
      if (value !== null) this.#first.set(keyOf(channel, part), value);
    }
  }

  /** Records how far what was taken has moved. */
  judge(point: string, taken: readonly Taken[]): readonly Moved[] {
    return this.#watched.flatMap(({ channel, part, declared }) => {
      const now = taken.find((one) => one.channel === channel && (one.part ?? '') === part)?.value;
      if (now === undefined) return [];
      const target = { ...this.#targetOf(point), part };
      const first = this.#first.get(keyOf(channel, part));
      const { verdict } =
        now === null || first === undefined || first === 0
          ? declared.error(now === null ? 'there is no value' : 'there is no first value but 0', target)
          : declared.record((now / first - 1) * 100, target);
      return [{ channel: `${channel} drift`, part, verdict }];
    });
  }

  /** Records that a part is not measured at a point, and why. */
  skip(point: string, reason: string, part: string): void {
    for (const one of this.#watched) {
      if (one.part === part) one.declared.skip(reason, { ...this.#targetOf(point), part });
    }
  }
}

function keyOf(channel: string, part: string): string {
  return JSON.stringify([channel, part]);
}
