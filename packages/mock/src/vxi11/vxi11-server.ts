import type { Clock } from '@fourwire/core';
import type { RpcProcedure, RpcProgram } from '../rpc/rpc-program.ts';
import type { RpcConnections } from '../rpc/rpc-service.ts';
import { xdrNumber, xdrOpaque } from '../rpc/xdr.ts';
import type { XdrReader } from '../rpc/xdr.ts';
import type { MessageService } from '../serve/message-service.ts';
import { InterruptChannel } from './interrupt-channel.ts';
import { Vxi11Refusal, vxi11Errors } from './vxi11-errors.ts';
import type { Vxi11ErrorCode } from './vxi11-errors.ts';
import { Vxi11Link, vxi11Device } from './vxi11-link.ts';
import type { Vxi11Device } from './vxi11-link.ts';

/** The programs of VXI-11 (sheet vxi11.md, section 1.5). */
export const vxi11Programs = { core: 0x06_07_af, abort: 0x06_07_b0, version: 1 } as const;

const flags = { waitLock: 0x01, end: 0x08, terminator: 0x80 } as const;

/** How the server behaves where instruments differ. */
export interface Vxi11Options {
  /** The most bytes in one write; 1024 unless given, the least that the standard allows. */
  readonly maxReceive?: number;
  /** How many links there can be; 16 unless given. */
  readonly maxLinks?: number;
}

/** One core connection: its links end with it. */
export interface Vxi11Connection {
  readonly links: Set<Vxi11Link>;
  interrupt: InterruptChannel | undefined;
}

/** The results of a procedure besides its error code, when it succeeded. */
type Results = readonly Uint8Array[] | undefined;

/** The instrument's side of VXI-11: links, locks, abort and service requests (sheet vxi11.md, sections 2 and 3). */
export class Vxi11Server implements RpcConnections<Vxi11Connection> {
  readonly core: RpcProgram<Vxi11Connection>;
  readonly abort: RpcProgram<unknown>;
  readonly maxReceive: number;
  readonly #devices: ReadonlyMap<string, Vxi11Device>;
  readonly #links = new Map<number, Vxi11Link>();
  readonly #clock: Clock;
  readonly #maxLinks: number;
  readonly #abortPort: () => number;
  #lastLink = 0;

