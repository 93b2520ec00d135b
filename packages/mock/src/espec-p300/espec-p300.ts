import type { ByteService } from '@fourwire/core';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import { withClientLimit } from '../client-limit.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { requireRange } from '../physics/check.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { monitorCommands } from './espec-monitor-commands.ts';
import { EspecPanel } from './espec-panel.ts';
import type { EspecPanelOptions } from './espec-panel.ts';
import { programCommands } from './espec-program-commands.ts';
import { programEditor } from './espec-program-editor.ts';
import { EspecFaults, especService } from './espec-service.ts';
import { setCommands } from './espec-set-commands.ts';
import { p300 } from './espec-variant.ts';
import type { EspecVariant } from './espec-variant.ts';

/** What a simulated ESPEC chamber may be told. */
export interface EspecSimulatorOptions extends SimulatorOptions, EspecPanelOptions {
  /** The address on RS-485, 1 to 16; RS-232, which has none, unless given. */
  readonly address?: number;
  /** How many TCP clients there is room for: 1 behind a serial server; as many as come unless given. */
  readonly clients?: number;
}

/**
 * An ESPEC chamber behind one of the panels that share a text protocol, in front of the physics of a chamber: constant
 * operation, programs with two counters that are stored and run, one-step remote programs, time signals, product control.
 */
export class EspecPanelSimulator implements Simulator {
  readonly name: string;
  /** Physics, settings and programs. */
  readonly model: EspecPanel;
  readonly faults: FaultSwitches;
  readonly services: {
    /** RS-232, or RS-485 with an address. */
    readonly serial: ByteService;
    /** Belongs on TCP port 57732, or 10001 behind a serial server; without an address. */
    readonly tcp: ByteService;
  };

  /** @throws FourwireError of kind `range` when there is no such address */
  constructor(variant: EspecVariant, options: EspecSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { address, clients } = options;
    if (address !== undefined) requireRange('address', address, 1, 16, '');
    this.name = variant.name;
    this.model = new EspecPanel(variant, clock, random, options);
    const faults = new EspecFaults();
    this.faults = { ...faults.switches, ...chamberFaults(this.model.controller) };
    const commands = {
      ...monitorCommands(this.model),
      ...setCommands(this.model),
      ...programCommands(this.model),
      ...programEditor(this.model),
    };
    const wire = { faults, before: () => this.model.advance() };
    const tcp = especService(commands, wire);
    this.services = {
      serial: especService(commands, { ...wire, address }),
      tcp: clients === undefined ? tcp : withClientLimit(tcp, clients),
    };
  }
}

/** An ESPEC chamber with a P-300 panel (also P-200, P-100, P-310; sheet espec-p300.md). */
export class EspecP300Simulator extends EspecPanelSimulator {
  constructor(options: EspecSimulatorOptions = {}) {
    super(p300, options);
  }
}
