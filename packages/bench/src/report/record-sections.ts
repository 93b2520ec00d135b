import type { Instant } from '@fourwire/core';
import { folded } from './components.ts';
import type { Section } from './components.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { RunData } from './run-data.ts';
import { cards, keep } from './table.ts';

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
    ok ? 'confirmed' : 'not confirmed',
    members.map((member) => `${member.path} ${member.outcome}`).join(', '),
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

/** Which instruments were used, and when they were calibrated. */
export function instrumentsSection({ identities }: RunData): Section {
  const rows = identities.map((device) => [
    device.path,
    device.simulated === true ? `${device.manufacturer} (simulated)` : device.manufacturer,
    device.model,
    device.serialNumber,
    device.firmware,
    device.calibratedOn ?? 'not stated',
    device.calibrationDueOn ?? 'not stated',
  ]);
  const columns = ['Device', 'Manufacturer', 'Model', 'Serial number', 'Firmware', 'Calibrated on', 'Due on'];
  return {
    id: 'instruments',
    title: 'Instruments and calibration',
    content:
      rows.length === 0
        ? html`<p>The journal names no instrument.</p>`
        : cards('Instruments', { columns, rows }),
  };
}

/** What it takes to run it again. */
export function reproduceSection({ started, first, last, entries }: RunData, time: Time): Section {
  const command = started?.command;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Script', started?.script],
    ['Bench', started?.bench],
    ['Seed', started?.seed === undefined ? undefined : String(started.seed)],
    ...Object.entries(started?.versions ?? {}),
    [
      'Journal',
      first === undefined || last === undefined
        ? 'empty'
        : `${entries} entries, ${time(first)} to ${time(last)}`,
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
    ],
  };
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
