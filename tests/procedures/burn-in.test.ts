import { burnIn, planProcedure } from '@fourwire/bench';
import type { BurnInOptions } from '@fourwire/bench';
import { DeviceInSocket, KeysightE36300Simulator, WatlowF4tSimulator, virtualBench } from '@fourwire/mock';
import { describe, expect, it, vi } from 'vitest';
import { entriesOf, onBench, tryOut } from './trial.ts';

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

/** Three devices of 500 Ω at a supply; the second shorts after 5 h, the third is open from the beginning if `open`. */
const lab = (open = false) =>
  virtualBench(({ clock, random }) => {
    const load = (resistance: () => number) =>
      new DeviceInSocket({
        device: { defect: 'none', resistance, capacitance: () => 0 },
        temperature: () => 25,
      });
    return {
      oven: new WatlowF4tSimulator({ clock, random: random('oven') }),
      supply: new KeysightE36300Simulator({
        clock,
        random: random('supply'),
        loads: [
          load(() => 500),
          load(() => (clock.monotonic() > 5 * 3_600_000 ? 50 : 500)),
          load(() => (open ? 1e9 : 500)),
        ],
      }),
    };
  });

const devices = {
  oven: { driver: 'watlow-f4t', address: 'modbus-tcp://oven/1' },
  supply: { driver: 'keysight-e36300', address: 'TCPIP0::supply::5025::SOCKET' },
};

const sockets = [1, 2, 3];

const options = {
  values: { temperature: 125, duration: 8 * 3600 },
  parts: sockets.map((socket) => ({
    part: `S${socket}`,
    on: [
      { member: `supply/outputs/${socket}/voltage`, value: 5 },
      { member: `supply/outputs/${socket}/currentLimit`, value: 0.2 },
      { member: `supply/outputs/${socket}/enabled`, value: true },
    ],
    off: [{ member: `supply/outputs/${socket}/enabled`, value: false }],
  })),
  channels: sockets.map((socket) => ({
    part: `S${socket}`,
    name: 'supply current',
    member: `supply/outputs/${socket}/measurement`,
    field: 'current',
    min: 0.008,
    max: 0.02,
  })),
  readPoints: [1],
  readEvery: 2,
  lookEvery: 240,
} satisfies BurnInOptions;

const burning = (bench = lab()) => ({ lab: bench, devices, procedure: burnIn(), options });

describe('a burn-in', () => {
  it('measures at its read points, takes off the device that fails, and goes on with the others', async () => {
    const bench = lab();
    const states: boolean[][] = [];
    const tried = await tryOut({
      ...burning(bench),
      meanwhile: async (_run, clock) => {
        for (const hours of [4, 3.6]) {
          await clock.sleep({ hours });
          states.push(bench.simulators.supply.model.bank.outputs.map(({ on }) => on));
        }
      },
    });
    expect(tried.error).toBeUndefined();
    expect(tried.result).toEqual({
      seconds: 28_800,
      survivors: ['S1', 'S3'],
      dropped: [{ part: 'S2', point: '6 h' }],
      deviations: 0,
    });
    expect(states).toEqual([
      [true, true, true],
      [true, false, true],
    ]);
    const of = (part: string) =>
      entriesOf(tried, 'measurement')
        .filter(({ target }) => target.part === part)
        .map(({ target, verdict }) => `${target.point ?? ''} ${verdict}`);
    expect(of('S1')).toEqual(['0 h pass', '1 h pass', '2 h pass', '4 h pass', '6 h pass', '8 h pass']);
    expect(of('S2')).toEqual([
      '0 h pass',
      '1 h pass',
      '2 h pass',
      '4 h pass',
      '6 h fail',
      '8 h not-measured',
    ]);
    expect(entriesOf(tried, 'note').map(({ text }) => text)).toContain(
      'S2 dropped out at 6 h: supply current did not pass.',
    );
    expect(tried.seconds / 3600).toBeGreaterThan(8);
    expect(tried.seconds / 3600).toBeLessThan(9.5);
  });

  it('goes on where it was killed, and who has failed stays off', async () => {
    const whole = await tryOut(burning(lab(true)));
    expect(whole.result?.dropped).toEqual([
      { part: 'S3', point: '0 h' },
      { part: 'S2', point: '6 h' },
    ]);
    for (const part of [0.2, 0.7]) {
      const bench = lab();
      const resumed = await tryOut({
        ...burning(bench),
        killedAfter: whole.lines.slice(0, Math.floor(whole.lines.length * part)),
        meanwhile: async (_run, clock) => {
          await clock.sleep({ minutes: 59 });
          expect(bench.simulators.supply.model.bank.outputs[2]?.on).toBe(false);
          expect(bench.simulators.supply.model.bank.outputs[0]?.on).toBe(true);
        },
      });
      expect(resumed.result?.dropped[0]).toEqual({ part: 'S3', point: '0 h' });
      expect(resumed.result?.survivors).toContain('S1');
    }
  });

  it('is planned, and refused where a device or its channel is missing', async () => {
    const plan = await onBench(burning(), async (bench) => planProcedure(burnIn(), bench, options));
    expect(plan.seconds / 3600).toBeCloseTo(8 + (125 - 23) / 3 / 60, 1);
    expect(plan.actions.filter(({ name }) => name.includes('read point')).length).toBe(6);
    const refused = async (extra: Partial<BurnInOptions>) =>
      (await tryOut({ ...burning(), options: { ...options, ...extra } })).error?.message;
    expect(await refused({ parts: [] })).toMatch('it has no devices');
    expect(await refused({ channels: options.channels.slice(0, 2) })).toMatch('nothing is measured on S3');
    expect(await refused({ parts: options.parts.slice(0, 2) })).toMatch('a channel is of S3');
    expect(
      await refused({
        parts: [{ part: 'S1', on: [{ member: 'supply/outputs/1/voltage', value: 500 }] }],
        channels: options.channels.slice(0, 1),
      }),
    ).toMatch(/would be refused: supply\/outputs\/1\/voltage: .* refused, allowed/);
  });
});
