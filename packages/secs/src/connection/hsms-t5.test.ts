import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { WireBonderSim } from '../../test/gem-pair.ts';
import { GemEquipment } from '../gem-equipment/gem-equipment.ts';
import { openGemHost } from '../gem/open-gem-host.ts';
import { hsmsService } from './hsms-service.ts';
import type { HsmsOptions } from './hsms-settings.ts';
import { HsmsTransport } from './hsms-transport.ts';

/** How long the host is away, in milliseconds, when the cable is pulled and put back at once. */
async function away(options: HsmsOptions): Promise<number> {
  const clock = new VirtualClock();
  const service = hsmsService({ clock });
  const equipment = new GemEquipment({ ...new WireBonderSim().definition, clock });
  equipment.attach(service);
  const link = new InProcessTransport(service);
  let ms = 0;
  await clock.run(async () => {
    let connected = (): void => {};
    const opened = await openGemHost(new HsmsTransport(() => link, options), {
      clock,
      random: seededRandom(1),
      setUp: async () => connected(),
    });
    const back = new Promise<void>((resolve) => {
      connected = resolve;
    });
    const start = clock.monotonic();
    link.unplug();
    link.plug();
    await back;
    ms = clock.monotonic() - start;
    await opened.close();
    equipment.stop();
  });
  expect(clock.pendingTimers).toBe(0);
  return ms;
}

describe('T5', () => {
  it('is not kept unless asked for: the link is back at once', async () => {
    expect(await away({})).toBeLessThan(100);
  });

  it('lets the first attempt after a lost link wait, and no longer than the pause of the bus besides', async () => {
    const ms = await away({ t5: { seconds: 10 } });
    expect(ms).toBeGreaterThanOrEqual(10_000);
    expect(ms).toBeLessThanOrEqual(11_500);
  });
});