  /** @param abortPort - where the abort channel is served, once it is */
  constructor(
    instruments: Readonly<Record<string, MessageService>>,
    clock: Clock,
    abortPort: () => number,
    { maxReceive = 1024, maxLinks = 16 }: Vxi11Options,
  ) {
    this.#clock = clock;
    this.#abortPort = abortPort;
    this.maxReceive = maxReceive;
    this.#maxLinks = maxLinks;
    this.#devices = new Map(
      Object.entries(instruments).map(([name, service]) => [name.toLowerCase(), vxi11Device(service, clock)]),
    );
    this.core = {
      program: vxi11Programs.core,
      version: vxi11Programs.version,
      procedures: this.#coreProcedures(),
    };
    this.abort = {
      program: vxi11Programs.abort,
      version: vxi11Programs.version,
      procedures: { 1: procedure([], (args) => this.#abort(args)) },
    };
  }

  /** How many links there are. */
  get links(): number {
    return this.#links.size;
  }

  open(): Vxi11Connection {
    return { links: new Set(), interrupt: undefined };
  }

  closed({ links, interrupt }: Vxi11Connection): void {
    interrupt?.close();
    for (const link of links) this.#destroy(link);
  }

  #coreProcedures(): RpcProgram<Vxi11Connection>['procedures'] {
    const [number, nothing] = [xdrNumber(0), xdrOpaque(new Uint8Array())];
    const generic = (
      work: (link: Vxi11Link) => Results | void,
      failed: Results = [],
    ): RpcProcedure<Vxi11Connection> =>
      procedure(failed, async (args) => {
        const link = this.#link(args);
        const [flag, lockTimeout] = [args.unsigned(), args.unsigned()];
        args.unsigned();
        await this.#pass(link, flag, lockTimeout);
        return work(link) ?? undefined;
      });
    return {
      10: procedure([number, number, number], async (args, connection) => this.#createLink(args, connection)),
      11: procedure([number], async (args) => this.#write(args)),
      12: procedure([number, nothing], async (args) => this.#read(args)),
      13: generic((link) => [xdrNumber(link.statusByte())], [number]),
      14: generic((link) => link.trigger()),
      15: generic((link) => link.clear()),
      16: generic((link) => link.remote(true)),
      17: generic((link) => link.remote(false)),
      18: procedure([], async (args) => {
        const link = this.#link(args);
        const [flag, lockTimeout] = [args.unsigned(), args.unsigned()];
        await link.device.lock.take(link, (flag & flags.waitLock) === 0 ? 0 : lockTimeout);
      }),
      19: procedure([], (args) => {
        const link = this.#link(args);
        link.device.lock.release(link);
      }),
      20: procedure([], (args, connection) => this.#enableServiceRequest(args, connection)),
      22: procedure([nothing], () => refuse(vxi11Errors.notSupported)),
      23: procedure([], (args, connection) => {
        const link = this.#link(args);
        connection.links.delete(link);
        this.#destroy(link);
      }),
      25: procedure([], async (args, connection) => this.#createInterruptChannel(args, connection)),
      26: procedure([], (_args, connection) => {
        if (connection.interrupt === undefined) refuse(vxi11Errors.noChannel);
        connection.interrupt?.close();
        connection.interrupt = undefined;
      }),
    };
  }

  async #createLink(args: XdrReader, connection: Vxi11Connection): Promise<Results> {
    // The client's id means nothing to the server.
    args.integer();
    const [lock, lockTimeout, name] = [args.boolean(), args.unsigned(), args.text().toLowerCase()];
    const device = this.#devices.get(name);
    if (device === undefined) return refuse(vxi11Errors.notAccessible);
    if (this.#links.size >= this.#maxLinks) return refuse(vxi11Errors.noResources);
    this.#lastLink++;
    const link = new Vxi11Link(this.#lastLink, device, this.#clock, (handle) =>
      connection.interrupt?.request(handle),
    );
    this.#links.set(link.id, link);
    connection.links.add(link);
    if (lock) {
      try {
        await device.lock.take(link, lockTimeout);
      } catch (error) {
        connection.links.delete(link);
        this.#destroy(link);
        throw error;
      }
    }
    return [xdrNumber(link.id), xdrNumber(this.#abortPort()), xdrNumber(this.maxReceive)];
  }

  async #write(args: XdrReader): Promise<Results> {
    const link = this.#link(args);
    args.unsigned();
    const [lockTimeout, flag, data] = [args.unsigned(), args.unsigned(), args.opaque()];
    if (data.length > this.maxReceive) return refuse(vxi11Errors.parameter);
    await this.#pass(link, flag, lockTimeout);
    link.write(data, (flag & flags.end) !== 0);
    return [xdrNumber(data.length)];
  }

  async #read(args: XdrReader): Promise<Results> {
    const link = this.#link(args);
    const [size, timeout, lockTimeout] = [args.unsigned(), args.unsigned(), args.unsigned()];
    const [flag, character] = [args.unsigned(), args.unsigned() & 0xff];
    await this.#pass(link, flag, lockTimeout);
    const terminator = (flag & flags.terminator) === 0 ? undefined : character;
    const { bytes, reason } = await link.read({ size, timeout, terminator });
    return [xdrNumber(reason), xdrOpaque(bytes)];
  }

  #enableServiceRequest(args: XdrReader, connection: Vxi11Connection): void {
    const link = this.#link(args);
    const [enable, handle] = [args.boolean(), args.opaque()];
    if (handle.length > 40) refuse(vxi11Errors.parameter);
    if (enable && connection.interrupt === undefined) refuse(vxi11Errors.noChannel);
    link.handle = enable ? handle.slice() : undefined;
  }

  async #createInterruptChannel(args: XdrReader, connection: Vxi11Connection): Promise<void> {
    const [host, port, program, version] = [
      args.unsigned(),
      args.unsigned(),
      args.unsigned(),
      args.unsigned(),
    ];
    const family = args.unsigned();
    if (family !== 0) refuse(vxi11Errors.notSupported);
    if (connection.interrupt !== undefined) refuse(vxi11Errors.channelThere);
    const channel = new InterruptChannel({ host, port, program, version });
    if (!(await channel.open())) refuse(vxi11Errors.noChannel);
    connection.interrupt = channel;
  }

  #abort(args: XdrReader): void {
    this.#link(args).abort();
  }

  #link(args: XdrReader): Vxi11Link {
    return this.#links.get(args.integer()) ?? refuse(vxi11Errors.invalidLink);
  }

  async #pass(link: Vxi11Link, flag: number, lockTimeout: number): Promise<void> {
    await link.device.lock.pass(link, (flag & flags.waitLock) === 0 ? 0 : lockTimeout);
  }

  #destroy(link: Vxi11Link): void {
    this.#links.delete(link.id);
    link.close();
  }
}

function refuse(code: Vxi11ErrorCode): never {
  throw new Vxi11Refusal(code);
}

/**
 * A procedure whose result begins with an error code.
 *
 * @param failed - the other results when the code is not 0
 */
function procedure<C>(
  failed: Results,
  work: (args: XdrReader, connection: C) => Results | void | Promise<Results | void>,
): RpcProcedure<C> {
  return async (args, connection) => {
    try {
      const results = await work(args, connection);
      return Buffer.concat([xdrNumber(vxi11Errors.none), ...(results ?? [])]);
    } catch (error) {
      if (!(error instanceof Vxi11Refusal)) throw error;
      return Buffer.concat([xdrNumber(error.code), ...(failed ?? [])]);
    }
  };
}
