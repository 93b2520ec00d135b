import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '@fourwire/core';
import { StdfWriter, partFlags, testFlags } from '@fourwire/probe-station';
import type { StdfOptions, StdfRecord } from '@fourwire/probe-station';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { output, present, python } from './setup/programs.ts';

const script = fileURLToPath(new URL('./setup/read-stdf.py', import.meta.url));
const begin = 1_767_225_600;
const all = { HEAD_NUM: 255, SITE_NUM: 0 } as const;
const shared = {
  TEST_TXT: 'C_sense',
  UNITS: 'F',
  RES_SCAL: 12,
  LO_LIMIT: 0.9e-12,
  HI_LIMIT: 1.1e-12,
} as const;

/** A lot of one wafer, measured by a card of four sites whose records interleave. */
function lot(): readonly StdfRecord[] {
  const random = seededRandom(1);
  const touchdowns = Array.from({ length: 5 }, (_, touchdown): StdfRecord[] => {
    const sites = [0, 1, 2, 3].map((SITE_NUM) => ({ HEAD_NUM: 1, SITE_NUM }));
    return [
      ...sites.map((site): StdfRecord => ({ record: 'PIR', ...site })),
      ...sites.map((site): StdfRecord => {
        const RESULT = 1e-12 + 0.2e-12 * (random.next() - 0.5);
        const TEST_FLG = Math.abs(RESULT - 1e-12) > 0.1e-12 ? testFlags.failed : 0;
        return { record: 'PTR', TEST_NUM: 100, ...site, TEST_FLG, PARM_FLG: 0, RESULT, ...shared };
      }),
      ...sites.map((site): StdfRecord => ({
        record: 'MPR',
        TEST_NUM: 200,
        ...site,
        TEST_FLG: 0,
        PARM_FLG: 0,
        RTN_STAT: [0, 1, 2],
        RTN_RSLT: [0.5, -1.25, 8],
        TEST_TXT: 'sweep',
        START_IN: 0,
        INCR_IN: 0.25,
        RTN_INDX: [1, 2, 3],
        UNITS: 'A',
        UNITS_IN: 'V',
      })),
      ...sites.map((site): StdfRecord => ({
        record: 'PRR',
        ...site,
        PART_FLG: site.SITE_NUM === 3 ? partFlags.failed : 0,
        NUM_TEST: 2,
        HARD_BIN: site.SITE_NUM === 3 ? 2 : 1,
        X_COORD: touchdown - 2,
        Y_COORD: site.SITE_NUM - 2,
        PART_ID: `${touchdown}.${site.SITE_NUM}`,
      })),
    ];
  });
  return [
    { record: 'ATR', MOD_TIM: begin, CMD_LINE: 'fourwire' },
    {
      record: 'MIR',
      SETUP_T: begin,
      START_T: begin + 5,
      STAT_NUM: 1,
      LOT_ID: 'LOT1',
      SUPR_NAM: 'last field',
    },
    { record: 'SDR', HEAD_NUM: 1, SITE_GRP: 255, SITE_NUM: [0, 1, 2, 3], CARD_ID: 'C1' },
    {
      record: 'WCR',
      WAFR_SIZ: 150,
      DIE_HT: 5,
      DIE_WID: 4,
      WF_UNITS: 3,
      WF_FLAT: 'D',
      POS_X: 'R',
      POS_Y: 'U',
    },
    { record: 'WIR', HEAD_NUM: 1, SITE_GRP: 255, START_T: begin + 6, WAFER_ID: 'W01' },
    ...touchdowns.flat(),
    // Without a wafer id, which some readers do not survive.
    { record: 'WRR', HEAD_NUM: 1, SITE_GRP: 255, FINISH_T: begin + 60, PART_CNT: 20, GOOD_CNT: 15 },
    {
      record: 'TSR',
      ...all,
      TEST_TYP: 'P',
      TEST_NUM: 100,
      EXEC_CNT: 20,
      FAIL_CNT: 9,
      TEST_NAM: 'C_sense',
      TEST_MIN: 0,
    },
    { record: 'HBR', ...all, HBIN_NUM: 1, HBIN_CNT: 15, HBIN_PF: 'P', HBIN_NAM: 'PASS' },
    { record: 'SBR', ...all, SBIN_NUM: 2, SBIN_CNT: 5, SBIN_PF: 'F', SBIN_NAM: 'FAIL' },
    { record: 'PCR', ...all, PART_CNT: 20, GOOD_CNT: 15 },
    { record: 'MRR', FINISH_T: begin + 61, USR_DESC: 'the end' },
  ];
}

// Debian carries no reader of STDF, so this runs where somebody installed pystdf.
describe.skipIf(!present('python:pystdf'))('pystdf', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fourwire-stdf-'));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  it.each<StdfOptions>([{ byteOrder: 'little-endian' }, { byteOrder: 'big-endian' }])(
    'reads every field of a lot that we wrote, %o',
    async (options) => {
      const chunks: Uint8Array[] = [];
      const writer = new StdfWriter((bytes) => void chunks.push(bytes), options);
      for (const record of lot()) writer.write(record);
      await writer.flush();
      const file = join(folder, `${options.byteOrder}.stdf`);
      await writeFile(file, Buffer.concat(chunks));
      const lines = (await output(python, [script, file])).trim().split('\n');
      const [far, ...records] = lines.map((line) => JSON.parse(line) as [string, Record<string, unknown>]);
      expect(far?.[0]).toBe('FAR');
      const seen = new Set<unknown>();
      const expected = lot().map(({ record, ...fields }) => {
        const isLater = 'TEST_NUM' in fields && record !== 'TSR' && seen.has(fields.TEST_NUM);
        if ('TEST_NUM' in fields) seen.add(fields.TEST_NUM);
        return [record, expect.objectContaining(asRead(isLater ? withoutShared(fields) : fields))];
      });
      expect(records).toEqual(expected);
    },
  );
});

/** As numbers of four bytes come back. Nibbles come as the bytes that hold them, so they are left out. */
function asRead({ RTN_STAT: _nibbles, ...fields }: Record<string, unknown>): Record<string, unknown> {
  const single = (value: unknown): unknown => {
    if (typeof value === 'number' && !Number.isInteger(value)) return Math.fround(value);
    return Array.isArray(value) ? value.map(single) : value;
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, single(value)]));
}

/** What a later result of a test holds itself. */
function withoutShared(fields: Record<string, unknown>): Record<string, unknown> {
  const own = new Set([
    'TEST_NUM',
    'HEAD_NUM',
    'SITE_NUM',
    'TEST_FLG',
    'PARM_FLG',
    'RESULT',
    'RTN_RSLT',
    'TEST_TXT',
  ]);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => own.has(name)));
}
