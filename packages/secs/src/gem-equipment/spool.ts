import type { SecsMessage } from '../messages/message.ts';
import { asList, asNumber } from '../secs-ii/access.ts';
import { B, L, U1 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
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
 * section 8. Unconfirmed: that a spool which stayed empty is given up by itself when communications return.
 */
export class Spool {
  readonly handlers: Handlers;
  readonly #core: EquipmentCore;
  readonly #owner: SpoolOwner;
  readonly #capacity: number;
  /** Functions by stream that are spooled. */
  #selected = new Map<number, ReadonlySet<number>>();
  #entries: SecsMessage[] = [];
  #active = false;
  #unloading: 'transmit' | 'purge' | undefined;
  #total = 0;
  #startTime = '';
  #fullTime = '';

  constructor(core: EquipmentCore, owner: SpoolOwner) {
    this.#core = core;
    this.#owner = owner;
    this.#capacity = core.definition.spoolCapacity ?? 1000;
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

  /** Communications were lost. */
  lost(): void {
    const { constants, ids } = this.#core;
    if (this.#active || this.#selected.size === 0 || !constants.flag(ids.constants.configSpool)) return;
    this.#active = true;
    this.#total = 0;
    this.#fullTime = '';
    this.#startTime = this.#core.time();
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
    if (this.#entries.length < this.#capacity) {
      this.#entries.push(message);
      return;
    }
    if (this.#fullTime === '') this.#fullTime = this.#core.time();
    if (!constants.flag(ids.constants.overwriteSpool)) return;
    this.#entries.shift();
    this.#entries.push(message);
  }

  #end(): void {
    this.#active = false;
    this.#unloading = undefined;
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
    this.#entries = [];
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
      if (this.#entries[0] === message) this.#entries.shift();
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
