import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { gpibProber } from '../prober/gpib-prober.ts';
import type { GpibListener, GpibTalk } from '../prober/gpib-prober.ts';
import { proberFaults } from '../prober/prober-faults.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { electroglasAction } from './electroglas-actions.ts';
import type { Acknowledge } from './electroglas-actions.ts';
import { electroglasErrors, ElectroglasModel } from './electroglas-model.ts';
import type { ElectroglasModelOptions } from './electroglas-model.ts';
import { electroglasQuery } from './electroglas-queries.ts';

/** What a simulated Electroglas prober may be told. */
export interface ElectroglasSimulatorOptions extends SimulatorOptions, ElectroglasModelOptions {
  /** Whether it answers `MC` in lower case, as some do. */
  readonly lowerCase?: boolean;
  /** Whether each message comes with a service request; true unless given. */
  readonly serviceRequests?: boolean;
  /** Whether an acknowledge that nobody has read blocks all further writing; true unless given. */
  readonly blocks?: boolean;
  /** Whether parameters can be read back, as with models after the 2001X. */
  readonly readsBack?: boolean;
}

/** The status byte that announces a message (sheet electroglas.md, section 2). */
const messageStatus = 0x40;

const acknowledges: readonly Acknowledge[] = ['xy', 'z', 'device', 'other'];

/** Messages that `SM15M` turns on. */
const events = ['test-start', 'test-complete', 'pattern-complete', 'pause', 'alarm'] as const;

/**
 * An Electroglas prober with the EGCommander command set over GPIB, in front of the physics of a prober (sheet
 * electroglas.md): two-letter commands answered by `MC` or `MF` as `SM15M` says, an error that is latched until `?E`
 * reads it, a link that blocks while an acknowledge is unread, and the messages of the test floor. Unconfirmed: which
 * acknowledges are on after power-up; here none.
 */
export class ElectroglasSimulator implements Simulator {
  readonly name = 'electroglas';
  readonly wire = 'vxi11';
  /** Physics, settings and faults. */
  readonly model: ElectroglasModel;
  readonly faults: FaultSwitches;
  readonly services = {};
  readonly messages: MessageService;
  /** What the panel shows of the link: `EXTERNAL I/O TIMEOUT` while it is blocked. */
  panel = '';
  readonly #options: ElectroglasSimulatorOptions;
  readonly #parameters = new Map<string, string>();
  readonly #talks = new Set<GpibTalk>();
  readonly #fails = new FaultFlag();
  #enabled = new Set<Acknowledge | (typeof events)[number]>();
  #last: Promise<unknown> = Promise.resolve();
  #testing = false;

  constructor(options: ElectroglasSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.#options = options;
    this.model = new ElectroglasModel(clock, random, options);
    this.faults = { 'error-reply': this.#fails.switch, ...proberFaults(this.model) };
    this.messages = gpibProber((talk) => this.#open(talk));
    this.model.started.listen(() => this.#ready('TF'));
    this.model.pauseTurned.listen(() => this.#event('pause', this.model.paused ? 'PA' : 'CO'));
  }

  #open(talk: GpibTalk): GpibListener {
    this.#talks.add(talk);
    let unread = false;
    let blocked = false;
    /** Counts device clears: what was not begun before one is forgotten. */
    let clears = 0;
    return {
      message: (text) => {
        // Offline it looks like a dead cable.
        if (this.model.localMode) return;
        if (unread && this.#options.blocks !== false) blocked = true;
        this.panel = blocked ? 'EXTERNAL I/O TIMEOUT' : '';
        if (blocked || text === '') return;
        if (text === '?A' || text === '?B') {
          this.model.error = electroglasErrors.unsupported;
          blocked = true;
          return;
        }
        const before = clears;
        this.#last = this.#last.then(async () => {
          if (before === clears) await this.#execute(text, talk);
        });
      },
      outputChanged: (available) => {
        unread = available;
      },
      cleared: () => {
        clears++;
        blocked = false;
        this.panel = '';
      },
      closed: () => void this.#talks.delete(talk),
    };
  }

  async #execute(text: string, talk: GpibTalk): Promise<void> {
    const { model } = this;
    if (text === 'ID' || text.startsWith('?')) {
      const answer = electroglasQuery(model, text, this.#parameters, this.#options.readsBack === true);
      if (answer === undefined) model.error = electroglasErrors.unsupported;
      else this.#say(talk, answer);
      return;
    }
    const flags = /^SM15M([01]{4})([01]{5})?$/.exec(text);
    if (flags !== null) {
      this.#enable(`${flags[1] ?? ''}${flags[2] ?? ''}`);
      this.#acknowledge(talk, 'other', true);
    } else if (/^(?:TC|ET)\d/.test(text)) {
      await this.#testComplete(text, talk);
    } else if (text === 'HW') {
      await this.#handleWafer(talk);
    } else {
      const action = electroglasAction(model, this.#parameters, text);
      if (action === undefined) model.error = electroglasErrors.unsupported;
      const done = action !== undefined && (await this.#attempt(async () => action.run()));
      this.#acknowledge(talk, action?.acknowledge ?? 'other', done);
    }
  }

  /** Whether it went well; what failed is latched for `?E`. */
  async #attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      if (this.#fails.active) throw new ProberRefusal('not-ready');
      await work();
      return true;
    } catch (error) {
      const platen = error instanceof ProberRefusal && error.reason === 'out-of-travel';
      if (platen) this.model.error = electroglasErrors.outOfPlaten;
      return false;
    }
  }

  #enable(flags: string): void {
    const names = [...acknowledges, ...events];
    this.#enabled = new Set(names.filter((_, index) => flags.charAt(index) === '1'));
  }

  /** `TC<bin>`: the die has its bin; up at the next one, or the wafer is done. */
  async #testComplete(text: string, talk: GpibTalk): Promise<void> {
    const { model } = this;
    if (!this.#testing) {
      this.#acknowledge(talk, 'other', false);
      return;
    }
    const [bin = '0'] = text.slice(2).split(',');
    if (model.map.die(model.map.current) !== undefined) model.map.setBin(Number(bin), model.map.current, 0);
    try {
      await model.probeNext();
      this.#ready('TS');
    } catch (error) {
      if (error instanceof ProberRefusal && error.reason === 'end-of-route') {
        this.#testing = false;
        this.#event('pattern-complete', 'PC');
      } else {
        this.#event('alarm', error instanceof Error ? error.message.toUpperCase() : 'ALARM');
      }
    }
  }

  async #handleWafer(talk: GpibTalk): Promise<void> {
    const done = await this.#attempt(async () => this.model.handleWafer());
    this.#acknowledge(talk, 'other', done);
    if (done && this.#enabled.has('test-start')) await this.#attempt(async () => this.model.startWafer());
  }

  /** A die is ready: chuck up. */
  #ready(word: 'TF' | 'TS'): void {
    const { x, y } = this.model.die;
    this.#testing = true;
    this.#event('test-start', `${word}X${x}Y${y}`);
  }

  #event(name: (typeof events)[number], text: string): void {
    if (!this.#enabled.has(name)) return;
    for (const talk of this.#talks) this.#say(talk, text);
  }

  #acknowledge(talk: GpibTalk, kind: Acknowledge, done: boolean): void {
    if (!this.#enabled.has(kind)) return;
    const word = done ? 'MC' : 'MF';
    this.#say(talk, this.#options.lowerCase === true ? word.toLowerCase() : word);
  }

  #say(talk: GpibTalk, text: string): void {
    talk.respond(text);
    if (this.#options.serviceRequests !== false) talk.raise(messageStatus);
  }
}
