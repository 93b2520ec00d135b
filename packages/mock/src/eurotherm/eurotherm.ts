import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { compressorFault, loopFaults } from '../faults/loop-faults.ts';
import { withMinimumGap } from '../minimum-gap.ts';
import { ModbusFaults } from '../modbus/modbus-faults.ts';
import { modbusRtuService } from '../modbus/modbus-rtu-service.ts';
import { modbusTcpService } from '../modbus/modbus-tcp-service.ts';
import { requireRange } from '../physics/check.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { EurothermBank } from './eurotherm-bank.ts';
import { eurothermBisynch } from './eurotherm-bisynch.ts';
import { EurothermModel } from './eurotherm-model.ts';
import type { EurothermModelOptions } from './eurotherm-model.ts';
import { eurothermParameters } from './eurotherm-parameters.ts';

/** What a simulated Eurotherm controller may be told. */
export interface EurothermSimulatorOptions extends SimulatorOptions, EurothermModelOptions {
  /** Modbus address, and group and unit of EI-Bisynch; 1 to 99, 1 unless given. */
  readonly unit?: number;
  /** The 2200 takes shorter blocks; 2400 unless given. */
  readonly series?: '2200' | '2400';
  /** A request that comes within so many ms of a reply is not heard; 20 unless given, for EI-Bisynch alone (sheet section 9). */
  readonly minimumGap?: number;
}

/** Words that a block may have. */
const longestBlock = { '2200': 32, '2400': 125 } as const;

/**
 * A plate under a Eurotherm 2200 or 2400 over Modbus RTU, Modbus TCP (as a 3500 has it) or EI-Bisynch, with programs that
 * are stored and run (sheet eurotherm.md). The protocol is a setting of the machine; here each service speaks one. It
 * has no second loop, and autotune does nothing.
 */
export class EurothermSimulator implements Simulator {
  readonly name = 'eurotherm';
  /** Physics, settings and programs. */
  readonly model: EurothermModel;
  readonly faults: FaultSwitches;
  readonly services: {
    readonly 'modbus-rtu': ByteService;
    readonly 'modbus-tcp': ByteService;
    /** EI-Bisynch. */
    readonly serial: ByteService;
  };

  /** @throws FourwireError of kind `range` when the unit or the number of decimals does not exist */
  constructor(options: EurothermSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const unit = options.unit ?? 1;
    requireRange('unit', unit, 1, 99, '');
    requireRange('decimals', options.decimals ?? 1, 0, 2, '');
    const model = new EurothermModel(clock, random, options);
    this.model = model;
    const parameters = eurothermParameters(model, unit);
    const bank = new EurothermBank(model, parameters, longestBlock[options.series ?? '2400']);
    const faults = new ModbusFaults();
    const bisynch = { nak: new FaultFlag(), checksum: new FaultFlag() };
    this.faults = {
      ...faults.switches,
      ...loopFaults(() => model.loop),
      ...compressorFault(() => model.loop),
      nak: bisynch.nak.switch,
      'wrong-checksum': (active) => {
        faults.switches['wrong-checksum'](active);
        bisynch.checksum.switch(active);
      },
      'sensor-open': (active) => {
        model.advance();
        model.sensorBroken = active;
      },
      'brown-out': (active) => {
        if (active) model.powerCycle();
      },
    };
    const otherFunctions = (request: Uint8Array): Uint8Array | undefined => bank.otherFunctions(request);
    this.services = {
      'modbus-rtu': modbusRtuService(bank, { unit, clock, faults, otherFunctions }),
      'modbus-tcp': modbusTcpService(bank, { units: [unit], faults }),
      serial: withMinimumGap(
        eurothermBisynch(model, parameters, unit, bisynch),
        options.minimumGap ?? 20,
        clock,
      ),
    };
  }
}
