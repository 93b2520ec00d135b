import { seededRandom, VirtualClock } from '@fourwire/core';
import type { Target } from '../src/records/entry.ts';
import { openJournal } from '../src/records/journal.ts';
import type { Journal } from '../src/records/journal.ts';
import { memorySink } from '../src/records/sink.ts';
import type { ReportSection } from '../src/report/render-report.ts';

const temperatures = [-40, 25, 125];
const dies = diesOnWafer();

/** The journal of an invented wafer qualification with a bond lot, the same every time: text of JSON lines. */
export async function sampleJournal(): Promise<string> {
  const clock = new VirtualClock(Date.UTC(2026, 2, 17, 8, 30));
  const sink = memorySink();
  await clock.run(async () => {
    await using journal = await openJournal(sink, { clock });
    journal.start({
      title: 'Pressure sensor PS-7, wafer W07: resistance over temperature',
      who: 'A. Meyer',
      why: 'Does the new passivation change the bridge resistance between −40 and 125 °C?',
      script: 'examples/src/qualify-wafer.ts',
      command: 'npx fourwire run examples/src/qualify-wafer.ts --bench examples/bench.yaml --seed 7',
      bench: 'examples/bench.yaml',
      versions: { node: 'v20.20.2', '@fourwire/bench': '0.1.0' },
      seed: 7,
      simulated: true,
    });
    identify(journal);
    await measureWafer(journal, clock);
    await bond(journal, clock);
    journal.append({ type: 'note', by: 'A. Meyer', text: 'Wafer put back into box 3.' });
    journal.append({
      type: 'safe',
      path: 'bench/oven',
      reason: 'end of run',
      ok: true,
      members: [{ path: 'bench/oven/running', outcome: 'confirmed', value: false }],
    });
    journal.end({ outcome: 'completed' });
  });
  return sink.text;
}

function identify(journal: Journal): void {
  const devices = [
    ['oven', 'Watlow', 'F4T', '31-0042', '2026-01-15', '2027-01-15'],
    ['prober', 'MPI', 'TS3000', 'TS3-118', undefined, undefined],
    ['meter', 'Keysight', '34461A', 'MY60001234', '2025-02-03', '2026-02-03'],
    ['bonder', 'Sample', 'GEM wire bonder', 'WB-9', undefined, undefined],
  ] as const;
  for (const [name, manufacturer, model, serialNumber, calibratedOn, calibrationDueOn] of devices) {
    journal.append({
      type: 'identity',
      path: `bench/${name}`,
      manufacturer,
      model,
      serialNumber,
      firmware: '4.2.1',
      ...(calibratedOn && { calibratedOn }),
      ...(calibrationDueOn && { calibrationDueOn }),
    });
  }
}

async function measureWafer(journal: Journal, clock: VirtualClock): Promise<void> {
  const random = seededRandom(7);
  const targets = temperatures.flatMap((temperature) =>
    dies.map((die): Target => ({ wafer: 'W07', die, temperature })),
  );
  const resistance = journal.declare({
    name: 'Bridge resistance',
    unit: 'Ohm',
    limits: { min: 4700, max: 5600 },
    targets,
  });
  let air = 24;
  for (const temperature of temperatures) {
    journal.append({ type: 'setting', path: 'bench/oven/setpoint', value: temperature, unit: 'Cel' });
    for (let minute = 0; minute < 30 || Math.abs(air - temperature) > 0.2; minute += 0.5) {
      air += Math.max(-1.5, Math.min(1.5, (temperature - air) * 0.25)) + random.normal(0, 0.05);
      const trouble = temperature === 25 && minute > 5 && minute < 8;
      journal.append({
        type: 'reading',
        path: 'bench/oven/temperature',
        unit: 'Cel',
        ...(trouble
          ? {
              quality: 'stale',
              value: air,
              error: { kind: 'link', code: 'link-lost', message: 'The connection was lost.' },
            }
          : { quality: 'good', value: air }),
      });
      journal.append({
        type: 'reading',
        path: 'bench/prober/chuck',
        value: air - 0.3,
        unit: 'Cel',
        quality: 'good',
      });
      journal.append({
        type: 'reading',
        path: 'bench/oven/power',
        value: 40 + Math.abs(temperature - air) * 0.6,
        unit: '%',
        quality: 'good',
      });
      await clock.sleep({ seconds: 30 });
    }
    for (const die of dies) {
      const target = { wafer: 'W07', die, temperature };
      await clock.sleep({ seconds: 1.2 });
      const radius = Math.hypot(die.column, die.row);
      const value =
        5000 * (1 + 0.0008 * (temperature - 25)) * (1 + 0.004 * (radius - 3) + random.normal(0, 0.012));
      if (die.column === 3 && die.row === -3) resistance.error('no contact after three touch-downs', target);
      else resistance.record(value, target, { bin: value > 5600 || value < 4700 ? 2 : 1 });
    }
  }
}

