import { FourwireError } from '@fourwire/core';
import type { Call, Clock } from '@fourwire/core';
import { asNumber, gemValue } from '@fourwire/secs';
import type { GemHost } from '@fourwire/secs';
import { controlStates } from '../classes/wirebonder.ts';
import type { processingStates } from '../classes/wirebonder.ts';
import type { WirebonderProfile } from './profile.ts';

export type ControlState = (typeof controlStates)[number];
export type Processing = (typeof processingStates)[number];

/** What a bonder has counted. */
export interface Counters {
  readonly units: number;
  readonly wires: number;
  readonly assists: number;
}

/** How often a state that is waited for is read, in ms. */
const lookMs = 250;

/** Reads the states of a bonder, and waits for them. */
export class BonderState {
  readonly #host: GemHost;
  readonly #profile: WirebonderProfile;
  readonly #clock: Clock;

  constructor(host: GemHost, profile: WirebonderProfile, clock: Clock) {
    this.#host = host;
    this.#profile = profile;
    this.#clock = clock;
  }

  /** Equipment that is off-line aborts every question but S1F13 and S1F17: that is how one knows. */
  async control(call: Call): Promise<ControlState> {
    try {
      const [item] = await this.#host.statusVariables.values([this.#profile.variables.controlState], call);
      const code = asNumber(item, 'ControlState');
      const state = controlStates[code - 1];
      if (state !== undefined) return state;
      throw new FourwireError(
        'device',
        'control-state-unknown',
        `The bonder gives its ControlState as ${code}; known are 1 to ${controlStates.length}. Check variables.controlState of the profile.`,
      );
    } catch (error) {
      if (isAborted(error)) return 'equipment-offline';
      throw error;
    }
  }

  /** @throws FourwireError of kind `state`, code `not-remote`, unless the host has control */
  async requireRemote(what: string, call: Call): Promise<void> {
    const state = await this.control(call);
    if (state === 'remote') return;
    throw new FourwireError(
      'state',
      'not-remote',
      `${what} refused: the bonder is ${state}; switch it to REMOTE at its panel.`,
      { retry: 'operator', details: { controlState: state } },
    );
  }

  async process(call: Call): Promise<{ readonly code: number; readonly name: string }> {
    const [item] = await this.#host.statusVariables.values([this.#profile.variables.processState], call);
    const code = asNumber(item, 'ProcessState');
    return { code, name: this.#entry(code)?.name ?? `state ${code}` };
  }

  async processing(call: Call): Promise<Processing> {
    return this.#entry((await this.process(call)).code)?.processing ?? 'unknown';
  }

  async counters(call: Call): Promise<Counters> {
    const { units, wires, assists } = this.#profile.variables;
    const items = await this.#host.statusVariables.values([units, wires, assists], call);
    const [unitCount = 0, wireCount = 0, assistCount = 0] = items.map((item) => asNumber(item, 'counter'));
    return { units: unitCount, wires: wireCount, assists: assistCount };
  }

  /** State and counters in one message. */
  async progress(call: Call): Promise<{ readonly processing: Processing; readonly counters: Counters }> {
    const { processState, units, wires, assists } = this.#profile.variables;
    const items = await this.#host.statusVariables.values([processState, units, wires, assists], call);
    const [code = 0, unitCount = 0, wireCount = 0, assistCount = 0] = items.map((item) =>
      asNumber(item, 'status'),
    );
    return {
      processing: this.#entry(code)?.processing ?? 'unknown',
      counters: { units: unitCount, wires: wireCount, assists: assistCount },
    };
  }

  async recipe(call: Call): Promise<string> {
    const [item] = await this.#host.statusVariables.values([this.#profile.variables.recipe], call);
    return item === undefined ? '' : String(gemValue(item)).trim();
  }

  /** Looks again and again; false when it did not come true in time. */
  async comesTrue(look: (call: Call) => Promise<boolean>, limitMs: number, call: Call): Promise<boolean> {
    const until = this.#clock.monotonic() + limitMs;
    for (;;) {
      if (await look(call)) return true;
      if (this.#clock.monotonic() >= until) return false;
      await this.#clock.sleep(lookMs, call.signal);
    }
  }

  #entry(code: number): WirebonderProfile['processStates'][number] | undefined {
    return this.#profile.processStates.find((state) => state.code === code);
  }
}

/** Whether the equipment ended a transaction with SxF0. */
export function isAborted(error: unknown): boolean {
  return FourwireError.is(error) && error.code === 'transaction-aborted';
}

/** Whether the equipment understood, and said no. */
export function isRefused(error: unknown): error is FourwireError {
  return FourwireError.is(error) && error.kind === 'device';
}
