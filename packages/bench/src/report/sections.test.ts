import { describe, expect, it } from 'vitest';
import type { JournalEntry, MeasurementLimits } from '../records/entry.ts';
import { judge } from '../records/ledger.ts';
import { renderReport } from './render-report.ts';

/** A journal with one measurement of some parts; null is a part that gave no value. */
function measured(
  values: readonly (number | null)[],
  limits: MeasurementLimits,
  unit = 'Ohm',
): JournalEntry[] {
  const targets = values.map((_, index) => ({ part: `P${index + 1}` }));
  return [
    { type: 'declaration', at: 0, name: 'R', unit, limits, targets: [...targets, { part: 'left out' }] },
    ...values.map((value, index): JournalEntry => ({
      type: 'measurement',
      at: 60_000 * index,
      name: 'R',
      unit,
      value,
      limits,
      verdict: value === null ? 'error' : judge(value, limits),
      ...(value === null ? { reason: 'overload' } : {}),
      target: { part: `P${index + 1}` },
    })),
    { type: 'run-ended', at: 3_600_000, outcome: 'completed' },
  ];
}

/** The text of each cell of a table, row by row. */
function rowsOf(page: string, table: string): string[][] {
  const [, body = ''] =
    new RegExp(`<table[^>]*aria-label="${table}"[^]*?<tbody[^>]*>([^]*?)</tbody>`).exec(page) ?? [];
  return [...body.matchAll(/<tr[^>]*>([^]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>([^]*?)<\/td>/g)].map(([, cell = '']) =>
      cell.replaceAll(/<[^>]*>/g, '').trim(),
    ),
  );
}

describe('a report of measurements', () => {
  it('says first what did not pass, where, when and why', async () => {
    const page = await renderReport(measured([100, 110.000_000_1, null], { min: 90, max: 110 }));
    // What may have to be scrolled can be reached with the keyboard, and has a name.
    expect(page).toContain('<section class="cards" aria-label="What did not pass, as a table" tabindex="0">');
    expect(page.indexOf('id="failures"')).toBeLessThan(page.indexOf('id="measurements"'));
    expect(rowsOf(page, 'What did not pass')).toEqual([
      ['outside limits', 'R', 'P2', '110.0000001 Ω', '90 to 110 Ω', '1970-01-01 00:01:00', ''],
      ['no value', 'R', 'P3', '', '90 to 110 Ω', '1970-01-01 00:02:00', 'overload'],
      ['not measured', 'R', 'left out', '', '90 to 110 Ω', '', ''],
    ]);
  });

  // Checked by hand: mean 100, s = √(40/4) = 3.1623; Cp = 20/(6 s) = 1.054, Cpk = 8/(3 s) = 0.843.
  it.each<[string, readonly number[], MeasurementLimits, string[]]>([
    [
      'two limits',
      [96, 98, 100, 102, 104],
      { min: 92, max: 112 },
      ['100', '3.162', '96', '104', '1.05', '0.84'],
    ],
    ['one limit', [96, 98, 100, 102, 104], { max: 112 }, ['100', '3.162', '96', '104', '–', '1.26']],
    ['no spread', [0.1, 0.1, 0.1], { max: 0.2 }, ['0.1', '0', '0.1', '0.1', '–', '–']],
    ['one value', [7], { max: 8 }, ['7', '–', '7', '7', '–', '–']],
    ['no limits', [1, 2], {}, ['1.5', '0.7071', '1', '2', '–', '–']],
  ])('has the statistics of values with %s', async (what, values, limits, expected) => {
    const page = await renderReport(measured(values, limits));
    const [row = []] = rowsOf(page, 'Statistics of the measurements');
    expect(row.slice(3, 9)).toEqual(expected);
    expect(row[9]).toBe(
      {
        'two limits': 'only 5 values',
        'one limit': 'only 5 values',
        'no spread': 'all values equal',
        'one value': 'one value',
        'no limits': 'no limits',
      }[what],
    );
  });

  it('draws small limits where they are', async () => {
    const page = await renderReport(measured([-1e-9, 0, 1e-9], { min: -2e-9, max: 2e-9 }, 'A'));
    const places = [...page.matchAll(/d="M([\d.]+) [\d.]+L([\d.]+) [\d.]+"[^>]*stroke-dasharray/g)].map(
      (line) => Number(line[1]),
    );
    expect(places).toHaveLength(2);
    expect((places[1] ?? 0) - (places[0] ?? 0)).toBeGreaterThan(150);
    expect(page).toContain('>min −2 × 10⁻⁹<');
    expect(page).toContain('>max 2 × 10⁻⁹<');
  });

  it('says which limits are beyond the plot', async () => {
    const page = await renderReport(measured([100, 101, 99], { min: 0, max: 1e6 }));
    expect(page).toContain('limits: 0 to 1 × 10⁶ Ω (min and max beyond the plot).');
    const equal = await renderReport(measured([100, 100], { min: 0, max: 1000 }));
    expect(equal).toContain('all values equal; limits: 0 to 1000 Ω.');
  });
});

