import type { ByteService } from '@fourwire/core';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { withMinimumGap } from '../minimum-gap.ts';
import { ModbusFaults } from '../modbus/modbus-faults.ts';
import { modbusRtuService } from '../modbus/modbus-rtu-service.ts';
import { modbusTcpService } from '../modbus/modbus-tcp-service.ts';
import { WordBank } from '../modbus/word-bank.ts';
import { requireRange } from '../physics/check.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { F4Model } from './f4-model.ts';
import type { F4ModelOptions } from './f4-model.ts';
import { f4Registers } from './f4-registers.ts';

/** What a simulated F4 may be told. */
export interface WatlowF4SimulatorOptions extends SimulatorOptions, F4ModelOptions {
  /** Modbus address; 1 unless given. */
  readonly unit?: number;
  /** 123456 unless given. */
  readonly serialNumber?: number;
  /**
   * How many ms of silence the serial line needs after a reply; a request that comes sooner is not heard. Unconfirmed
   * where it ends: the sheet says that 30 ms are enough and the usual 3.5 characters are not. 20 unless given.
   */
  readonly minimumGap?: number;
}

/**
 * A test chamber with a Watlow F4 (F4S; F4D with `humidity`; with `product` a cascade) in front of the physics of a
 * chamber: Modbus RTU, and Modbus TCP through a gateway, with profiles that are stored and run (sheet watlow-f4.md).
 * Reads of registers that this model does not have give 0, writes an illegal address.
 */
export class WatlowF4Simulator implements Simulator {
  readonly name = 'watlow-f4';
  /** Physics, settings and profiles. */
  readonly model: F4Model;
  readonly faults: FaultSwitches;
  readonly services: {
    readonly 'modbus-rtu': ByteService;
    /** Through a gateway: the F4 itself has no Ethernet. */
    readonly 'modbus-tcp': ByteService;
  };

  /** @throws FourwireError of kind `range` when the unit, an event or a number of decimals does not exist */
  constructor(options: WatlowF4SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const unit = options.unit ?? 1;
    requireRange('unit', unit, 1, 247, '');
    for (const event of [options.powerEvent, options.humidityEvent])
      if (typeof event === 'number') requireRange('event', event, 1, 8, '');
    for (const decimals of [options.decimals, options.humidityDecimals])
      if (decimals !== undefined) requireRange('decimals', decimals, 0, 3, '');
    this.model = new F4Model(clock, random, options);
    const bank = new WordBank(f4Registers(this.model, options.serialNumber ?? 123_456), {
      unlistedReads: 'zero',
      before: () => this.model.advance(),
    });
    const faults = new ModbusFaults();
    const { busy: _, ...protocolFaults } = faults.switches;
    this.faults = {
      ...protocolFaults,
      ...chamberFaults(this.model.controller),
      'brown-out': (active) => {
        if (active) this.model.brownOut();
      },
    };
    this.services = {
      'modbus-rtu': withMinimumGap(
        modbusRtuService(bank, { unit, clock, faults }),
        options.minimumGap ?? 20,
        clock,
      ),
      'modbus-tcp': modbusTcpService(bank, { units: [unit], faults }),
    };
  }
}
