import type { ByteService, Clock } from '@fourwire/core';
import type {
  ChamberController,
  ChamberControllerOptions,
} from '../chamber-controller/chamber-controller.ts';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import { withClientLimit } from '../client-limit.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { ModbusFaults } from '../modbus/modbus-faults.ts';
import { modbusRtuService } from '../modbus/modbus-rtu-service.ts';
import { ModbusException, modbusExceptions } from '../modbus/register-bank.ts';
import type { RegisterBank } from '../modbus/register-bank.ts';
import { WordBank } from '../modbus/word-bank.ts';
import type { RegisterTable } from '../modbus/word-bank.ts';
import { requireRange } from '../physics/check.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { BinderMb1 } from './binder-mb1.ts';
import type { BinderMb1Options } from './binder-mb1.ts';
import { BinderMb2 } from './binder-mb2.ts';

/** The address of a simulated BINDER chamber. */
interface BinderUnit {
  /** Modbus address, 1 to 30; 1 unless given. */
  readonly unit?: number;
}

/** What a simulated MB1 may be told. */
export interface BinderMb1SimulatorOptions extends SimulatorOptions, BinderMb1Options, BinderUnit {}

/** What a simulated MB2 may be told. */
export interface BinderMb2SimulatorOptions extends SimulatorOptions, ChamberControllerOptions, BinderUnit {}

/** Modbus RTU on a serial line, and the same frames on TCP through the adapter, which has room for one client. */
interface BinderServices extends Readonly<Record<string, ByteService>> {
  readonly 'modbus-rtu': ByteService;
  /** Belongs on TCP port 10001. */
  readonly 'modbus-rtu-tcp': ByteService;
}

/** What both controllers have. */
interface BinderChamber {
  readonly controller: ChamberController;
  readonly inMenu: boolean;
  advance(): void;
  brownOut(): void;
}

/** A BINDER chamber with the controller MB1 (sheet binder-modbus.md, sections 2 and 3). */
export class BinderMb1Simulator implements Simulator {
  readonly name = 'binder-mb1';
  /** Physics and settings. */
  readonly model: BinderMb1;
  readonly faults: FaultSwitches;
  readonly services: BinderServices;

  /** @throws FourwireError of kind `range` when there is no such unit */
  constructor(options: BinderMb1SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new BinderMb1(clock, random, options);
    const registers = this.model.registers(options.exchangedSetpoints === true);
    const faults = new ModbusFaults();
    this.faults = binderFaults(this.model, faults);
    this.services = binderServices(this.model, registers, { clock, unit: options.unit ?? 1, faults });
  }
}

/** A BINDER chamber with the controller MB2 (sheet binder-modbus.md, sections 2 and 4). */
export class BinderMb2Simulator implements Simulator {
  readonly name = 'binder-mb2';
  /** Physics, settings and programs. */
  readonly model: BinderMb2;
  readonly faults: FaultSwitches;
  readonly services: BinderServices;

  /** @throws FourwireError of kind `range` when there is no such unit */
  constructor(options: BinderMb2SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new BinderMb2(clock, random, options);
    const faults = new ModbusFaults();
    this.faults = binderFaults(this.model, faults);
    this.services = binderServices(this.model, this.model.registers(), {
      clock,
      unit: options.unit ?? 1,
      faults,
    });
  }
}

/** The controller never says that it is busy: it answers within 250 ms (sheet, section 2). */
function binderFaults(chamber: BinderChamber, { switches }: ModbusFaults): FaultSwitches {
  const { busy: _, ...protocol } = switches;
  return {
    ...protocol,
    ...chamberFaults(chamber.controller),
    'brown-out': (active) => {
      if (active) chamber.brownOut();
    },
  };
}

function binderServices(
  chamber: BinderChamber,
  registers: RegisterTable,
  { clock, unit, faults }: { readonly clock: Clock; readonly unit: number; readonly faults: ModbusFaults },
): BinderServices {
  requireRange('unit', unit, 1, 30, '');
  const writeDenied = new ModbusException(modbusExceptions.acknowledge);
  const bank = new WordBank(registers, { readOnly: writeDenied, before: () => chamber.advance() });
  const guarded: RegisterBank = {
    read: (kind, address, count) => bank.read(kind, address, count),
    write: (address, words) => {
      if (chamber.inMenu) return writeDenied;
      const refused = bank.write(address, words);
      chamber.advance();
      return refused;
    },
  };
  const service = modbusRtuService(guarded, { unit, clock, faults });
  return { 'modbus-rtu': service, 'modbus-rtu-tcp': withClientLimit(service, 1) };
}
