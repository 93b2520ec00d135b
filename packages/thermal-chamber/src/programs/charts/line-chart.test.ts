import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceTicks, timeTicks } from './axis-ticks.ts';
import { lineChartSvg } from './line-chart.ts';
import type { ChartPoint, LineChart } from './line-chart.ts';
import { polyline } from './polyline.ts';

/** What is wrong with the markup: tags that do not match, or stray characters between them. */
function markupErrors(svg: string): string[] {
  const open: string[] = [];
  const errors: string[] = [];
  for (const [tag, close, name = '', self] of svg.matchAll(
    /<(\/?)([a-z]+)(?:\s[a-z-]+(?::[a-z]+)?="[^"<>&]*")*\s*(\/?)>/gi,
  )) {
    if (close === '/' && open.pop() !== name) errors.push(tag);
    else if (close !== '/' && self !== '/') open.push(name);
  }
  const text = svg.replaceAll(/<\/?[a-z][^<>]*>/gi, '').replaceAll(/&(amp|lt|gt|quot);/g, '');
  return [...errors, ...open, ...(text.match(/[<>&]/g) ?? [])];
}

function chart(points: ChartPoint[], rest: Partial<LineChart> = {}): LineChart {
  const lines = [{ name: 'Air', color: '#000000', points }];
  return { title: 'Test', leftLabel: 'Temperature (°C)', rightLabel: 'Humidity', lines, ...rest };
}

describe('lineChartSvg', () => {
  it('labels both axes and their ticks with units people use', () => {
    const svg = lineChartSvg(
      chart([
        [0, -40],
        [7200, 85],
      ]),
    );
    expect(markupErrors(svg)).toEqual([]);
    for (const text of ['Test', 'Air', 'Temperature (°C)', 'Time (min)', '-60', '100', '120']) {
      expect(svg).toContain(`>${text}</text>`);
    }
    expect(svg).not.toContain('Humidity');
  });

  it('draws a right axis from 0 to 100 only for lines that use it', () => {
    const humidity = {
      name: 'RH',
      color: '#00ff00',
      axis: 'right',
      points: [
        [0, 0],
        [10, 100],
      ],
    } as const;
    const svg = lineChartSvg(chart([], { lines: [humidity], width: 300, height: 222 }));
    expect(svg).toContain('>Humidity</text>');
    expect(svg).toContain('d="M70 166L236 66"');
  });

  it('breaks the line at a gap and shades even a single moment', () => {
    const svg = lineChartSvg(
      chart([[0, 0], [1, 1], undefined, [2, 1], [3, 0]], { shaded: [{ from: 1, to: 1 }] }),
    );
    expect(svg.match(/<path d="M[^"]*M[^"]*"/g)).toHaveLength(1);
    expect(svg).toMatch(/<rect [^>]*width="2" [^>]*fill="#f6c9c4"/);
  });

  it('is well-formed and finite whatever the title and the numbers', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const time = fc.double({ min: 0, max: 1e9, noNaN: true });
    const points = fc.array(fc.option(fc.tuple(time, number), { nil: undefined }));
    const title = fc.string({
      unit: fc.oneof(fc.constantFrom('<', '&', '"', '\u0000', '\uD800'), fc.string()),
    });
    const property = fc.property(title, points, (text, data) => {
      const svg = lineChartSvg(chart(data, { title: text }));
      expect(markupErrors(svg)).toEqual([]);
      expect(svg.replaceAll(/<t[^>]*>[^<]*<\/t/g, '')).not.toMatch(/NaN|Infinity|undefined/);
      // oxlint-disable-next-line no-control-regex
      expect(svg).not.toMatch(/[\u0000-\u0008\uD800-\uDFFF\uFFFE\uFFFF]/u);
    });
    fc.assert(property, { seed: 1 });
  });
});

describe('polyline', () => {
  it('keeps the first, lowest, highest and last point of a pixel column', () => {
    const points = Array.from({ length: 1000 }, (_, index) => [5 + index / 1001, index % 10] as const);
    expect(polyline([[4, 0], ...points])).toBe('M4 0L5 0L5 9L6 9');
  });

  it('never has more than four points a pixel, and keeps the extremes', () => {
    const property = fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 3000 }),
      (ys) => {
        const drawn = polyline(ys.map((y, index) => [(index / ys.length) * 100, y] as const));
        const kept = [...drawn.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
        expect(kept.length).toBeLessThanOrEqual(400);
        expect(Math.max(...kept)).toBe(Math.max(...ys));
        expect(Math.min(...kept)).toBe(Math.min(...ys));
      },
    );
    fc.assert(property, { seed: 1, numRuns: 30 });
  });
});

describe('ticks', () => {
  it.each([
    [-40, 85, [-40, -20, 0, 20, 40, 60, 80, 100]],
    [25, 25, [24, 24.5, 25, 25.5, 26]],
    [0, 150, [0, 25, 50, 75, 100, 125, 150]],
    [0.1, 0.2, [0.1, 0.12, 0.14, 0.16, 0.18, 0.2]],
  ])('enclose %d to %d', (low, high, values) => {
    const ticks = niceTicks(low, high);
    expect(ticks.values.map((value) => Number(value.toPrecision(6)))).toEqual(values);
    expect([ticks.low, ticks.high]).toEqual([ticks.values[0], ticks.values.at(-1)]);
  });

  it('are four to ten and enclose the values', () => {
    const number = fc.double({ min: -1000, max: 1000, noNaN: true });
    const property = fc.property(number, fc.double({ min: 0.001, max: 1000, noNaN: true }), (low, span) => {
      const { values, low: first, high: last } = niceTicks(low, low + span);
      expect(first <= low + 1e-9 && last >= low + span - 1e-9).toBe(true);
      expect(values.length >= 4 && values.length <= 10).toBe(true);
    });
    fc.assert(property, { seed: 1 });
  });

  it.each([
    [90, 's', 10],
    [3600, 'min', 13],
    [86_400, 'h', 13],
    [10 * 86_400, 'd', 11],
    [1000 * 3600, 'd', 9],
    [400 * 86_400, 'd', 9],
  ])('divide %d seconds in a fitting unit', (end, unit, count) => {
    const { ticks, ...rest } = timeTicks(end);
    expect(rest).toEqual({ unit, end });
    expect(ticks).toHaveLength(count);
    expect(ticks.at(-1)?.seconds).toBeLessThanOrEqual(end * (1 + 1e-9));
  });
});
