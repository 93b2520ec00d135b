import { Bus, BusClient, InProcessTransport } from '@fourwire/core';
import { listenTcp } from '@fourwire/transport';
import { firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WireBonderSim } from '../../test/gem-pair.ts';
import { hsmsService } from '../connection/hsms-service.ts';
import { HsmsTransport } from '../connection/hsms-transport.ts';
import { GemEquipment } from '../gem-equipment/gem-equipment.ts';
import type { GemHost } from '../gem/gem-host.ts';
import { openGemHost } from '../gem/open-gem-host.ts';
import { secsIService } from '../secs-i/secs-i-service.ts';
import { openSecsLink } from './open-secs-link.ts';

const closing: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of closing.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

function bonder(): GemEquipment {
  const equipment = new GemEquipment(new WireBonderSim().definition);
  closing.push({ [Symbol.asyncDispose]: async () => equipment.stop() });
  return equipment;
}

/** A port that was free a moment ago, for addresses, which name one. */
async function freePort(): Promise<number> {
  const listener = await listenTcp(hsmsService());
  await listener.close();
  return listener.port;
}

/** Reports 5001 with the stage temperature. */
async function report(host: GemHost): Promise<void> {
  await host.communications.goOnline();
  await host.events.replace([{ id: 1, variables: [3001] }], [{ event: 5001, reports: [1] }]);
}

describe('a link by its address', () => {
  it('lets equipment listen and a host connect', async () => {
    const address = `hsms://127.0.0.1:${await freePort()}/7`;
    const served = await openSecsLink(`${address}?mode=passive`, { role: 'equipment' });
    closing.push(served);
    const equipment = bonder();
    equipment.attach(served.link);
    const opened = await openGemHost(address, { setUp: report });
    closing.push(opened);
    const { host } = opened;
    expect(await host.communications.areYouThere()).toEqual({ model: 'WB-SIM', softwareRevision: '1.0.0' });
    const event = firstValueFrom(host.events.of(5001));
    equipment.raise(5001);
    expect((await event).reports).toHaveLength(1);
    // One host at a time; the first is not disturbed.
    await expect(openGemHost(address)).rejects.toMatchObject({ code: 'hsms-select-refused' });
    expect(await host.statusVariables.read([3002])).toMatchObject([{ value: 123_456 }]);
  });

  it('lets a host listen and equipment connect, and sets up whoever calls again', async () => {
    const address = `hsms://127.0.0.1:${await freePort()}/0`;
    const setUp = vi.fn<typeof report>(report);
    const opening = openGemHost(`${address}?mode=passive`, { setUp });
    const call = async () => vi.waitFor(async () => openSecsLink(address, { role: 'equipment' }), 15_000);
    const equipment = bonder();
    const first = await call();
    equipment.attach(first.link);
    const opened = await opening;
    closing.push(opened);
    const { host } = opened;
    equipment.detach();
    await first.close();
    const second = await call();
    closing.push(second);
    equipment.attach(second.link);
    await vi.waitFor(() => expect(setUp).toHaveBeenCalledTimes(2), 15_000);
    await setUp.mock.results[1]?.value;
    const event = firstValueFrom(host.events.of(5001));
    equipment.raise(5001);
    expect((await event).reports).toHaveLength(1);
  });

  it('speaks SECS-I on a socket', async () => {
    const service = secsIService({ deviceId: 3 });
    const listener = await listenTcp(service);
    closing.push(listener);
    bonder().attach(service);
    const opened = await openGemHost(`TCPIP::127.0.0.1::${listener.port}::SOCKET`, {
      secsI: { deviceId: 3 },
    });
    closing.push(opened);
    const { host } = opened;
    expect(await host.statusVariables.read([3002])).toMatchObject([{ value: 123_456 }]);
  });

  it('says what cannot be opened', async () => {
    await expect(openSecsLink('USB0::1::2::3::INSTR')).rejects.toMatchObject({
      kind: 'range',
      code: 'address-unsupported',
    });
    const listener = await listenTcp(hsmsService());
    closing.push(listener);
    const taken = `hsms://127.0.0.1:${listener.port}/0?mode=passive`;
    await expect(openSecsLink(taken)).rejects.toMatchObject({ kind: 'link', code: 'port-unavailable' });
    await expect(openGemHost(taken)).rejects.toMatchObject({ code: 'port-unavailable' });
    const port = await freePort();
    await expect(openSecsLink(`hsms://127.0.0.1:${port}/0`)).rejects.toMatchObject({ code: 'link-refused' });
  });
});

describe('a host that waits for its call', () => {
  it('can be told to wait no longer', async () => {
    const gone = new AbortController();
    const opening = openGemHost(hsmsService({ role: 'host' }), { signal: gone.signal });
    gone.abort();
    await expect(opening).rejects.toMatchObject({ kind: 'aborted' });
    await expect(
      openGemHost(hsmsService({ role: 'host' }), { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ kind: 'aborted' });
  });

  it('fails with what the first set-up failed with, and hangs up', async () => {
    const service = hsmsService({ role: 'host' });
    const opening = openGemHost(service, {
      setUp: async (host) =>
        host.communications.goOnline().then(() => Promise.reject(new Error('no recipe'))),
    });
    const link = new InProcessTransport(service);
    const equipment = bonder();
    const bus = new Bus(new HsmsTransport(() => link, { role: 'equipment' }));
    await bus.open();
    closing.push({ [Symbol.asyncDispose]: async () => bus.close() });
    equipment.attach(new BusClient(bus, 'host'));
    await expect(opening).rejects.toMatchObject({ message: expect.stringContaining('no recipe') as string });
  });
});
