import type { Timer } from '@fourwire/core';
import { convert } from '@fourwire/core';
import type { BalanceMachine, BalanceUnit, PanView } from '../measuring/balance-machine.ts';
import type { LineClient } from '../measuring/line-instrument.ts';

/** How units are written, and their number in `M21`. Unconfirmed: the numbers. */
const sicsUnits: readonly {
  readonly unit: BalanceUnit;
  readonly text: string;
  readonly code: number;
}[] = [
  { unit: 'g', text: 'g', code: 0 },
  { unit: 'kg', text: 'kg', code: 1 },
  { unit: 'mg', text: 'mg', code: 3 },
  { unit: '[car_m]', text: 'ct', code: 5 },
  { unit: '[lb_av]', text: 'lb', code: 7 },
  { unit: '[oz_av]', text: 'oz', code: 8 },
];

/** How long a command waits for a stable weight, in s. */
const stabilityTimeout = 40;
/** Values that `SIR` sends come this far apart, in ms. */
const usualInterval = 100;

/** What a balance with MT-SICS says of itself. */
export interface SicsIdentity {
  readonly type: string;
  readonly software: string;
}

/** One client's conversation in MT-SICS (sheet mt-sics.md). */
export class SicsConversation {
  readonly #machine: BalanceMachine;
  readonly #client: LineClient;
  readonly #identity: SicsIdentity;
  #waiting: Timer | undefined;
  #interval = usualInterval;
  /** What `SR` has sent last, and whether it still has to report the stable weight. */
  #reported: { value: number; change: number; stable: boolean } | undefined;

  constructor(machine: BalanceMachine, client: LineClient, identity: SicsIdentity) {
    this.#machine = machine;
    this.#client = client;
    this.#identity = identity;
  }

  /** After power-on and after `@` the balance says its serial number. */
  reset(): void {
    this.#waiting?.cancel();
    this.#waiting = undefined;
    this.#client.repeat.stop();
    this.#client.reply(`I4 A "${this.#machine.serialNumber}"`);
  }

  /** The print key sends what the display shows, as `S` does. */
  pressed(): void {
    this.#weight('S', this.#machine.look());
  }

  line(text: string): void {
    const [name = '', ...parameters] = text.split(' ').filter((word) => word !== '');
    if (name === '@') {
      this.#machine.model.tare = 0;
      this.reset();
      return;
    }
    const command = this.#commands[name];
    if (command === undefined) this.#client.reply('ES');
    else if (this.#waiting !== undefined && !/^I\d+$/.test(name)) this.#client.reply(`${replyName(name)} I`);
    else command(parameters);
  }

  readonly #commands: Readonly<Record<string, (parameters: readonly string[]) => void>> = {
    I0: () => this.#list(),
    I1: () => this.#text('I1', '0123" "2.30" "2.20" "1.00" "'),
    I2: () =>
      this.#text('I2', `${this.#identity.type} ${this.#machine.model.parameters.capacity.toFixed(4)} g`),
    I3: () => this.#text('I3', this.#identity.software),
    I4: () => this.#text('I4', this.#machine.serialNumber),
    I5: () => this.#text('I5', '12121306C'),
    I11: () => this.#text('I11', this.#identity.type),
    S: () => this.#stable('S'),
    SU: () => this.#stable('S'),
    SI: () => this.#immediate(),
    SIU: () => this.#immediate(),
    SIR: () => this.#repeated(),
    SIRU: () => this.#repeated(),
    SR: (parameters) => this.#onChange(parameters),
    SRU: (parameters) => this.#onChange(parameters),
    UPD: (parameters) => this.#setRate(parameters),
    Z: () => this.#whenStable('Z', () => this.#verdict('Z', this.#machine.zero())),
    ZI: () => this.#now('ZI', () => this.#machine.zero()),
    T: () => this.#whenStable('T', () => this.#tared('T', 'S')),
    TI: () => this.#now('TI', () => this.#machine.tare()),
    TA: (parameters) => this.#tareMemory(parameters),
    TAC: () => {
      this.#machine.model.tare = 0;
      this.#client.reply('TAC A');
    },
    D: () => this.#client.reply('D A'),
    DW: () => this.#client.reply('DW A'),
    C3: () => this.#adjust(),
    M21: (parameters) => this.#setUnit(parameters),
  };

  #list(): void {
    const names = ['@', ...Object.keys(this.#commands)];
    for (const [index, name] of names.entries())
      this.#client.reply(`I0 ${index === names.length - 1 ? 'A' : 'B'} ${levelOf(name)} "${name}"`);
  }

  #text(name: string, text: string): void {
    this.#client.reply(`${name} A "${text}"`);
  }

