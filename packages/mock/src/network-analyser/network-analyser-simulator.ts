import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { DeviceInSocket } from '../physics/device-under-needles.ts';
import { Resonator } from '../physics/devices/resonator.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { ena, pna, znx } from './dialects.ts';
import type { Dialect } from './dialects.ts';
import { addCommonCommands, addFormat } from './vna-commands.ts';
import type { VnaFormat } from './vna-commands.ts';
import { VnaModel } from './vna-model.ts';
import type { VnaLimits } from './vna-model.ts';

/** A model of the three families. */
export type NetworkAnalyserModel = 'N5222B' | 'E5062A' | 'S5065' | 'ZNB8';

/** What a simulated network analyser may be told. */
export interface NetworkAnalyserSimulatorOptions extends SimulatorOptions {
  /** `E5062A` unless given. */
  readonly model?: NetworkAnalyserModel;
  readonly serialNumber?: string;
  /** In series between port 1 and port 2; a resonator at 20 MHz unless given. */
  readonly load?: DeviceUnderTest;
}

interface Traits {
  readonly identity: (serialNumber: string) => string;
  readonly serialNumber: string;
  readonly dialect: Dialect;
  /** What the sheet does not give of them is unconfirmed. */
  readonly limits: VnaLimits;
}

const limits = (min: number, max: number): VnaLimits => ({
  frequency: { min, max },
  points: { min: 2, max: 1601 },
  bandwidth: { min: 10, max: 100_000 },
  power: { min: -45, max: 10 },
});

const models: Readonly<Record<NetworkAnalyserModel, Traits>> = {
  N5222B: {
    identity: (serialNumber) => `Keysight Technologies,N5222B,${serialNumber},A.13.95.09`,
    serialNumber: 'MY12345678',
    dialect: pna,
    limits: { ...limits(10e6, 26.5e9), points: { min: 2, max: 100_003 } },
  },
  E5062A: {
    identity: (serialNumber) => `Agilent Technologies,E5062A,${serialNumber},A.03.63`,
    serialNumber: 'MY44100123',
    dialect: ena,
    limits: limits(300e3, 3e9),
  },
  S5065: {
    identity: (serialNumber) => `CMT, S5065, ${serialNumber}, 20.1.2/2.1`,
    serialNumber: '20000000',
    dialect: ena,
    limits: { ...limits(9e3, 6.5e9), points: { min: 2, max: 200_001 } },
  },
  ZNB8: {
    identity: (serialNumber) => `Rohde-Schwarz,ZNB8-4Port,${serialNumber},2.87`,
    serialNumber: '1311601044100005',
    dialect: znx,
    limits: { ...limits(9e3, 8.5e9), points: { min: 2, max: 100_001 } },
  },
};

/**
 * A simulated vector network analyser with a device in series between its two ports, in the dialect of Keysight PNA,
 * Keysight ENA and Copper Mountain, or R&S ZNx (sheet vna-basic.md).
 */
export class NetworkAnalyserSimulator implements Simulator {
  readonly name = 'network-analyser';
  readonly model: VnaModel;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: NetworkAnalyserSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const traits = models[options.model ?? 'E5062A'];
    const load =
      options.load ??
      new DeviceInSocket({ device: new Resonator({ frequency: 20e6 }), temperature: () => 25 });
    this.model = new VnaModel(clock, random, traits.limits, load);
    this.instrument = new ScpiInstrument(traits.identity(options.serialNumber ?? traits.serialNumber), {
      plusInErrors: true,
    });
    const format: VnaFormat = { kind: 'ASC', swapped: false };
    addCommonCommands(this.instrument, this.model);
    addFormat(this.instrument, format, traits.dialect === ena);
    const reset = traits.dialect(this.instrument, this.model, format);
    this.instrument.idle = async () => this.model.idle();
    this.instrument.interrupts = (message) => /^\s*:?abor/i.test(message);
    this.instrument.reset = () => {
      this.model.reset();
      Object.assign(format, { kind: 'ASC', swapped: false });
      reset();
    };
    this.faults = {
      ...this.instrument.faults.switches,
      'no-contact': (active) => {
        this.model.open = active;
      },
    };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }
}
