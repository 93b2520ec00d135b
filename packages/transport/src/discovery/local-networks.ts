import { networkInterfaces } from 'node:os';

/** A network that this computer is on. */
export interface LocalNetwork {
  /** This computer's IPv4 address there. */
  readonly address: string;
  /** The address of everybody there. */
  readonly broadcast: string;
}

/** The IPv4 networks of this computer, loopback and links to a single peer left out. */
export function localNetworks(interfaces = networkInterfaces()): readonly LocalNetwork[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(
      ({ family, internal, netmask }) => family === 'IPv4' && !internal && toNumber(netmask) < 0xfffffffe,
    )
    .map(({ address, netmask }) => ({
      address,
      broadcast: toText((toNumber(address) | ~toNumber(netmask)) >>> 0),
    }));
}

function toNumber(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

function toText(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
}
