import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { withMinimumGap } from '../minimum-gap.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addSpdCommands } from './spd-commands.ts';
import { SpdSupply } from './spd-model.ts';
import type { SpdModel } from './spd-model.ts';

/** What the simulated supply may be told. */
export interface SiglentSpdSimulatorOptions extends SimulatorOptions {
  /** `SPD3303X` unless given. */
  readonly model?: SpdModel;
  readonly serialNumber?: string;
  /** What hangs at the outputs that can be set, in order; 10 Ω where none is given. */
  readonly loads?: readonly DeviceUnderTest[];
  /** What comes sooner than so many milliseconds after an answer is lost; 100 unless given. */
  readonly minimumGap?: number;
}

/** A simulated Siglent SPD3303X, SPD1168X or SPD1305X power supply (sheet psu-siglent-spd.md). */
export class SiglentSpdSimulator implements Simulator {
  readonly name = 'siglent-spd';
  /** Outputs with their loads, and what couples them. */
  readonly model: SpdSupply;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: SiglentSpdSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = 'SPD3303X', serialNumber = 'SPD3XHBQ1R0000', loads, minimumGap = 100 } = options;
    this.model = new SpdSupply(clock, random, { model, ...(loads !== undefined && { loads }) });
    this.instrument = new ScpiInstrument(`Siglent Technologies,${model},${serialNumber},1.01.01.02.05,V3.0`);
    addSpdCommands(this.instrument, this.model);
    this.faults = { ...this.instrument.faults.switches, ...this.model.bank.faults };
    this.services = { scpi: withMinimumGap(scpiService(this.instrument), minimumGap, clock) };
    this.messages = scpiMessageService(this.instrument);
  }
}
