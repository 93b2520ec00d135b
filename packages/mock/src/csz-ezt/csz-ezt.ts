import type { ByteService } from '@fourwire/core';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { ModbusFaults } from '../modbus/modbus-faults.ts';
import { modbusRtuService } from '../modbus/modbus-rtu-service.ts';
import { ModbusException, modbusExceptions } from '../modbus/register-bank.ts';
import type { RegisterBank } from '../modbus/register-bank.ts';
import { WordBank } from '../modbus/word-bank.ts';
import { requireRange } from '../physics/check.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { EztModel, eventCount } from './ezt-model.ts';
import type { EztModelOptions } from './ezt-model.ts';
import { eztRegisters } from './ezt-registers.ts';

/** What a simulated EZT-430i may be told. */
export interface CszEztSimulatorOptions extends SimulatorOptions, EztModelOptions {
  /** Modbus address; 1 unless given. */
  readonly unit?: number;
}

/**
 * A test chamber of Cincinnati Sub-Zero with an EZT-430i in front of the physics of a chamber (sheet csz-ezt.md, section
 * 2): Modbus RTU with functions 3 and 6. Function 16, which is there for the download of programs, is acknowledged and
 * changes nothing; the program is one that an operator wrote at the panel.
 */
export class CszEztSimulator implements Simulator {
  readonly name = 'csz-ezt';
  /** Physics, settings and the program. */
  readonly model: EztModel;
  readonly faults: FaultSwitches;
  readonly services: { readonly 'modbus-rtu': ByteService };

  /** @throws FourwireError of kind `range` when the unit, an event or a number of decimals does not exist */
  constructor(options: CszEztSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const unit = options.unit ?? 1;
    requireRange('unit', unit, 1, 247, '');
    for (const event of [options.powerEvent, options.humidityEvent])
      if (typeof event === 'number') requireRange('event', event, 1, eventCount, '');
    for (const decimals of [options.decimals, options.humidityDecimals])
      if (decimals !== undefined) requireRange('decimals', decimals, 0, 3, '');
    this.model = new EztModel(clock, random, options);
    const bank = new WordBank(eztRegisters(this.model), { before: () => this.model.advance() });
    const faults = new ModbusFaults();
    // Among its exceptions there is none that says busy.
    const { busy: _, ...protocolFaults } = faults.switches;
    this.faults = {
      ...protocolFaults,
      ...chamberFaults(this.model.controller),
      'brown-out': (active) => {
        if (active) this.model.brownOut();
      },
    };
    this.services = { 'modbus-rtu': modbusRtuService(eztBank(bank), { unit, clock, faults }) };
  }
}

function eztBank(bank: RegisterBank): RegisterBank {
  return {
    read: (kind, address, count) =>
      kind === 'holding'
        ? bank.read(kind, address, count)
        : new ModbusException(modbusExceptions.illegalFunction),
    write: (address, words) => bank.write(address, words),
    writeMany: () => undefined,
  };
}