describe('a report of a bench', () => {
  it('warns of calibration beside the verdict, and lists addresses and options', async () => {
    const device = {
      type: 'identity',
      at: 0,
      manufacturer: 'Keysight',
      model: '34461A',
      serialNumber: 'MY1',
      firmware: 'A.1',
    } as const;
    const page = await renderReport([
      { ...device, path: 'bench/old', calibrationDueOn: '1969-12-31', address: 'TCPIP0::10.0.0.1::INSTR' },
      { ...device, path: 'bench/unknown' },
      { type: 'procedure', at: 0, name: 'sweep', options: { axis: { from: 0, to: 1 }, repeat: 2 } },
      {
        type: 'safe',
        at: 1,
        path: 'bench/old',
        reason: 'end',
        ok: false,
        members: [{ path: 'bench/old/on', outcome: 'not-confirmed' }],
      },
      { type: 'run-ended', at: 2, outcome: 'completed' },
    ]);
    const beside = /<p class="heed">([^]*?)<\/p>/
      .exec(page)?.[1]
      ?.replaceAll(/<[^>]*>/g, '')
      .replaceAll(/\s+/g, ' ');
    expect(beside?.trim()).toBe(
      'Also to be looked at: 1 device not confirmed safe; 1 instrument with overdue calibration; 1 instrument without a stated calibration.',
    );
    expect(rowsOf(page, 'Instruments').map((row) => [row[0]?.replaceAll(/\s+/g, ' '), row[7]])).toEqual([
      ['bench/old TCPIP0::10.0.0.1::INSTR', 'overdue: was due on 1969-12-31'],
      ['bench/unknown', 'not stated'],
    ]);
    expect(rowsOf(page, 'Options of sweep')).toEqual([
      ['axis', '{&quot;from&quot;:0,&quot;to&quot;:1}'],
      ['repeat', '2'],
    ]);
    expect(rowsOf(page, 'Safe states')[0]?.[4]).toBe('bench/old/on not confirmed: it was not read');
  });

  it('names the unit of both axes and the moment from which time counts', async () => {
    const reading = {
      type: 'reading',
      path: 'bench/oven/temperature',
      unit: 'Cel',
      quality: 'good',
    } as const;
    const page = await renderReport(
      [
        { ...reading, at: 0, value: 20 },
        { ...reading, at: 60_000, value: 30 },
      ],
      { timeZone: 'Europe/Berlin' },
    );
    expect(page).toContain('>Temperature [°C]</text>');
    expect(page).toContain('>Seconds since 1970-01-01 01:00:00 (Europe/Berlin)</text>');
    expect(page).toContain('All times: Europe/Berlin, UTC+01:00.');
  });

  it('says that not every value is drawn where there were too many', async () => {
    const entries = Array.from({ length: 6000 }, (_, index): JournalEntry => ({
      type: 'reading',
      at: index * 1000,
      path: 'bench/oven/temperature',
      unit: 'Cel',
      quality: 'good',
      value: Math.sin(index),
    }));
    const text = (await renderReport(entries)).replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'Of up to 6000 values of a line, the first, lowest, highest and last of every 16.4 s are drawn',
    );
  });
});

describe('a report of wafers', () => {
  const geometry = { diameterUm: 100_000, pitchUm: { x: 20_000, y: 20_000 } };
  const bins = [
    { code: 1, name: 'good', quality: 'pass' },
    { code: 2, name: 'bad', quality: 'fail' },
  ] as const;
  const tested = (wafer: string): JournalEntry[] => [
    { type: 'wafer', at: 0, phase: 'started', wafer, lot: 'L7', geometry, bins: [...bins] },
    ...[0, 1, 2].map((column): JournalEntry => ({
      type: 'bin',
      at: 1,
      target: { wafer, die: { column, row: 0 } },
      bin: column === 2 ? 2 : 1,
    })),
  ];

  it('has an overview, and of many wafers one large map with the legend and small ones', async () => {
    const names = ['W01', 'W02', 'W03', 'W04', 'W05'];
    const page = await renderReport(names.flatMap((name) => tested(name)));
    expect(rowsOf(page, 'Wafers and their yield')).toEqual(
      names.map((name) => [`Wafer ${name}`, 'L7', '3', '2', '1', '66.7 %', expect.any(String) as string]),
    );
    expect(page).toContain('2 of 3 judged dies good: a yield of 66.7 %;');
    expect(page.match(/role="img" aria-labelledby="wafer-/g)).toHaveLength(5);
    expect(page.match(/>1 good \(pass\): 2/g)).toHaveLength(1);
    expect(page.match(/Show its bins as a table/g)).toHaveLength(4);
  });
});
