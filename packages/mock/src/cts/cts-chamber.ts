import type { Clock, Random } from '@fourwire/core';
import { ChamberController } from '../chamber-controller/chamber-controller.ts';
import type { ChamberAlarm, ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';
import { PanelClock } from '../chamber-controller/panel-clock.ts';
import { PanelPrograms } from '../chamber-controller/panel-programs.ts';
import type { PanelProgram } from '../chamber-controller/panel-programs.ts';
import { climateChamber } from '../physics/chamber-parameters.ts';

/** The chamber around a simulated CTS controller. */
export interface CtsChamberOptions extends ChamberControllerOptions {
  /** What is stored at the panel; two programs unless given. */
  readonly programs?: readonly PanelProgram[];
}

/** Error characters and German texts (sheet cts.md, section 3). Unconfirmed: the texts. A door is no fault. */
const faults: Readonly<Record<ChamberAlarm, readonly [code: string, text: string] | undefined>> = {
  'over-temperature': ['\u{33}', 'Prüfraumbegrenzer'],
  'sensor-open': ['\u{40}', 'Pt100 Zuluft'],
  'compressor-tripped': ['\u{37}', 'Überdruck Kälteanlage'],
  'door-open': undefined,
};

/** Soft keys and outputs by their number, as on machine A of the sheet. */
export const ctsKeys = { air: 7, supplyAir: 8, last: 13 } as const;

/** A chamber under an ITC or CID. */
export class CtsChamber {
  readonly controller: ChamberController;
  readonly clock: PanelClock;
  readonly programs: PanelPrograms;
  /** Humidity that is set, in %RH; 0 leaves it alone. */
  humidity = 0;
  /** Whether it was paused: it neither heats nor cools, and its program stands still. */
  paused = false;

  constructor(clock: Clock, random: Random, options: CtsChamberOptions = {}) {
    this.controller = new ChamberController(
      clock,
      random,
      { outputs: ctsKeys.last, range: { low: -70, high: 180 } },
      { ...options, parameters: { ...climateChamber, ...options.parameters } },
    );
    this.controller.enabled = () => !this.paused;
    this.clock = new PanelClock(clock, () => this.controller.behind);
    this.programs = new PanelPrograms(this.controller, options.programs);
  }

  /** The first fault: its character and its text. */
  get fault(): readonly [code: string, text: string] | undefined {
    return this.controller.alarms.map((alarm) => faults[alarm]).find((fault) => fault !== undefined);
  }

  get running(): boolean {
    return this.controller.running || this.controller.program.active;
  }

  /** Goes to now. A fault stops the chamber. */
  advance(): void {
    const { controller } = this;
    controller.humiditySetpoint = controller.hasHumidity && this.humidity > 0 ? this.humidity : undefined;
    controller.advance();
    if (this.fault !== undefined) this.off();
  }

  off(): void {
    this.controller.off();
    this.paused = false;
  }

  /** Pauses and resumes the chamber and its program. */
  pause(paused: boolean): void {
    this.paused = paused;
    if (paused) this.controller.program.pause();
    else this.controller.program.resume();
  }
}
