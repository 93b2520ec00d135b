import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Deviation, RunData } from './run-data.ts';
import { count } from './words.ts';

/** What a reader must know beside the verdict, with links to it; undefined when there is nothing. */
export function heed(run: RunData): Html | undefined {
  const of = (kind: Deviation['kind']): number => run.deviations.filter((item) => item.kind === kind).length;
  const unsafe = run.safeReports.filter(({ ok }) => !ok).length;
  const unstated = run.instruments.filter(({ calibration }) => calibration.state === 'not-stated').length;
  const [alarms, overdue] = [of('alarm'), of('calibration')];
  const others = run.deviations.length - alarms - overdue - of('safe state');
  const lines: readonly (readonly [link: string, number: number, text: string])[] = [
    ['deviations', unsafe, `${count(unsafe, 'device')} not confirmed safe`],
    ['deviations', alarms, count(alarms, 'alarm message')],
    ['deviations', others, count(others, 'deviation')],
    ['instruments', overdue, `${count(overdue, 'instrument')} with overdue calibration`],
    ['instruments', unstated, `${count(unstated, 'instrument')} without a stated calibration`],
  ];
  const shown = lines.filter(([, number]) => number > 0);
  if (shown.length === 0) return undefined;
  return html`<p class="heed">
    <strong>Also to be looked at:</strong>
    ${shown.map(([link, , text], index) => html`${index === 0 ? '' : '; '}<a href="#${link}">${text}</a>`)}.
  </p>`;
}
