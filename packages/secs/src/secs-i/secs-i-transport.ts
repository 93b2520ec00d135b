import { FourwireError, Turn } from '@fourwire/core';
import type { ByteTransport, TransportHost } from '@fourwire/core';
import { BehaviorSubject, Subject, distinctUntilChanged } from 'rxjs';
import type { Observable } from 'rxjs';
import { PrimaryInbox } from '../connection/primary-inbox.ts';
import { SecsData, checkPrimary } from '../connection/secs-data.ts';
import type { DataFrame } from '../connection/secs-data.ts';
import type { IncomingPrimary, SecsTransport } from '../connection/secs-transport.ts';
import { isPrimary, messageName } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import { B } from '../secs-ii/constructors.ts';
import { encodeItem } from '../secs-ii/encode.ts';
import { blockDataBytes, encodeBlockHeader, encodeBlocks } from './block.ts';
import type { Block, BlockAddress } from './block.ts';
import { BlockLine } from './block-line.ts';
import { MessageAssembler } from './message-assembler.ts';
import { secsISettings } from './secs-i-settings.ts';
import type { SecsIOptions, SecsISettings } from './secs-i-settings.ts';

/** How long what came before anybody listened waits for a listener. */
const patienceMs = 5000;

/**
 * SECS-I over a serial line or any other stream of bytes, as host or equipment. A line has no session: messages can be
 * exchanged as soon as the port is open. T3 is the `timeout` of the device on the bus.
 *
 * Source: SEMI E4; sheet secs-i.md.
 */
export class SecsITransport implements SecsTransport {
  readonly wire = 'secs' as const;
  readonly matchesReplies = true;
  readonly blockBytes = blockDataBytes;
  readonly concurrency: number;
  readonly address: string;
  readonly primary$: Observable<IncomingPrimary>;
  readonly selected$: Observable<boolean>;
  /** Mistakes of the far side that no request waits for, and messages of ours that could not be sent unasked. */
  readonly fault$: Observable<FourwireError>;
  readonly #fault$ = new Subject<FourwireError>();
  readonly #selected$ = new BehaviorSubject(false);
  readonly #connect: () => ByteTransport | Promise<ByteTransport>;
  readonly #settings: SecsISettings;
  readonly #inbox = new PrimaryInbox(patienceMs);
  #connection: Connection | undefined;

  /**
   * @param connect - makes the stream of bytes; called for every opening
   * @throws FourwireError of kind `range` for an option that cannot be
   */
  constructor(connect: () => ByteTransport | Promise<ByteTransport>, options: SecsIOptions = {}) {
    this.#connect = connect;
    this.#settings = secsISettings(options);
    this.concurrency = this.#settings.openRequests;
    this.address = this.#settings.address;
    this.primary$ = this.#inbox.primary$;
    this.fault$ = this.#fault$.asObservable();
    this.selected$ = this.#selected$.pipe(distinctUntilChanged());
  }

  async open(host: TransportHost, turn: Turn): Promise<void> {
    const stream = await this.#connect();
    turn.check();
    if (stream.listen === undefined) {
      const text = `${this.address}: SECS-I needs a stream of bytes; ${stream.address} is none.`;
      throw new FourwireError('range', 'stream-needed', text);
    }
    const connection = new Connection(stream, host, this.#settings, this.#inbox, (error) =>
      this.#fault$.next(error),
    );
    this.#connection = connection;
    stream.listen((chunk) => connection.take(chunk));
    const lost = (error: FourwireError): void => {
      connection.end(error);
      this.#selected$.next(false);
      host.lost(error);
    };
    await stream.open({ clock: host.clock, lost, trace: () => {} }, turn);
    this.#selected$.next(true);
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#selected$.next(false);
    await connection?.close();
  }

  /** Replies carry system bytes, so a late one is recognised and dropped: the wire is always in step. */
  async recover(_turn: Turn): Promise<boolean> {
    return true;
  }

  async request(message: SecsMessage, turn: Turn): Promise<SecsMessage> {
    checkPrimary(message, true);
    return this.#open().data.request(message, turn);
  }

  async send(message: SecsMessage, turn: Turn): Promise<void> {
    checkPrimary(message, false);
    return this.#open().data.send(message, turn);
  }

  #open(): Connection {
    if (this.#connection !== undefined) return this.#connection;
    throw new FourwireError('link', 'link-closed', `${this.address} is not open.`);
  }
}

