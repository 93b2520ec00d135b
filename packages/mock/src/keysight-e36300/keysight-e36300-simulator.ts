import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { E36300Supply } from './e36300-model.ts';
import type { E36300Model } from './e36300-models.ts';
import { addSourceCommands } from './source-commands.ts';
import { addOutputCommands, addSystemCommands } from './system-commands.ts';

/** What the simulated supply may be told. */
export interface KeysightE36300SimulatorOptions extends SimulatorOptions {
  /** `E36312A` unless given. */
  readonly model?: E36300Model;
  readonly serialNumber?: string;
  /** What hangs at the outputs, in order; 10 Ω where none is given. */
  readonly loads?: readonly DeviceUnderTest[];
}

/** A simulated Keysight E36300 power supply with three outputs, or an E3631A (sheet psu-keysight-e36300.md). */
export class KeysightE36300Simulator implements Simulator {
  readonly name = 'keysight-e36300';
  /** Outputs with their loads, and what couples them. */
  readonly model: E36300Supply;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: KeysightE36300SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = 'E36312A', serialNumber = 'MY58000123', loads } = options;
    this.model = new E36300Supply(clock, random, { model, ...(loads !== undefined && { loads }) });
    this.instrument = new ScpiInstrument(this.model.traits.identity(serialNumber), { plusInErrors: true });
    addSourceCommands(this.instrument, this.model);
    addOutputCommands(this.instrument, this.model, clock);
    addSystemCommands(this.instrument, this.model);
    this.faults = { ...this.instrument.faults.switches, ...this.model.bank.faults };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }
}
