import type { ByteTransport, DriverContext } from '@fourwire/core';
import { ScpiSession } from './scpi-session.ts';
import type { ScpiSessionOptions } from './scpi-session.ts';
import type { Asker } from './settings.ts';

/**
 * A session with an instrument that loses a message which comes too soon after another: each command and the question for
 * errors after it are exchanges of their own, nobody in between, so that the `gap` which the driver states for the bus
 * lies between all messages.
 */
export function pacedSession(
  { bus }: Pick<DriverContext<ByteTransport>, 'bus'>,
  options: Omit<ScpiSessionOptions, 'errors'> = {},
): Asker & Pick<ScpiSession, 'errors' | 'identity' | 'queryNumber'> {
  const session = new ScpiSession(bus, { ...options, errors: 'transaction' });
  return {
    send: async (command, call) =>
      session.transaction(async (exclusive) => exclusive.send(command, call), call),
    query: async (command, call) => session.query(command, call),
    queryNumber: async (command, call) => session.queryNumber(command, call),
    errors: async (call) => session.errors(call),
    identity: async (call) => session.identity(call),
  };
}
