import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { FourwireError } from '@fourwire/core';
import type { Turn } from '@fourwire/core';
import { encodeRecord, openReply, replyXid } from './rpc-message.ts';
import type { RpcProgram } from './rpc-message.ts';
import { RecordReader } from './record-reader.ts';
import type { RecordRoom } from './record-reader.ts';
import type { XdrItem, XdrReader } from './xdr.ts';

/** Where a program of ONC RPC listens. */
export interface RpcServer extends RpcProgram {
  readonly host: string;
  readonly port: number;
  /** For messages: the address of the instrument, and what of it this is. */
  readonly address: string;
}

/** What a connection may be told. */
export interface RpcConnectionOptions {
  /** The longest reply, in bytes; 64 KiB unless given. */
  readonly maxRecordBytes?: number;
  /** Called once when the connection ends and was not closed from here. */
  readonly lost?: (error: FourwireError) => void;
  /** Takes replies that nobody waits for any more; valid during the call. */
  readonly stray?: (record: Uint8Array) => void;
}

/** A call under way. */
interface Pending {
  readonly xid: number;
  readonly turn: Turn;
  /** `undefined` from when it was given up. */
  answer: ((record: Uint8Array) => void) | undefined;
  refuse(error: FourwireError): void;
}

/** Big enough for what one segment train delivers; reused for every chunk, so receiving allocates nothing. */
const chunkBytes = 65_536;

/** Firewalls forget connections that are silent for minutes. */
const keepAliveMs = 30_000;

const mostXid = 0xffff_ffff;

/**
 * A client of ONC RPC over TCP. One call at a time, as instruments expect it: replies are matched by their xid, and
 * while the reply to a call that was given up is owed, no other call is sent.
 */
export class RpcConnection {
  readonly #server: RpcServer;
  readonly #options: RpcConnectionOptions;
  readonly #reader: RecordReader;
  readonly #socket: Socket;
  #xid = 0;
  #pending: Pending | undefined;
  #onSettled: (() => void) | undefined;
  #error: FourwireError | undefined;
  /** Where its socket is bound here. */
  readonly localAddress: string;

  private constructor(
    server: RpcServer,
    options: RpcConnectionOptions,
    socket: Socket,
    reader: RecordReader,
  ) {
    this.#server = server;
    this.#options = options;
    this.#socket = socket;
    this.#reader = reader;
    this.localAddress = socket.localAddress ?? '';
  }

  /** @throws FourwireError of kind `link`, code `link-refused`, when nobody accepts it */
  // oxlint-disable-next-line typescript/promise-function-async -- made of a socket's events
  static connect(server: RpcServer, turn: Turn, options: RpcConnectionOptions = {}): Promise<RpcConnection> {
    if (turn.error !== undefined) return Promise.reject(turn.error);
    let connection: RpcConnection | undefined;
    const reader = new RecordReader(options.maxRecordBytes ?? 65_536, (record) =>
      connection?.received(record),
    );
    const chunk = new Uint8Array(chunkBytes);
    const socket = connect({
      host: server.host,
      port: server.port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: keepAliveMs,
      onread: {
        buffer: chunk,
        callback: (length) => {
          connection?.push(chunk.subarray(0, length));
          return true;
        },
      },
    });
    let failure: Error | undefined;
    socket.on('error', (error) => {
      failure = error;
    });
    return new Promise((resolve, reject) => {
      turn.onInterrupt((error) => {
        socket.destroy();
        reject(error);
      });
      socket.once('connect', () => {
        turn.onInterrupt(undefined);
        // Before anything can arrive.
        connection = new RpcConnection(server, options, socket, reader);
        resolve(connection);
      });
      // 'close' follows 'error', so the reason is known by then.
      socket.once('close', () => {
        if (connection !== undefined) {
          connection.fail(lost(server.address, failure));
          return;
        }
        turn.onInterrupt(undefined);
        reject(refused(server.address, failure));
      });
    });
  }

  /** Why the connection ended; `undefined` while it lasts. */
  get error(): FourwireError | undefined {
    return this.#error;
  }

  /** Whether a call was given up whose reply has not come yet. */
  get owed(): boolean {
    return this.#pending !== undefined && this.#pending.answer === undefined;
  }

