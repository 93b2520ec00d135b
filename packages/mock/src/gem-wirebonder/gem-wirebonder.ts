import type { ByteService } from '@fourwire/core';
import type { Item } from '@fourwire/secs';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { GemEquipment, hcack } from '../gem-equipment/gem-equipment.ts';
import type { Machine } from '../gem-equipment/gem-equipment.ts';
import { idOf, item } from '../gem-equipment/items.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { bonderFaults } from './bonder-faults.ts';
import { BonderModel, processStates } from './bonder-model.ts';
import type { BondFault } from './bonder-model.ts';

/** Ids of the simulated bonder: an example surface, not any maker's (sheet wire-bonder.md, section 6). */
export const bonderIds = {
  controlState: 1,
  processState: 2,
  recipe: 3,
  units: 4,
  wires: 5,
  assists: 6,
  stageTemperature: 7,
  /** Data variables of the bond report. */
  bond: {
    unit: 1001,
    wire: 1002,
    bond: 1003,
    force: 1004,
    power: 1005,
    time: 1006,
    deformation: 1007,
    result: 1008,
  },
  events: { started: 11, completed: 12, stopped: 13, stateChange: 14, bond: 20 },
  alarms: { nonStick: 1, shortTail: 2, wireOut: 3, wireBreak: 4 },
} as const;

const alarmOf: Readonly<Record<BondFault, number>> = {
  'non-stick': bonderIds.alarms.nonStick,
  'short-tail': bonderIds.alarms.shortTail,
  'wire-out': bonderIds.alarms.wireOut,
  'wire-break': bonderIds.alarms.wireBreak,
};

/** What the simulated bonder may be told. */
export interface GemWirebonderOptions extends SimulatorOptions {
  /** The device id that its messages carry; 0 unless given. */
  readonly sessionId?: number;
}

/** A simulated wire bonder: GEM equipment over HSMS, with the physics of bonding behind it. */
export class GemWirebonderSimulator implements Simulator {
  readonly name = 'gem-wirebonder';
  readonly model: BonderModel;
  readonly equipment: GemEquipment;
  readonly services: { readonly hsms: ByteService };
  readonly faults: FaultSwitches;

  constructor(options: GemWirebonderOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new BonderModel(clock, random);
    this.equipment = new GemEquipment(this.#machine(), options.sessionId);
    this.services = { hsms: this.equipment.service };
    this.faults = bonderFaults(this.model, this.equipment);
    const { events } = bonderIds;
    this.model.listener = {
      stateChanged: () => this.equipment.raise(events.stateChange),
      started: () => this.equipment.raise(events.started),
      completed: () => this.equipment.raise(events.completed),
      stopped: () => this.equipment.raise(events.stopped),
      bonded: () => this.equipment.raise(events.bond),
      fault: (fault, set) => this.equipment.setAlarm(alarmOf[fault], set),
    };
  }

  #machine(): Machine {
    const { model } = this;
    const { bond, events, alarms } = bonderIds;
    const variable = (
      id: number,
      name: string,
      units: string,
      value: () => Item,
    ): Machine['variables'][number] => ({ id, name, units, value });
    return {
      model: 'FW-BONDER',
      software: '1.0.0',
      recipes: model.recipes,
      variables: [
        variable(bonderIds.controlState, 'ControlState', '', () => item.u1(this.equipment.control)),
        variable(bonderIds.processState, 'ProcessState', '', () =>
          item.u1(processStates.indexOf(model.state)),
        ),
        variable(bonderIds.recipe, 'PPExecName', '', () => item.text(model.selected)),
        variable(bonderIds.units, 'UnitsBonded', '', () => item.u4(model.units)),
        variable(bonderIds.wires, 'WiresBonded', '', () => item.u4(model.wires)),
        variable(bonderIds.assists, 'Assists', '', () => item.u4(model.assists)),
        variable(bonderIds.stageTemperature, 'StageTemperature', 'degC', () =>
          item.f4(model.stageTemperature),
        ),
        variable(bond.unit, 'UnitNumber', '', () => item.u4(model.last?.unit ?? 0)),
        variable(bond.wire, 'WireNumber', '', () => item.u4(model.last?.wire ?? 0)),
        variable(bond.bond, 'BondNumber', '', () => item.u1(model.last?.bond ?? 0)),
        variable(bond.force, 'BondForce', 'cN', () => item.f4(model.last?.settings.force ?? 0)),
        variable(bond.power, 'USPower', 'mW', () => item.f4(model.last?.settings.power ?? 0)),
        variable(bond.time, 'BondTime', 'ms', () => item.f4(model.last?.settings.time ?? 0)),
        variable(bond.deformation, 'Deformation', 'um', () => item.f4(model.last?.deformation ?? 0)),
        variable(bond.result, 'BondResult', '', () => item.text(model.last?.result ?? '')),
      ],
      events: [
        { id: events.started, name: 'ProcessingStarted' },
        { id: events.completed, name: 'ProcessingCompleted' },
        { id: events.stopped, name: 'ProcessingStopped' },
        { id: events.stateChange, name: 'ProcessingStateChange' },
        { id: events.bond, name: 'BondMade' },
      ],
      alarms: [
        { id: alarms.nonStick, text: 'Non-stick on pad or lead', category: 6 },
        { id: alarms.shortTail, text: 'Short tail', category: 6 },
        { id: alarms.wireOut, text: 'Wire out', category: 6 },
        { id: alarms.wireBreak, text: 'Wire break', category: 6 },
      ],
      command: (name, parameters) => this.#command(name, parameters),
    };
  }

  #command(name: string, parameters: ReadonlyMap<string, Item>): number {
    const { model } = this;
    const accepted = (did: boolean): number => (did ? hcack.done : hcack.cannotNow);
    switch (name) {
      case 'PP-SELECT': {
        const recipe = idOf(parameters.get('PPID'));
        if (recipe === undefined || !model.recipes.has(recipe)) return hcack.badParameter;
        return accepted(model.select(recipe));
      }
      case 'START':
        // The event ProcessingStarted follows.
        return model.start(idOf(parameters.get('LOTID')) ?? '') ? hcack.later : hcack.cannotNow;
      case 'STOP':
      case 'ABORT':
        return accepted(model.stop());
      case 'PAUSE':
        return accepted(model.pause());
      case 'RESUME':
        return accepted(model.resume());
      default:
        return hcack.unknown;
    }
  }
}
