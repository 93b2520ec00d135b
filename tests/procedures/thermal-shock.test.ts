import { planProcedure, thermalShock } from '@fourwire/bench';
import type { ThermalShockOptions } from '@fourwire/bench';
import { openDevice } from '@fourwire/core';
import { mockOf, virtualBench } from '@fourwire/mock';
import type { MockOptions } from '@fourwire/mock';
import { thermalShockChamber } from '@fourwire/thermal-chamber';
import { describe, expect, it, vi } from 'vitest';
import { entriesOf, onBench, tryOut } from './trial.ts';

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

/** A chamber with two zones whose basket takes `seconds`, and a resistor of 1000 Ω in it that is measured at once. */
function shocking(told: ThermalShockOptions, seconds = 5, extra: MockOptions = {}) {
  const lab = virtualBench(() => ({}));
  const zones: string[] = [];
  const mock = mockOf(thermalShockChamber, {
    clock: lab.clock,
    seconds,
    without: ['product'],
    limits: { 'hot/setpoint': { min: 50, max: 200 }, 'cold/setpoint': { min: -80, max: 0 } },
    values: { alarms: [], 'hot/setpoint': 60, 'cold/setpoint': 0, basket: 'cold' },
    ...extra,
    outputs: {
      transfer: ({ to }: { to: string }) => {
        zones.push(to);
        mock.machine.set('basket', to);
        return { duration: seconds };
      },
    },
  });
  const procedure = thermalShock({
    channels: () => [
      {
        name: 'resistance',
        unit: 'Ohm',
        read: () => 1000 + zones.length,
      },
    ],
  });
  const devices = {
    chamber: async (slot: object) => openDevice(mock.driver, mock.link, { path: 'chamber', ...slot }),
  };
  return { lab, devices, procedure, options: told, mock, zones };
}

const options = {
  values: {
    low: -55,
    high: 125,
    lowTolerance: { minus: 10, plus: 0 },
    highTolerance: { minus: 0, plus: 10 },
    dwell: 600,
    cycles: 3,
    transfer: { min: 0, max: 10 },
  },
  margin: 5,
} satisfies ThermalShockOptions;

describe('thermal shock', () => {
  it('moves the basket to and fro, keeps it for the dwell, measures, and holds to the profile', async () => {
    const trial = shocking(options);
    const tried = await tryOut(trial);
    expect(tried.error).toBeUndefined();
    expect(tried.result).toEqual({ cycles: 3, deviations: 0, failures: 0 });
    expect(trial.zones).toEqual(['hot', 'cold', 'hot', 'cold', 'hot', 'cold']);
    expect(
      entriesOf(tried, 'measurement').map(({ value, target }) => [value, target.temperature, target.point]),
    ).toEqual(
      [1, 2, 3].flatMap((cycle) => [
        [1000 + 2 * cycle - 1, 125, `cycle ${cycle}`],
        [1000 + 2 * cycle, -55, `cycle ${cycle}`],
      ]),
    );
    // Six dwells and transfers, and the way of the zones before.
    expect(tried.seconds).toBeGreaterThan(6 * 605);
    expect(tried.seconds).toBeLessThan(6 * 660 + 300);
  });

  it('notes transfers that took too long, and stops at the first where it was told to', async () => {
    const slow = await tryOut(shocking(options, 25));
    // The first from the cold zone, where the basket stood.
    expect(slow.result?.deviations).toBe(6);
    const note = entriesOf(slow, 'note').find(({ deviation }) => deviation === true);
    expect(note?.text).toMatch(
      /^Cycle 1: Transfer to the high zone took up to 2\d.* s; 0 s to 10 s are allowed\.$/,
    );
    const stopped = await tryOut(shocking({ ...options, stopOnDeviation: true }, 25));
    expect(stopped.error?.code).toBe('profile-deviation');
  });

  it('takes a liquid standard, whose dwell counts from the immersion', async () => {
    const trial = shocking({
      standard: 'JESD22-A106 condition C',
      acceptUnconfirmed: ['low', 'high', 'dwell', 'cycles', 'transfer', 'recovery'],
      values: { lowTolerance: { minus: 10, plus: 2 }, highTolerance: { minus: 2, plus: 10 } },
    });
    const plan = await onBench(trial, async (bench) => planProcedure(trial.procedure, bench, trial.options));
    expect(plan.seconds).toBe(1800 + 15 * 2 * (120 + 8 + 10));
    const tried = await tryOut(trial);
    expect(tried.result).toEqual({ cycles: 15, deviations: 0, failures: 0 });
  });

  it('is refused where a zone cannot go, or the dwell counts on a sensor that is not there', async () => {
    const cold = await tryOut(shocking({ ...options, values: { ...options.values, low: -90 } }));
    expect(cold.error?.message).toMatch(/would be refused: cold zone: .*-95 °C refused, allowed -80/);
    const blind = await tryOut(shocking({ ...options, values: { ...options.values, dwellOn: 'product' } }));
    expect(blind.error?.message).toMatch(/this chamber has no sensor for it/);
  });

  it('ends when an alarm comes, and leaves the rest to be resumed at its cycle', async () => {
    const trial = shocking(options);
    const tried = await tryOut({
      ...trial,
      meanwhile: async (_run, clock) => {
        await clock.sleep({ minutes: 30 });
        trial.mock.machine.set('alarms', [{ code: '7', text: 'air pressure low' }]);
      },
    });
    expect(tried.error).toMatchObject({
      kind: 'device',
      code: 'chamber-alarm',
      message: 'Alarm 7: air pressure low.',
    });
    const failedAt = tried.lines.findIndex((line) => line.includes('"phase":"failed"'));
    const again = shocking(options);
    const resumed = await tryOut({ ...again, killedAfter: tried.lines.slice(0, failedAt) });
    expect(resumed.result?.cycles).toBe(3);
    expect(again.zones).toEqual(['hot', 'cold', 'hot', 'cold']);
  });
});
