import type { ByteService } from '@fourwire/core';
import { BathModel } from '../bath/bath-model.ts';
import type { BathModelOptions } from '../bath/bath-model.ts';
import { CommandGap } from '../command-gap.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import { lineService } from '../line-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';

/** What a simulated Huber thermostat may be told. */
export interface HuberPbSimulatorOptions extends SimulatorOptions, BathModelOptions {
  /** Sooner than so many ms after the one before, a request raises error -36; 50 unless given, 0: never. */
  readonly minimumGap?: number;
}

/** What an address that is not there reads (sheet section 2). */
const notSupported = 0x7fff;

/** Error numbers. */
const errors = { overTemperature: -1, sensor: -9, tooFast: -36 } as const;

/** One address: what it reads as a word, and whether a word may be written. */
interface HuberAddress {
  readonly get: () => number;
  readonly set?: (value: number) => void;
}

/**
 * A Huber thermostat over PB: TCP port 8101 or its serial line, in front of the physics of a bath (sheet
 * julabo-huber.md, section 2). Unconfirmed: that what may not be written is answered with what there is, and that a
 * message which is none is not answered.
 */
export class HuberPbSimulator implements Simulator {
  readonly name = 'huber-pb';
  /** Physics and settings. */
  readonly model: BathModel;
  readonly faults: FaultSwitches;
  readonly services: {
    /** Belongs on TCP port 8101. */
    readonly tcp: ByteService;
    readonly serial: ByteService;
  };
  #tooFast = false;

  constructor(options: HuberPbSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new BathModel(clock, random, options);
    this.model = model;
    const { error, terminator: lineEnd, switches } = new LineFaults();
    this.faults = { ...model.faults, ...switches };
    const addresses = this.#addresses();
    const gap = new CommandGap(clock);
    const lines = lineService((send) => ({
      line: (text) => {
        const [, name = '', data = ''] = /^\{M([0-9A-F]{2})([0-9A-F]{4}|\*{4})$/i.exec(text) ?? [];
        if (name === '') return;
        if (!gap.over) this.#tooFast = true;
        gap.begin(options.minimumGap ?? 50);
        const address = error.active ? undefined : addresses.get(name.toUpperCase());
        if (data !== '****') address?.set?.(signedWord(data));
        const word = address === undefined ? notSupported : Math.round(address.get()) & 0xffff;
        const shown = word.toString(16).toUpperCase().padStart(4, '0');
        send(`{S${name.toUpperCase()}${shown}${lineEnd.end('\r\n')}`);
      },
    }));
    this.services = { tcp: lines, serial: lines };
  }

  #addresses(): ReadonlyMap<string, HuberAddress> {
    const { model } = this;
    const settings = { speed: 3000 };
    const centi = (value: number): number => value * 100;
    return new Map<string, HuberAddress>([
      ['00', { get: () => centi(model.setpoint), set: (value) => void model.aim(value / 100) }],
      ['01', { get: () => (model.alarm === 'sensor-open' ? notSupported : centi(model.loop.reading)) }],
      ['03', { get: () => (model.running ? 80 : 0) }],
      ['05', { get: () => this.#error(), set: (value) => this.#clear(value) }],
      ['06', { get: () => 0 }],
      ['07', { get: () => (model.external ? centi(model.loop.loadReading) : notSupported) }],
      ['0A', { get: () => this.#status() }],
      ['0F', { get: () => 850 }],
      [
        '14',
        {
          get: () => Number(model.running),
          set: (value) => {
            if (value === 0 || value === 1) model.running = value === 1;
          },
        },
      ],
      ['26', { get: () => (model.running ? settings.speed : 0) }],
      [
        '48',
        {
          get: () => settings.speed,
          set: (value) => {
            if (value >= 1500 && value <= 4500) settings.speed = value;
          },
        },
      ],
      ['5C', { get: () => 180 }],
    ]);
  }

  #error(): number {
    const { alarm } = this.model;
    if (alarm === 'sensor-open') return errors.sensor;
    if (alarm === 'over-temperature') return errors.overTemperature;
    return this.#tooFast ? errors.tooFast : 0;
  }

  #clear(value: number): void {
    if (value === 1) this.#tooFast = false;
  }

  /** Bits 0 controlling, 1 circulating, 4 pumping, 8 error. */
  #status(): number {
    return (this.model.running ? 0x0013 : 0) | (this.#error() === 0 ? 0 : 0x0100);
  }
}

function signedWord(text: string): number {
  const word = Number.parseInt(text, 16);
  return word >= 0x8000 ? word - 0x10000 : word;
}
