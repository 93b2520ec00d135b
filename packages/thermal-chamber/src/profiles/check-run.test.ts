import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRun } from './check-run.ts';
import type { AnyProfile, Profile } from './profile.ts';
import type { CyclingValues, SteadyValues } from './profile-values.ts';
import type { RunReport, RunSample } from './run.ts';

function cycling(values: Partial<CyclingValues> = {}): Profile<'cycling'> {
  return {
    kind: 'cycling',
    id: 'test',
    document: 'none',
    title: 'Test',
    values: {
      low: 0,
      high: 100,
      lowTolerance: { minus: 10, plus: 0 },
      highTolerance: { minus: 0, plus: 10 },
      dwell: 300,
      dwellOn: 'air',
      cycles: 2,
      ...values,
    },
    accepted: [],
    replaced: [],
  };
}

function steady(values: Partial<SteadyValues> = {}): Profile<'steady'> {
  const { values: _, ...rest } = cycling();
  return {
    ...rest,
    kind: 'steady',
    values: { temperature: 85, tolerance: { minus: 2, plus: 2 }, duration: 3600, ...values },
  };
}

type Corner = readonly [time: number, temperature: number];

/** Samples every `interval` seconds on the straight lines between corners. */
function record(corners: readonly Corner[], interval = 10): RunSample[] {
  const samples: RunSample[] = [];
  const end = corners.at(-1)?.[0] ?? 0;
  for (let time = 0; time <= end; time += interval) {
    const after = corners.findIndex((corner) => corner[0] >= time);
    const [t1, y1] = corners[Math.max(after, 0)] ?? [0, 0];
    const [t0, y0] = corners[after - 1] ?? [t1, y1];
    const air = t1 === t0 ? y1 : y0 + ((y1 - y0) * (time - t0)) / (t1 - t0);
    samples.push({ time, air, product: air });
  }
  return samples;
}

/** Two cycles between -2 and 102 °C at 10.4 K/min, begun and ended at 25 °C, with dwells of 400 s. */
const corners: Corner[] = [
  [0, 25],
  [200, -2],
  [600, -2],
  [1200, 102],
  [1600, 102],
  [2200, -2],
  [2600, -2],
  [3200, 102],
  [3600, 102],
  [4000, 25],
];
const run = record(corners);

function edit(samples: readonly RunSample[], by: (sample: RunSample) => Partial<RunSample>): RunSample[] {
  return samples.map((sample) => Object.assign({}, sample, by(sample)));
}

function change(from: number, to: number, by: (sample: RunSample) => Partial<RunSample>): RunSample[] {
  return edit(run, (sample) => (sample.time >= from && sample.time <= to ? by(sample) : {}));
}

function codes({ failures }: RunReport): string[] {
  return failures.map(({ code }) => code);
}

