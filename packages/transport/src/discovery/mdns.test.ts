import { systemClock } from '@fourwire/core';
import fc from 'fast-check';
import { NEVER, Subject, firstValueFrom, lastValueFrom, take, timer, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { MdnsResponder, dnsName, response, srv, txt } from '../../test/mdns-responder.ts';
import type { WireRecord } from '../../test/mdns-responder.ts';
import type { Discovery } from './found.ts';
import { mdnsServices } from './mdns.ts';

const loopback = [{ address: '127.0.0.1', broadcast: '127.0.0.1' }];
const instance = 'Acme M1 7._hislip._tcp.local';

const announced: readonly WireRecord[] = [
  { name: '_hislip._tcp.local', type: 'PTR', data: dnsName(instance) },
  { name: instance, type: 'SRV', data: srv(4880, 'M1-7.local') },
];
const details: readonly WireRecord[] = [
  {
    name: instance,
    type: 'TXT',
    data: txt('txtvers=1', 'Manufacturer=Acme', 'MODEL=M1', 'SerialNumber=7', 'FirmwareVersion=1.0'),
  },
  { name: 'm1-7.local', type: 'A', data: Buffer.of(10, 77, 0, 2) },
];

const meter: Discovery = {
  type: 'found',
  how: 'mdns',
  address: 'TCPIP0::10.77.0.2::hislip0,4880::INSTR',
  name: 'Acme M1 7',
  manufacturer: 'Acme',
  model: 'M1',
  serialNumber: '7',
  firmware: '1.0',
};

describe('discovery by mDNS', () => {
  it('asks for all types of service in one datagram and puts the answer together', async () => {
    await using responder = await MdnsResponder.start(() => response([...announced, ...details]));
    const group = { address: '127.0.0.1', port: responder.port };
    const found = await firstValueFrom(mdnsServices(loopback, group, systemClock, NEVER));
    expect(found).toEqual(meter);
    expect(responder.asked[0]).toEqual([
      'PTR _lxi._tcp.local',
      'PTR _hislip._tcp.local',
      'PTR _vxi-11._tcp.local',
      'PTR _scpi-raw._tcp.local',
      'PTR _scpi-telnet._tcp.local',
    ]);
  });

  it('asks again for what is missing of an answer', async () => {
    await using responder = await MdnsResponder.start((asked) =>
      response(asked.some((question) => question.startsWith('A ')) ? details : announced),
    );
    const group = { address: '127.0.0.1', port: responder.port };
    expect(await firstValueFrom(mdnsServices(loopback, group, systemClock, NEVER))).toEqual(meter);
    expect(responder.asked[1]).toEqual(
      expect.arrayContaining(['TXT acme m1 7._hislip._tcp.local', 'A m1-7.local', 'AAAA m1-7.local']),
    );
  });

  it('says at the end what it could not complete', async () => {
    const end$ = new Subject<void>();
    await using responder = await MdnsResponder.start(() => {
      timer(50).subscribe(() => end$.next());
      return response(announced);
    });
    const group = { address: '127.0.0.1', port: responder.port };
    const all = await lastValueFrom(mdnsServices(loopback, group, systemClock, end$).pipe(toArray()));
    expect(all).toEqual([
      { type: 'warning', source: 'mdns', message: expect.stringContaining('Acme M1 7') as string },
    ]);
  });

  it('goes past datagrams that are no answers, whatever is in them', async () => {
    const junk = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 200 }), { numRuns: 60, seed: 7 });
    await using responder = await MdnsResponder.start(() => undefined);
    const group = { address: '127.0.0.1', port: responder.port };
    await using flooding = await MdnsResponder.start(
      () => junk.pop() ?? response([...announced, ...details]),
    );
    const flooded = { address: '127.0.0.1', port: flooding.port };
    const many = Array.from({ length: 61 }, () => loopback[0] ?? { address: '', broadcast: '' });
    const found = await firstValueFrom(mdnsServices(many, flooded, systemClock, NEVER));
    expect(found).toEqual(meter);
    // And a responder that says nothing is nothing, not an error.
    const silent = mdnsServices(loopback, group, systemClock, timer(50)).pipe(toArray());
    expect(await lastValueFrom(silent)).toEqual([]);
  });

  it('is a warning on a network that this computer is not on', async () => {
    const nowhere = [{ address: '192.0.2.1', broadcast: '192.0.2.255' }];
    const group = { address: '127.0.0.1', port: 5353 };
    const found = await firstValueFrom(mdnsServices(nowhere, group, systemClock, NEVER).pipe(take(1)));
    expect(found).toMatchObject({ type: 'warning', source: 'mdns' });
  });
});
