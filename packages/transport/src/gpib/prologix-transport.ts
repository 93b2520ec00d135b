import { FourwireError, printable } from '@fourwire/core';
import type {
  ByteTransport,
  MessageEnd,
  SerialSettings,
  Transport,
  TransportHost,
  Turn,
} from '@fourwire/core';
import type { Observable } from 'rxjs';
import type { GpibAddress, PrologixSerialAddress, PrologixTcpAddress } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import { SerialTransport } from '../serial/serial-transport.ts';
import { TcpTransport } from '../tcp/tcp-transport.ts';
import type { AdapterKind } from './adapter-kind.ts';
import { greeting, kindOf, prologix } from './adapter-kind.ts';
import { AdapterLine } from './adapter-line.ts';
import { escapedLine } from './escaped-line.ts';
import { Fence } from './fence.ts';
import { GpibInstrument } from './gpib-instrument.ts';
import type { GpibPlace } from './gpib-place.ts';
import { placeText } from './gpib-place.ts';
import { readReply } from './read-reply.ts';
import { ServiceRequests } from './service-requests.ts';

/** How long an adapter may take for its greeting until it is greeted again; an Arduino starts for two seconds. */
const greetingMs = 500;

/** The silence after which a greeting is taken to be complete, in milliseconds. */
const greetedMs = 100;

/** How long the answer to a synchronisation may take: longer than any read that may be under way. */
const synchroniseMs = 1500;

/** What was last said to an instrument: if that was cut short, a reply may lie in the instrument still. */
interface Exposure {
  readonly place: GpibPlace;
  readonly turn: Turn;
  cut: boolean;
}

/**
 * A Prologix-style GPIB adapter: GPIB-ETHERNET, GPIB-USB, AR488. It owns the line, and each instrument behind it has
 * a {@link GpibInstrument} for its driver; the bus around the adapter keeps their exchanges apart.
 *
 * After an interrupted exchange the adapter is asked until it answers in step again, and the instrument is cleared
 * (`++clr`), because a reply that it still holds would be read as the answer to the next question.
 */
export class PrologixTransport implements Transport {
  readonly wire = 'gpib' as const;
  readonly address: string;
  readonly concurrency = 1;
  readonly matchesReplies = false;
  readonly #line: AdapterLine;
  readonly #requests: ServiceRequests;
  #kind: AdapterKind = prologix;
  #fences = 0;
  #fence = new Fence(0);
  /** The address that the adapter has confirmed; undefined when nobody can be sure of it. */
  #selected: string | undefined;
  #exposure: Exposure | undefined;

  private constructor(stream: ByteTransport, address: string) {
    this.address = address;
    this.#line = new AdapterLine(stream);
    this.#requests = new ServiceRequests(this);
  }

  /** An adapter on the network. */
  static tcp(address: PrologixTcpAddress): PrologixTransport {
    const { host, port } = address;
    return new PrologixTransport(new TcpTransport({ host, port }), formatAddress(address));
  }

  /** An adapter on a serial port, at 115,200 baud unless the settings say otherwise; a GPIB-USB takes any rate. */
  static serial(address: PrologixSerialAddress, settings: SerialSettings = {}): PrologixTransport {
    const { port } = address;
    const stream = new SerialTransport({ kind: 'serial', port }, { baudRate: 115_200, ...settings });
    return new PrologixTransport(stream, formatAddress(address));
  }

  /**
   * An adapter behind a stream of bytes of any kind, for example a simulator in this process.
   *
   * @throws FourwireError of kind `range`, code `stream-needed`, for a transport that is no stream
   */
  static over(stream: ByteTransport, address: string = stream.address): PrologixTransport {
    return new PrologixTransport(stream, address);
  }

  /** An instrument behind it. */
  instrument(address: GpibAddress): GpibInstrument {
    return new GpibInstrument(this, address);
  }

