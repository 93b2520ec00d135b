import { FourwireError } from '../errors/fourwire-error.ts';

/** A length of time: milliseconds, or parts that are added up. `Infinity` waits for ever. */
export type Duration =
  | number
  | {
      readonly days?: number;
      readonly hours?: number;
      readonly minutes?: number;
      readonly seconds?: number;
      readonly milliseconds?: number;
    };

/**
 * A duration in milliseconds.
 *
 * @throws FourwireError of kind `range` when it is negative or not a number.
 */
export function toMilliseconds(duration: Duration, argument = 'duration'): number {
  const ms =
    typeof duration === 'number'
      ? duration
      : (duration.days ?? 0) * 86_400_000 +
        (duration.hours ?? 0) * 3_600_000 +
        (duration.minutes ?? 0) * 60_000 +
        (duration.seconds ?? 0) * 1000 +
        (duration.milliseconds ?? 0);
  if (!(ms >= 0)) {
    throw new FourwireError(
      'range',
      'duration-invalid',
      `${argument} must be a duration of 0 ms or more, in milliseconds or as { hours, minutes, seconds }; got ${JSON.stringify(duration)}`,
    );
  }
  return ms;
}

/** A duration as people write it: `250 ms`, `12.5 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(duration: Duration): string {
  const ms = toMilliseconds(duration);
  if (!Number.isFinite(ms)) return 'for ever';
  if (ms < 1000) return `${round(ms)} ms`;
  if (ms < 60_000) return `${round(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  const parts =
    hours > 0
      ? [`${hours} h`, minutes > 0 ? `${minutes} min` : '']
      : [`${minutes} min`, rest > 0 ? `${rest} s` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
