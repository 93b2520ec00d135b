import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { gpibProber } from '../prober/gpib-prober.ts';
import type { GpibListener, GpibTalk } from '../prober/gpib-prober.ts';
import { proberFaults } from '../prober/prober-faults.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import type { ProberReason } from '../prober/prober-refusal.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { accretechAction } from './accretech-actions.ts';
import type { AccretechSetUp } from './accretech-actions.ts';
import { accretechAlarms, AccretechModel } from './accretech-model.ts';
import type { AccretechAlarm, AccretechModelOptions } from './accretech-model.ts';
import { accretechQuery } from './accretech-queries.ts';

/** What a simulated Accretech prober may be told. */
export interface AccretechSimulatorOptions
  extends SimulatorOptions, AccretechModelOptions, Partial<AccretechSetUp> {}

/** What the prober says when it does not do what it was told: status byte and, where there is one, the alarm. */
const refusals: Readonly<Record<ProberReason, readonly [status: number, alarm?: AccretechAlarm]>> = {
  moving: [76, accretechAlarms.notNow],
  stopped: [90],
  'out-of-travel': [74],
  'door-open': [99, accretechAlarms.door],
  'not-ready': [99, accretechAlarms.stopped],
  'local-mode': [90],
  vacuum: [99, accretechAlarms.vacuum],
  'no-wafer': [76, accretechAlarms.notNow],
  'home-unset': [76, accretechAlarms.notNow],
  'contact-unset': [76, accretechAlarms.notNow],
  'at-load': [76, accretechAlarms.notNow],
  'no-such-die': [74],
  'end-of-route': [81],
};

/**
 * An Accretech UF prober over GPIB, in front of the physics of a prober (sheet accretech-uf.md): actions end in a status
 * byte with a service request, questions are answered after their own letters. `K` stops at once; anything else waits for
 * what is under way. Unconfirmed: numbers and texts of the machine's own alarms, and that an operator who stops the
 * prober shows as status byte 90.
 */
export class AccretechSimulator implements Simulator {
  readonly name = 'accretech-uf';
  readonly wire = 'vxi11';
  /** Physics, settings and faults. */
  readonly model: AccretechModel;
  readonly faults: FaultSwitches;
  readonly services = {};
  readonly messages: MessageService;
  readonly #setUp: AccretechSetUp;
  readonly #fails = new FaultFlag();
  readonly #talks = new Set<GpibTalk>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: AccretechSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { proberMaster = false, confirms = false, bins = 64 } = options;
    this.#setUp = { proberMaster, confirms, bins };
    this.model = new AccretechModel(clock, random, options);
    this.faults = resetting(this.model, {
      'error-reply': this.#fails.switch,
      ...proberFaults(this.model),
    });
    this.messages = gpibProber((talk) => this.#open(talk));
  }

  #open(talk: GpibTalk): GpibListener {
    this.#talks.add(talk);
    /** Counts device clears: what was not begun before one is forgotten. */
    let clears = 0;
    return {
      message: (text) => {
        const before = clears;
        if (text === 'K') void this.#stop();
        else if (text !== '')
          this.#last = this.#last.then(async () => {
            if (before === clears) await this.#execute(text, talk);
          });
      },
      cleared: () => {
        clears++;
      },
      closed: () => void this.#talks.delete(talk),
    };
  }

  /** `K`: a move under way tells 90 for both. */
  async #stop(): Promise<void> {
    const { motion } = this.model;
    const tells = motion.busy;
    await motion.stop();
    this.model.state = 'I';
    if (!tells) this.#raise(90);
  }

  async #execute(text: string, talk: GpibTalk): Promise<void> {
    const { model } = this;
    const answer = accretechQuery(model, text);
    if (answer !== undefined) {
      talk.respond(answer);
      return;
    }
    const action = this.#fails.active ? undefined : accretechAction(model, text, this.#setUp);
    if (action === undefined) {
      this.#refuse(76, accretechAlarms.format);
      return;
    }
    try {
      await action((status) => this.#raise(status));
    } catch (error) {
      if (error instanceof ProberRefusal) this.#refuse(...refusals[error.reason]);
      else this.#refuse(99, accretechAlarms.internal);
    }
  }

  #refuse(status: number, alarm?: AccretechAlarm): void {
    if (alarm !== undefined) this.model.alarm = alarm;
    this.#raise(status);
  }

  #raise(status: number): void {
    for (const talk of this.#talks) talk.raise(status);
  }
}

/** Whoever mends a fault at the prober resets its alarm, too. */
function resetting(model: AccretechModel, faults: FaultSwitches): FaultSwitches {
  const mended = Object.entries(faults).map(([name, turn]) => [
    name,
    (active: boolean): void => {
      turn(active);
      if (!active) model.alarm = undefined;
    },
  ]);
  return Object.fromEntries(mended);
}
