import { Bus } from '@fourwire/core';
import type { BusOptions, Transport } from '@fourwire/core';

interface Shared {
  readonly bus: Bus<Transport>;
  /** How many are about to open it. */
  opening: number;
}

/** The buses that are open or about to be, by their wire. */
const buses = new Map<string | Transport, Shared>();

/**
 * Runs `use` with the bus of a wire: the one that is there already, or a new one around the transport that `make`
 * gives. Devices on one wire so share one bus, and it is forgotten once it is closed, or when it was never opened.
 *
 * @param wire - what makes two wires the same: the identity of an address, or a transport object
 */
export async function onSharedBus<R>(
  wire: string | Transport,
  make: () => Promise<Transport>,
  options: BusOptions,
  use: (bus: Bus<Transport>) => Promise<R>,
): Promise<R> {
  const shared = buses.get(wire) ?? share(wire, await make(), options);
  shared.opening++;
  keepOrForget(wire, shared);
  try {
    return await use(shared.bus);
  } finally {
    shared.opening--;
    keepOrForget(wire, shared);
  }
}

function share(wire: string | Transport, transport: Transport, options: BusOptions): Shared {
  // Somebody else may have come first while the transport was made.
  const first = buses.get(wire);
  if (first !== undefined) return first;
  const shared: Shared = { bus: new Bus(transport, options), opening: 0 };
  shared.bus.state$.subscribe({ next: () => keepOrForget(wire, shared), error: () => {} });
  return shared;
}

function keepOrForget(wire: string | Transport, shared: Shared): void {
  const known = buses.get(wire);
  if (shared.opening > 0 || shared.bus.state !== 'closed') {
    // A device may open its bus again after it was closed and forgotten.
    if (known === undefined) buses.set(wire, shared);
  } else if (known === shared) buses.delete(wire);
}
