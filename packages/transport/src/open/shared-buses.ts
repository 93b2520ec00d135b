import { Bus } from '@fourwire/core';
import type { BusOptions, Transport } from '@fourwire/core';

/** The buses that are open, by the identity of their wire: devices on one wire share one bus. */
const open = new Map<string, Bus<Transport>>();

/** The bus of a wire: the one that is open already, or a new one around the transport that `make` gives. */
export async function sharedBus(
  wire: string,
  make: () => Promise<Transport>,
  options: BusOptions,
): Promise<Bus<Transport>> {
  const shared = open.get(wire);
  if (shared !== undefined) return shared;
  const made = new Bus(await make(), options);
  // Somebody else may have opened the wire while the transport was loaded.
  const bus = open.get(wire) ?? made;
  if (bus === made) {
    open.set(wire, bus);
    let used = false;
    bus.state$.subscribe((state) => {
      used ||= state !== 'closed';
      if (used && state === 'closed' && open.get(wire) === bus) open.delete(wire);
    });
  }
  return bus;
}
