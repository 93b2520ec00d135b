import type { Instant } from '@fourwire/core';
import { folded } from './components.ts';
import type { Section } from './components.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { RunData } from './run-data.ts';
import { cards, keep } from './table.ts';
import { count } from './words.ts';

type Time = (at: Instant) => string;

/** Alarms and everything that did not go as planned, in the order of time. */
export function deviationsSection({ deviations, safeReports, notes }: RunData, time: Time): Section {
  const rows = deviations.map(({ at, kind, where, text }) => [
    at === undefined ? '' : keep(time(at)),
    kind,
    where,
    text,
  ]);
  const safe = safeReports.map(({ at, path, reason, ok, members }) => [
    keep(time(at)),
    path,
    reason,
    ok ? 'confirmed' : html`<strong class="warn">not confirmed</strong>`,
    members.map((member) => readBack(member)).join('; '),
  ]);
  return {
    id: 'deviations',
    title: 'Deviations and alarms',
    content: [
      rows.length === 0
        ? html`<p>None.</p>`
        : cards('Deviations and alarms', { columns: ['Time', 'Kind', 'Where', 'What'], rows }),
      safe.length === 0
        ? undefined
        : html`<h3>Brought to a safe state</h3>
            ${cards('Safe states', { columns: ['Time', 'Device', 'Reason', 'State', 'Read back'], rows: safe })}`,
      notes.length === 0
        ? undefined
        : folded(
            'Notes',
            cards('Notes', {
              columns: ['Time', 'By', 'Note'],
              rows: notes.map(({ at, by, text }) => [keep(time(at)), by, text]),
            }),
          ),
    ],
  };
}

function readBack({
  path,
  outcome,
  value,
  error,
}: RunData['safeReports'][number]['members'][number]): string {
  if (outcome === 'confirmed') return `${path} is ${value === undefined ? 'safe' : JSON.stringify(value)}`;
  const why = error?.message ?? (value === undefined ? 'it was not read' : `it is ${JSON.stringify(value)}`);
  return `${path} not confirmed: ${why}`;
}

/** Which instruments were used, and whether they were calibrated on the days of the run. */
export function instrumentsSection({ instruments }: RunData): Section {
  const rows = instruments.map(({ identity: device, calibration }) => [
    device.address === undefined
      ? device.path
      : html`<span>${device.path} <span class="under">${device.address}</span></span>`,
    device.simulated === true ? `${device.manufacturer} (simulated)` : device.manufacturer,
    device.model,
    device.serialNumber,
    device.firmware,
    device.calibratedOn ?? 'not stated',
    device.calibrationDueOn ?? 'not stated',
    calibration.state === 'overdue' || calibration.state === 'not-stated'
      ? html`<strong class="warn">${calibration.text}</strong>`
      : calibration.text,
  ]);
  const columns = [
    'Device and address',
    'Manufacturer',
    'Model',
    'Serial number',
    'Firmware',
    'Calibrated on',
    'Due on',
    'At the run',
  ];
  const overdue = instruments.filter(({ calibration }) => calibration.state === 'overdue').length;
  const open = instruments.filter(({ calibration }) => calibration.state === 'not-stated').length;
  return {
    id: 'instruments',
    title: 'Instruments and calibration',
    content:
      rows.length === 0
        ? html`<p>The journal names no instrument.</p>`
        : [
            overdue + open === 0
              ? undefined
              : html`<p class="caution">
                  <strong>Calibration:</strong>
                  ${[
                    overdue > 0 && `${count(overdue, 'instrument')} overdue at the run`,
                    open > 0 && `${count(open, 'instrument')} without a stated calibration`,
                  ]
                    .filter((word) => word !== false)
                    .join(', ')}.
                </p>`,
            cards('Instruments', { columns, rows }),
          ],
  };
}

/** What it takes to run it again. */
export function reproduceSection(
  { started, procedures, first, last, entries }: RunData,
  time: Time,
): Section {
  const command = started?.command;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Script', started?.script],
    ['Bench', started?.bench],
    ['Seed of random numbers', started?.seed === undefined ? undefined : String(started.seed)],
    ...Object.entries(started?.versions ?? {}).map(
      ([name, version]) => [`Version of ${name}`, version] as const,
    ),
    [
      'Journal',
      first === undefined || last === undefined
        ? 'empty'
        : `${count(entries, 'entry', 'entries')}, ${time(first)} to ${time(last)}`,
    ],
  ];
  return {
    id: 'reproduce',
    title: 'How to reproduce it',
    content: [
      command === undefined
        ? undefined
        : html`<p>Run this with the same versions:</p>
            <pre>${command}</pre>`,
      definitions(facts),
      procedures.map(
        ({ name, options }) =>
          html`<h3>Procedure ${name}</h3>
            ${options === undefined ? html`<p>It takes no options.</p>` : optionsTable(name, options)}`,
      ),
    ],
  };
}

/** The options of a procedure, a row for each; what they hold is written as JSON. */
function optionsTable(name: string, options: unknown): Html {
  const rows =
    typeof options === 'object' && options !== null && !Array.isArray(options)
      ? Object.entries(options).map(([option, value]) => [
          option,
          html`<code>${JSON.stringify(value)}</code>`,
        ])
      : [['all', html`<code>${JSON.stringify(options)}</code>`]];
  return cards(`Options of ${name}`, { columns: ['Option', 'Value (JSON)'], rows });
}

/** A list of names and values; those without a value are left out. */
export function definitions(facts: readonly (readonly [name: string, value: string | undefined])[]): Html {
  return html`<dl>
    ${facts.map(([name, value]) =>
      value === undefined
        ? undefined
        : html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
    )}
  </dl>`;
}
