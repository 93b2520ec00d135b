import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { Dp800Supply } from './dp800-model.ts';
import type { Dp800Model } from './dp800-models.ts';
import { addOutputCommands } from './output-commands.ts';
import { addSourceCommands } from './source-commands.ts';
import { addSystemCommands } from './system-commands.ts';

/** What the simulated supply may be told. */
export interface RigolDp800SimulatorOptions extends SimulatorOptions {
  /** `DP832A` unless given. */
  readonly model?: Dp800Model;
  readonly serialNumber?: string;
  /** What hangs at the channels, in order; 10 Ω where none is given. */
  readonly loads?: readonly DeviceUnderTest[];
}

/** A simulated Rigol DP800 power supply (sheet psu-rigol-dp800.md), without timer, delay, recorder and analyser. */
export class RigolDp800Simulator implements Simulator {
  readonly name = 'rigol-dp800';
  /** Channels with their loads, and what couples them. */
  readonly model: Dp800Supply;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: RigolDp800SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = 'DP832A', serialNumber = 'DP8A123456789', loads } = options;
    this.model = new Dp800Supply(clock, random, { model, ...(loads !== undefined && { loads }) });
    // Unconfirmed: how many errors the small queue holds.
    this.instrument = new ScpiInstrument(`RIGOL TECHNOLOGIES,${model},${serialNumber},00.01.16`, {
      errorDepth: 10,
    });
    addSourceCommands(this.instrument, this.model);
    addOutputCommands(this.instrument, this.model);
    addSystemCommands(this.instrument, this.model);
    this.faults = { ...this.instrument.faults.switches, ...this.model.bank.faults };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }
}
