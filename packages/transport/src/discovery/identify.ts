import { Bus, BusClient, FourwireError, endsWith, systemClock, toMilliseconds } from '@fourwire/core';
import type { ByteTransport, Clock, Identity, Options, Transport } from '@fourwire/core';
import { parseAddress } from '../address/parse-address.ts';
import { createTransport } from '../open/open-transport.ts';
import type { WireOptions } from '../open/open-transport.ts';

/** How to ask a machine who it is. */
export interface IdentifyOptions extends WireOptions, Options {
  readonly clock?: Clock;
}

const query = new TextEncoder().encode('*IDN?\n');

/**
 * Asks the instrument at an address who it is, with `*IDN?`, and closes the connection. Ask only what speaks SCPI: a
 * printer prints the question, and a machine on a serial line may take it for a command. The timeout, 2 s unless given,
 * holds for connecting and for the answer each.
 *
 * @throws FourwireError of kind `range`: `address-invalid`, `address-unsupported`, or `identity-unsupported` where the
 *   wire carries no text; `link` when it cannot be reached; `timeout` when it does not answer
 *
 * @example
 * ```ts
 * const { manufacturer, model } = await identify('TCPIP0::192.168.0.5::5025::SOCKET');
 * ```
 */
export async function identify(address: string, options: IdentifyOptions = {}): Promise<Identity> {
  const timeout = toMilliseconds(options.timeout ?? 2000, 'timeout');
  const transport = await createTransport(parseAddress(address), options);
  if (!isBytes(transport)) {
    throw new FourwireError(
      'range',
      'identity-unsupported',
      `${transport.address} carries ${transport.wire}, over which *IDN? cannot be asked; open it with a driver, which knows how to ask.`,
    );
  }
  const bus = new Bus(transport, { clock: options.clock ?? systemClock, openTimeout: timeout });
  await bus.open();
  try {
    const client = new BusClient(bus, transport.address, { timeout });
    const reply = await client.exchange(
      async (wire, turn) => {
        await wire.write(query, turn);
        return wire.read(endsWith(), turn);
      },
      { signal: options.signal },
    );
    return parseIdentity(new TextDecoder('latin1').decode(reply));
  } finally {
    await bus.close();
  }
}

/** The four fields of IEEE 488.2; commas after the third belong to the firmware, and `0` stands for nothing. */
function parseIdentity(reply: string): Identity {
  const [manufacturer = '', model = '', serialNumber = '', ...firmware] = reply
    .trim()
    .split(',')
    .map((field) => field.trim().replace(/^"(.*)"$/, '$1'))
    .map((field) => (field === '0' ? '' : field));
  return { manufacturer, model, serialNumber, firmware: firmware.join(',') };
}

function isBytes(transport: Transport): transport is ByteTransport {
  return transport.wire === 'bytes';
}
