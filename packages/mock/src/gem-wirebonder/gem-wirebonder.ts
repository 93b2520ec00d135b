import type { ByteService } from '@fourwire/core';
import { GemEquipment, hsmsService, secsIService } from '@fourwire/secs';
import type { CommandOutcome, EquipmentDefinition, Item, SecsService } from '@fourwire/secs';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { bonderFaults } from './bonder-faults.ts';
import { BonderModel } from './bonder-model.ts';
import { BonderOperator } from './bonder-operator.ts';
import { alarmOf, bonderIds, bonderSurface } from './bonder-surface.ts';

/** What the simulated bonder may be told. */
export interface GemWirebonderOptions extends SimulatorOptions {
  /** The device id that its messages carry; 0 unless given. */
  readonly sessionId?: number;
  /** How many messages it keeps while there is no host; 1000 unless given. */
  readonly spoolCapacity?: number;
}

/**
 * A simulated wire bonder: GEM equipment over HSMS and over SECS-I on a serial line, with the physics of bonding behind
 * it. One host at a time; it spools what it could not tell, once a host has asked it to.
 */
export class GemWirebonderSimulator implements Simulator {
  readonly name = 'gem-wirebonder';
  readonly model: BonderModel;
  readonly equipment: GemEquipment;
  readonly operator: BonderOperator;
  readonly services: { readonly hsms: ByteService; readonly serial: ByteService };
  readonly faults: FaultSwitches;
  /** Every remote command cannot be done now. */
  readonly #busy = new FaultFlag();
  #attached: SecsService;

  constructor(options: GemWirebonderOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { sessionId = 0, spoolCapacity } = options;
    this.model = new BonderModel(clock, random);
    this.equipment = new GemEquipment({
      ...this.#definition(),
      clock,
      ...(spoolCapacity === undefined ? {} : { spoolCapacity }),
    });
    this.operator = new BonderOperator(this.model, this.equipment);
    const hsms = hsmsService({ clock, sessionId });
    const serial = secsIService({ clock, deviceId: sessionId });
    this.#attached = hsms;
    this.equipment.attach(hsms);
    this.services = { hsms: this.#served(hsms), serial: this.#served(serial) };
    this.faults = bonderFaults(this.model, this.equipment, this.#busy);
    const { events } = bonderIds;
    this.model.listener = {
      stateChanged: () => this.equipment.raise(events.stateChange),
      started: () => this.equipment.raise(events.started),
      completed: () => this.equipment.raise(events.completed),
      stopped: () => this.equipment.raise(events.stopped),
      bonded: () => this.equipment.raise(events.bond),
      unitDone: () => this.equipment.raise(events.unit),
      strip: (what) => {
        this.equipment.material(what === 'loaded' ? 'received' : 'removed');
        this.equipment.raise(what === 'loaded' ? events.stripLoaded : events.stripCompleted);
      },
      fault: (fault, set) => {
        this.equipment.alarms.change(alarmOf[fault], set);
        if (set) this.equipment.raise(events.assist);
      },
    };
  }

  /** The equipment talks over the wire on which a host calls; while one is served, another is turned away. */
  #served(service: SecsService): ByteService {
    return {
      connect: (peer) => {
        if (this.#attached !== service) {
          if (this.equipment.communications.communicating) {
            peer.close();
            return { receive: () => {}, closed: () => {} };
          }
          this.#attached = service;
          this.equipment.attach(service);
        }
        return service.connect(peer);
      },
    };
  }

  #definition(): EquipmentDefinition {
    const { model } = this;
    return {
      model: 'FW-BONDER',
      softwareRevision: '1.0.0',
      ids: { variables: { controlState: bonderIds.controlState } },
      ...bonderSurface(model, { interval: 5 }),
      programs: { bodies: model.recipes, mayChange: (id) => model.mayChange(id) },
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
        if (!model.canRun(recipe)) return { faults: new Map([['PPID', 'value']]) };
        if (!model.select(recipe)) return 'cannot-now';
        this.equipment.raise(bonderIds.events.recipeSelected);
        return 'done';
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
