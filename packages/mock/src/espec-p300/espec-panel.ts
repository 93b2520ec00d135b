import type { Clock, Random } from '@fourwire/core';
import { ChamberController } from '../chamber-controller/chamber-controller.ts';
import type { ChamberAlarm, ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';
import { PanelClock } from '../chamber-controller/panel-clock.ts';
import { chamberProgram, nextStep } from './espec-program.ts';
import type { EspecProgram } from './espec-program.ts';
import { EspecRefusal } from './espec-refusal.ts';
import { two } from './espec-text.ts';
import type { EspecVariant } from './espec-variant.ts';

/** The chamber around a simulated ESPEC panel. */
export interface EspecPanelOptions extends ChamberControllerOptions {
  /** Highest temperature of the chamber, in °C; 160 unless given. */
  readonly highest?: number;
}

/** Time signals of a panel. */
export const relayCount = 12;

/** Lowest temperature that can be set, in °C. */
export const lowest = -50;

/** Unconfirmed: which of the codes that are known to exist means what; that differs from chamber to chamber. */
const alarmCodes: Readonly<Record<ChamberAlarm, number | undefined>> = {
  'sensor-open': 0,
  'over-temperature': 2,
  'compressor-tripped': 50,
  // Nothing at this panel tells of the door.
  'door-open': undefined,
};

/** A single step that is run without being stored. */
export interface RemoteProgram {
  readonly from: number;
  readonly to: number;
  readonly humidity: readonly [from: number, to: number] | undefined;
  readonly minutes: number;
  readonly relays: readonly number[];
}

/** A chamber under an ESPEC panel: what its commands are about. */
export class EspecPanel {
  readonly variant: EspecVariant;
  readonly controller: ChamberController;
  readonly clock: PanelClock;
  /** Highest temperature of the chamber, in °C. */
  readonly highest: number;
  readonly limits = { high: 140, low: lowest, humidityHigh: 100, humidityLow: 0 };
  readonly programs = new Map<number, EspecProgram>();
  /** What is set for constant operation besides the temperature. */
  readonly constant = { humidity: 50, humidityOn: false, relays: new Set<number>() };
  /** `REF0` to `REF9`. */
  refrigeration = 9;
  /** Maximum, minimum, P, filter, I and two that mean nothing. */
  productLoop: readonly number[] = [140, -50, 3, 10, 120, 0, 0];
  keysLocked = false;
  /** Whether an operator protects the data at the panel: nothing can be set then. */
  dataProtected = false;
  mask = '00000000';
  /** Whether the state has changed since the service request was reset. */
  stateChanged = false;
  /** The program that runs, or was last chosen. */
  program = 0;
  remote: RemoteProgram | undefined;
  #resting: 'OFF' | 'STANDBY' = 'STANDBY';

  constructor(variant: EspecVariant, clock: Clock, random: Random, options: EspecPanelOptions = {}) {
    this.variant = variant;
    this.highest = options.highest ?? 160;
    this.controller = new ChamberController(
      clock,
      random,
      { outputs: relayCount, range: { low: lowest, high: this.highest } },
      options,
    );
    this.clock = new PanelClock(clock, () => this.controller.behind);
    this.controller.limit = this.limits.high;
    for (let number = variant.stored + 1; number <= variant.stored + variant.fixed; number++)
      this.programs.set(number, fixedProgram(number, this.date));
  }

  /** Today as `yy.mm/dd`. */
  get date(): string {
    const { year, month, day } = this.clock.time;
    return `${two(year % 100)}.${two(month)}/${two(day)}`;
  }

  get mode(): 'OFF' | 'STANDBY' | 'CONSTANT' | 'RUN' {
    if (this.controller.program.active) return 'RUN';
    return this.controller.running ? 'CONSTANT' : this.#resting;
  }

  /** The mode with what a program does. */
  get detailedMode(): string {
    if (this.mode !== 'RUN') return this.mode;
    const { state } = this.controller.program;
    const addition = state === 'paused' ? ' PAUSE' : state === 'ended' ? ' END HOLD' : '';
    return `${this.remote === undefined ? '' : 'RMT '}RUN${addition}`;
  }

  /** Codes of the alarms that are on. */
  get alarms(): readonly number[] {
    return this.controller.alarms.flatMap((alarm) => alarmCodes[alarm] ?? []);
  }

  /** Numbers of the time signals that are on. */
  get relays(): readonly number[] {
    if (this.mode === 'CONSTANT') return [...this.constant.relays].toSorted((a, b) => a - b);
    if (this.mode !== 'RUN') return [];
    return this.controller.outputs.flatMap((on, index) => (on ? [index + 1] : []));
  }

  /** Goes to now, with what is set. */
  advance(): void {
    const { controller, constant } = this;
    controller.humiditySetpoint = constant.humidityOn ? constant.humidity : undefined;
    controller.advance();
    const step =
      this.mode === 'RUN' ? this.programs.get(this.program)?.steps[controller.program.segment] : undefined;
    const refrigeration =
      this.remote === undefined ? (step?.refrigeration ?? this.refrigeration) : this.refrigeration;
    controller.chamber.compressor.off = refrigeration === 0;
  }

  /** Ends everything and rests. */
  rest(mode: 'OFF' | 'STANDBY'): void {
    this.controller.off();
    this.#changed(mode);
    if (mode === 'OFF') this.keysLocked = false;
  }

  /** Controls to what is set. */
  runConstant(): void {
    this.controller.program.stop();
    this.controller.running = true;
    this.#changed();
  }

  /**
   * Runs a stored program from a step on.
   *
   * @throws EspecRefusal DATA NOT READY without it, DATA OUT OF RANGE without the step
   */
  run(number: number, step: number): void {
    const program = this.programs.get(number);
    if (program === undefined) throw new EspecRefusal('DATA NOT READY');
    if (step < 1 || step > program.steps.length) throw new EspecRefusal('DATA OUT OF RANGE');
    const { temperature, humidity } = program.start;
    this.program = number;
    this.remote = undefined;
    this.#changed('STANDBY');
    this.controller.start(
      chamberProgram(program, relayCount, () => this.#ended(program)),
      step - 1,
      {
        ...(temperature === undefined ? {} : { temperature }),
        ...(humidity === undefined ? {} : { humidity }),
      },
    );
  }

  /** Runs a single step that is not stored. */
  runRemote(remote: RemoteProgram): void {
    const { from, to, humidity, minutes, relays } = remote;
    this.#changed('STANDBY');
    this.remote = remote;
    this.controller.start(
      {
        segments: [
          {
            temperature: to,
            humidity: humidity?.[1] ?? 'off',
            ramp: true,
            humidityRamp: true,
            seconds: minutes * 60,
            outputs: Array.from({ length: relayCount }, (_, index) => relays.includes(index + 1)),
          },
        ],
        end: 'hold',
      },
      0,
      { temperature: from, humidity: humidity?.[0] },
    );
  }

  /** Ends a program in the way that is asked for. */
  endProgram(how: 'HOLD' | 'CONST' | 'OFF' | 'STANDBY'): void {
    if (how === 'HOLD') this.controller.program.endHere();
    else if (how === 'CONST') this.runConstant();
    else this.rest(how);
  }

  #changed(resting = this.#resting): void {
    this.#resting = resting;
    this.remote = undefined;
    this.stateChanged = true;
  }

  #ended({ end }: EspecProgram): void {
    this.stateChanged = true;
    if (end.mode === 'RUN' && this.programs.has(end.next)) this.run(end.next, 1);
    else if (end.mode === 'OFF' || end.mode === 'STANDBY') this.#changed(end.mode);
  }
}

/** A fixed program. Unconfirmed: what they are; here a soak of an hour, 10 K hotter from number to number. */
function fixedProgram(number: number, date: string): EspecProgram {
  return {
    name: `ROM${number}`,
    date,
    steps: [{ ...nextStep(undefined), temperature: 10 * (number % 10), minutes: 60 }],
    counters: [
      { start: 0, end: 0, cycles: 0 },
      { start: 0, end: 0, cycles: 0 },
    ],
    end: { mode: 'STANDBY', next: 0 },
    limits: { high: 140, low: lowest, humidityHigh: 100, humidityLow: 0 },
    start: { temperature: undefined, humidity: undefined },
  };
}