describe('checkRun of a cycling profile', () => {
  it('passes a run that holds to its limits', () => {
    expect(checkRun(cycling({ rate: { min: 10, max: 11 }, recovery: 650 }), run)).toEqual({
      passed: true,
      profile: 'test',
      achieved: 2,
      required: 2,
      unit: 'cycles',
      failures: [],
      notChecked: [],
      accepted: [],
      replaced: [],
    });
  });

  it('carries into the report what the caller accepted and replaced', () => {
    const profile = { ...cycling(), accepted: ['dwell'], replaced: ['cycles'] };
    expect(checkRun(profile, run)).toMatchObject({ accepted: ['dwell'], replaced: ['cycles'] });
  });

  it('names cycle and extreme of a dwell that is too short', () => {
    const report = checkRun(
      cycling(),
      change(1210, 1350, () => ({ air: 99 })),
    );
    expect(report.passed).toBe(false);
    expect(report.failures).toMatchObject([
      { code: 'cycles', measured: 1 },
      { code: 'dwell', cycle: 1, where: 'high', from: 1190, to: 1610, measured: 260 },
      { code: 'tolerance', cycle: 1, where: 'high', from: 1210, to: 1350, measured: 99 },
    ]);
  });

  it('counts as a dwell only what good readings next to each other prove', () => {
    const bad = change(1300, 1410, () => ({ quality: 'bad' }));
    const report = checkRun(cycling({ cycles: 1 }), bad, { maxGap: 200 });
    expect(report.failures).toMatchObject([
      {
        code: 'dwell',
        cycle: 1,
        where: 'high',
        measured: 290,
        message: 'Cycle 1, high extreme: a dwell of 290 s is shown; 300 s are required.',
      },
    ]);
  });

  it('takes a tenth of the dwell for the longest gap, and reports a longer one as missing data', () => {
    const report = checkRun(
      cycling(),
      change(1300, 1320, () => ({ air: NaN })),
    );
    expect(report.failures).toEqual([
      {
        code: 'no-data',
        from: 1290,
        to: 1330,
        measured: 40,
        message: 'Good readings are up to 40 s apart; at most 30 s may pass between two.',
      },
    ]);
  });

  it('reports a record that is too coarse once, not at every reading', () => {
    const coarse = run.filter((_, index) => index % 5 === 0);
    expect(checkRun(cycling(), coarse).failures.filter(({ code }) => code === 'no-data')).toMatchObject([
      { from: 0, to: 4000, measured: 50 },
    ]);
  });

  it('shows an excursion with its worst value', () => {
    const report = checkRun(
      cycling(),
      change(2400, 2420, ({ time }) => ({ air: time === 2410 ? -13 : -11 })),
    );
    expect(report.failures).toEqual([
      {
        code: 'tolerance',
        cycle: 2,
        where: 'low',
        from: 2400,
        to: 2420,
        measured: -13,
        message: 'Cycle 2, low extreme: -13 °C; -10 to 0 °C are allowed.',
      },
    ]);
  });

  it('says how near an extreme came that was not reached', () => {
    const report = checkRun(
      cycling({ cycles: 1 }),
      change(1100, 1700, ({ air = 0 }) => ({ air: Math.min(air, 97) })),
    );
    expect(report.failures).toMatchObject([{ code: 'not-reached', cycle: 1, where: 'high', measured: 97 }]);
  });

  it('measures rates from 10 % to 90 % of the way and names the direction', () => {
    const report = checkRun(cycling({ rate: { min: 0, max: 10 } }), run);
    expect(report.failures.map(({ code, cycle, where, measured }) => [code, cycle, where, measured])).toEqual(
      [
        ['rate', 1, 'heating', expect.closeTo(10.4, 6)],
        ['rate', 2, 'cooling', expect.closeTo(10.4, 6)],
        ['rate', 2, 'heating', expect.closeTo(10.4, 6)],
      ],
    );
    const slow = checkRun(cycling({ rampTime: { min: 0, max: 500 } }), run);
    expect(slow.failures[0]).toMatchObject({
      code: 'ramp-time',
      measured: expect.closeTo(600 / 1.04, 6) as number,
    });
  });

  it('measures recovery from leaving one extreme to reaching the other', () => {
    const report = checkRun(cycling({ recovery: 500 }), run);
    expect(report.failures).toHaveLength(3);
    expect(report.failures[0]).toMatchObject({
      code: 'recovery',
      cycle: 1,
      where: 'heating',
      from: 610,
      to: 1190,
      measured: 580,
    });
  });

  it('reports missing cycles together with the incomplete half-cycles at the ends', () => {
    const report = checkRun(
      cycling(),
      run.filter(({ time }) => time <= 3400),
    );
    expect(report).toMatchObject({ achieved: 1, required: 2 });
    expect(codes(report).toSorted()).toEqual(['cycles', 'dwell']);
  });

  it('leaves an incomplete half-cycle at either end out when the cycles are there', () => {
    const begunLow: Corner[] = [
      [0, -2],
      [100, -2],
      [700, 102],
      [1100, 102],
      [1700, -2],
      [2100, -2],
      [2700, 102],
      [3100, 102],
      [3700, -2],
      [4100, -2],
    ];
    expect(checkRun(cycling(), record(begunLow))).toMatchObject({ passed: true, achieved: 2 });
    expect(checkRun(cycling({ rate: { min: 0, max: 1 } }), record(begunLow)).failures[1]).toMatchObject({
      cycle: 1,
      where: 'cooling',
    });
    const cutShort = run.filter(({ time }) => time <= 2300);
    expect(checkRun(cycling({ cycles: 1 }), cutShort)).toMatchObject({ passed: true, achieved: 1 });
  });

  it('watches the product where the profile says so', () => {
    const lagging = edit(run, () => ({ product: 50 }));
    expect(checkRun(cycling({ dwellOn: 'product' }), lagging).passed).toBe(false);
    expect(checkRun(cycling(), lagging).passed).toBe(true);
    const none = checkRun(
      cycling({ dwellOn: 'product' }),
      run.map(({ time, air = 0 }) => ({ time, air })),
    );
    expect(codes(none)).toContain('no-data');
    expect(none.passed).toBe(false);
  });

  it('checks humidity from the first to the last stay', () => {
    const wet = edit(run, ({ time }) => ({ humidity: time > 1700 && time < 1750 ? 84 : 93 }));
    const report = checkRun(cycling({ humidity: { min: 90, max: 100 } }), wet);
    expect(report.failures).toMatchObject([{ code: 'humidity', from: 1710, to: 1740, measured: 84 }]);
    expect(codes(checkRun(cycling({ humidity: { min: 90, max: 100 } }), run))).toContain('no-data');
  });

  describe('with zones', () => {
    const zone = ({ time }: RunSample): NonNullable<RunSample['zone']> => {
      const moves = [605, 1605, 2605];
      if (moves.some((move) => time > move && time < move + 30)) return 'transfer';
      return moves.filter((move) => time >= move).length % 2 === 0 ? 'low' : 'high';
    };
    const shock = edit(
      record([
        [0, -2],
        [600, -2],
        [700, 102],
        [1600, 102],
        [1700, -2],
        [2600, -2],
        [2700, 102],
        [3600, 102],
      ]),
      (sample) => ({ zone: zone(sample) }),
    );

    it('measures the transfer as the longest time it can have taken', () => {
      expect(checkRun(cycling({ transfer: { min: 0, max: 40 } }), shock).passed).toBe(true);
      const report = checkRun(cycling({ transfer: { min: 0, max: 30 } }), shock);
      expect(report.failures).toMatchObject([
        { code: 'transfer', from: 600, to: 640, where: 'heating', measured: 40 },
        { code: 'transfer', from: 1600, where: 'cooling' },
        { code: 'transfer', from: 2600, where: 'heating' },
      ]);
    });

    it('counts immersion in the zone, and recovery from leaving the other', () => {
      const short = checkRun(cycling({ dwellOn: 'immersion', dwell: 970 }), shock).failures;
      expect(
        short
          .filter(({ code }) => code === 'dwell')
          .map(({ where, cycle, measured }) => [where, cycle, measured]),
      ).toEqual([
        ['low', 1, 600],
        ['high', 1, 960],
        ['low', 2, 960],
        ['high', 2, 960],
      ]);
      expect(checkRun(cycling({ dwellOn: 'immersion', dwell: 600, recovery: 100 }), shock).passed).toBe(true);
      expect(codes(checkRun(cycling({ dwellOn: 'immersion', dwell: 600, recovery: 99 }), shock))).toEqual([
        'recovery',
        'recovery',
        'recovery',
      ]);
    });

    it('does not pass a limit that needs zones when the record has none', () => {
      const report = checkRun(cycling({ dwellOn: 'immersion', transfer: { min: 0, max: 10 } }), run);
      expect(report).toMatchObject({ passed: false, failures: [] });
      expect(report.notChecked.map(({ limit }) => limit)).toEqual(['transfer', 'dwell']);
    });
  });
});

