import { multimeter } from '@fourwire/scpi';
import { thermalChamber } from '@fourwire/thermal-chamber';
import { cycling, qualify } from './qualification.ts';
import type { Qualification } from './qualification.ts';

// What `thermalCycle()` does when it cycles by `cycling`, in s: it looks 15 times in a dwell, at every second look for
// alarms and the switch as well, and stays a minute longer than it must.
const lookEvery = 20;
const looksPerCheck = 2;
const extraDwell = 60;

/**
 * The cycles of `cycleTemperature` as a loop written by hand, with the same looks, the same readings in the journal and
 * the same measurements, but without steps, plan, checkpoints, and check against a profile: what the ready-made procedure
 * costs beside it.
 */
export async function cycleByHand(cycles: number, seed = 1): Promise<Qualification> {
  return qualify(4, seed, async (bench, journal) => {
    const { clock } = bench;
    const oven = bench.device('oven', thermalChamber);
    const meters = Array.from({ length: 4 }, (_, index) => bench.device(`meter-${index}`, multimeter));
    for (const meter of meters) await meter.function.write('resistance4w');
    const resistances = meters.map((meter) => journal.declare({ name: meter.path, unit: 'Ohm' }));
    const reading = { type: 'reading', path: oven.temperature.path, unit: 'Cel', quality: 'good' } as const;

    const settle = async (target: number): Promise<void> => {
      await oven.setpoint.write(target);
      if (!(await oven.running.read())) await oven.running.write(true);
      let since: number | undefined;
      for (let look = 0; ; look++) {
        if (look % looksPerCheck === 0) {
          const [alarm] = await oven.alarms.read();
          if (alarm !== undefined) throw new Error(alarm.text);
          if (!(await oven.running.read())) throw new Error('the oven was switched off');
        }
        const value = await oven.temperature.read();
        journal.append({ ...reading, value });
        const now = clock.monotonic() / 1000;
        if (Math.abs(value - target) > 2) since = undefined;
        else since ??= now;
        if (since !== undefined && now - since >= cycling.dwell + extraDwell) return;
        await clock.sleep({ seconds: lookEvery });
      }
    };

    for (let cycle = 0; cycle < cycles; cycle++) {
      for (const target of [cycling.low, cycling.high]) {
        await settle(target);
        const values = await Promise.all(meters.map(async (meter) => meter.reading.read()));
        for (const [index, value] of values.entries()) resistances[index]?.record(value);
        await clock.outside(journal.flush());
      }
    }
  });
}
