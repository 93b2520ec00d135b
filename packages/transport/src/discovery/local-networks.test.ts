import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { localNetworks } from './local-networks.ts';

function ipv4(address: string, netmask: string, internal = false): NetworkInterfaceInfo {
  return { family: 'IPv4', address, netmask, internal, mac: '02:00:00:00:00:01', cidr: null };
}

describe('the networks of this computer', () => {
  it('have the broadcast address that their netmask gives; loopback and links to one peer are left out', () => {
    const networks = localNetworks({
      lo: [ipv4('127.0.0.1', '255.0.0.0', true)],
      lab: [ipv4('192.168.7.20', '255.255.255.0'), ipv4('10.9.8.7', '255.240.0.0')],
      tunnel: [ipv4('10.8.0.6', '255.255.255.255')],
      down: undefined,
      six: [
        {
          family: 'IPv6',
          address: 'fe80::1',
          netmask: 'ffff:ffff:ffff:ffff::',
          internal: false,
          mac: '02:00:00:00:00:01',
          cidr: null,
          scopeid: 2,
        },
      ],
    });
    expect(networks).toEqual([
      { address: '192.168.7.20', broadcast: '192.168.7.255' },
      { address: '10.9.8.7', broadcast: '10.15.255.255' },
    ]);
  });
});
