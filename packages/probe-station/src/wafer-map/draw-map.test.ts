import fc from 'fast-check';
import sax from 'sax';
import { describe, expect, it } from 'vitest';
import { arbitraryGeometry } from '../../test/wafer-map-arbitraries.ts';
import { layOutDies } from './dies.ts';
import { drawWaferMap } from './draw-map.ts';
import { waferGeometry } from './geometry.ts';
import { byRows } from './order-lines.ts';
import { standardWafers } from './standard-wafers.ts';
import type { WaferMap } from './wafer-map.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** The elements of a drawing; throws when it is not well-formed. */
function elements(svg: string): Element[] {
  const parser = sax.parser(true);
  const all: Element[] = [];
  const open: Element[] = [];
  Object.assign(parser, {
    onerror: (error: Error) => {
      throw error;
    },
    onopentag: ({ name, attributes }: sax.Tag) => {
      const element = { name, attributes, text: '' };
      all.push(element);
      open.push(element);
    },
    onclosetag: () => open.pop(),
    ontext: (text: string) => {
      const element = open.at(-1);
      if (element !== undefined) element.text += text;
    },
  });
  parser.write(svg).close();
  return all;
}

const geometry = waferGeometry({
  ...standardWafers['150 mm'],
  pitchUm: { x: 10_000, y: 10_000 },
  edgeExclusionUm: 5000,
});
const map: WaferMap = {
  geometry,
  dies: layOutDies(geometry),
  bins: [
    { code: 1, name: 'good', quality: 'pass' },
    { code: 2, name: 'C < 1 pF & "leaky"', quality: 'fail' },
  ],
  binOf: (die) => (die.row === 0 ? (die.column === 3 ? 2 : 1) : undefined),
};

