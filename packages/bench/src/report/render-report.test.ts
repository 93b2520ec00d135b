import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleJournal } from '../../test/sample-run.ts';
import type { JournalEntry } from '../records/entry.ts';
import { parseJournal } from '../records/read-journal.ts';
import { drawing } from './components.ts';
import { renderReport } from './render-report.ts';

/** The tags of a page with the names of their attributes: what a text must not be able to change. */
function structure(page: string): string[] {
  return (page.match(/<[!/a-z][^>]*>/gi) ?? []).map((tag) =>
    tag.replaceAll(/="[^"]*"|xml:space/g, '').replaceAll(/\s+/g, ' '),
  );
}

/** A journal with `word` wherever a text may stand. */
function journalOf(word: string): JournalEntry[] {
  const error = { kind: word, code: word, message: word };
  const target = { wafer: word, part: word, wire: 1 };
  const reading = { type: 'reading', path: word, unit: word, quality: 'good' } as const;
  return [
    {
      type: 'run-started',
      at: 0,
      journal: 1,
      title: word,
      who: word,
      why: word,
      script: word,
      command: word,
      bench: word,
      versions: { x: word },
      seed: word,
    },
    {
      type: 'identity',
      at: 1,
      path: word,
      manufacturer: word,
      model: word,
      serialNumber: word,
      firmware: word,
    },
    { ...reading, at: 2, value: 1 },
    { ...reading, at: 3, value: 2 },
    { ...reading, at: 4, quality: 'bad', error },
    { type: 'setting', at: 5, path: word, value: 1, error },
    { type: 'command', at: 6, path: word, phase: 'failed', error },
    {
      type: 'safe',
      at: 7,
      path: word,
      reason: word,
      ok: false,
      members: [{ path: word, outcome: 'not-confirmed', error }],
    },
    { type: 'alarm', at: 8, path: word, code: word, text: word, active: true },
    {
      type: 'event',
      at: 9,
      path: word,
      name: 'bond',
      data: { outcome: word, field: word, units: { field: word } },
    },
    {
      type: 'declaration',
      at: 10,
      name: word,
      unit: word,
      limits: { min: 0 },
      targets: [target, { wire: 2 }],
    },
    {
      type: 'measurement',
      at: 11,
      name: word,
      unit: word,
      value: -1,
      limits: { min: 0 },
      verdict: 'fail',
      target,
      reason: word,
    },
    {
      type: 'measurement',
      at: 12,
      name: word,
      unit: word,
      value: 3,
      limits: { min: 0 },
      verdict: 'pass',
      target: { wire: 2 },
    },
    {
      type: 'wafer',
      at: 12,
      phase: 'started',
      wafer: word,
      lot: word,
      device: word,
      geometry: { diameterUm: 100_000, pitchUm: { x: 40_000, y: 40_000 } },
      bins: [{ code: 1, name: word, quality: 'pass' }],
    },
    { type: 'bin', at: 12, target: { wafer: word, die: { column: 0, row: 0 } }, bin: 1 },
    {
      type: 'snapshot',
      at: 12,
      path: word,
      moment: word,
      members: [{ member: word, value: word, unit: word }],
    },
    { type: 'snapshot', at: 12, path: word, moment: `${word}2`, members: [{ member: word, error }] },
    { type: 'note', at: 13, text: word, by: word },
    { type: 'note', at: 14, text: word, deviation: true },
    { type: 'run-ended', at: 15, outcome: 'completed', reason: word, verdict: 'fail' },
  ];
}

const sectionsOf = (
  word: string,
): {
  title: string;
  text: string;
  blocks: { title: string; table: { columns: string[]; rows: string[][] } }[];
}[] => [{ title: word, text: word, blocks: [{ title: word, table: { columns: [word], rows: [[word]] } }] }];

describe('renderReport', () => {
  it('makes one page that needs nothing else, the same bytes each time', async () => {
    const journal = await sampleJournal();
    const render = (): Promise<string> => renderReport(parseJournal(journal));
    const page = await render();
    expect(await render()).toBe(page);
    expect(page).toMatch(/^<!doctype html>/);
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|\ssrc=|<script|<link|zr\d/,
    );
    for (const text of [
      'measurements within limits; ',
      'Simulated.',
      'Temperature over time. bench/oven/setpoint (as set): −40 °C to 125 °C, 3 values.',
      'Histogram of Bridge resistance at −40 °C.',
      'Wafer of 150 mm with a flat',
      'Wafer W07 at −40 °C',
      'Settings that differ',
      'Non-stick on pad, wire 37',
      'was due on 2026-02-03',
      'npx fourwire run',
    ]) {
      expect(page).toContain(text);
    }
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...page.matchAll(/(?:href="|url\()#([^")]*)/g)].map((match) => match[1]);
    expect(ids).toEqual(expect.arrayContaining(links));
  });

  it('lets no text change the page', async () => {
    const plain = structure(await renderReport(journalOf('word'), { sections: sectionsOf('word') }));
    const sharp = fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '`',
        '=',
        '/',
        '-',
        '!',
        ' ',
        '\n',
        '\0',
        '\u202e',
        '\ud800',
        'a',
        '</td>',
        '<script>',
        '${x}',
        '{value}',
        '{a|b}',
        '-->',
        ']]>',
        '&lt;',
        'onload=',
      ),
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(sharp, async (text) => {
        const word = `w${text}`;
        const page = await renderReport(journalOf(word), { sections: sectionsOf(word) });
        expect(structure(page)).toEqual(plain);
      }),
      { seed: 1, numRuns: 6 },
    );
  });

  it('says what is missing when the journal is empty, cut off or damaged', async () => {
    expect(await renderReport([])).toContain('Incomplete: Run without a title');
    const page = await renderReport(parseJournal('{"type":"note","at":0,"text":"a"}\n{"type":'));
    expect(page).toContain('The last line has no end.');
    expect(page).toContain('the program was cut off here');
  });
});

describe('a drawing from elsewhere', () => {
  it('goes in when it is one plain SVG element', () => {
    const svg =
      '<svg viewBox="0 0 1 1"><defs><clipPath id="c"/></defs><use href="#c" clip-path="url(#c)"/><title>onload="1" &lt; src=</title></svg>';
    expect(drawing('map', `<?xml version="1.0"?>\n${svg}\n`).text).toBe(svg);
  });

  it.each([
    '<div></div>',
    '<svg ></svg><p>',
    '<svg ><script>1</script></svg>',
    '<svg onload="x()"></svg>',
    '<svg ><rect\nONCLICK = "x()"/></svg>',
    '<svg ><image href="http://x/y.png"/></svg>',
    '<svg ><a xlink:href="javascript:x()"/></svg>',
    '<svg ><rect fill="url(http://x)"/></svg>',
    '<svg ><style>*{}</style></svg>',
    '<svg ><!-- --></svg>',
    '<svg ></svg></svg>',
    '<svg ><rect a=">" onload="x()"/></svg>',
    '<svg ><rect a="></svg>',
    '<svg ><use href="data:x"/></svg>',
    '<svg ><rect style="fill:red"/></svg>',
  ])('is refused when it is %s', (svg) => {
    expect(() => drawing('map', svg)).toThrow(/drawing "map" cannot go into a report/);
  });
});