/** One opening of the line. */
class Connection {
  readonly data: SecsData;
  readonly #stream: ByteTransport;
  readonly #host: TransportHost;
  readonly #settings: SecsISettings;
  readonly #inbox: PrimaryInbox;
  readonly #fault: (error: FourwireError) => void;
  readonly #line: BlockLine;
  readonly #assembler: MessageAssembler;
  /** Messages go one after the other: their blocks are never mixed. */
  #sending: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(
    stream: ByteTransport,
    host: TransportHost,
    settings: SecsISettings,
    inbox: PrimaryInbox,
    fault: (error: FourwireError) => void,
  ) {
    this.#stream = stream;
    this.#host = host;
    this.#settings = settings;
    this.#inbox = inbox;
    this.#fault = fault;
    const context = { address: settings.address, settings, host, inbox, fault, selected: () => {} };
    this.data = new SecsData(context, {
      write: async (message, systemBytes, turn) => this.#write(message, systemBytes, turn),
      writeUnasked: (message, systemBytes) => {
        this.#write(message, systemBytes, this.#ownTurn()).catch((error: unknown) =>
          this.#fault(FourwireError.from(error)),
        );
      },
      headerBytes: (message, systemBytes) =>
        encodeBlockHeader(this.#addressOf(systemBytes), message, 1, true),
    });
    this.#line = new BlockLine(host.clock, settings, {
      write: (bytes) => this.#put(bytes),
      received: (block) => this.#received(block),
    });
    this.#assembler = new MessageAssembler(host.clock, settings.t4Ms, {
      complete: (block, body) => this.#complete(block, body),
      timedOut: (block) => this.#timedOut(block),
      stray: (block, why) => this.#dropped(block, why),
    });
  }

  take(chunk: Uint8Array): void {
    this.#host.trace('received', chunk.slice());
    if (!this.#ended) this.#line.take(chunk);
  }

  async close(): Promise<void> {
    this.end(new FourwireError('link', 'link-closed', `${this.#settings.address} was closed.`));
    await this.#stream.close();
  }

  end(error: FourwireError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stream.listen?.(undefined);
    this.#line.stop(error);
    this.#assembler.stop();
    this.#inbox.clear();
    this.data.requests.failAll(error);
  }

  #addressOf(systemBytes: number): BlockAddress {
    const { sessionId, role } = this.#settings;
    return { deviceId: sessionId, toHost: role === 'equipment', systemBytes };
  }

  async #write(message: SecsMessage, systemBytes: number, turn: Turn): Promise<void> {
    const { item } = message;
    const body = item === undefined ? new Uint8Array(0) : encodeItem(item, { text: this.#settings.text });
    const blocks = encodeBlocks(this.#addressOf(systemBytes), message, body);
    const before = this.#sending;
    const sent = this.#sendBlocks(before, blocks, turn);
    this.#sending = sent.catch(() => {});
    await sent;
  }

  async #sendBlocks(before: Promise<void>, blocks: readonly Uint8Array[], turn: Turn): Promise<void> {
    await before;
    for (const block of blocks) {
      // A message that nobody waits for any more is not begun; one that is begun goes on to its end only if wanted.
      turn.check();
      // In the trace of whoever sends it; the characters of the handshake belong to nobody.
      turn.sent(block);
      await this.#line.send(block);
    }
  }

  #put(bytes: Uint8Array): void {
    const handshake = bytes.length === 1;
    this.#stream.write(bytes, handshake ? this.#ownTurn() : new Turn()).catch(() => {
      // A line that is gone says so by itself.
    });
  }

  /** A turn that is nobody's; what it sends is in the trace of the link. */
  #ownTurn(): Turn {
    return new Turn((direction, traced) => this.#host.trace(direction, traced));
  }

  /** A block is judged after it was acknowledged. */
  #received(block: Block): void {
    const { sessionId, role } = this.#settings;
    if (block.toHost !== (role === 'host')) {
      this.#dropped(block, 'it goes the other way (R-bit)');
    } else if (role === 'equipment' && block.deviceId !== sessionId) {
      this.#complain(1, block);
      this.#dropped(block, `it carries device id ${block.deviceId}, configured is ${sessionId}`);
    } else {
      this.#assembler.take(block);
    }
  }

  #complete(block: Block, body: Uint8Array): void {
    const frame: DataFrame = {
      deviceId: block.deviceId,
      head: block.head,
      systemBytes: block.systemBytes,
      body,
      headerBytes: () => block.header,
    };
    this.data.take(frame, this.data.answered(frame));
  }

  #timedOut(block: Block): void {
    if (isPrimary(block.head)) this.#complain(9, block);
    this.#dropped(block, `the next block did not come within ${this.#settings.t4Ms} ms (T4)`);
  }

  #complain(code: number, block: Block): void {
    if (this.#settings.role === 'host' || block.head.stream === 9) return;
    const message = { stream: 9, function: code, reply: false, item: B(block.header) };
    this.#write(message, this.data.requests.nextSystemBytes(), new Turn()).catch((error: unknown) =>
      this.#fault(FourwireError.from(error)),
    );
  }

  #dropped(block: Block, why: string): void {
    const text = `${this.#settings.address}: block ${block.number} of ${messageName(block.head)} was dropped: ${why}.`;
    this.#fault(new FourwireError('protocol', 'secs-i-block-dropped', text));
  }
}
