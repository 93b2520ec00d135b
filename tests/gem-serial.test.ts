import { systemClock } from '@fourwire/core';
import type { ByteTransport } from '@fourwire/core';
import { servePty, serveTcp } from '@fourwire/mock';
import { GemEquipment, SecsITransport, U4, openGemHost, secsIService } from '@fourwire/secs';
import type { GemHost, SecsService } from '@fourwire/secs';
import { createTransport, parseAddress } from '@fourwire/transport';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';

/** The equipment asks for the line before anybody has opened it, and tries again after T2. */
const line = { deviceId: 3, t2: 500 } as const;

/** A counter that tells of itself. */
function makeEquipment(): { equipment: GemEquipment; service: SecsService } {
  const equipment = new GemEquipment({
    model: 'COUNTER',
    softwareRevision: '1.0',
    variables: [{ id: 1, name: 'Count', value: () => U4(42) }],
    events: [{ id: 10, name: 'Counted' }],
    programs: { bodies: new Map() },
  });
  const service = secsIService(line);
  equipment.attach(service);
  return { equipment, service };
}

async function converse(host: GemHost, equipment: GemEquipment): Promise<Uint8Array> {
  expect(await host.statusVariables.read([1])).toEqual([{ id: 1, name: 'Count', unit: '', value: 42 }]);
  await host.events.replace([{ id: 1, variables: [1] }], [{ event: 10, reports: [1] }]);
  const told = firstValueFrom(host.events.of(10));
  equipment.raise(10);
  expect((await told).reports).toMatchObject([{ id: 1, values: [U4(42)] }]);
  const body = Uint8Array.from({ length: 2000 }, (_, index) => index & 0xff);
  await host.programs.download('P', body);
  return host.programs.upload('P');
}

async function talkTo(address: string, equipment: GemEquipment): Promise<number> {
  const stream = async (): Promise<ByteTransport> =>
    (await createTransport(parseAddress(address))) as ByteTransport;
  await using opened = await openGemHost(new SecsITransport(stream, line), { clock: systemClock });
  return (await converse(opened.host, equipment)).length;
}

describe('GEM over SECS-I', () => {
  it('on a serial line', async () => {
    const { equipment, service } = makeEquipment();
    await using mount = await servePty(service);
    expect(await talkTo(`ASRL${mount.path}::INSTR`, equipment)).toBe(2000);
    equipment.stop();
    await service.close();
  });

  it('on TCP, as serial device servers have it', async () => {
    const { equipment, service } = makeEquipment();
    await using mount = await serveTcp(service);
    expect(await talkTo(`TCPIP::127.0.0.1::${mount.port}::SOCKET`, equipment)).toBe(2000);
    equipment.stop();
    await service.close();
  });
});
