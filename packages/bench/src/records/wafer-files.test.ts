import { VirtualClock } from '@fourwire/core';
import { readG85, readSinf, readStdf, standardWafers, waferGeometry } from '@fourwire/probe-station';
import type { StdfRecord } from '@fourwire/probe-station';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JournalEntry } from './entry.ts';
import { exportStdf } from './export-stdf.ts';
import type { ExportStdfOptions } from './export-stdf.ts';
import { openJournal } from './journal.ts';
import { parseJournal } from './read-journal.ts';
import { memorySink } from './sink.ts';
import { exportWaferMaps } from './wafers.ts';

const geometry = waferGeometry({ ...standardWafers['100 mm'], pitchUm: { x: 30_000, y: 30_000 } });
const bins = [
  { code: 1, name: 'good', quality: 'pass' },
  { code: 7, name: 'open', quality: 'fail' },
] as const;

/** Three dies, one of them open, measured at two temperatures; the last is never sorted. */
async function waferTest(): Promise<string> {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const sink = memorySink();
  await clock.run(async () => {
    await using journal = await openJournal(sink, { clock });
    journal.start({ title: 'Heaters', who: 'A. Meyer', why: 'lot 12 − yield', script: 'r.ts', versions: {} });
    const dies = [-1, 0, 1].map((column) => ({ column, row: 0 }));
    for (const temperature of [-40, 125]) {
      const targets = dies.map((die) => ({ wafer: 'W01', die, temperature }));
      const r = journal.declare({ name: 'R', unit: 'Ohm', limits: { min: 900, max: 1500 }, targets });
      journal.append({
        type: 'wafer',
        phase: 'started',
        wafer: 'W01',
        temperature,
        ...(temperature === -40 ? { lot: 'LOT1', device: 'HTR-1', geometry, bins } : {}),
      });
      for (const [index, target] of targets.entries()) {
        await clock.sleep({ seconds: 1 });
        if (index === 1) r.error('open', target, { site: 2 });
        else r.record(1000 + temperature + index, target);
        const bin = index === 1 ? 7 : 1;
        if (index < 2 || temperature === 125) journal.append({ type: 'bin', target, bin, seconds: 0.5 });
      }
      journal.append({ type: 'wafer', phase: 'finished', wafer: 'W01', temperature });
    }
    journal.end({ outcome: 'completed' });
  });
  return sink.text;
}

type Entries = Parameters<typeof exportStdf>[0];

let text: string;

beforeAll(async () => {
  text = await waferTest();
});

async function stdfOf(entries: Entries, options?: ExportStdfOptions): Promise<StdfRecord[]> {
  const records: StdfRecord[] = [];
  for await (const record of readStdf(exportStdf(entries, options))) records.push(record);
  return records;
}

const stdf = async (options?: ExportStdfOptions): Promise<StdfRecord[]> =>
  stdfOf(parseJournal(text), options);

