import type { SecsMessage } from '../messages/message.ts';
import { asBoolean, asList, asNumber, asNumbers, asText } from '../secs-ii/access.ts';
import { A, B, BOOLEAN, L, U1, U4 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { messageFromSml, messageToSml } from '../sml/messages.ts';
import { itemFromSml } from '../sml/parse.ts';
import { itemToSml } from '../sml/print.ts';
import { rsda, rspack, strack } from './codes.ts';
import type { EquipmentCore, Handlers } from './core.ts';

/** Primaries that equipment sends by itself, by stream. Source: sheet gem.md section 5. */
const spoolable: Readonly<Record<number, readonly number[]>> = {
  5: [1],
  6: [1, 11, 13],
  7: [27],
  10: [1],
};

/** Streams that have functions without being spoolable here. */
const knownStreams = new Set([1, 2, 5, 6, 7, 9, 10]);

/** What the spool needs of the equipment. */
export interface SpoolOwner {
  /** Sends one message and waits until the host has it. */
  deliver(message: SecsMessage): Promise<unknown>;
}

/**
 * Keeps what the host could not be told while there was no link, until it asks for it. Source: SEMI E30; sheet gem.md
 * section 8. Unconfirmed: that a spool which stayed empty is given up by itself when communications return; that what
 * the host did not choose is dropped while the spool is active, as it was chosen to be; that a machine which is switched
 * on again spools from the start.
 */
export class Spool {
  readonly handlers: Handlers;
  readonly #core: EquipmentCore;
  readonly #owner: SpoolOwner;
  readonly #capacity: number;
  /** Functions by stream that are spooled. */
  #selected = new Map<number, ReadonlySet<number>>();
  #entries: SecsMessage[] = [];
  /** The number of the oldest entry, in the name under which it is remembered. */
  #first = 0;
  #active = false;
  #unloading: 'transmit' | 'purge' | undefined;
  #total = 0;
  #startTime = '';
  #fullTime = '';

  constructor(core: EquipmentCore, owner: SpoolOwner) {
    this.#core = core;
    this.#owner = owner;
    this.#capacity = core.definition.spoolCapacity ?? 1000;
    core.remembered.recall('spool', (text) => this.#restore(itemFromSml(text)));
    this.handlers = {
      S2F43: (item) => this.#select(item),
      S6F23: (item) => B(this.#unload(asNumber(item, 'RSDC'))),
    };
  }

  get active(): boolean {
    return this.#active;
  }

  /** How many messages lie in it. */
  get count(): number {
    return this.#entries.length;
  }

  /** How many were to be put into it since it became active. */
  get total(): number {
    return this.#total;
  }

  get startTime(): string {
    return this.#startTime;
  }

  get fullTime(): string {
    return this.#fullTime;
  }

  /** SpoolState: 1 active, 2 inactive. */
  get state(): number {
    return this.#active ? 1 : 2;
  }

  /** SpoolUnloadSubstate: 3 purge, 4 transmit, 5 no output. */
  get unloadState(): number {
    if (this.#unloading === undefined) return 5;
    return this.#unloading === 'purge' ? 3 : 4;
  }

  /** SpoolLoadSubstate: 6 not full, 7 full. */
  get loadState(): number {
    return this.#entries.length >= this.#capacity ? 7 : 6;
  }

  /** The machine was switched on: a host that asked for spooling is not there yet. */
  poweredUp(): void {
    this.lost();
  }

  /** Communications were lost. */
  lost(): void {
    const { constants, ids } = this.#core;
    if (this.#active || this.#selected.size === 0 || !constants.flag(ids.constants.configSpool)) return;
    this.#active = true;
    this.#total = 0;
    this.#fullTime = '';
    this.#startTime = this.#core.time();
    this.#keep();
    this.#core.raise(ids.events.spoolingActivated);
  }

  /** Communications are back: an empty spool holds nothing back. */
  found(): void {
    if (this.#active && this.#entries.length === 0) this.#end();
  }

  /** Keeps a message, where it is of a kind that is spooled. */
  put(message: SecsMessage): void {
    if (this.#selected.get(message.stream)?.has(message.function) !== true) return;
    this.#total++;
    const { constants, ids } = this.#core;
    const full = this.#entries.length >= this.#capacity;
    if (full && this.#fullTime === '') this.#fullTime = this.#core.time();
    if (full && !constants.flag(ids.constants.overwriteSpool)) {
      this.#keep();
      return;
    }
    if (full) this.#drop();
    this.#core.remembered.keep(this.#nameOf(this.#entries.length), () => messageToSml(message));
    this.#entries.push(message);
    this.#keep();
  }

  /** Drops the oldest. */
  #drop(): void {
    const name = this.#nameOf(0);
    this.#entries.shift();
    this.#first++;
    this.#keep();
    this.#core.remembered.forget(name);
  }

  #nameOf(index: number): string {
    return `spool-${this.#first + index}`;
  }

  #keep(): void {
    this.#core.remembered.keep('spool', () =>
      itemToSml(
        L(
          BOOLEAN(this.#active),
          U4(this.#first),
          U4(this.#total),
          A(this.#startTime),
          A(this.#fullTime),
          L([...this.#selected].map(([stream, functions]) => L(U1(stream), U1([...functions])))),
        ),
      ),
    );
  }

  #restore(kept: Item): void {
    const [active, first, total, startTime, fullTime, selected] = asList(kept, 'spool', 6);
    this.#active = asBoolean(active, 'active');
    this.#first = asNumber(first, 'first');
    this.#total = asNumber(total, 'total');
    this.#startTime = asText(startTime, 'start');
    this.#fullTime = asText(fullTime, 'full');
    for (const entry of asList(selected, 'streams')) {
      const [stream, functions] = asList(entry, 'stream', 2);
      this.#selected.set(asNumber(stream, 'STRID'), new Set(asNumbers(functions, 'FCNID')));
    }
    for (;;) {
      const message = this.#core.remembered.recall(this.#nameOf(this.#entries.length), messageFromSml);
      if (message === undefined) return;
      this.#entries.push(message);
    }
  }

  #end(): void {
    this.#active = false;
    this.#unloading = undefined;
    this.#keep();
    this.#core.raise(this.#core.ids.events.spoolingDeactivated);
  }

  #unload(rsdc: number): number {
    if (this.#unloading !== undefined) return rsda.busy;
    if (!this.#active || this.#entries.length === 0) return rsda.empty;
    if (rsdc === 1) this.#purge();
    else this.#transmit().catch((error: unknown) => this.#core.fault(error));
    return rsda.ok;
  }

  #purge(): void {
    this.#unloading = 'purge';
    while (this.#entries.length > 0) this.#drop();
    this.#end();
  }

  /** Oldest first, one at a time, up to MaxSpoolTransmit; what comes meanwhile goes behind. */
  async #transmit(): Promise<void> {
    this.#unloading = 'transmit';
    const { constants, ids } = this.#core;
    const most = constants.number(ids.constants.maxSpoolTransmit) || Infinity;
    // The answer to S6F23 goes first.
    await Promise.resolve();
    for (let sent = 0; sent < most; sent++) {
      const [message] = this.#entries;
      if (message === undefined) break;
      try {
        await this.#owner.deliver(message);
      } catch (error) {
        this.#unloading = undefined;
        this.#failed(error);
        return;
      }
      // It may have been pushed out meanwhile, or purged.
      if (this.#entries[0] === message) this.#drop();
    }
    this.#unloading = undefined;
    if (this.#entries.length === 0) this.#end();
  }

  #failed(error: unknown): void {
    this.#core.fault(error);
    this.#core.raise(this.#core.ids.events.spoolTransmitFailure);
  }

  #select(item: Item | undefined): Item {
    const wanted = new Map<number, ReadonlySet<number>>();
    const faults: Item[] = [];
    for (const entry of asList(item, 'S2F43')) {
      const [strid, fcnids] = asList(entry, 'S2F43 stream', 2);
      const stream = asNumber(strid, 'STRID');
      const functions = asList(fcnids, 'S2F43 functions').map((one) => asNumber(one, 'FCNID'));
      const [code, bad] = this.#check(stream, functions);
      if (code !== undefined) faults.push(L(U1(stream), B(code), L(bad.map((one) => U1(one)))));
      else wanted.set(stream, new Set(functions.length === 0 ? spoolable[stream] : functions));
    }
    if (faults.length > 0) return L(B(rspack.rejected), L(faults));
    this.#selected = wanted;
    this.#keep();
    return L(B(rspack.ok), L());
  }

  /** STRACK and the functions at fault; undefined where all is well. */
  #check(stream: number, functions: readonly number[]): readonly [number | undefined, readonly number[]] {
    if (stream === 1 || stream === 9) return [strack.notAllowed, []];
    if (!knownStreams.has(stream)) return [strack.streamUnknown, []];
    const secondaries = functions.filter((one) => one % 2 === 0);
    if (secondaries.length > 0) return [strack.secondary, secondaries];
    const unknown = functions.filter((one) => spoolable[stream]?.includes(one) !== true);
    return unknown.length > 0 ? [strack.functionUnknown, unknown] : [undefined, []];
  }
}
