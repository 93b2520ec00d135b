import type { Clock, Random } from '@fourwire/core';
import { ChamberController } from '../chamber-controller/chamber-controller.ts';
import type { ChamberAlarm, ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';
import { PanelClock } from '../chamber-controller/panel-clock.ts';
import { PanelPrograms } from '../chamber-controller/panel-programs.ts';
import type { PanelProgram } from '../chamber-controller/panel-programs.ts';
import { climateChamber } from '../physics/chamber-parameters.ts';

/** The chamber around a simulated Weiss or Vötsch controller. */
export interface WeissChamberOptions extends ChamberControllerOptions {
  /** What is stored at the panel; two programs unless given. */
  readonly programs?: readonly PanelProgram[];
}

/** Names of the digital outputs (sheet weiss-simserv.md, section 4, Bonn LabEvent). Unconfirmed: the third and fourth. */
export const weissOutputs = [
  'CONDENS. PROT.',
  'CUSTOMER 1',
  'CUSTOMER 2',
  'COMPRESSED AIR',
  'DRYER',
] as const;

/** What is wrong, in the words of the controller (sheet weiss-ascii2.md, error list). Unconfirmed: the second and fourth. */
const alarmTexts: Readonly<Record<ChamberAlarm, string>> = {
  'over-temperature': 'TEMPERATURE LIMITER',
  'sensor-open': 'TEMPERATURE SENSOR',
  'compressor-tripped': 'REFRIGERANT HIGH PRESSURE',
  'door-open': 'DOOR OPEN',
};

/** A message of the controller. */
export interface WeissMessage {
  readonly text: string;
  readonly alarm: ChamberAlarm;
  /** Whether it is an alarm that stops the chamber; else a warning. */
  readonly stops: boolean;
}

/** A chamber under a Weiss or Vötsch controller, whatever protocol it is spoken to. */
export class WeissChamber {
  readonly controller: ChamberController;
  readonly clock: PanelClock;
  readonly programs: PanelPrograms;
  /** Fan, in %. */
  fan = 90;
  /** Humidity that is set, in %RH, controlled or not. */
  humidity = 0;

  constructor(clock: Clock, random: Random, options: WeissChamberOptions = {}) {
    this.controller = new ChamberController(
      clock,
      random,
      { outputs: weissOutputs.length, range: { low: -70, high: 180 } },
      { ...options, parameters: { ...climateChamber, ...options.parameters } },
    );
    this.clock = new PanelClock(clock, () => this.controller.behind);
    this.programs = new PanelPrograms(this.controller, options.programs);
  }

  /** What is wrong. Nothing tells when a door was opened and shut again. */
  get messages(): readonly WeissMessage[] {
    const { alarms, chamber } = this.controller;
    return alarms
      .filter((alarm) => alarm !== 'door-open' || chamber.doorOpen)
      .map((alarm) => ({ alarm, text: alarmTexts[alarm], stops: alarm !== 'door-open' }));
  }

  /** Goes to now. An alarm stops the chamber, which does not start again by itself. */
  advance(): void {
    const { controller } = this;
    controller.humiditySetpoint = controller.hasHumidity && this.humidity > 0 ? this.humidity : undefined;
    controller.advance();
    if (this.messages.some(({ stops }) => stops)) controller.off();
  }
}