describe('drawWaferMap', () => {
  it('leaves heading and legend away where they are not wanted, and is narrower', () => {
    const widths = [true, false].map((legend) => {
      const [root, ...rest] = elements(drawWaferMap(map, { title: 'W01', legend }));
      const texts = rest.filter(({ name }) => name === 'text').map(({ text }) => text);
      expect(texts.some((text) => text.startsWith('1 good (pass)'))).toBe(legend);
      expect(texts.includes('W01')).toBe(legend);
      return Number(root?.attributes['viewBox']?.split(' ')[2]);
    });
    expect(widths[1]).toBeLessThan(widths[0] ?? 0);
  });

  it('has a title and a description with the counts for screen readers', () => {
    const [root, title, desc] = elements(drawWaferMap(map, { title: 'W<01>', id: 'left' }));
    expect(root?.attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'left-title left-desc' });
    expect(title).toMatchObject({ name: 'title', attributes: { id: 'left-title' }, text: 'W<01>' });
    expect(desc?.text).toMatch(/^Wafer of 150 mm with a flat at 270 degrees/);
    expect(desc?.text).toContain('1 good (pass): 14; 2 C < 1 pF & "leaky" (fail): 1; ');
    expect(desc?.text).toContain('14 of 15 dies pass: 93.3 %');
  });

  it('needs nothing from outside: every reference is to an id of its own', () => {
    const svg = drawWaferMap(map, { id: 'm' });
    const ids = new Set(elements(svg).flatMap(({ attributes }) => attributes['id'] ?? []));
    const references = [...svg.matchAll(/(?:href="|url\()#([^")]+)/g)].map(([, id]) => id);
    expect(references.length).toBeGreaterThan(3);
    for (const id of references) expect(ids).toContain(id);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|<image|font-face/);
  });

  it('draws each die once, in the colour of its bin or kind', () => {
    const all = elements(drawWaferMap(map));
    const count = (id: string): number =>
      (all.find(({ attributes }) => attributes['id'] === id)?.attributes['d'] ?? '').split('M').length - 1;
    expect(count('wafer-0-dies')).toBe(14);
    expect(count('wafer-1-dies')).toBe(1);
    expect(
      count('wafer-0-dies') + count('wafer-1-dies') + count('wafer-2-dies') + count('wafer-3-dies'),
    ).toBe(map.dies.length);
  });

  it('puts X to the right and Y up', () => {
    const place = (column: number, row: number): readonly [number, number] => {
      const svg = drawWaferMap({ ...map, dies: [{ column, row, kind: 'full' }], bins: [] });
      const [, x = '', y = ''] = /-dies" d="M([\d.]+) ([\d.]+)/.exec(svg) ?? [];
      return [Number(x), Number(y)];
    };
    expect(place(2, 0)[0]).toBeGreaterThan(place(1, 0)[0]);
    expect(place(0, 2)[1]).toBeLessThan(place(0, 1)[1]);
  });

  it('gives a legend line to every bin and to the kinds that occur, and names unknown bins', () => {
    const texts = elements(drawWaferMap({ ...map, binOf: () => 7 })).map(({ text }) => text);
    expect(texts).toContain('1 good (pass): 0 · 0.0 %');
    expect(texts).toContain(`7 Bin 7: ${map.dies.length} · 100.0 %`);
    expect(texts.some((text) => text.startsWith('not tested'))).toBe(false);
    expect(texts).toContain('no verdicts yet');
  });

  it('lays the symbol of a bin over its dies with a pattern of one die', () => {
    const pattern = elements(drawWaferMap(map)).find(({ name }) => name === 'pattern');
    expect(pattern?.attributes).toMatchObject({ id: 'wafer-1-symbol', patternUnits: 'userSpaceOnUse' });
    expect(Number(pattern?.attributes['width'])).toBeCloseTo((680 * 10) / 150);
  });

  it('has a scale in round millimetres, tick labels and arrows for the label axes', () => {
    const labelled = waferGeometry({ ...geometry, labels: { origin: { column: 0, row: 7 }, axes: 'DR' } });
    const texts = elements(drawWaferMap({ ...map, geometry: labelled })).filter(
      ({ name }) => name === 'text',
    );
    expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['20 mm', 'x', 'y', '-7', '14']));
    const rows = texts.filter(({ attributes }) => attributes['text-anchor'] === 'end');
    expect(
      rows
        .map(({ text, attributes }) => [Number(text), Number(attributes['y'])])
        .toSorted(([a = 0], [b = 0]) => a - b)[0],
    ).toEqual([0, expect.closeTo(106.7, 0)]);
  });

  it('frames the die (0, 0) when it is on the wafer', () => {
    const away = waferGeometry({ ...geometry, labels: { origin: { column: 99, row: 0 }, axes: 'UR' } });
    expect(drawWaferMap(map)).toContain('die (0, 0)');
    expect(drawWaferMap({ ...map, geometry: away })).not.toContain('die (0, 0)');
  });

  it('draws a route through the centres of its dies', () => {
    const route = byRows(map.dies.filter(({ kind }) => kind === 'full'));
    const line = elements(drawWaferMap(map, { route })).find(({ name }) => name === 'polyline');
    expect(line?.attributes['points']?.split(' ')).toHaveLength(route.length);
    expect(elements(drawWaferMap(map, { route: [] })).some(({ name }) => name === 'polyline')).toBe(false);
  });

  it('is well-formed and free of NaN for any geometry and any text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('\u0000', '\uD800', '\uFFFE', '<![CDATA[', '&amp', ']]>', 'µ', '😀'),
    );
    const text = fc.array(piece).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        arbitraryGeometry,
        text,
        text,
        fc.integer({ min: 1, max: 60 }),
        (wafer, title, name, step) => {
          const drawn: WaferMap = {
            geometry: wafer,
            dies: layOutDies(wafer),
            bins: Array.from({ length: step }, (_, code) => ({
              code,
              name,
              quality: code % 3 === 0 ? 'pass' : 'fail',
            })),
            binOf: (die) => Math.abs(die.column + die.row) % step,
          };
          const svg = drawWaferMap(drawn, { title });
          expect(elements(svg)[0]?.name).toBe('svg');
          // Names may spell it, coordinates must not.
          expect(svg.replaceAll(/>[^<]*</g, '><')).not.toMatch(/NaN|Infinity|undefined/);
        },
      ),
      { seed: 1, numRuns: 10 },
    );
  });
});