describe('STDF from a journal', () => {
  it('has its records in order, each part with its results, and the summaries', async () => {
    const records = await stdf({ temperature: -40 });
    expect(records.map(({ record }) => record).join(' ')).toBe(
      'FAR MIR WCR WIR PIR PTR PRR PIR PTR PRR PIR PTR PRR WRR TSR HBR HBR HBR SBR SBR SBR PCR MRR',
    );
    const [, mir, wcr, wir] = records;
    expect(mir).toMatchObject({
      LOT_ID: 'LOT1',
      PART_TYP: 'HTR-1',
      OPER_NAM: 'A. Meyer',
      USER_TXT: 'lot 12 - yield',
      TST_TEMP: '-40 °C',
      SETUP_T: Date.UTC(2026, 0, 1) / 1000,
    });
    expect(wcr).toMatchObject({
      WAFR_SIZ: 100,
      DIE_HT: 30,
      WF_UNITS: 3,
      WF_FLAT: 'D',
      POS_X: 'R',
      POS_Y: 'U',
    });
    expect(wir).toMatchObject({ WAFER_ID: 'W01' });
    expect(records.filter(({ record }) => record === 'PTR')).toMatchObject([
      {
        TEST_NUM: 1,
        TEST_TXT: 'R, -40 °C',
        RESULT: 960,
        TEST_FLG: 0,
        UNITS: 'Ohm',
        LO_LIMIT: 900,
        HI_LIMIT: 1500,
      },
      { TEST_NUM: 1, SITE_NUM: 2, TEST_FLG: 0x42 },
      { TEST_NUM: 1, RESULT: 962, TEST_FLG: 0 },
    ]);
    expect(records.filter(({ record }) => record === 'PRR')).toMatchObject([
      { X_COORD: -1, Y_COORD: 0, HARD_BIN: 1, PART_FLG: 0, TEST_T: 500, NUM_TEST: 1 },
      { X_COORD: 0, Y_COORD: 0, HARD_BIN: 7, PART_FLG: 8, SITE_NUM: 2 },
      // It was measured and never sorted.
      { X_COORD: 1, Y_COORD: 0, HARD_BIN: 0, PART_FLG: 0 },
    ]);
    expect(records.slice(-9, -6)).toMatchObject([
      { record: 'TSR', TEST_NUM: 1, EXEC_CNT: 3, FAIL_CNT: 0, TEST_MIN: 960, TEST_MAX: 962 },
      { record: 'HBR', HBIN_NUM: 0, HBIN_CNT: 1 },
      { record: 'HBR', HBIN_NUM: 1, HBIN_CNT: 1, HBIN_PF: 'P', HBIN_NAM: 'good' },
    ]);
    expect(records.at(-2)).toMatchObject({ PART_CNT: 3, GOOD_CNT: 2 });
  });

  it('has a test of its own for each temperature when all are in one file', async () => {
    const records = await stdf();
    expect(records.filter(({ record }) => record === 'WIR')).toHaveLength(2);
    expect(records.filter(({ record }) => record === 'PRR')).toHaveLength(6);
    expect(records.filter(({ record }) => record === 'TSR')).toMatchObject([
      { TEST_NAM: 'R, -40 °C' },
      { TEST_NAM: 'R, 125 °C' },
    ]);
  });

  it('marks a part that was sorted again, and takes parts that are no dies', async () => {
    const target = { part: 'SN-7' };
    const entries: JournalEntry[] = [
      { type: 'bin', at: 1000, target, bin: 7 },
      { type: 'bin', at: 2000, target, bin: 1, softBin: 11, verdict: 'pass' },
    ];
    const parts = (await stdfOf(entries)).filter(({ record }) => record === 'PRR');
    expect(parts).toMatchObject([
      { PART_ID: 'SN-7', HARD_BIN: 7, SOFT_BIN: 7, PART_FLG: 0x10 },
      { PART_ID: 'SN-7', HARD_BIN: 1, SOFT_BIN: 11, PART_FLG: 0x01 },
    ]);
  });
});

describe('wafer maps from a journal', () => {
  it('are SINF and G85 files for each temperature', async () => {
    const sinf = await exportWaferMaps(parseJournal(text), { format: 'sinf' });
    expect(sinf.map(({ name }) => name)).toEqual(['W01 at -40 °C', 'W01 at 125 °C']);
    const cold = readSinf(sinf[0]?.text ?? '');
    expect(cold).toMatchObject({ lot: 'LOT1', device: 'HTR-1', wafer: 'W01', columns: 5, rows: 5 });
    expect(cold.cells.slice(11, 14)).toEqual([1, 7, 'skip']);
    const [, g85] = await exportWaferMaps(parseJournal(text), { format: 'g85' });
    const [hot] = readG85(g85?.text ?? '');
    expect(hot?.cells.slice(11, 14)).toEqual([1, 7, 1]);
    expect(hot?.bins).toMatchObject([{ code: 1, name: 'good', quality: 'pass' }, { code: 7 }]);
  });

  it('need a wafer whose geometry was recorded', async () => {
    await expect(exportWaferMaps([], { format: 'sinf' })).rejects.toMatchObject({ code: 'map-not-recorded' });
  });
});
