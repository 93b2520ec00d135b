import type { Bench } from '../bench/bench.ts';

/** What procedures know of the state of the devices of a bench: who set one last, and how often its link went away. */
export class Standing {
  readonly #bench: Bench;
  /** What set a device last. */
  readonly #owners = new Map<string, string>();
  /** How often a device was lost since it was asked about first. */
  readonly #losses = new Map<string, number>();

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** How often the link to a device went away: a machine that was switched off meanwhile has forgotten what it was set to. */
  lossesOf(device: string): number {
    const known = this.#losses.get(device);
    if (known !== undefined) return known;
    this.#losses.set(device, 0);
    const entry = this.#bench.entries.find(({ name }) => name === device);
    entry?.device.lifecycle$.subscribe({
      next: (lifecycle) => {
        if (lifecycle === 'lost') this.#losses.set(device, (this.#losses.get(device) ?? 0) + 1);
      },
      error: () => {},
    });
    return this.#losses.get(device) ?? 0;
  }

  /** Whether a list of settings was the last that was made on a device. */
  isOwner(device: string, list: string): boolean {
    return this.#owners.get(device) === list;
  }

  /** Notes that a list of settings was made. */
  own(device: string, list: string): void {
    this.#owners.set(device, list);
  }
}

const known = new WeakMap<Bench, Standing>();

/** The state of a bench's devices, as all procedures on it know it. */
export function standingOf(bench: Bench): Standing {
  const found = known.get(bench) ?? new Standing(bench);
  known.set(bench, found);
  return found;
}
