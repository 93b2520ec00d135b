import { FourwireError } from '@fourwire/core';
import type { Clock, MessageEnd, Turn } from '@fourwire/core';
import { askPort } from '../rpc/port-mapper.ts';
import { RpcConnection } from '../rpc/rpc-connection.ts';
import type { XdrItem, XdrReader } from '../rpc/xdr.ts';
import type { InterruptChannel } from './interrupt-channel.ts';
import { limited } from './limited.ts';
import { MessageBuffer } from './message-buffer.ts';
import {
  abortProcedure,
  coreProcedure,
  endReason,
  operationFlag,
  overTcp,
  vxi11Program,
} from './programs.ts';
import { vxi11Code, vxi11Error } from './vxi11-error.ts';

/** What a link is made with. */
export interface LinkSettings {
  readonly host: string;
  /** Port of the core channel; the port mapper is asked without it. */
  readonly corePort: number | undefined;
  readonly portMapperPort: number;
  /** The instrument's name behind the host, such as `inst0`. */
  readonly device: string;
  /** For messages. */
  readonly address: string;
  readonly maxMessageBytes: number;
  /** How long the instrument waits for data in one read, in milliseconds. */
  readonly readMs: number;
  /** How long the instrument waits for another link's lock, in milliseconds; 0: not at all. */
  readonly lockMs: number;
}

/** What a link tells its transport. */
export interface LinkEvents {
  /** The connection ended by itself. */
  readonly lost: (error: FourwireError) => void;
  /** A reply that nobody waits for any more; valid during the call. */
  readonly stray: (record: Uint8Array) => void;
}

/**
 * How much is read and written with one call, in bytes: little enough for any instrument's memory, and so much that the
 * calls cost nothing beside it.
 */
const pieceBytes = 1_048_576;

/** What an instrument takes that states 0: the least that the specification allows. */
const leastReceive = 1024;

/** How long the instrument may take to accept a part of a message, and for what moves no data, in milliseconds. */
const operationMs = 10_000;

/** How long the abort channel has to connect and to answer, in milliseconds. */
const abortMs = 500;

/** The client's own number for itself has no meaning for the instrument. */
const clientId = 0;

/** For an instrument that states less than it adds around its data. */
const replyOverhead = 4096;

/**
 * Comes back with a service request, and does not matter there. Forty bytes, as the most used VISA sends them: the
 * Keysight 34465A crashes on an empty one (pyvisa-py issue 620).
 */
const handle: Uint8Array = Buffer.from('fourwire'.padEnd(40));

/** What the instrument answers to create_link. */
interface CreatedLink {
  /** Any number of 32 bits, 0 included. */
  readonly id: number;
  /** 0 where it has no abort channel. */
  readonly abortPort: number;
  /** How much one write may carry; nothing else is limited by it. */
  readonly maxReceive: number;
}

/** A link to one instrument: the core channel, and the abort channel when it is needed. */
export class Vxi11Link {
  readonly #core: RpcConnection;
  readonly #settings: LinkSettings;
  readonly #id: number;
  readonly #abortPort: number;
  readonly #maxWrite: number;
  readonly #flags: number;
  /** Whether something was sent and no end of a message received since, so that the instrument may still want to speak. */
  unread = false;
  #locked = false;
  /** Whether a call that was given up is being waited for, or was in vain. */
  #stuck = false;

  private constructor(
    core: RpcConnection,
    settings: LinkSettings,
    { id, abortPort, maxReceive }: CreatedLink,
  ) {
    this.#core = core;
    this.#settings = settings;
    this.#id = id;
    this.#abortPort = abortPort;
    this.#maxWrite = Math.min(maxReceive === 0 ? leastReceive : maxReceive, pieceBytes);
    this.#flags = settings.lockMs > 0 ? operationFlag.waitForLock : 0;
  }

  /**
   * Connects and creates a link.
   *
   * @throws FourwireError of kind `link`: `link-refused`, `rpc-program-missing`, or `vxi11-error` when the instrument
   * knows no such device; of kind `busy` when it has no link left
   */
  static async create(settings: LinkSettings, events: LinkEvents, turn: Turn): Promise<Vxi11Link> {
    const { host, address, device, lockMs } = settings;
    const port =
      settings.corePort ??
      (await askPort({ host, port: settings.portMapperPort, address }, vxi11Program.core, turn));
    const core = await RpcConnection.connect({ ...vxi11Program.core, host, port, address }, turn, {
      maxRecordBytes: settings.maxMessageBytes + replyOverhead,
      ...events,
    });
    try {
      const [error, link] = await core.call(
        coreProcedure.createLink,
        [clientId, 0, lockMs, Buffer.from(device, 'latin1')],
        turn,
        decodeLink,
      );
      if (link === undefined) throw vxi11Error(address, `create_link "${device}"`, error);
      return new Vxi11Link(core, settings, link);
    } catch (error) {
      core.close();
      throw error;
    }
  }

