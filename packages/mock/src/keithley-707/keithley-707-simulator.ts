import type { ByteService } from '@fourwire/core';
import { RelayMatrix } from '../electrical/relay-matrix.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { MessageService } from '../serve/message-service.ts';
import { nr3 } from '../scpi/number-format.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import type { LuaValue } from '../tsp/lua-value.ts';
import { formatObject } from '../tsp/tsp-format.ts';
import { TspInstrument } from '../tsp/tsp-instrument.ts';
import { TspObject, numberIn } from '../tsp/tsp-object.ts';

/** What the simulated switch may be told. */
export interface Keithley707SimulatorOptions extends SimulatorOptions {
  /** `707B` with six slots unless given; a `708B` has one. */
  readonly model?: '707B' | '708B';
  readonly serialNumber?: string;
  /** How many slots hold a card of 8 rows by 12 columns; all unless given. */
  readonly cards?: number;
}

/** Rows and columns of a card. */
const rows = 'ABCDEFGH';
const columns = 12;

/** Slowest relays of the sheet, in s. */
const settling = 0.015;

/** A simulated Keithley 707B or 708B switch matrix, which runs scripts (sheet switch-keithley-707-7001.md). */
export class Keithley707Simulator implements Simulator {
  readonly name = 'keithley-707';
  readonly relays: RelayMatrix;
  readonly instrument: TspInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;
  readonly #slots: number;
  #connectRule = 1;

  constructor(options: Keithley707SimulatorOptions = {}) {
    const { clock } = simulatorContext(options);
    const { model = '707B', serialNumber = '1234567' } = options;
    this.#slots = options.cards ?? (model === '707B' ? 6 : 1);
    this.relays = new RelayMatrix(clock, { settling });
    // Unconfirmed: the layout of the identity, which follows that of the 3706A.
    const identity = `KEITHLEY INSTRUMENTS INC.,MODEL ${model},${serialNumber},01.40h`;
    this.instrument = new TspInstrument(identity, clock, {
      number: (value) => nr3(value, 8).replace(/^\+/, '').toLowerCase(),
    });
    const { globals } = this.instrument;
    globals.set('channel', this.#channelObject());
    const slots = new TspObject();
    globals.set('slot', Object.assign(slots, { get: (slot: LuaValue) => this.#slotObject(slot) }));
    const localnode = new TspObject()
      .add({ model, serialno: serialNumber, version: '01.40h' })
      .kept('prompts', 0)
      .kept('showerrors', 0);
    globals.set('localnode', localnode);
    // Unconfirmed: that of the 2600, which the sheet does not name here.
    globals.set('format', formatObject(this.instrument.format, { normal: 0, swapped: 1 }));
    this.instrument.idle = async () => this.relays.settled();
    this.instrument.reset = () => {
      this.relays.openAll();
      this.#connectRule = 1;
    };
    this.faults = this.instrument.faults.switches;
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }

  #slotObject(slot: LuaValue): LuaValue {
    if (typeof slot !== 'number' || slot < 1 || slot > 6) return undefined;
    // Unconfirmed: the card's serial number and firmware.
    const idn = slot <= this.#slots ? '7072,8x12 Semiconductor Matrix,01.40h,1234567' : 'Empty Slot';
    return new TspObject().add({ idn });
  }

  #channelObject(): TspObject {
    const { relays } = this;
    const nothing: readonly LuaValue[] = [];
    return new TspObject()
      .add({ OFF: 0, BREAK_BEFORE_MAKE: 1, MAKE_BEFORE_BREAK: 2 })
      .on('close', (list) => {
        relays.close(this.#crosspoints(list));
        return nothing;
      })
      .on('open', (list) => {
        relays.open(this.#crosspoints(list));
        return nothing;
      })
      .on('exclusiveclose', (list) => {
        const wanted = this.#crosspoints(list);
        relays.open(relays.closed.filter((relay) => !wanted.includes(relay)));
        relays.close(wanted);
        return nothing;
      })
      .on('exclusiveslotclose', (list) => {
        const wanted = this.#crosspoints(list);
        const slots = new Set(wanted.map((relay) => relay.charAt(0)));
        relays.open(relays.closed.filter((relay) => slots.has(relay.charAt(0)) && !wanted.includes(relay)));
        relays.close(wanted);
        return nothing;
      })
      .on('reset', (list) => {
        relays.open(this.#crosspoints(list));
        return nothing;
      })
      .on('getclose', (list) => {
        const asked = new Set(this.#crosspoints(list));
        const closed = relays.closed.filter((relay) => asked.has(relay));
        return [closed.length === 0 ? undefined : closed.join(';')];
      })
      .on('getstate', (list) => [
        this.#crosspoints(list)
          .map((relay) => (relays.isClosed(relay) ? '1' : '0'))
          .join(';'),
      ])
      .on('getcount', (list) => [
        this.#crosspoints(list)
          .map((relay) => String(relays.cycles(relay)))
          .join(';'),
      ])
      .attribute('connectrule', {
        get: () => this.#connectRule,
        set: (rule) => {
          this.#connectRule = numberIn(rule, 0, 2);
        },
      })
      .kept('connectsequential', 0);
  }

  /** `1A05,1B06`, `slot1` and `allslots`. Unconfirmed: the code of a crosspoint that is not there. */
  #crosspoints(list: LuaValue): readonly string[] {
    if (typeof list !== 'string') throw refused();
    return list.split(',').flatMap((part) => {
      const name = part.trim();
      if (name.toLowerCase() === 'allslots')
        return Array.from({ length: this.#slots }, (_, index) => this.#slot(index + 1)).flat();
      const [, slot] = /^slot(\d)$/i.exec(name) ?? [];
      if (slot !== undefined) return this.#slot(Number(slot));
      const [, card, row = '', column] = /^(\d)([A-H])(\d\d)$/i.exec(name) ?? [];
      if (card === undefined || Number(card) < 1 || Number(card) > this.#slots) throw refused();
      if (Number(column) < 1 || Number(column) > columns) throw refused();
      return [`${card}${row.toUpperCase()}${column}`];
    });
  }

  #slot(slot: number): readonly string[] {
    if (slot < 1 || slot > this.#slots) throw refused();
    return rows
      .split('')
      .flatMap((row) =>
        Array.from({ length: columns }, (_, index) => `${slot}${row}${String(index + 1).padStart(2, '0')}`),
      );
  }
}

function refused(): ScpiRefusal {
  return new ScpiRefusal(1114, 'invalid specified channel');
}
