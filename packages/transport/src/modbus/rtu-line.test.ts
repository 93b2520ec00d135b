import { Bus, BusClient, InProcessTransport, VirtualClock } from '@fourwire/core';
import type { Transport, TransportHost, Turn } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ScriptedService, hex } from '../../test/scripted-service.ts';
import { RtuLine } from './rtu-line.ts';

describe('a Modbus RTU line', () => {
  it('is silent for 3.5 characters between two frames', async () => {
    const clock = new VirtualClock();
    const sentAt: number[] = [];
    const service = new ScriptedService(() => {
      sentAt.push(clock.monotonic());
      return '01 03 02 00 07 F9 86';
    });
    const line = new RtuLine(new InProcessTransport(service), 3.646);
    const transport: Transport = {
      wire: 'registers',
      address: 'modbus',
      concurrency: 1,
      matchesReplies: false,
      open: async (host: TransportHost, turn: Turn) => line.open(host, turn),
      close: async () => line.close(),
      recover: async (turn: Turn) => line.recover(turn),
    };
    const bus = new Bus(transport, { clock });
    const client = new BusClient(bus, 'oven');
    await clock.run(async () => {
      await bus.open();
      for (let round = 0; round < 3; round++) {
        await client.exchange((_wire, turn) => line.exchange(hex('01 03 00 00 00 01 84 0A'), turn));
      }
      const controller = new AbortController();
      const cancelled = client.exchange(
        (_wire, turn) => line.exchange(hex('01 03 00 00 00 01 84 0A'), turn),
        {
          signal: controller.signal,
        },
      );
      controller.abort();
      await expect(cancelled).rejects.toMatchObject({ kind: 'aborted' });
      await bus.close();
    });
    expect(sentAt).toEqual([0, 3.646, 7.292]);
    expect(clock.pendingTimers).toBe(0);
  });
});
