import type { ByteTransport, Call, Exchanger, Identity } from '@fourwire/core';
import type { ScpiCommand } from '../codec/command.ts';
import type { ScpiErrorEntry } from '../codec/error-entry.ts';
import { parseNumber } from '../codec/number.ts';
import { ScpiSession } from './scpi-session.ts';
import type { ScpiSessionOptions } from './scpi-session.ts';
import type { Asker } from './settings.ts';

/** Opens a {@link PacedSession}. */
export function pacedSession(
  exchanger: Exchanger<ByteTransport>,
  options: Omit<ScpiSessionOptions, 'errors'> = {},
): PacedSession {
  return new PacedSession(new ScpiSession(exchanger, { ...options, errors: 'transaction' }));
}

/**
 * A session with an instrument that loses a message which comes too soon after another, or that must be told first what a
 * message is for: each command, the one that selects before it, and the question for errors after it are exchanges of
 * their own with nobody in between, so that the `gap` which the driver states for the bus lies between all of them.
 */
export class PacedSession implements Asker {
  readonly #session: ScpiSession;
  readonly #select: ScpiCommand | undefined;

  /** @param session - with the error policy `transaction` */
  constructor(session: ScpiSession, select?: ScpiCommand) {
    this.#session = session;
    this.#select = select;
  }

  /** The same session, but `select` goes before each message. */
  selecting(select: ScpiCommand): PacedSession {
    return new PacedSession(this.#session, select);
  }

  async send(command: ScpiCommand, call?: Call): Promise<void> {
    await this.#exclusive(async (session) => session.send(command, call), call);
  }

  async query(command: ScpiCommand, call?: Call): Promise<string> {
    if (this.#select === undefined) return this.#session.query(command, call);
    return this.#exclusive(async (session) => session.query(command, call), call);
  }

  /** As {@link ScpiSession.queryNumber}. */
  async queryNumber(command: ScpiCommand, call?: Call): Promise<number> {
    return parseNumber(await this.query(command, call));
  }

  async errors(call?: Call): Promise<readonly ScpiErrorEntry[]> {
    return this.#session.errors(call);
  }

  async identity(call?: Call): Promise<Identity> {
    return this.#session.identity(call);
  }

  async #exclusive<R>(work: (session: ScpiSession) => Promise<R>, call: Call | undefined): Promise<R> {
    return this.#session.transaction(async (session) => {
      if (this.#select !== undefined) await session.send(this.#select, call);
      return work(session);
    }, call);
  }
}