describe('checkRun of a steady profile', () => {
  const hold: Corner[] = [
    [0, 25],
    [600, 85],
    [4300, 85],
    [4600, 25],
  ];

  it('counts the time within tolerance and ignores cooling down afterwards', () => {
    expect(checkRun(steady(), record(hold))).toMatchObject({
      passed: true,
      required: 3600,
      unit: 's',
      failures: [],
    });
  });

  it('shows an excursion, does not count it, and reports the time that is missing', () => {
    const samples = edit(record(hold), ({ time }) => (time >= 1000 && time <= 1200 ? { air: 88 } : {}));
    expect(checkRun(steady(), samples).failures).toMatchObject([
      { code: 'duration', measured: 3510 },
      { code: 'tolerance', from: 1000, to: 1200, measured: 88 },
    ]);
  });

  it('does not count across bad readings', () => {
    const samples = edit(record(hold), ({ time }) => (time === 2000 ? { quality: 'stale' } : {}));
    expect(checkRun(steady({ duration: 3710 }), samples).passed).toBe(true);
    expect(checkRun(steady({ duration: 3720 }), samples).failures).toMatchObject([
      { code: 'duration', measured: 3710 },
    ]);
  });

  it('reports gaps longer than allowed', () => {
    const samples = record(hold).filter(({ time }) => time < 2000 || time > 2500);
    expect(codes(checkRun(steady({ duration: 3000 }), samples))).toEqual(['no-data']);
    expect(checkRun(steady({ duration: 3000 }), samples, { maxGap: 600 }).passed).toBe(true);
  });

  it('checks humidity with the temperature', () => {
    const wet = steady({ humidity: { min: 80, max: 90 } });
    const samples = edit(record(hold), ({ time }) => ({ humidity: time < 700 ? 20 : 85 }));
    expect(checkRun(wet, samples).passed).toBe(true);
    const dry = edit(samples, ({ time }) => (time === 3000 ? { humidity: 79 } : {}));
    expect(codes(checkRun(wet, dry))).toContain('humidity');
    expect(codes(checkRun(wet, record(hold)))).toEqual(['no-data']);
  });

  it('says when the temperature was never reached', () => {
    expect(
      checkRun(
        steady(),
        record([
          [0, 25],
          [600, 80],
        ]),
      ).failures,
    ).toMatchObject([{ code: 'not-reached' }]);
    expect(codes(checkRun(steady(), []))).toEqual(['no-data']);
  });
});

