import { formatDuration } from '@fourwire/core';
import { bondsSection } from './bonds-section.ts';
import { chartRenderer } from './chart.ts';
import { drawing, figure, folded, isLarge } from './components.ts';
import type { Section } from './components.ts';
import { curvesSection } from './curves-section.ts';
import { failuresSection } from './failures-section.ts';
import { heed } from './heed.ts';
import { html, trusted } from './html.ts';
import type { Html } from './html.ts';
import { measurementsSection } from './measurements-section.ts';
import { definitions, deviationsSection, instrumentsSection, reproduceSection } from './record-sections.ts';
import { collect } from './run-data.ts';
import type { Entries, RunData } from './run-data.ts';
import { settingsSection } from './settings-section.ts';
import { style } from './style.ts';
import { table } from './table.ts';
import type { ReportTable } from './table.ts';
import { judgeRun } from './verdict.ts';
import type { RunVerdict } from './verdict.ts';
import { wafersSection } from './wafers-section.ts';
import { timeFormatter, zoneText } from './words.ts';

/** A drawing with its table, such as a wafer map. */
export interface ReportBlock {
  readonly title: string;
  /** One `<svg>` element, with a `role="img"` and an `aria-label` of its own. */
  readonly svg?: string;
  /** The same in numbers. */
  readonly table?: ReportTable;
}

/** A section of a report that the caller makes. */
export interface ReportSection {
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly text?: string;
  readonly blocks: readonly ReportBlock[];
}

/** What may be said about a report. */
export interface ReportOptions {
  /** IANA name of the time zone of all times, for example `Europe/Berlin`; `UTC` unless given. */
  readonly timeZone?: string;
  /** Sections after the measurements, such as wafer maps. */
  readonly sections?: readonly ReportSection[];
  /** The name of the event that reports a bond, with `outcome` in its data; `bond` unless given. */
  readonly bondEvent?: string;
}

/**
 * A report of a run for readers who do not program: one HTML file that needs nothing else, with the answer first. The
 * same journal gives the same bytes.
 *
 * @throws FourwireError of kind `range` when a drawing is not one plain SVG element; what reading the entries throws.
 *
 * @example
 * ```ts
 * await writeFile('report.html', await renderReport(readJournal('run.jsonl')));
 * ```
 */
export async function renderReport(entries: Entries, options: ReportOptions = {}): Promise<string> {
  const { timeZone = 'UTC', bondEvent = 'bond' } = options;
  const time = timeFormatter(timeZone);
  const run = await collect(entries, bondEvent, (at) => time(at).slice(0, 10));
  const render = await chartRenderer();
  const sections = [
    failuresSection(run.ledger.items(), time),
    curvesSection(run, render, (at) => `${time(at)} (${timeZone})`),
    measurementsSection(run.ledger.items(), render),
    wafersSection(run.wafers),
    ...(options.sections ?? []).map((section, index) => ownSection(section, index)),
    bondsSection(run.bonds, time),
    deviationsSection(run, time),
    instrumentsSection(run),
    settingsSection(run.snapshots),
    reproduceSection(run, time),
  ].filter((section) => section !== undefined);
  return page(run, sections, time, (at) => zoneText(timeZone, at)).text;
}

function ownSection({ title, text, blocks }: ReportSection, index: number): Section {
  const large = blocks.some((block) => block.svg !== undefined && isLarge(block.svg));
  return {
    id: `section-${index + 1}`,
    title,
    content: [
      text === undefined ? undefined : html`<p>${text}</p>`,
      html`<div class="${large ? 'large' : 'grid maps'}">${blocks.map((block) => ownFigure(block))}</div>`,
    ],
  };
}

function ownFigure({ title, svg, table: numbers }: ReportBlock): Html {
  if (svg === undefined) return figure(title, numbers && table(title, numbers));
  const picture = html`<section class="scroll" aria-label="Drawing of ${title}" tabindex="0">
    ${drawing(title, svg)}
  </section>`;
  return figure(title, picture, numbers && folded('Show as a table', table(`${title} as a table`, numbers)));
}

function page(
  run: RunData,
  sections: readonly Section[],
  time: (at: number) => string,
  zone: (at: number) => string,
): Html {
  const verdict = judgeRun(run);
  const title = run.started?.title ?? 'Run without a title';
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${verdict.word}: ${title}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          ${run.started === undefined ? undefined : html`<p class="why">${run.started.why}</p>`}
          ${banner(verdict)} ${heed(run)}
          ${run.simulated ? html`<p class="simulated"><strong>Simulated.</strong> The instruments were simulators; the values say nothing about a real part.</p>` : undefined}
          ${definitions(facts(run, time, zone))}
          <nav aria-label="Contents">
            <ul>
              ${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${sections.map(
            ({ id, title: name, content }) =>
              html`<section aria-labelledby="${id}">
                <h2 id="${id}">${name}</h2>
                ${content}
              </section> `,
          )}
        </main>
        <footer>
          Made by Fourwire from the journal of the run.
          ${run.first === undefined ? undefined : `All times: ${zone(run.first)}.`}
          ${run.simulated ? 'Simulated run.' : undefined}
        </footer>
      </body>
    </html> `;
}

function facts(
  { started, ended, first, last }: RunData,
  time: (at: number) => string,
  zone: (at: number) => string,
): readonly (readonly [string, string | undefined])[] {
  const outcomes = {
    completed: 'came to its end',
    stopped: 'stopped',
    failed: 'ended with an error',
  } as const;
  return [
    ['Run by', started?.who],
    ['Started', first === undefined ? undefined : time(first)],
    ['Ended', last === undefined ? undefined : time(last)],
    ['Time zone', first === undefined ? undefined : zone(first)],
    ['Duration', first === undefined || last === undefined ? undefined : formatDuration(last - first)],
    ['Run', ended === undefined ? 'cut off' : outcomes[ended.outcome]],
  ];
}

const signs: Readonly<Record<RunVerdict['result'], string>> = {
  pass: 'M10 19l6 6 12-13',
  fail: 'M12 12l14 14M26 12L12 26',
  incomplete: 'M19 10v12M19 27v2',
  none: 'M11 19h16',
};

function banner({ result, word, because }: RunVerdict): Html {
  return html`<div class="verdict ${result}">
    <svg width="38" height="38" viewBox="0 0 38 38" aria-hidden="true">
      <circle cx="19" cy="19" r="18" fill="none" stroke="currentColor" stroke-width="2" />
      <path
        d="${signs[result]}"
        fill="none"
        stroke="currentColor"
        stroke-width="3.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
    <div><strong>${word}</strong><span>${because}</span></div>
  </div>`;
}
