import type { Call } from '@fourwire/core';
import { numbersOf, succeeded, valuesOf } from './velox-reply.ts';
import type { VeloxReply } from './velox-reply.ts';

/** How long a command may take, by what it moves (sheet formfactor-velox.md, section 5). */
export const veloxTime = {
  query: { seconds: 10 },
  move: { seconds: 40 },
  height: { seconds: 70 },
  load: { seconds: 100 },
  align: { minutes: 6 },
  /** Soaking and aligning anew can happen inside a step. */
  step: { minutes: 100 },
} as const;

/** One way to reach Velox or ProberBench: the command words are the same on all. */
export interface VeloxWire {
  /** Sends a command and gives its reply, also when it reports an error. Every command is answered, at the end of what it does. */
  ask(name: string, parameters: readonly (string | number)[], call: Call): Promise<VeloxReply>;
  /**
   * Makes the station listen to this computer after the link was opened.
   *
   * @param call - that of `identify`
   */
  greet(call: Call): Promise<void>;
  /** Leaves the wire to others. */
  release(): Promise<void>;
}

/** Speaks with the station over one of its wires. */
export class VeloxSession {
  readonly wire: VeloxWire;

  constructor(wire: VeloxWire) {
    this.wire = wire;
  }

  /** The reply to a command, also when it reports an error. */
  async ask(
    name: string,
    parameters: readonly (string | number)[],
    call: Call,
    timeout: NonNullable<Call['timeout']> = veloxTime.query,
  ): Promise<VeloxReply> {
    return this.wire.ask(name, parameters, { ...call, timeout });
  }

  /** Sends a command that must succeed. */
  async tell(
    name: string,
    parameters: readonly (string | number)[],
    call: Call,
    timeout?: NonNullable<Call['timeout']>,
  ): Promise<string> {
    return succeeded(name, await this.ask(name, parameters, call, timeout));
  }

  /** The first `count` values of the reply as numbers. */
  async numbers(
    name: string,
    parameters: readonly (string | number)[],
    count: number,
    call: Call,
    timeout?: NonNullable<Call['timeout']>,
  ): Promise<readonly number[]> {
    return numbersOf(name, await this.tell(name, parameters, call, timeout), count);
  }

  /** The values of the reply as words. */
  async words(
    name: string,
    parameters: readonly (string | number)[],
    call: Call,
  ): Promise<readonly string[]> {
    return valuesOf(await this.tell(name, parameters, call));
  }
}
