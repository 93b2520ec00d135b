import { f4StepTypes } from './f4-step.ts';
import type { F4Step } from './f4-step.ts';

/** A stored profile: its name in ten characters, and steps that end with an end step. */
export interface F4Profile {
  readonly name: number[];
  readonly steps: F4Step[];
}

const longest = { profiles: 40, steps: 256 } as const;

/** Registers 4000 to 4002: the profile and the step that are looked at, and what is done to them (sheet, section 4). */
export class F4Profiles {
  profile = 1;
  step = 1;
  readonly #stored = new Map<number, F4Profile>();

  /** How many more profiles can be stored. */
  get freeProfiles(): number {
    return longest.profiles - this.#stored.size;
  }

  /** How many more steps can be stored. */
  get freeSteps(): number {
    let free: number = longest.steps;
    for (const { steps } of this.#stored.values()) free -= steps.length;
    return free;
  }

  /** A stored profile. */
  get(number: number): F4Profile | undefined {
    return this.#stored.get(number);
  }

  /** The step that is looked at, if it exists. */
  get selected(): F4Step | undefined {
    return this.#stored.get(this.profile)?.steps[this.step - 1];
  }

  /** Stores an empty profile under the lowest free number and selects it. */
  create(): boolean {
    const free = Array.from({ length: longest.profiles }, (_, index) => index + 1).find(
      (number) => !this.#stored.has(number),
    );
    if (free === undefined || this.freeSteps < 1) return false;
    this.#stored.set(free, {
      name: Array.from({ length: 10 }, () => 0x20),
      steps: [{ type: f4StepTypes.end, values: new Map() }],
    });
    this.profile = free;
    this.step = 1;
    return true;
  }

  /** Puts a soak of no length in front of the step that is looked at. */
  insert(): boolean {
    const steps = this.#stored.get(this.profile)?.steps;
    if (steps === undefined || this.step < 1 || this.step > steps.length || this.freeSteps < 1) return false;
    steps.splice(this.step - 1, 0, { type: f4StepTypes.soak, values: new Map() });
    return true;
  }

  deleteProfile(): boolean {
    return this.#stored.delete(this.profile);
  }

  /** Unconfirmed: that the end step cannot be deleted. */
  deleteStep(): boolean {
    const steps = this.#stored.get(this.profile)?.steps;
    if (steps === undefined || this.step < 1 || this.step >= steps.length) return false;
    steps.splice(this.step - 1, 1);
    return true;
  }

  deleteAll(): boolean {
    this.#stored.clear();
    return true;
  }
}
