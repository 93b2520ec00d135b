import { seededRandom, VirtualClock } from '@fourwire/core';
import { layOutDies, standardWafers, waferGeometry } from '@fourwire/probe-station';
import type { Target } from '../src/records/entry.ts';
import { openJournal } from '../src/records/journal.ts';
import type { Journal } from '../src/records/journal.ts';
import { memorySink } from '../src/records/sink.ts';

const temperatures = [-40, 25, 125];
const geometry = waferGeometry({
  ...standardWafers['150 mm'],
  pitchUm: { x: 15_000, y: 15_000 },
  edgeExclusionUm: 5000,
});
const bins = [
  { code: 1, name: 'good', quality: 'pass' },
  { code: 2, name: 'resistance', quality: 'fail' },
  { code: 9, name: 'no contact', quality: 'fail' },
] as const;
const dies = layOutDies(geometry).filter((die) => die.kind === 'full');

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
    snapshot(journal, 'start', 25, 1);
    await measureWafer(journal, clock);
    await bond(journal, clock);
    snapshot(journal, 'end', 125, 10);
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

/** What the devices are set to. */
function snapshot(journal: Journal, moment: string, setpoint: number, integration: number): void {
  const members = [
    { member: 'setpoint', value: setpoint, unit: 'Cel' },
    { member: 'ramp', value: 3, unit: 'K/min' },
  ];
  journal.append({ type: 'snapshot', path: 'bench/oven', moment, members });
  journal.append({
    type: 'snapshot',
    path: 'bench/meter',
    moment,
    members: [{ member: 'integration', value: integration }],
  });
}

async function measureWafer(journal: Journal, clock: VirtualClock): Promise<void> {
  const random = seededRandom(7);
  const targets = temperatures.flatMap((temperature) =>
    dies.map(({ column, row }): Target => ({ wafer: 'W07', die: { column, row }, temperature })),
  );
  const resistance = journal.declare({
    name: 'Bridge resistance',
    unit: 'Ohm',
    limits: { min: 4700, max: 5600 },
    targets,
  });
  let air = 24;
  for (const temperature of temperatures) {
    const about = temperature === temperatures[0] ? { lot: 'PS7-12', device: 'PS-7', geometry, bins } : {};
    journal.append({ type: 'wafer', phase: 'started', wafer: 'W07', temperature, ...about });
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
      const target = { wafer: 'W07', die: { column: die.column, row: die.row }, temperature };
      await clock.sleep({ seconds: 1.2 });
      const radius = Math.hypot(die.column, die.row);
      const value =
        5000 * (1 + 0.0008 * (temperature - 25)) * (1 + 0.004 * (radius - 3) + random.normal(0, 0.012));
      if (die.column === 3 && die.row === -3) resistance.error('no contact after three touch-downs', target);
      else resistance.record(value, target);
      const bin = value > 5600 || value < 4700 ? 2 : 1;
      journal.append({ type: 'bin', target, bin: die.column === 3 && die.row === -3 ? 9 : bin });
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
