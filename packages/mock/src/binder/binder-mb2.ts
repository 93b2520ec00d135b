import type { Clock, Random } from '@fourwire/core';
import { ChamberController } from '../chamber-controller/chamber-controller.ts';
import type { ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';
import { floatRegister, longRegister, wordRegister } from '../modbus/word-bank.ts';
import type { RegisterEntry, RegisterTable } from '../modbus/word-bank.ts';
import { climateChamber } from '../physics/chamber-parameters.ts';
import { put } from './binder-mb1.ts';
import { Mb2Programs } from './mb2-programs.ts';

/** Bits of the operation contacts. */
const contacts = { humidityOff: 0, idle: 1, count: 9 } as const;

/** A chamber under an MB2 (MK 56, MKFT 115; sheet binder-modbus.md, section 4). Nothing there shows door or alarms. */
export class BinderMb2 {
  readonly controller: ChamberController;
  readonly programs: Mb2Programs;
  /** Set points of manual operation, in °C, %RH and %. */
  readonly manual: { temperature: number; humidity: number; fan: number };
  /** Operation contacts of manual operation. It is delivered idle, with humidity off. */
  contacts = (1 << contacts.idle) | (1 << contacts.humidityOff);
  /** Whether an operator is in a menu at the panel: nothing can be written then. */
  inMenu = false;
  readonly #selected = { program: 0, segment: 1 };
  #running = 0;

  constructor(clock: Clock, random: Random, options: ChamberControllerOptions = {}) {
    this.controller = new ChamberController(
      clock,
      random,
      { outputs: contacts.count, range: { low: -40, high: 180 } },
      { ...options, parameters: { ...climateChamber, ...options.parameters } },
    );
    this.programs = new Mb2Programs(clock);
    this.manual = { temperature: this.controller.setpoint, humidity: 0, fan: 100 };
  }

  /** Goes to now. */
  advance(): void {
    const { controller, manual } = this;
    const humid = controller.hasHumidity && !this.#contact(contacts.humidityOff);
    controller.running = !this.#contact(contacts.idle);
    controller.setpoint = manual.temperature;
    controller.humiditySetpoint = humid ? manual.humidity : undefined;
    // In a program the contact of its segment says whether it idles.
    controller.enabled = () => !controller.program.active || controller.outputs[contacts.idle] !== true;
    controller.advance();
  }

  /** Switched off and on. */
  brownOut(): void {
    this.advance();
    this.controller.brownOut();
    this.contacts = (1 << contacts.idle) | (1 << contacts.humidityOff);
  }

  /** The registers, whose numbers are those of the sheet. Left out: the clock, whose order no source confirms. */
  registers(): RegisterTable {
    const { controller, manual } = this;
    const { program, range } = controller;
    const date = Array.from({ length: 6 }, () => 0);
    const bounded = (key: keyof BinderMb2['manual'], low: number, high: number): RegisterEntry =>
      floatRegister(
        () => manual[key],
        (value) => value >= low && value <= high && put(manual, key, value),
      );
    const order = (act: () => boolean): RegisterEntry =>
      wordRegister(
        () => 0,
        (value) => value === 1 && act(),
      );
    const reading = (): number => (controller.sensorOpen ? Number.NaN : controller.chamber.reading);
    const active = (): number => (program.active ? controller.workingSetpoint : manual.temperature);
    const activeHumidity = (): number =>
      program.active ? (controller.workingHumidity ?? 0) : manual.humidity;
    const humid = controller.hasHumidity;
    const own = new Map<number, RegisterEntry>([
      [0x10_04, floatRegister(reading)],
      ...(humid ? [[0x10_0a, floatRegister(() => controller.chamber.relativeHumidity)] as const] : []),
      // Unconfirmed: what they show while no program runs.
      [0x10_a4, wordRegister(() => (program.active ? this.#running : 0))],
      [0x10_a5, wordRegister(() => (program.active ? program.segment + 1 : 0))],
      // Unconfirmed: the order of its words, here as that of the time that is left.
      [0x10_a6, longRegister('high-first', () => (program.active ? program.elapsed : 0))],
      [0x10_a8, longRegister('high-first', () => program.remaining)],
      [0x10_b2, floatRegister(active)],
      [0x10_b4, floatRegister(activeHumidity)],
      [0x10_b6, floatRegister(() => manual.fan)],
      [0x10_d2, floatRegister(reading)],
      [0x10_d6, floatRegister(() => (humid ? controller.chamber.relativeHumidity : 0))],
      [0x11_4c, bounded('temperature', range.low, range.high)],
      ...(humid ? [[0x11_4e, bounded('humidity', 0, 98)] as const] : []),
      [0x11_50, bounded('fan', 0, 100)],
      ...date.map((_, index): readonly [number, RegisterEntry] => [
        0x11_40 + index,
        wordRegister(
          () => date[index] ?? 0,
          (value) => (date[index] = value) >= 0,
        ),
      ]),
      [
        0x11_46,
        wordRegister(
          () => 0,
          () => true,
        ),
      ],
      [
        0x11_47,
        wordRegister(
          () => this.#selected.program,
          (value) => value >= 0 && value < 25 && put(this.#selected, 'program', value),
        ),
      ],
      [
        0x11_48,
        wordRegister(
          () => this.#selected.segment,
          (value) => value >= 1 && value < 100 && put(this.#selected, 'segment', value),
        ),
      ],
      [0x11_49, order(() => this.#start())],
      [0x11_4a, order(() => this.#stop())],
      [0x11_4b, order(() => this.#pause())],
      [
        0x11_58,
        wordRegister(
          () => this.contacts,
          (bits) => bits >= 0 && bits < 1 << contacts.count && put(this, 'contacts', bits),
        ),
      ],
      [0x12_92, wordRegister(() => this.#shownContacts())],
    ]);
    return { get: (address) => own.get(address) ?? this.programs.register(address) };
  }

  #contact(bit: number): boolean {
    return ((this.contacts >> bit) & 1) === 1;
  }

  #shownContacts(): number {
    if (!this.controller.program.active) return this.contacts;
    return this.controller.outputs.reduce((bits, on, index) => bits | (Number(on) << index), 0);
  }

  #start(): boolean {
    const { program: number, segment } = this.#selected;
    const found = this.programs.get(number, contacts.count);
    if (found === undefined || segment > found.segments.length) return false;
    this.#running = number;
    this.controller.start({ ...found, end: 'manual' }, segment - 1);
    return true;
  }

  #stop(): true {
    this.controller.program.stop();
    return true;
  }

  /** Unconfirmed: that a second write goes on. */
  #pause(): boolean {
    const { program } = this.controller;
    if (!program.active) return false;
    if (program.state === 'paused') program.resume();
    else program.pause();
    return true;
  }
}
