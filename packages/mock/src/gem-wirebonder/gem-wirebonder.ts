import type { ByteService } from '@fourwire/core';
import { A, F4, GemEquipment, U1, U4, hsmsService } from '@fourwire/secs';
import type { CommandOutcome, EquipmentDefinition, EquipmentVariable, Item } from '@fourwire/secs';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
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
  /** Every remote command cannot be done now. */
  readonly #busy = new FaultFlag();

  constructor(options: GemWirebonderOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new BonderModel(clock, random);
    this.equipment = new GemEquipment({ ...this.#definition(), clock });
    const hsms = hsmsService({ clock, sessionId: options.sessionId ?? 0 });
    this.equipment.attach(hsms);
    this.services = { hsms };
    this.faults = bonderFaults(this.model, this.equipment, this.#busy);
    const { events } = bonderIds;
    this.model.listener = {
      stateChanged: () => this.equipment.raise(events.stateChange),
      started: () => this.equipment.raise(events.started),
      completed: () => this.equipment.raise(events.completed),
      stopped: () => this.equipment.raise(events.stopped),
      bonded: () => this.equipment.raise(events.bond),
      fault: (fault, set) => this.equipment.alarms.change(alarmOf[fault], set),
    };
  }

  #definition(): EquipmentDefinition {
    const { model } = this;
    const { bond, events, alarms } = bonderIds;
    const variable = (id: number, name: string, unit: string, value: () => Item): EquipmentVariable => ({
      id,
      name,
      unit,
      value,
    });
    return {
      model: 'FW-BONDER',
      softwareRevision: '1.0.0',
      ids: { variables: { controlState: bonderIds.controlState } },
      programs: { bodies: model.recipes },
      variables: [
        variable(bonderIds.processState, 'ProcessState', '', () => U1(processStates.indexOf(model.state))),
        variable(bonderIds.recipe, 'PPExecName', '', () => A(model.selected)),
        variable(bonderIds.units, 'UnitsBonded', '', () => U4(model.units)),
        variable(bonderIds.wires, 'WiresBonded', '', () => U4(model.wires)),
        variable(bonderIds.assists, 'Assists', '', () => U4(model.assists)),
        variable(bonderIds.stageTemperature, 'StageTemperature', 'degC', () => F4(model.stageTemperature)),
        variable(bond.unit, 'UnitNumber', '', () => U4(model.last?.unit ?? 0)),
        variable(bond.wire, 'WireNumber', '', () => U4(model.last?.wire ?? 0)),
        variable(bond.bond, 'BondNumber', '', () => U1(model.last?.bond ?? 0)),
        variable(bond.force, 'BondForce', 'cN', () => F4(model.last?.settings.force ?? 0)),
        variable(bond.power, 'USPower', 'mW', () => F4(model.last?.settings.power ?? 0)),
        variable(bond.time, 'BondTime', 'ms', () => F4(model.last?.settings.time ?? 0)),
        variable(bond.deformation, 'Deformation', 'um', () => F4(model.last?.deformation ?? 0)),
        variable(bond.result, 'BondResult', '', () => A(model.last?.result ?? '')),
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
      commands: ['PP-SELECT', 'START', 'STOP', 'ABORT', 'PAUSE', 'RESUME'].map((name) => ({
        name,
        run: (parameters) => (this.#busy.active ? 'cannot-now' : this.#command(name, parameters)),
      })),
    };
  }

  #command(name: string, parameters: ReadonlyMap<string, Item>): CommandOutcome {
    const { model } = this;
    const accepted = (did: boolean): CommandOutcome => (did ? 'done' : 'cannot-now');
    switch (name) {
      case 'PP-SELECT': {
        const recipe = textOf(parameters.get('PPID'));
        if (!model.recipes.has(recipe)) return { faults: new Map([['PPID', 'value']]) };
        return accepted(model.select(recipe));
      }
      case 'START':
        // The event ProcessingStarted follows.
        return model.start(textOf(parameters.get('LOTID'))) ? 'later' : 'cannot-now';
      case 'PAUSE':
        return accepted(model.pause());
      case 'RESUME':
        return accepted(model.resume());
      default:
        return accepted(model.stop());
    }
  }
}

/** A text parameter; empty when there is none. */
function textOf(item: Item | undefined): string {
  return item?.format === 'A' ? item.value : '';
}
