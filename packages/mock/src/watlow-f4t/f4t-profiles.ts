import { f4tCodes as codes } from './f4t-codes.ts';
import { emptyProfile, stepPlaces } from './f4t-profile.ts';
import type { F4tProfile, F4tStep } from './f4t-profile.ts';

/** How much fits in (sheet watlow-f4t.md, section 1). */
export const f4tMemory = { profiles: 40, steps: 50 } as const;

/** The profiles of an F4T: those that are stored, and the one that is being edited. */
export class F4tProfiles {
  /** The profile that is edited, 1 to 40. */
  edited = 1;
  readonly #stored = new Map<number, F4tProfile>();

  /** Numbers of the stored profiles, the lowest first. */
  get numbers(): readonly number[] {
    return [...this.#stored.keys()].toSorted((a, b) => a - b);
  }

  get(number: number): F4tProfile | undefined {
    return this.#stored.get(number);
  }

  /** The profile that is edited, if it exists. */
  get selected(): F4tProfile | undefined {
    return this.#stored.get(this.edited);
  }

  /** Unconfirmed: that adding over a profile replaces it, and that deleting what is not there is refused. */
  edit(action: number): boolean {
    if (action === codes.remove) return this.#stored.delete(this.edited);
    if (action !== codes.add) return false;
    this.#stored.set(this.edited, emptyProfile());
    return true;
  }

  /** A step of the profile that is edited, from 1. */
  step(number: number): F4tStep | undefined {
    return this.selected?.steps[number - 1];
  }

  /** Gives a step its type: the first after the last is a new one, and nothing follows an end step. */
  setType(number: number, type: number): boolean {
    const steps = this.selected?.steps;
    if (steps === undefined || number < 1 || number > Math.min(steps.length + 1, f4tMemory.steps))
      return false;
    if (steps.at(-1)?.get(stepPlaces.type) === codes.end && number > steps.length) return false;
    steps[number - 1] = new Map([[stepPlaces.type, type]]);
    if (type === codes.end) steps.length = number;
    return true;
  }
}
