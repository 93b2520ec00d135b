import { openBench } from '@fourwire/bench';
import type { Bench, BenchOptions, BenchSlot, OpenedDevices } from '@fourwire/bench';
import { InProcessTransport, VirtualClock, openDevice } from '@fourwire/core';
import { expect } from 'vitest';
import { RigService, rigDriver } from '../../packages/core/test/rig.ts';
import type { Rig, RigBehaviour } from '../../packages/core/test/rig.ts';

/** Two rigs on a bench, and what stands behind them. */
export interface RigBench {
  readonly bench: Bench<OpenedDevices<ReturnType<typeof openers>>>;
  readonly left: RigService;
  readonly right: RigService;
  readonly links: RigLinks;
  readonly clock: VirtualClock;
}

type RigLinks = Readonly<Record<'left' | 'right', InProcessTransport>>;

/** Works on a bench of two rigs, `lab/left` and `lab/right`, in virtual time. */
export async function withRigs(
  work: (lab: RigBench) => Promise<void>,
  options: Omit<BenchOptions, 'clock'> = {},
  behaviour: RigBehaviour = {},
): Promise<void> {
  const clock = new VirtualClock();
  const [left, right] = [new RigService(), new RigService()];
  const links = {
    left: new InProcessTransport(left, 'left'),
    right: new InProcessTransport(right, 'right'),
  };
  await clock.run(async () => {
    const bench = await openBench(openers(links, behaviour), { name: 'lab', ...options, clock });
    try {
      await work({ bench, left, right, links, clock });
    } finally {
      // A rig that was taught not to stop cannot be closed cleanly.
      await bench.close().catch(() => {});
    }
  });
  expect(clock.pendingTimers).toBe(0);
}

function openers(links: RigLinks, behaviour: RigBehaviour) {
  const open =
    (name: 'left' | 'right') =>
    async (slot: BenchSlot): Promise<Rig> =>
      openDevice(rigDriver(behaviour), links[name], { ...slot });
  return { left: open('left'), right: open('right') };
}
