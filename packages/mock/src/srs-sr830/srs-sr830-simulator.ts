import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { DeviceInSocket } from '../physics/device-under-needles.ts';
import { PiezoBridge } from '../physics/devices/piezo-bridge.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addSr830Readings, addSr830Settings } from './sr830-commands.ts';
import { Sr830Model } from './sr830-model.ts';

/** What the simulated amplifier may be told. */
export interface SrsSr830SimulatorOptions extends SimulatorOptions {
  /** `s/n12345` unless given. */
  readonly serialNumber?: string;
  /** What stands between the sine output and the input; a pressure bridge unless given. */
  readonly load?: DeviceUnderTest;
}

/** Bits of the status byte of its own (sheet lockin-sr830.md). */
const statusBits = { noScan: 0x01, noCommand: 0x02, lockIn: 0x08 } as const;

/** The port that answers go to, as `OUTX` names them. */
type Port = 0 | 1;

/** What both ports share: which of them is answered. */
interface Output {
  port: Port;
}

/** One of its two ports: the same commands, and answers only where `OUTX` sends them. */
class Sr830Port extends ScpiInstrument {
  readonly #own: Port;
  readonly #output: Output;
  readonly #model: Sr830Model;

  constructor(identity: string, model: Sr830Model, own: Port, output: Output) {
    super(identity, { commonOnly: true });
    this.#own = own;
    this.#output = output;
    this.#model = model;
    this.reset = () => model.reset();
    this.idle = async () => model.idle();
    this.defers = (message) => model.busy && !/^\s*\*STB/i.test(message);
    addSr830Settings(this, model);
    addSr830Readings(this, model);
    this.on('OUTX', ({ need }) => {
      output.port = need(0).integer({ min: 0, max: 1 }) === 0 ? 0 : 1;
    });
    this.on('OUTX?', () => String(output.port));
    this.on('LOCL', ({ need }) => {
      need(0).integer({ min: 0, max: 2 });
    });
    this.on('OVRM', ({ need }) => {
      need(0).integer({ min: 0, max: 1 });
    });
    this.on('*STB?', () => String(this.#statusByte()), 1);
    this.status.ownBits = () => (model.busy ? 0 : statusBits.noCommand);
  }

  override async execute(message: string): Promise<string | undefined> {
    // Mnemonic, question mark and arguments may stand together or apart.
    const units = message.split(';').map((unit) => {
      const [, mnemonic = '', query, rest = ''] = /^\s*(\*?[A-Za-z]{3,4})\s*(\?)?\s*(.*)$/.exec(unit) ?? [];
      return mnemonic === '' ? unit : `${mnemonic}${query ?? ''}${rest === '' ? '' : ` ${rest}`}`;
    });
    const response = await super.execute(units.join(';'));
    return this.#output.port === this.#own ? response : undefined;
  }

  #statusByte(): number {
    const scanning = this.#model.points > 0 ? 0 : statusBits.noScan;
    return this.status.statusByte(false) | scanning;
  }
}

/**
 * A simulated Stanford Research SR830 lock-in amplifier on its serial line (9600 8N1) and GPIB (sheet lockin-sr830.md):
 * its sine output drives a device, and the input sees the device's bridge voltage, or the current through it. Answers go
 * to one port alone, to GPIB until `OUTX 0` was sent. Unconfirmed: that it is GPIB after switching on.
 */
export class SrsSr830Simulator implements Simulator {
  readonly name = 'srs-sr830';
  readonly model: Sr830Model;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly serial: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: SrsSr830SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const load = options.load ?? new DeviceInSocket({ device: new PiezoBridge(), temperature: () => 25 });
    this.model = new Sr830Model(clock, random, load);
    const identity = `Stanford_Research_Systems,SR830,${options.serialNumber ?? 's/n12345'},ver1.07`;
    const output: Output = { port: 1 };
    this.instrument = new Sr830Port(identity, this.model, 1, output);
    const serial = new Sr830Port(identity, this.model, 0, output);
    this.faults = {
      ...this.instrument.faults.switches,
      'no-contact': (active) => {
        this.model.advance();
        this.model.open = active;
      },
    };
    this.services = { serial: scpiService(serial, { lineEnd: '\r', carriageReturns: true }) };
    this.messages = scpiMessageService(this.instrument);
  }
}
