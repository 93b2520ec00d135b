import {
  FourwireError,
  command,
  defineDriver,
  deviceClass,
  integer,
  optionalField,
  quantity,
  readable,
  record,
  text,
} from '@fourwire/core';
import type {
  BusClient,
  ByteTransport,
  Connection,
  Device,
  DeviceOf,
  Driver,
  DriverContext,
  Operation,
  Options,
} from '@fourwire/core';
import { createOpener } from '@fourwire/transport';
import type { Opener, OpenOptions } from '@fourwire/transport';
import { rawCommand, scpi } from './codec/command.ts';
import type { ScpiCommand } from './codec/command.ts';
import { complete } from './session/completion.ts';
import type { SessionState } from './session/message-session.ts';
import { ScpiSession } from './session/scpi-session.ts';
import type { ScpiSessionOptions } from './session/scpi-session.ts';
import { ScpiStatus } from './session/scpi-status.ts';

/** Any instrument that speaks SCPI, in its own words. */
export const scpiInstrument = deviceClass('scpi-instrument', {
  /** As a serial poll or `*STB?` gives it. */
  statusByte: readable(integer({ min: 0, max: 255 })),
  /** Sends a message that is not answered. */
  send: command({ input: text(), stop: 'cannot', immediate: true }),
  /** Sends a query and gives its answer. */
  query: command({ input: text(), output: text(), stop: 'cannot', immediate: true }),
  /** Starts an operation and waits until the instrument has completed it. */
  run: command({
    input: record({
      command: text(),
      /** Sent when the operation is stopped, such as `ABOR`; nothing unless given. */
      abort: optionalField(text()),
      /** How long it may last; for ever unless given. */
      within: optionalField(quantity('s', { min: 0 })),
    }),
    progress: record({ elapsed: quantity('s', { min: 0 }) }),
    stop: 'hold',
  }),
});

/** Any instrument that speaks SCPI, in its own words. */
export interface ScpiInstrumentDevice extends DeviceOf<typeof scpiInstrument> {}

/** What {@link ScpiConnection.run} may state. */
export interface RunOptions extends Options {
  /** Sent when the operation is stopped or lasts too long: `ABOR`; nothing unless given. */
  readonly abort?: ScpiCommand;
  /** How long it may last, in seconds; for ever unless given. */
  readonly within?: number;
}

/** What {@link openScpi} may state. */
export interface OpenScpiOptions extends Omit<OpenOptions, 'driver' | 'options'>, ScpiSessionOptions {}

/**
 * A link to an instrument for which there is no driver: commands, queries, blocks, errors, status, settings, and all that
 * every device has, in {@link device}.
 */
export class ScpiConnection extends ScpiSession implements AsyncDisposable {
  /** Its identity, lifecycle, status and trace as observables; it comes back by itself after the link was lost. */
  readonly device: ScpiInstrumentDevice;
  /** STB, ESR, OPERation and QUEStionable as observables. */
  readonly status: ScpiStatus;

  /** @internal Use {@link openScpi}. */
  constructor(device: ScpiInstrumentDevice, { bus, state, status }: Place, options: ScpiSessionOptions) {
    super(bus, options, state);
    this.device = device;
    this.status = status;
  }

  /**
   * Starts an operation and waits until the instrument has completed it, by `*OPC` and the best that the wire has; the
   * link stays free meanwhile.
   */
  run(
    operation: ScpiCommand,
    { abort, within, ...options }: RunOptions = {},
  ): Operation<void, { readonly elapsed: number }> {
    const input = {
      command: operation.text,
      ...(abort === undefined ? {} : { abort: abort.text }),
      ...(within === undefined ? {} : { within }),
    };
    return this.device.run(input, options);
  }

  async close(options?: Options): Promise<void> {
    return this.device.close(options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** What the driver made for its instrument, for the connection to share. */
interface Place {
  readonly bus: BusClient<ByteTransport>;
  readonly state: SessionState;
  readonly status: ScpiStatus;
}

/**
 * Opens an instrument for which there is no driver, by its address:
 * `await using supply = await openScpi('TCPIP::192.168.1.20::5025::SOCKET')`.
 *
 * @throws FourwireError of kind `range` for an address that cannot be; of kind `link` or `timeout` when there is no answer
 */
export async function openScpi(
  address: Parameters<Opener<Device>>[0],
  { errors, terminator, errorQueue, carriageReturns, ...options }: OpenScpiOptions = {},
): Promise<ScpiConnection> {
  const session: ScpiSessionOptions = {
    ...(errors === undefined ? {} : { errors }),
    ...(terminator === undefined ? {} : { terminator }),
    ...(errorQueue === undefined ? {} : { errorQueue }),
    ...(carriageReturns === undefined ? {} : { carriageReturns }),
  };
  let connect = (device: ScpiInstrumentDevice): ScpiConnection => {
    throw new FourwireError('internal', 'unexpected', `${device.path} was opened without its driver.`);
  };
  const driver = scpiDriver(session, (place) => {
    connect = (device) => new ScpiConnection(device, place, session);
  });
  const open = createOpener<(typeof scpiInstrument)['members'], ScpiInstrumentDevice>(scpiInstrument, [
    {
      name: driver.name,
      class: scpiInstrument.name,
      manufacturer: '',
      models: [],
      interfaces: [],
      evidence: 'sheet',
      source: 'IEEE 488.2, SCPI-99',
      exampleAddress: '',
      load: async () => driver,
    },
  ]);
  const device = await open(address, { ...options, driver: driver.name });
  return connect(device);
}

function scpiDriver(
  options: ScpiSessionOptions,
  made: (place: Place) => void,
): Driver<(typeof scpiInstrument)['members'], ByteTransport> {
  return defineDriver({
    name: 'scpi',
    deviceClass: scpiInstrument,
    wire: 'bytes',
    connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
      const state: SessionState = { unchecked: true };
      const session = new ScpiSession(bus, options, state);
      const status = new ScpiStatus(session, bus, { clock });
      made({ bus, state, status });
      let abort: ScpiCommand | undefined;
      return {
        identify: (call) => session.identity(call),
        // Errors of whoever was here before are not ours.
        setUp: async (call) => {
          if (session.errorPolicy !== 'never') await session.errors(call);
        },
        members: {
          statusByte: { read: (call) => status.readStatusByte(call) },
          send: {
            run: async (message, operation) => {
              await session.send(rawCommand(message), operation);
              return undefined;
            },
          },
          query: { run: (message, operation) => session.query(rawCommand(message), operation) },
          run: {
            run: async ({ command: message, within, abort: stop }, operation) => {
              abort = stop === undefined ? undefined : rawCommand(stop);
              await complete(session, status, rawCommand(message), {
                signal: operation.signal,
                ...(within === undefined ? {} : { within: { seconds: within } }),
                ...(abort === undefined ? {} : { stop: abort }),
                progress: (elapsed) => operation.progress({ elapsed }),
              });
              return undefined;
            },
            stop: async (call) => {
              if (abort === undefined) return false;
              await session.send(abort, call);
              // Answered when no operation is pending any more.
              return (await session.query(scpi`*OPC?`, call)).trim() === '1';
            },
          },
        },
      } satisfies Connection<(typeof scpiInstrument)['members']>;
    },
  });
}
