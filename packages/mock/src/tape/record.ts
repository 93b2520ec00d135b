import { closeSync, openSync, writeSync } from 'node:fs';
import { FourwireError, fileTrouble, isoText } from '@fourwire/core';
import type { Bus, Device, TraceEntry, Transport } from '@fourwire/core';
import { messageLine, tapeForm, withoutSecrets } from './tape.ts';

/** A recording under way. */
export interface Recording extends Disposable {
  /** How many messages are on the tape. */
  readonly messages: number;
  /** Writes down who is at the other end: once the device is open. */
  identify(device: Device): void;
  /** Ends the recording; the file is complete. */
  close(): void;
}

/**
 * Records what goes over a bus, with all its devices, in a file that {@link replay} answers from. Begin before the first
 * device on the bus is opened, so that the tape holds how it was identified and set up.
 *
 * The file is a tape: lines of JSON, the first about the wire, then one for each message, as text where it is text. It
 * holds no user names, passwords and tokens of the address; what is said to an instrument it does hold.
 *
 * @throws FourwireError of kind `range`, code `tape-unusable`, when the file cannot be written
 *
 * @example
 * ```ts
 * const bus = new Bus(await createTransport(parseAddress('TCPIP0::10.0.0.7::5025::SOCKET')));
 * using tape = record(bus, 'meter.tape');
 * await using meter = await openMultimeter(bus, { driver: 'keysight-34460' });
 * tape.identify(meter);
 * ```
 */
export function record(bus: Bus<Transport>, file: string): Recording {
  const handle = openTape(file);
  const { clock, transport } = bus;
  const began = clock.now();
  let messages = 0;
  let open = true;
  const write = (line: string): void => void writeSync(handle, `${line}\n`);
  write(
    JSON.stringify({
      tape: tapeForm,
      address: withoutSecrets(transport.address),
      wire: transport.wire,
      began: isoText(began),
    }),
  );
  const onMessage = (entry: TraceEntry, device: string | undefined): void => {
    const { at, direction, bytes } = entry;
    messages++;
    write(
      messageLine({
        at: (at - began) / 1000,
        direction,
        bytes,
        ...(device === undefined ? {} : { device }),
      }),
    );
  };
  const tracing = bus.trace$.subscribe({
    next: ({ client, entry }) => onMessage(entry, client?.path),
    // A trace does not fail.
    error: () => {},
  });
  const close = (): void => {
    if (!open) return;
    open = false;
    tracing.unsubscribe();
    closeSync(handle);
  };
  return {
    get messages() {
      return messages;
    },
    identify: (device) => {
      if (!open) return;
      // It replays the last at once where the device was ever open.
      device.identity$
        .subscribe({
          next: (identity) => write(JSON.stringify({ device: device.path, identity })),
          error: () => {},
        })
        .unsubscribe();
    },
    close,
    [Symbol.dispose]: close,
  };
}

function openTape(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (cause) {
    throw new FourwireError('range', 'tape-unusable', `${file} cannot be written: ${fileTrouble(cause)}.`, {
      cause,
    });
  }
}