  /**
   * Calls a procedure.
   *
   * @param decode - makes something of the results, which are valid during its call only
   * @param room - where a long reply is put together
   * @throws FourwireError of kind `protocol`, when the server refuses the call or answers nonsense; of kind `link`, when
   * the connection ends, or the reply to an earlier call is owed; and what `decode` throws
   */
  // oxlint-disable-next-line typescript/promise-function-async -- on every exchange's way: one promise, not two
  call<R>(
    procedure: number,
    args: readonly XdrItem[],
    turn: Turn,
    decode: (results: XdrReader) => R,
    room?: RecordRoom,
  ): Promise<R> {
    return new Promise((resolve, reject) => {
      turn.check();
      if (this.#error !== undefined) throw this.#error;
      if (this.#pending !== undefined) throw busy(this.#server.address);
      const xid = this.#nextXid();
      const record = encodeRecord(xid, this.#server, procedure, args);
      const pending: Pending = {
        xid,
        turn,
        answer: (reply) => resolve(decode(openReply(reply))),
        refuse: reject,
      };
      this.#pending = pending;
      this.#reader.room = room;
      turn.touched = true;
      turn.onInterrupt((error) => {
        pending.answer = undefined;
        this.#reader.room = undefined;
        reject(error);
      });
      // What is sent waits for its reply, so there is never more than one call in the socket's buffer.
      this.#socket.write(record);
    });
  }

  /**
   * Waits until the reply to the call that was given up has come and was dropped.
   *
   * @throws FourwireError of kind `link`, when the connection ends before
   */
  async settled(turn: Turn): Promise<void> {
    turn.check();
    if (this.owed) {
      await new Promise<void>((resolve, reject) => {
        this.#onSettled = resolve;
        turn.onInterrupt(reject);
      });
      this.#onSettled = undefined;
      turn.onInterrupt(undefined);
    }
    if (this.#error !== undefined) throw this.#error;
  }

  /** Ends the connection without a word to its owner. */
  close(): void {
    this.#end(new FourwireError('link', 'link-closed', `${this.#server.address} was closed.`));
  }

  /** Ends the connection: who waits is refused, and the owner is told, once. */
  fail(error: FourwireError): void {
    if (this.#end(error)) this.#options.lost?.(error);
  }

  /** @internal Takes what arrived. */
  push(chunk: Uint8Array): void {
    try {
      this.#reader.push(chunk);
    } catch (error) {
      this.fail(outOfStep(this.#server.address, FourwireError.from(error)));
    }
  }

  /** @internal Takes a record. */
  received(record: Uint8Array): void {
    const xid = replyXid(record);
    if (xid === undefined) {
      this.fail(outOfStep(this.#server.address));
      return;
    }
    const pending = this.#pending;
    if (pending?.xid !== xid) {
      // An old reply, never the answer to this call.
      this.#options.stray?.(record);
      return;
    }
    this.#pending = undefined;
    this.#reader.room = undefined;
    if (pending.answer === undefined) {
      this.#options.stray?.(record);
      this.#onSettled?.();
      return;
    }
    pending.turn.onInterrupt(undefined);
    try {
      pending.answer(record);
    } catch (error) {
      pending.refuse(located(this.#server.address, FourwireError.from(error)));
    }
  }

  #end(error: FourwireError): boolean {
    if (this.#error !== undefined) return false;
    this.#error = error;
    this.#reader.stop();
    this.#socket.destroy();
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending?.answer !== undefined) {
      pending.turn.onInterrupt(undefined);
      pending.refuse(error);
    }
    this.#onSettled?.();
    return true;
  }

  #nextXid(): number {
    this.#xid = this.#xid === mostXid ? 1 : this.#xid + 1;
    return this.#xid;
  }
}

/** The error with the address before its text. */
function located(address: string, error: FourwireError): FourwireError {
  return new FourwireError(error.kind, error.code, `${address}: ${error.message}`, {
    retry: error.retry,
    device: error.device,
    details: error.details,
    cause: error.cause,
  });
}

function lost(address: string, cause: Error | undefined): FourwireError {
  const why = cause === undefined ? 'the far side closed the connection' : cause.message;
  return new FourwireError('link', 'link-lost', `${address}: ${why}.`, { cause });
}

function refused(address: string, cause: Error | undefined): FourwireError {
  return new FourwireError(
    'link',
    'link-refused',
    `${address} cannot be opened: ${cause?.message ?? 'the connection was closed'}. Check that the instrument is on, its address, that VXI-11 is switched on there, and that not too many clients hold a connection.`,
    { cause },
  );
}

function busy(address: string): FourwireError {
  return new FourwireError(
    'link',
    'link-out-of-step',
    `${address}: the reply to an earlier call is still owed; the connection has to be brought back in step first.`,
  );
}

function outOfStep(address: string, cause?: FourwireError): FourwireError {
  const why = cause === undefined ? 'what came is no reply of ONC RPC' : cause.message.replace(/\.$/, '');
  return new FourwireError(
    'link',
    'link-out-of-step',
    `${address}: ${why}; the connection has to be opened anew.`,
    { cause },
  );
}