  /** Why it ended; `undefined` while it lasts. */
  get error(): FourwireError | undefined {
    return this.#core.error;
  }

  /** Whether the reply to a call that was given up has not come yet. */
  get owed(): boolean {
    return this.#core.owed;
  }

  /** Where the core channel is bound here. */
  get localAddress(): string {
    return this.#core.localAddress;
  }

  /**
   * Sends one message, in parts that the instrument takes; goes on where it could not take all in its time.
   *
   * @throws FourwireError of kind `timeout`, when the instrument took all and not the end; of kind `protocol`, when it
   * counts wrong; and what it answers
   */
  async write(data: Uint8Array, turn: Turn): Promise<void> {
    turn.check();
    turn.sent(data);
    const wasUnread = this.unread;
    this.unread = true;
    for (let from = 0; from < data.length;) {
      const to = Math.min(data.length, from + this.#maxWrite);
      const flags = this.#flags | (to === data.length ? operationFlag.end : 0);
      const part = data.subarray(from, to);
      const args = [this.#id, operationMs, this.#settings.lockMs, flags, part];
      const { error, size } = await this.#core.call(coreProcedure.write, args, turn, decodeWritten);
      if (size > part.length || (error === 0 && size === 0)) throw this.#miscounts(size, part.length);
      from += size;
      // Nothing of it was taken, so nothing will be said to it.
      if (from === 0 && error !== vxi11Code.timeout) this.unread = wasUnread;
      const goesOn = error === 0 || (error === vxi11Code.timeout && size < part.length);
      if (!goesOn) throw this.#error('device_write', error);
    }
  }

  /**
   * Receives one message. The instrument is asked again for as long as it has nothing to say.
   *
   * @param end - serves only to make room for a long message at once
   * @throws FourwireError of kind `protocol`, code `message-too-long`
   */
  async read(end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    const { maxMessageBytes, readMs, lockMs } = this.#settings;
    const message = new MessageBuffer(end, maxMessageBytes);
    const decode = (results: XdrReader): { error: number; reason: number } => {
      const error = results.word();
      if (error !== 0 && results.left < 8) return { error, reason: 0 };
      const reason = results.word();
      message.append(results.opaque());
      return { error, reason };
    };
    for (;;) {
      const size = Math.min(pieceBytes, maxMessageBytes - message.length + 1);
      const args = [this.#id, size, readMs, lockMs, this.#flags, 0];
      const { error, reason } = await this.#core.call(coreProcedure.read, args, turn, decode, message);
      if (message.length > maxMessageBytes) {
        throw new FourwireError(
          'protocol',
          'message-too-long',
          `${this.#settings.address}: the instrument sends more than the ${maxMessageBytes} bytes allowed for one message.`,
        );
      }
      if (error !== 0 && error !== vxi11Code.timeout) throw this.#error('device_read', error);
      if (error === 0 && (reason & endReason) !== 0) break;
    }
    this.unread = false;
    const whole = message.take();
    turn.received(whole);
    return whole;
  }

  async statusByte(turn: Turn): Promise<number> {
    const status = await this.#operate(coreProcedure.readStatusByte, 'device_readstb', turn, (results) =>
      results.word(),
    );
    return status & 0xff;
  }

  async trigger(turn: Turn): Promise<void> {
    // What it does may be a measurement with a reply.
    this.unread = true;
    await this.#operate(coreProcedure.trigger, 'device_trigger', turn);
  }

  /** Empties the buffers on both sides of the instrument. */
  async clear(turn: Turn): Promise<void> {
    await this.#operate(coreProcedure.clear, 'device_clear', turn);
    this.unread = false;
  }

  async remote(enabled: boolean, turn: Turn): Promise<void> {
    if (enabled) await this.#operate(coreProcedure.remote, 'device_remote', turn);
    else await this.#operate(coreProcedure.local, 'device_local', turn);
  }

  /** @throws FourwireError of kind `state`, code `lock-invalid`, when this link holds the lock already */
  async lock(turn: Turn): Promise<void> {
    if (this.#locked) {
      throw new FourwireError(
        'state',
        'lock-invalid',
        `${this.#settings.address}: this link holds the lock already.`,
      );
    }
    await this.#order(
      coreProcedure.lock,
      'device_lock',
      [this.#id, this.#flags, this.#settings.lockMs],
      turn,
    );
    this.#locked = true;
  }

  async unlock(turn: Turn): Promise<void> {
    await this.#order(coreProcedure.unlock, 'device_unlock', [this.#id], turn);
    this.#locked = false;
  }

  /** Has the instrument connect to the channel and ask there for service. */
  async enableServiceRequests(channel: InterruptChannel, turn: Turn): Promise<void> {
    const { program, version } = vxi11Program.interrupt;
    await this.#order(
      coreProcedure.createInterruptChannel,
      'create_intr_chan',
      [channel.hostNumber, channel.port, program, version, overTcp],
      turn,
    );
    await this.#order(coreProcedure.enableServiceRequests, 'device_enable_srq', [this.#id, 1, handle], turn);
  }

  /** Takes back what {@link enableServiceRequests} did, also where it stopped half-way. */
  async disableServiceRequests(turn: Turn): Promise<void> {
    try {
      await this.#order(
        coreProcedure.enableServiceRequests,
        'device_enable_srq',
        [this.#id, 0, handle],
        turn,
      );
    } finally {
      await this.#order(coreProcedure.destroyInterruptChannel, 'destroy_intr_chan', [], turn);
    }
  }

  /**
   * Ends the call that was given up, by the abort channel where there is one, and waits until its reply came.
   *
   * @throws FourwireError of kind `link`, when the connection ends before
   */
  async settle(clock: Clock, turn: Turn): Promise<void> {
    this.#stuck = true;
    // Without an abort the call ends by itself when its time is over.
    if (this.owed && this.#abortPort !== 0) await this.#abort(clock).catch(() => {});
    await this.#core.settled(turn);
    this.#stuck = false;
  }

  /** Gives back the lock and the link: some instruments have only a few, and free dead ones late. */
  async destroy(clock: Clock, turn: Turn): Promise<void> {
    // Whoever did not answer to that will not answer to this; the end of the connection must do.
    if (this.#stuck) return;
    await this.settle(clock, turn);
    if (this.#locked) await this.unlock(turn);
    await this.#order(coreProcedure.destroyLink, 'destroy_link', [this.#id], turn);
  }

  /** Ends the connection without another word. */
  close(): void {
    this.#core.close();
  }

  async #abort(clock: Clock): Promise<void> {
    const { host, address } = this.#settings;
    await limited(clock, abortMs, address, async (turn) => {
      const server = { ...vxi11Program.abort, host, port: this.#abortPort, address: `${address} (abort)` };
      const channel = await RpcConnection.connect(server, turn);
      try {
        // It would hit the next call if the reply has come meanwhile.
        if (this.owed) await channel.call(abortProcedure, [this.#id], turn, (results) => results.word());
      } finally {
        channel.close();
      }
    });
  }

  /** One of the procedures that take a Device_GenericParms. */
  #operate(procedure: number, doing: string, turn: Turn): Promise<void>;
  #operate<R>(procedure: number, doing: string, turn: Turn, decode: (results: XdrReader) => R): Promise<R>;
  async #operate(
    procedure: number,
    doing: string,
    turn: Turn,
    decode?: (results: XdrReader) => unknown,
  ): Promise<unknown> {
    const args = [this.#id, this.#flags, this.#settings.lockMs, operationMs];
    return this.#order(procedure, doing, args, turn, decode);
  }

  /** A procedure that answers with an error code and perhaps more. */
  async #order(
    procedure: number,
    doing: string,
    args: readonly XdrItem[],
    turn: Turn,
    decode?: (results: XdrReader) => unknown,
  ): Promise<unknown> {
    const [error, value] = await this.#core.call(procedure, args, turn, (results) => {
      const answer = results.word();
      return [answer, answer === 0 ? decode?.(results) : undefined] as const;
    });
    if (error !== 0) throw this.#error(doing, error);
    return value;
  }

  #error(doing: string, code: number): FourwireError {
    const error = vxi11Error(this.#settings.address, doing, code);
    // The instrument has dropped the link, perhaps after a restart: only a new one helps.
    if (code === vxi11Code.invalidLink) this.#core.fail(error);
    return error;
  }

  #miscounts(taken: number, length: number): FourwireError {
    return new FourwireError(
      'protocol',
      'vxi11-reply',
      `${this.#settings.address}: the instrument says that it took ${taken} of ${length} bytes.`,
    );
  }
}

function decodeWritten(results: XdrReader): { error: number; size: number } {
  const error = results.word();
  return { error, size: error !== 0 && results.left < 4 ? 0 : results.word() };
}

function decodeLink(results: XdrReader): [error: number, link?: CreatedLink] {
  const error = results.word();
  if (error !== 0) return [error];
  return [error, { id: results.word(), abortPort: results.word(), maxReceive: results.word() }];
}