async function bond(journal: Journal, clock: VirtualClock): Promise<void> {
  const random = seededRandom(8);
  const wires = Array.from({ length: 96 }, (_, wire) => wire + 1);
  const sampled = wires.filter((wire) => wire % 4 === 0);
  const pull = journal.declare({
    name: 'Pull strength',
    unit: 'cN',
    limits: { min: 3 },
    targets: sampled.map((wire) => ({ part: 'PS-7/001', wire })),
  });
  for (const wire of wires) {
    await clock.sleep({ seconds: 0.4 });
    const outcome = wire === 37 ? 'non-stick on pad' : 'good';
    journal.append({
      type: 'event',
      path: 'bench/bonder/bonded',
      name: 'bond',
      data: {
        part: 'PS-7/001',
        wire,
        outcome,
        bondForce: 28 + random.normal(0, 0.4),
        deformation: 62 + random.normal(0, 1.5),
        units: { bondForce: 'cN', deformation: 'um' },
      },
    });
    if (wire === 37) {
      journal.append({
        type: 'alarm',
        path: 'bench/bonder',
        code: 2103,
        text: 'Non-stick on pad, wire 37',
        active: true,
      });
      journal.append({
        type: 'note',
        by: 'A. Meyer',
        text: 'Wire 37 bonded again by hand.',
        deviation: true,
      });
    }
  }
  for (const wire of sampled) pull.record(7.8 + random.normal(0, 0.9), { part: 'PS-7/001', wire });
}

/** Wafer maps as another package would draw them. */
export function sampleSections(): readonly ReportSection[] {
  const blocks = temperatures.map((temperature) => ({
    title: `Bins at ${temperature} °C`.replace('-', '−'),
    svg: waferMap(temperature),
    table: {
      columns: ['Column', 'Row', 'Bin'],
      rows: dies.map(({ column, row }) => [column, row, binOf(column, row)]),
    },
  }));
  return [{ title: 'Wafer maps', text: 'Seen from above, notch down. Bin 1 is good.', blocks }];
}

function waferMap(temperature: number): string {
  const squares = dies.map(({ column, row }) => {
    const fill = binOf(column, row) === 1 ? '#4c9f6b' : '#b3362b';
    return `<rect x="${150 + column * 30 - 14}" y="${150 + row * 30 - 14}" width="28" height="28" fill="${fill}"><title>die ${column}/${row}</title></rect>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 300" width="300" height="300" role="img" aria-label="Wafer map at ${temperature} °C"><circle cx="150" cy="150" r="148" fill="#f5f7fa" stroke="#8a94a3"/>${squares.join('')}</svg>`;
}

function binOf(column: number, row: number): number {
  return column === 3 && row === -3 ? 9 : 1;
}

function diesOnWafer(): { column: number; row: number }[] {
  const indices = Array.from({ length: 9 }, (_, index) => index - 4);
  return indices.flatMap((row) =>
    indices.filter((column) => Math.hypot(column, row) <= 4.3).map((column) => ({ column, row })),
  );
}