  async open(host: TransportHost, turn: Turn): Promise<void> {
    await this.#line.open(host, turn);
    this.#kind = await this.#greet(turn);
    this.#line.pace(this.#kind.chunkBytes, this.#kind.chunkPauseMs);
    await this.#synchronise(turn);
    if (this.#exposure?.cut === true || this.#exposure?.turn.error !== undefined) await this.#clear(turn);
    this.#requests.start(host);
  }

  async close(): Promise<void> {
    this.#requests.stop();
    this.#selected = undefined;
    await this.#line.close();
  }

  async recover(turn: Turn): Promise<boolean> {
    this.#selected = undefined;
    if (this.#exposure !== undefined) this.#exposure.cut = true;
    // It may have been restarted, and know nothing of what it was set to.
    await this.#synchronise(turn);
    return this.#clear(turn);
  }

  /** Interface clear: takes control of the bus and stops all talking and listening on it, that of others included. */
  async interfaceClear(turn: Turn): Promise<void> {
    this.#line.discard();
    expectNothing('++ifc', await this.#ask('++ifc', turn));
  }

  /**
   * Sends one message to the instrument at an address.
   *
   * @throws FourwireError of kind `range`, code `gpib-message-too-long`, when the adapter would cut it
   */
  async write(place: GpibPlace, data: Uint8Array, turn: Turn): Promise<void> {
    if (data.length === 0) return;
    const line = escapedLine(data);
    if (line.length - 1 > this.#kind.longestLine) {
      throw new FourwireError(
        'range',
        'gpib-message-too-long',
        `${this.address}: a message of ${line.length - 1} bytes, escapes included, is longer than the ${this.#kind.longestLine} that this ${this.#kind.name} adapter takes; send less at once, or use another adapter.`,
      );
    }
    await this.#expose(place, turn);
    await this.#line.send(line, turn, data);
    // Without a handshake nothing may be sent before the adapter has dealt with it.
    if (this.#kind.longestLine < Infinity) await this.#over(turn);
  }

  /** Receives one message of the instrument at an address. */
  async read(place: GpibPlace, end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    await this.#expose(place, turn);
    const reply = await readReply(this.#line, this.#fence, this.#kind.mark, end, turn);
    this.#exposure = undefined;
    turn.lastReceived = reply;
    return reply;
  }

  /** @internal A command for the addressed instrument that the adapter does not answer. */
  async command(place: GpibPlace, command: string, turn: Turn): Promise<void> {
    await this.#begin(place, turn);
    expectNothing(command, await this.#ask(command, turn));
  }

  /** @internal Use {@link GpibInstrument.statusByte}. */
  async statusByte(place: GpibPlace, turn: Turn): Promise<number> {
    await this.#begin(place, turn);
    const answer = await this.#ask('++spoll', turn);
    if (answer === '') {
      throw new FourwireError(
        'timeout',
        'timeout',
        `No instrument at ${placeText(place)} answered the serial poll; check its address and that it is on.`,
      );
    }
    return toNumber('++spoll', answer, 255);
  }

  /** Whether any instrument on the bus asks for service. */
  async serviceRequested(turn: Turn): Promise<boolean> {
    this.#line.discard();
    return toNumber('++srq', await this.#ask('++srq', turn), 1) === 1;
  }

  /** @internal Use {@link GpibInstrument.serviceRequest$}. */
  serviceRequests(place: GpibPlace): Observable<number> {
    return this.#requests.of(place);
  }

  /** Finds out what adapter it is, without changing anything in it. */
  async #greet(turn: Turn): Promise<AdapterKind> {
    for (;;) {
      const answer = await this.#hear(greeting, turn);
      const kind = kindOf(answer);
      // One that is set to be verbose prompts, and repeats what it is sent; this switches it over.
      if (kind !== undefined && /^>|\+\+ver/m.test(answer)) await this.#hear('++verbose\n', turn);
      else if (kind !== undefined) return kind;
    }
  }

  /** What an adapter answers of which nothing is known yet: all that comes until it is silent. */
  async #hear(commands: string, turn: Turn): Promise<string> {
    this.#line.discard();
    await this.#line.send(commands, turn);
    let patience = greetingMs;
    await this.#line.receive({ find: () => -1 }, turn, () => {
      const ms = patience;
      patience = greetedMs;
      return ms;
    });
    return this.#line.discard();
  }

  /** Sets the adapter up, and makes sure that all it was sent before is over and nothing of it can arrive any more. */
  async #synchronise(turn: Turn): Promise<void> {
    for (;;) {
      this.#fence = new Fence(this.#fences++);
      this.#line.discard();
      await this.#line.send(this.#kind.setUp + this.#fence.setting + Fence.question, turn);
      if ((await this.#line.receive(this.#fence, turn, () => synchroniseMs)) !== undefined) return;
    }
  }

  /** Clears the instrument whose exchange was cut short: what it still wants to say would answer the next question. */
  async #clear(turn: Turn): Promise<boolean> {
    if (this.#exposure === undefined) return true;
    let cleared = true;
    try {
      await this.#select(this.#exposure.place, turn);
      expectNothing('++clr', await this.#ask('++clr', turn));
    } catch {
      turn.check();
      // The adapter refuses; it will the next time, too.
      cleared = false;
    }
    this.#exposure = undefined;
    return cleared;
  }

  /** Begins what leaves no reply in the instrument. */
  async #begin(place: GpibPlace, turn: Turn): Promise<void> {
    // The exchange before came to a good end, otherwise there had been a recovery.
    if (this.#exposure?.turn !== turn) this.#exposure = undefined;
    await this.#select(place, turn);
  }

  /** Begins what does; the exchange before may have left one, if both are of one transaction. */
  async #expose(place: GpibPlace, turn: Turn): Promise<void> {
    this.#exposure = { place, turn, cut: false };
    await this.#select(place, turn);
  }

  async #select(place: GpibPlace, turn: Turn): Promise<void> {
    this.#line.discard();
    const wanted = placeText(place);
    if (wanted === this.#selected) return;
    this.#selected = undefined;
    const answer = await this.#ask(`++addr ${wanted}\n++addr`, turn);
    if (answer.replace(',', ' ') !== wanted) {
      throw new FourwireError(
        'device',
        'gpib-address-refused',
        `${this.address} does not take the address ${wanted} and says ${JSON.stringify(answer)}; it may be the adapter's own. Give the instrument another.`,
      );
    }
    this.#selected = wanted;
  }

  /** Sends commands and gives what the adapter answers to them. */
  async #ask(commands: string, turn: Turn): Promise<string> {
    await this.#line.send(`${commands}\n${Fence.question}`, turn);
    return this.#answer(turn);
  }

  /** Waits until all that was sent is over. */
  async #over(turn: Turn): Promise<void> {
    await this.#line.send(Fence.question, turn);
    await this.#answer(turn);
  }

  async #answer(turn: Turn): Promise<string> {
    const bytes = this.#fence.before(await this.#line.receive(this.#fence, turn));
    return Buffer.from(bytes).toString('latin1').trim();
  }
}

/**
 * An instrument behind an adapter that was made by address.
 *
 * @throws FourwireError of kind `range`, code `wire-mismatch`, when the transport is something else: somebody holds the
 * same wire for another purpose
 */
export function instrumentOn(adapter: Transport, address: GpibAddress): GpibInstrument {
  if (adapter instanceof PrologixTransport) return adapter.instrument(address);
  throw new FourwireError(
    'range',
    'wire-mismatch',
    `${formatAddress(address)} is behind ${adapter.address}, which is open already and carries ${adapter.wire}; close what uses it.`,
  );
}

function toNumber(command: string, answer: string, most: number): number {
  const value = /^\d{1,3}$/.test(answer) ? Number(answer) : NaN;
  if (value <= most) return value;
  throw unexpected(command, answer);
}

function expectNothing(command: string, answer: string): void {
  if (answer !== '') throw unexpected(command, answer);
}

function unexpected(command: string, answer: string): FourwireError {
  return new FourwireError(
    'protocol',
    'gpib-adapter-answer',
    `The GPIB adapter answers ${command} with "${printable(Buffer.from(answer, 'latin1'))}".`,
    { command, reply: answer.slice(0, 120) },
  );
}
