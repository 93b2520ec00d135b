import { planProcedure } from '@fourwire/bench';
import { FourwireError } from '@fourwire/core';
import { describe, expect, it, vi } from 'vitest';
import { everyProcedure } from './every-procedure-trials.ts';
import { onBench } from './trial.ts';

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

const level = 'source/channels/1/voltage/level';
const axis = { member: level };
const reading = { member: 'meter/reading', unit: 'Ohm' };
const contact = { ...reading, name: 'contact' };
const test = { ...reading, name: 'resistance' };
const dies = [{ column: 0, row: 0 }];

/** Options that contradict each other or themselves, and what is said of them. */
const slips: Readonly<Record<string, readonly (readonly [object, RegExp])[]>> = {
  sweep: [
    [{ axis: undefined, channels: [] }, /There is nothing to do: name a member to be swept as axis/],
    [{ axis: { ...axis, from: 0 } }, /give either values, or from and to/],
    [{ axis: { ...axis, from: 0, to: 1, points: 2, step: 1 } }, /give either points or step/],
    [{ axis: { ...axis, from: 0, to: 1, step: 0 } }, /step must be above 0/],
    [{ axis: { ...axis, from: 0, to: 1, points: 0 } }, /points/],
    [{ axis: { ...axis, from: 0, to: 1, points: 3, spacing: 'logarithmic' } }, /not 0/],
    [{ axis: { ...axis, from: 0, to: 1, points: 600_000 } }, /1200000 points; at most 1000000/],
    [
      { axis: { ...axis, values: ['high'], reached: { member: level, within: 1 } } },
      /reached compares numbers/,
    ],
    [{ axis: { member: 'source/nothing', values: [1] } }, /nothing/],
    [
      { channels: [{ member: 'source/channels/1/inCompliance', min: 2, max: 1 }] },
      /its min is 2 and its max is 1/,
    ],
    [{ channels: [{ member: 'source/channels/1/inCompliance', unit: 'Volts' }] }, /"Volts" is no unit/],
    [{ secondsPerPoint: -1 }, /secondsPerPoint/],
  ],
  grid: [
    [
      {
        axes: [
          { ...axis, values: [1] },
          { ...axis, values: [2] },
        ],
      },
      /it is there twice/,
    ],
    [{ axes: [{ ...axis, values: [] }] }, /values/],
    [{ repeat: 0 }, /repeat/],
  ],
  'thermal-cycle': [
    [{ values: { low: 60, high: 0, dwell: 300, cycles: 2 } }, /low must be below high/],
    [{ values: { low: 0, high: 60, dwell: 300, cycles: 0 } }, /cycles/],
    [{ values: { low: 0, high: 60, dwell: 0, cycles: 1 } }, /dwell must be above 0 s/],
    [{ values: { low: 0, high: 2, dwell: 300, cycles: 1 } }, /tolerances of low and high must not meet/],
    [{ measureEvery: 301 }, /measureEvery is 301 s, and the dwell lasts 300 s/],
    [{ values: undefined }, /low/],
  ],
  'thermal-shock': [
    [{ values: { low: -55, high: -60, dwell: 300, cycles: 2 } }, /low must be below high/],
    [{ standard: 'nobody knows' }, /There is no cycling test "nobody knows"/],
  ],
  'thermal-soak': [
    [{ values: { temperature: 60, duration: 0 } }, /duration must be above 0 s/],
    [{ measureEvery: 7200 }, /measureEvery is 7200 s, and the soak lasts 1800 s/],
  ],
  'burn-in': [
    [{ readPoints: [1, 3] }, /read point at 3 h, and the burn-in lasts 2 h/],
    [{ readEvery: 5 }, /read point at 5 h/],
    [{ parts: [] }, /it has no devices/],
    [
      { drift: [{ channel: 'leakage', max: 5 }] },
      /"leakage" cannot be watched: there is no such channel; there are supply current/,
    ],
  ],
  'wafer-test': [
    [{ tests: [], contact: undefined }, /nothing is measured, and every die would be good/],
    [{ sample: 5000 }, /sample asks for 5000 dies, and there are/],
    [{ dies: [...dies, ...dies], sample: 1 }, /the die 0\/0 is there twice/],
    [{ dies: [{ column: 99, row: 0 }], sample: 1 }, /the die 99\/0 lies beyond the wafer/],
    [{ dies: [] }, /dies/],
    [{ contact: { ...contact, name: 'resistance' }, tests: [test] }, /two channels "resistance"/],
    [{ tests: [test, test] }, /two channels "resistance"/],
    [{ tests: [{ ...test, bin: 1 }] }, /must not go into bin 1/],
    [{ contactBin: 1 }, /goodBin and contactBin are both 1/],
    [{ bins: [{ code: 1, name: 'good', quality: 'fail' }] }, /has the quality fail/],
    [{ bins: [{ code: 1, name: 'good', quality: 'pass' }] }, /may go into bin 3, and bins has only 1/],
    [{ tests: [{ ...test, min: 2, max: 1 }] }, /its min is 2 and its max is 1/],
  ],
  'bond-lot': [
    [{ strips: 0 }, /strips/],
    [{ sampling: { wires: 0 } }, /wires/],
    [{ sampling: { wires: 3, every: 0 } }, /every/],
    [{ pull: { minimum: -1 } }, /minimum/],
  ],
};

describe.each(Object.entries(slips))('%s', (name, table) => {
  it('refuses options that contradict each other in one sentence, and does nothing', async () => {
    const make = everyProcedure[name];
    if (make === undefined) throw new Error(`There is no ${name}.`);
    const subject = make();
    await onBench(subject, async (bench) => {
      for (const [slip, says] of table) {
        const options = Object.fromEntries(
          Object.entries({ ...subject.options, ...slip }).filter(([, value]) => value !== undefined),
        );
        const said = await planProcedure(subject.procedure, bench, options).then(
          () => 'nothing',
          (error: unknown) => FourwireError.from(error),
        );
        expect(said, JSON.stringify(slip)).toMatchObject({
          kind: 'range',
          message: expect.stringMatching(says) as string,
        });
        expect(String(said)).not.toContain('\n');
      }
    });
  });
});