describe('checkRun of any record', () => {
  it.each([[[5, 5]], [[5, 4]], [[NaN]], [[1, Infinity]]])('refuses times %j', (times) => {
    expect(() =>
      checkRun(
        steady(),
        times.map((time) => ({ time, air: 85 })),
      ),
    ).toThrow(expect.objectContaining({ kind: 'range', code: 'samples-order' }));
  });

  const sample = fc.record({
    air: fc.oneof(fc.integer({ min: -20, max: 120 }), fc.constant(NaN)),
    product: fc.integer({ min: -20, max: 120 }),
    humidity: fc.integer({ min: 0, max: 100 }),
    zone: fc.constantFrom('low', 'high', 'transfer'),
    quality: fc.constantFrom('good', 'bad', 'stale'),
    step: fc.integer({ min: 1, max: 100 }),
  });
  const samples = fc.array(sample, { maxLength: 60 }).map((list) => {
    let time = 0;
    return list.map(({ step, ...rest }) => ({ ...rest, time: (time += step) }));
  });
  const profiles: AnyProfile[] = [
    cycling({
      dwell: 10,
      cycles: 1,
      transfer: { min: 0, max: 50 },
      recovery: 100,
      rate: { min: 1, max: 50 },
    }),
    cycling({ dwell: 10, cycles: 1, dwellOn: 'immersion', rampTime: { min: 1, max: 50 } }),
    steady({ duration: 30, humidity: { min: 20, max: 80 } }),
  ];

  it('is decided without throwing, and passes only with all that was required', () => {
    const property = fc.property(samples, fc.constantFrom(...profiles), (list, profile) => {
      const report = checkRun(profile, list, { maxGap: 100 });
      expect(report.passed && report.achieved < report.required).toBe(false);
    });
    fc.assert(property, { seed: 1, numRuns: 300 });
  });

  it('never achieves more when readings turn bad', () => {
    const property = fc.property(fc.array(fc.nat(400), { minLength: 1, maxLength: 30 }), (indexes) => {
      const worse = edit(run, ({ time }) => (indexes.includes(time / 10) ? { quality: 'bad' } : {}));
      for (const profile of [
        cycling({ dwell: 100, cycles: 9 }),
        steady({ temperature: 102, duration: 9999 }),
      ]) {
        expect(checkRun(profile, worse).achieved).toBeLessThanOrEqual(checkRun(profile, run).achieved);
      }
    });
    fc.assert(property, { seed: 1, numRuns: 50 });
  });
});
