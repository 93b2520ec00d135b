import { FourwireError } from '@fourwire/core';
import { checkRun } from '@fourwire/thermal-chamber';
import type { AnyProfile, RunSample } from '@fourwire/thermal-chamber';
import type { Journal } from '../records/journal.ts';

/** What a thermal run recorded of its temperatures, checked against a profile part by part. */
export class RunRecord {
  readonly #journal: Journal;
  #samples: RunSample[] = [];
  /** When what is checked next begins, in s of the clock; what lies before was checked already. */
  #since = -Infinity;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Adds a moment. */
  note(sample: RunSample): void {
    // The end of one part and the beginning of the next are looked at in the same moment.
    if (sample.time > (this.#samples.at(-1)?.time ?? -Infinity)) this.#samples.push(sample);
  }

  /**
   * Checks what was recorded since it was asked last, and journals where it did not hold to the profile.
   *
   * @param profile - what this part of the run is held to, such as one cycle
   * @param where - begins the notes: `Cycle 12`
   * @returns how many deviations there were
   * @throws FourwireError of kind `device`, code `profile-deviation`, when there is one and it is to `stop` the run
   */
  check(profile: AnyProfile, where: string, stop: boolean): number {
    const { failures } = checkRun(profile, this.#samples);
    // Where nothing was read at all a failure has no place in time.
    const found = failures.filter(({ to }) => to > this.#since || to === 0);
    const texts = found.map(({ message }) => `${where}: ${message.replace(/^Cycle \d+, /, '')}`);
    for (const text of texts) this.#journal.append({ type: 'note', text, deviation: true });
    // The way from here begins with the last reading.
    const last = this.#samples.at(-1);
    this.#samples = last === undefined ? [] : [last];
    this.#since = last?.time ?? -Infinity;
    if (stop && texts[0] !== undefined) {
      throw new FourwireError(
        'device',
        'profile-deviation',
        `${profile.id} was not held to. ${texts.join(' ')}`,
      );
    }
    return found.length;
  }
}
