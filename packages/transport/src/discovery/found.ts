import { FourwireError } from '@fourwire/core';
import type { Sighting } from '@fourwire/core';
import type { Address } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';

/** Where a machine was found: among the serial ports, on USB, by a VXI-11 broadcast, by mDNS, by a sweep of hosts. */
export type DiscoverySource = 'serial' | 'usb' | 'vxi11' | 'mdns' | 'sweep';

/** An address at which something is, and what is known of it. */
export interface Found extends Sighting {
  readonly type: 'found';
  readonly how: DiscoverySource;
  /** The name under which mDNS announces it. */
  readonly name?: string;
  /** The chip or board behind a serial port on USB. */
  readonly adapter?: string;
  /** What is not certain about it, in one sentence. */
  readonly note?: string;
}

/** What a source could not do, or found and cannot give an address; the other sources go on. */
export interface DiscoveryWarning {
  readonly type: 'warning';
  readonly source: DiscoverySource;
  readonly message: string;
}

/** What discovery yields. */
export type Discovery = Found | DiscoveryWarning;

/** A sighting at an address; a warning when no address string can say it, as for a serial number with `::` in it. */
export function found(
  how: DiscoverySource,
  address: Address,
  facts: Omit<Found, 'type' | 'how' | 'address'> = {},
): Discovery {
  try {
    return { type: 'found', how, address: formatAddress(address), ...facts };
  } catch (error) {
    return warning(how, FourwireError.from(error).message);
  }
}

/** A warning of a source. */
export function warning(source: DiscoverySource, message: string): DiscoveryWarning {
  return { type: 'warning', source, message };
}