  /** A weight, or why there is none. */
  #weight(name: string, { state, text }: PanView): void {
    if (state === 'over' || state === 'under') this.#client.reply(`${name} ${sign(state)}`);
    else
      this.#client.reply(`${name} ${state === 'stable' ? 'S' : 'D'} ${text.padStart(10)} ${this.#unitText}`);
  }

  get #unitText(): string {
    return sicsUnits.find(({ unit }) => unit === this.#machine.unit)?.text ?? 'g';
  }

  #immediate(): void {
    this.#client.repeat.stop();
    if (this.#machine.adjusting) this.#client.reply('S I');
    else this.#weight('S', this.#machine.look());
  }

  #stable(name: string): void {
    this.#client.repeat.stop();
    this.#whenStable(name, () => {
      // The weight may have been stable at the last look and not be so now, for it has noise.
      const { text } = this.#machine.look();
      this.#client.reply(`${name} S ${text.padStart(10)} ${this.#unitText}`);
    });
  }

  #repeated(): void {
    this.#immediate();
    this.#client.repeat.start(this.#interval, () => this.#weight('S', this.#machine.look()));
  }

  #onChange([value, unit]: readonly string[]): void {
    const known = sicsUnits.find(({ text }) => text === unit)?.unit;
    if (value !== undefined && (known === undefined || !(Number(value) > 0))) {
      this.#client.reply('S L');
      return;
    }
    // Without a preset it is an eighth of the last stable weight, at least 30 digits. Unconfirmed.
    const preset = value === undefined ? undefined : convert(Number(value), known ?? 'g', this.#machine.unit);
    this.#client.repeat.stop();
    this.#whenStable('S', () => {
      const view = this.#machine.look();
      const digit = 10 ** -this.#machine.decimals;
      const change = preset ?? Math.max(30 * digit, Math.abs(view.value) / 8);
      this.#reported = { value: view.value, change, stable: true };
      this.#weight('S', { ...view, state: 'stable' });
      this.#client.repeat.start(usualInterval, () => this.#watch());
    });
  }

  #watch(): void {
    const view = this.#machine.look();
    const reported = this.#reported;
    if (reported === undefined) return;
    if (reported.stable && Math.abs(view.value - reported.value) < reported.change) return;
    const stable = view.state === 'stable';
    if (!reported.stable && !stable) return;
    this.#weight('S', view);
    this.#reported = { ...reported, value: stable ? view.value : reported.value, stable };
  }

  #setRate([rate]: readonly string[]): void {
    const perSecond = Number(rate);
    if (!(perSecond >= 1 && perSecond <= 23)) return this.#client.reply('UPD L');
    this.#interval = 1000 / perSecond;
    this.#client.reply('UPD A');
  }

  #whenStable(name: string, done: () => void): void {
    if (this.#machine.adjusting) return this.#client.reply(`${name} I`);
    let ended = false;
    const timer = this.#machine.whenSettled(this.#client.waits, stabilityTimeout, (how) => {
      ended = true;
      this.#waiting = undefined;
      if (how === 'stable') done();
      else this.#client.reply(`${name} ${how === 'late' ? 'I' : sign(how)}`);
    });
    if (!ended) this.#waiting = timer;
  }

  #verdict(name: string, verdict: 'done' | 'over' | 'under'): void {
    this.#client.reply(`${name} ${verdict === 'done' ? 'A' : sign(verdict)}`);
  }

  #tared(name: string, status: 'S' | 'D'): void {
    const verdict = this.#machine.tare();
    if (verdict !== 'done') this.#verdict(name, verdict);
    else this.#client.reply(`${name} ${status} ${this.#tareText().padStart(10)} ${this.#unitText}`);
  }

  #now(name: 'ZI' | 'TI', act: () => 'done' | 'over' | 'under'): void {
    if (this.#machine.adjusting) return this.#client.reply(`${name} I`);
    const status = this.#machine.model.stable ? 'S' : 'D';
    if (name === 'TI') return this.#tared(name, status);
    const verdict = act();
    this.#client.reply(`${name} ${verdict === 'done' ? status : sign(verdict)}`);
  }

  #tareText(): string {
    return this.#machine.textOf(this.#machine.inUnit(this.#machine.model.tare));
  }

  #tareMemory([value, unit]: readonly string[]): void {
    const { model } = this.#machine;
    if (value !== undefined) {
      // The unit must be the one of the balance.
      const grams = this.#machine.inGrams(Number(value));
      if (unit !== this.#unitText || !(grams >= 0 && grams <= model.parameters.capacity))
        return this.#client.reply('TA L');
      model.tare = Math.round(grams / model.parameters.readability) * model.parameters.readability;
    }
    this.#client.reply(`TA A ${this.#tareText().padStart(10)} ${this.#unitText}`);
  }

  #adjust(): void {
    this.#client.repeat.stop();
    this.#client.reply('C3 B');
    this.#waiting = this.#machine.adjust(this.#client.waits, (well) => {
      this.#waiting = undefined;
      this.#client.reply(`C3 ${well ? 'A' : 'I'}`);
    });
  }

  #setUnit([which, code]: readonly string[]): void {
    const unit = sicsUnits.find((own) => own.code === Number(code))?.unit;
    if ((which !== '0' && which !== '1') || unit === undefined) return this.#client.reply('M21 L');
    this.#machine.unit = unit;
    this.#client.reply('M21 A');
  }
}

function sign(state: 'over' | 'under'): string {
  return state === 'over' ? '+' : '-';
}

/** All commands of the family S answer under that name. */
function replyName(command: string): string {
  return command.startsWith('S') ? 'S' : command;
}

function levelOf(command: string): number {
  if (/^(I[0-5]|S|SI|SIR|Z|ZI|@)$/.test(command)) return 0;
  return /^(T|TI|TA|TAC|SR|D|DW)$/.test(command) ? 1 : 2;
}
