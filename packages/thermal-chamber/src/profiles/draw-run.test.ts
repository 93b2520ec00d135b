import { describe, expect, it } from 'vitest';
import { drawRun } from './draw-run.ts';
import type { RunReport, RunSample } from './run.ts';

const samples: RunSample[] = [
  { time: 0, air: 20 },
  { time: 50, air: 30 },
  { time: 60, air: 500, quality: 'bad' },
  { time: 70, air: NaN },
  { time: 80, air: 40 },
  { time: 100, air: 40 },
];

describe('drawRun', () => {
  it('draws what was measured, with gaps where readings were not good', () => {
    const svg = drawRun(samples, { title: 'Run 1' });
    expect(svg).toContain('<title>Run 1</title>');
    expect(svg).toContain('>Air</text>');
    for (const absent of ['Product', 'Humidity', '500', 'NaN', '#f6c9c4']) expect(svg).not.toContain(absent);
    expect(svg).toMatch(/d="M[^M"]+M[^M"]+" fill="none" stroke="#1f5fa8"/);
  });

  it('draws product and humidity when they were measured', () => {
    const svg = drawRun([{ time: 0, air: 1, product: 2, humidity: 50 }], { title: 'x' });
    for (const text of ['>Product</text>', '>Humidity</text>', '>Relative humidity (%)</text>']) {
      expect(svg).toContain(text);
    }
  });

  it('shades the places that failed, not what is missing altogether', () => {
    const failures: RunReport['failures'] = [
      { code: 'tolerance', from: 25, to: 50, message: '' },
      { code: 'cycles', from: 0, to: 100, message: '' },
    ];
    const report = { failures } as RunReport;
    const svg = drawRun(samples, { title: 'x', report, width: 194 });
    expect(svg.match(/<rect [^>]*fill="#f6c9c4"\/>/g)).toEqual([
      '<rect x="95" y="66" width="25" height="298" fill="#f6c9c4"/>',
    ]);
  });
});
