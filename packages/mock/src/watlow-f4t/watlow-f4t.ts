import { FourwireError } from '@fourwire/core';
import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { ModbusFaults } from '../modbus/modbus-faults.ts';
import { modbusRtuService } from '../modbus/modbus-rtu-service.ts';
import { modbusTcpService } from '../modbus/modbus-tcp-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { F4tBank } from './f4t-bank.ts';
import type { F4tWordOrder } from './f4t-bank.ts';
import { F4tModel } from './f4t-model.ts';
import type { F4tModelOptions } from './f4t-model.ts';
import type { F4tUnits } from './f4t-parameter.ts';
import { f4tFaults } from './f4t-faults.ts';
import { f4tRegisters } from './f4t-registers.ts';
import type { F4tIdentity } from './f4t-registers.ts';
import { f4tScpi } from './f4t-scpi.ts';

/** What a simulated F4T may be told. */
export interface WatlowF4tSimulatorOptions extends SimulatorOptions, F4tModelOptions {
  /** Modbus unit id and line address; 1 unless given. */
  readonly unit?: number;
  /** Order of the words of 32-bit values; the low word first unless given. */
  readonly wordOrder?: F4tWordOrder;
  /** 12345678 unless given. */
  readonly serialNumber?: number;
}

/**
 * A test chamber with a Watlow F4T: Modbus TCP, Modbus RTU and SCPI in front of the physics of a chamber, with data
 * map 1 and with profiles that are stored and run (sheet watlow-f4t.md). Unconfirmed: which loops a cascade build numbers how; here loop 1
 * stays the air, loop 2 humidity, and cascade 1 takes over while its control mode is auto.
 */
export class WatlowF4tSimulator implements Simulator {
  readonly name = 'watlow-f4t';
  /** Physics, settings and faults. */
  readonly model: F4tModel;
  readonly faults: FaultSwitches;
  readonly services: {
    readonly 'modbus-tcp': ByteService;
    readonly 'modbus-rtu': ByteService;
    /** Belongs on TCP port 5025. */
    readonly scpi: ByteService;
  };

  /** @throws FourwireError of kind `range` when the unit or the number of the power switch does not exist */
  constructor(options: WatlowF4tSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const unit = options.unit ?? 1;
    requireNumber('unit', unit, 247);
    if (typeof options.power === 'object') {
      if ('event' in options.power) requireNumber('power.event', options.power.event, 8);
      else requireNumber('power.key', options.power.key, 4);
    }
    this.model = new F4tModel(clock, random, options);
    const identity: F4tIdentity = {
      partNumber: partNumber(options),
      serialNumber: options.serialNumber ?? 12_345_678,
      firmware: [4, 3, 108],
      deviceName: 'F4T',
    };
    const units: F4tUnits = { ethernet: 'celsius', serial: 'celsius' };
    const map = f4tRegisters(this.model, identity, units);
    const wordOrder = options.wordOrder ?? 'low-first';
    const bank = (channel: keyof F4tUnits): F4tBank =>
      new F4tBank(this.model, map, units, { wordOrder, channel });
    const faults = new ModbusFaults();
    this.faults = { ...faults.switches, ...f4tFaults(this.model) };
    this.services = {
      'modbus-tcp': modbusTcpService(bank('ethernet'), { units: [unit], faults }),
      'modbus-rtu': modbusRtuService(bank('serial'), { unit, clock, faults }),
      scpi: f4tScpi(this.model, identity, units),
    };
  }
}

/**
 * A part number whose 7th character says profiles and six alarms, and whose 12th says which loops there are. The other
 * characters are made up.
 */
function partNumber(options: F4tModelOptions): string {
  const loops = options.humidity === true ? 2 : 1;
  const structure = options.cascade === true ? loops + 6 : loops;
  return `F4T1L2DAA1A${structure}AAA`;
}

function requireNumber(argument: string, value: number, highest: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= highest) return;
  throw new FourwireError(
    'range',
    'model-argument-range',
    `${argument} must be a whole number from 1 to ${highest}; got ${value}`,
    { details: { argument, value, highest } },
  );
}
