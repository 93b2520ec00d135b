import { seededRandom, systemClock, toMilliseconds } from '@fourwire/core';
import type { BytePeer, ByteService, ByteSession, Clock, Duration, Random, Timer } from '@fourwire/core';
import type { FaultName, FaultSwitch } from './catalogue.ts';
import { faultCatalogue } from './catalogue.ts';

/** The faults of the level `wire`. */
export type WireFault = {
  [Name in FaultName]: (typeof faultCatalogue)[Name]['level'] extends 'wire' ? Name : never;
}[FaultName];

/** How a wire is when it is faulty. */
export interface FaultyWireOptions {
  /** The system's clock unless given; delays go by its `wire`. */
  readonly clock?: Clock;
  /** Which replies are hit, and where. Seed 1 unless given. */
  readonly random?: Random;
  /** The part of the replies that a fault hits, 0 to 1; all of them unless given. */
  readonly probability?: number;
  /** How much later `delay` makes a reply; 50 ms unless given. */
  readonly delay?: Duration;
  /** How much later `late-reply` makes it; 3 s unless given, longer than the deadline of most drivers. */
  readonly late?: Duration;
  /** The pause between the bytes of `slow-drip`; 2 ms unless given. */
  readonly drip?: Duration;
}

const wireFaults = (Object.keys(faultCatalogue) as FaultName[]).filter(
  (name): name is WireFault => faultCatalogue[name].level === 'wire',
);

/**
 * A wire that spoils what passes, put between a service and its mount: `serveTcp(new FaultyWire(simulator.services.scpi))`.
 * What the service sends in one piece counts as one reply. Without a fault it changes nothing.
 */
export class FaultyWire implements ByteService {
  readonly faults: Readonly<Record<WireFault, FaultSwitch>>;
  readonly #service: ByteService;
  readonly #settings: WireSettings;
  readonly #active = new Set<WireFault>();
  readonly #connections = new Set<FaultyConnection>();

  constructor(service: ByteService, options: FaultyWireOptions = {}) {
    this.#service = service;
    const random = options.random ?? seededRandom(1);
    const probability = options.probability ?? 1;
    this.#settings = {
      clock: (options.clock ?? systemClock).wire,
      random,
      calm: () => this.#active.size === 0,
      hits: (fault) => this.#active.has(fault) && (probability >= 1 || random.next() < probability),
      delay: toMilliseconds(options.delay ?? 50, 'delay'),
      late: toMilliseconds(options.late ?? 3000, 'late'),
      drip: toMilliseconds(options.drip ?? 2, 'drip'),
    };
    const entries = wireFaults.map((name) => [name, (active: boolean) => this.#turn(name, active)] as const);
    // Object.fromEntries forgets the names in its type.
    this.faults = Object.fromEntries(entries) as Record<WireFault, FaultSwitch>;
  }

  connect(peer: BytePeer): ByteSession {
    const connection = new FaultyConnection(this.#service, peer, this.#settings, () =>
      this.#connections.delete(connection),
    );
    this.#connections.add(connection);
    // On a later microtask: the mount does not have the session yet.
    if (this.#active.has('unplug')) queueMicrotask(() => connection.cut());
    return connection;
  }

  #turn(fault: WireFault, active: boolean): void {
    if (active) this.#active.add(fault);
    else this.#active.delete(fault);
    if (active && fault === 'unplug') for (const connection of this.#connections) connection.cut();
  }
}

interface WireSettings {
  readonly clock: Clock;
  readonly random: Random;
  /** Whether no fault is on. */
  readonly calm: () => boolean;
  readonly hits: (fault: WireFault) => boolean;
  readonly delay: number;
  readonly late: number;
  readonly drip: number;
}

class FaultyConnection implements ByteSession {
  readonly #session: ByteSession;
  readonly #peer: BytePeer;
  readonly #settings: WireSettings;
  readonly #ended: () => void;
  readonly #timers = new Set<Timer>();
  /** A reply that waits for the next one. */
  #held: Uint8Array | undefined;
  /** When the last byte that is on its way arrives: what is sent later cannot overtake it. */
  #busyUntil = 0;
  #open = true;

  constructor(service: ByteService, peer: BytePeer, settings: WireSettings, ended: () => void) {
    this.#peer = peer;
    this.#settings = settings;
    this.#ended = ended;
    this.#session = service.connect({
      send: (bytes) => this.#reply(bytes),
      close: () => this.#peer.close(),
    });
  }

  receive(bytes: Uint8Array): void {
    const { calm, hits } = this.#settings;
    if (!calm() && hits('half-open')) return;
    if (!calm() && hits('echo')) this.#deliver(bytes.slice(), 0);
    this.#session.receive(bytes);
  }

  closed(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#ended();
    this.#session.closed();
  }

  /** The cable is pulled. */
  cut(): void {
    this.#peer.close();
  }

  #reply(sent: Uint8Array): void {
    const { calm, hits, delay, late } = this.#settings;
    if (calm() && this.#busyUntil === 0 && this.#held === undefined) {
      this.#peer.send(sent);
      return;
    }
    if (hits('half-open') || hits('drop')) return;
    let bytes = sent.slice();
    if (hits('truncate')) bytes = bytes.subarray(0, Math.ceil(bytes.length / 2));
    if (hits('garble')) this.#garble(bytes);
    if (hits('merged-replies') && this.#held === undefined) {
      this.#held = bytes;
      return;
    }
    const together = this.#held === undefined ? bytes : Buffer.concat([this.#held, bytes]);
    this.#held = undefined;
    const wait = (hits('delay') ? delay : 0) + (hits('late-reply') ? late : 0);
    this.#deliver(together, wait);
    if (hits('duplicate')) this.#deliver(together, wait);
  }

  #garble(bytes: Uint8Array): void {
    const { random } = this.#settings;
    const at = random.integer(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ random.integer(1, 255);
  }

  /** Hands bytes to the client after `wait` ms, whole or in pieces, never before what was sent earlier. */
  #deliver(bytes: Uint8Array, wait: number): void {
    const { hits, clock, drip } = this.#settings;
    const slow = hits('slow-drip');
    const pieces = slow || hits('split') ? Array.from(bytes, (byte) => Uint8Array.of(byte)) : [bytes];
    for (const piece of pieces) {
      const now = clock.monotonic();
      const at = Math.max(now + wait, this.#busyUntil + (slow ? drip : 0));
      if (at <= now) this.#peer.send(piece);
      else this.#later(at - now, piece);
      this.#busyUntil = at;
    }
  }

  #later(milliseconds: number, piece: Uint8Array): void {
    const timer = this.#settings.clock.setTimer(milliseconds, () => {
      this.#timers.delete(timer);
      this.#peer.send(piece);
    });
    this.#timers.add(timer);
  }
}
