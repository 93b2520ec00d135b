import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRecord } from './encode-record.ts';
import { layoutOf, optionalFlags } from './layout.ts';
import { readStdf } from './read-stdf.ts';
import { stdfRecords } from './records.ts';
import type { StdfRecord, StdfRecordName, StdfRecordOf } from './records.ts';
import { StdfWriter, partFlags, testFlags } from './stdf-writer.ts';
import type { StdfOptions } from './stdf-writer.ts';

/** The file of sheet wafer-map-and-data.md section 5.4, which pystdf reads without an error. */
const golden = Buffer.from(
  `0200000a02040b00001400b95569067772697465722f00010a00b9556905b955
6901442020ffff20044c4f5431064143432d33580662656e6368310464656d6f
05706172616d01311700015001ff01000650524f424552035053310443415244
0243311400021e000016430000a0400000a04003440000000052550a00020a01
ff06b95569035730310200050a010035000f0a6400000001000000ccbc8c2b07
435f73656e7365000e0c0c0cd6537d2badcf9a2b01460525372e33660525372e
33660525372e33661300051401000001000100010000000000fa000000013102
00050a010015000f0a64000000010080008ee2a82b07435f73656e7365001300
051401000801000200020001000000fa00000001320200050a010015000f0a64
000000010000005bb3852b07435f73656e736500130005140100000100010001
00ffff0000fa00000001331e00021401ff3cb9556903000000ffffffffffffff
ff02000000ffffffff035730312a000a1eff0050640000000300000001000000
ffffffff07435f73656e73650000fc000000005bb3852b8ee2a82b0e000128ff
000100020000005004504153530e000128ff0002000100000046044641494c0e
000132ff000100020000005004504153530d000132ff00020001000000460343
41501600011eff0003000000ffffffffffffffff02000000ffffffff04000114
3db95569`.replaceAll('\n', ''),
  'hex',
);

const begin = 1_767_225_600;

const station = { HEAD_NUM: 1, SITE_NUM: 0 } as const;
const all = { HEAD_NUM: 255, SITE_NUM: 0 } as const;

/** The dies of the golden file. */
const dies = [
  { x: 0, y: 0, value: 1e-12, passes: true },
  { x: 1, y: 0, value: 1.2e-12, passes: false },
  { x: -1, y: 0, value: 0.95e-12, passes: true },
];

async function collect(source: Parameters<typeof readStdf>[0]): Promise<StdfRecord[]> {
  const records: StdfRecord[] = [];
  for await (const record of readStdf(source)) records.push(record);
  return records;
}

function writerIntoMemory(options: StdfOptions = {}): {
  readonly writer: StdfWriter;
  readonly file: () => Promise<Buffer>;
} {
  const chunks: Uint8Array[] = [];
  const writer = new StdfWriter((bytes) => {
    chunks.push(bytes);
  }, options);
  return {
    writer,
    file: async () => {
      await writer.flush();
      return Buffer.concat(chunks);
    },
  };
}

async function writeGolden(options: StdfOptions = {}): Promise<Buffer> {
  const { writer, file } = writerIntoMemory(options);
  writer.write({ record: 'ATR', MOD_TIM: begin, CMD_LINE: 'writer' });
  writer.write({
    record: 'MIR',
    SETUP_T: begin,
    START_T: begin + 5,
    STAT_NUM: 1,
    MODE_COD: 'D',
    LOT_ID: 'LOT1',
    PART_TYP: 'ACC-3X',
    NODE_NAM: 'bench1',
    TSTR_TYP: 'demo',
    JOB_NAM: 'param',
    JOB_REV: '1',
  });
  writer.write({
    record: 'SDR',
    HEAD_NUM: 1,
    SITE_GRP: 255,
    SITE_NUM: [0],
    HAND_TYP: 'PROBER',
    HAND_ID: 'PS1',
    CARD_TYP: 'CARD',
    CARD_ID: 'C1',
  });
  writer.write({
    record: 'WCR',
    WAFR_SIZ: 150,
    DIE_HT: 5,
    DIE_WID: 5,
    WF_UNITS: 3,
    WF_FLAT: 'D',
    CENTER_X: 0,
    CENTER_Y: 0,
    POS_X: 'R',
    POS_Y: 'U',
  });
  writer.write({ record: 'WIR', HEAD_NUM: 1, SITE_GRP: 255, START_T: begin + 6, WAFER_ID: 'W01' });
  const test = writer.test({
    TEST_NUM: 100,
    TEST_TXT: 'C_sense',
    RES_SCAL: 12,
    LLM_SCAL: 12,
    HLM_SCAL: 12,
    LO_LIMIT: 0.9e-12,
    HI_LIMIT: 1.1e-12,
    UNITS: 'F',
    C_RESFMT: '%7.3f',
    C_LLMFMT: '%7.3f',
    C_HLMFMT: '%7.3f',
  });
  for (const [index, { x, y, value, passes }] of dies.entries()) {
    writer.write({ record: 'PIR', ...station });
    test.result(1, 0, value, passes ? 0 : testFlags.failed);
    writer.write({
      record: 'PRR',
      ...station,
      PART_FLG: passes ? 0 : partFlags.failed,
      NUM_TEST: 1,
      HARD_BIN: passes ? 1 : 2,
      SOFT_BIN: passes ? 1 : 2,
      X_COORD: x,
      Y_COORD: y,
      TEST_T: 250,
      PART_ID: String(index + 1),
    });
  }
  writer.write({
    record: 'WRR',
    HEAD_NUM: 1,
    SITE_GRP: 255,
    FINISH_T: begin + 60,
    PART_CNT: 3,
    GOOD_CNT: 2,
    WAFER_ID: 'W01',
  });
  writer.write({
    record: 'TSR',
    ...all,
    TEST_TYP: 'P',
    TEST_NUM: 100,
    EXEC_CNT: 3,
    FAIL_CNT: 1,
    TEST_NAM: 'C_sense',
    TEST_MIN: 0.95e-12,
    TEST_MAX: 1.2e-12,
  });
  writer.write({ record: 'HBR', ...all, HBIN_NUM: 1, HBIN_CNT: 2, HBIN_PF: 'P', HBIN_NAM: 'PASS' });
  writer.write({ record: 'HBR', ...all, HBIN_NUM: 2, HBIN_CNT: 1, HBIN_PF: 'F', HBIN_NAM: 'FAIL' });
  writer.write({ record: 'SBR', ...all, SBIN_NUM: 1, SBIN_CNT: 2, SBIN_PF: 'P', SBIN_NAM: 'PASS' });
  writer.write({ record: 'SBR', ...all, SBIN_NUM: 2, SBIN_CNT: 1, SBIN_PF: 'F', SBIN_NAM: 'CAP' });
  // The file spells the last count out as missing, which a writer may leave out.
  writer.write({ record: 'PCR', ...all, PART_CNT: 3, GOOD_CNT: 2, FUNC_CNT: 4_294_967_295 });
  writer.write({ record: 'MRR', FINISH_T: begin + 61 });
  return file();
}

describe('an STDF file', () => {
  it('is written as the one that another reader accepts, byte for byte', async () => {
    expect((await writeGolden()).toString('hex')).toBe(golden.toString('hex'));
  });

  it('is read back with what later results leave to the first', async () => {
    const records = await collect(golden);
    expect(records.map(({ record }) => record).join(' ')).toBe(
      'FAR ATR MIR SDR WCR WIR PIR PTR PRR PIR PTR PRR PIR PTR PRR WRR TSR HBR HBR SBR SBR PCR MRR',
    );
    expect(records.filter(({ record }) => record === 'PTR')).toMatchObject(
      dies.map(({ value, passes }) => ({
        TEST_FLG: passes ? 0 : testFlags.failed,
        RESULT: Math.fround(value),
        UNITS: 'F',
        LO_LIMIT: Math.fround(0.9e-12),
        HI_LIMIT: Math.fround(1.1e-12),
        RES_SCAL: 12,
      })),
    );
    expect(records.find(({ record }) => record === 'WRR')).toEqual({
      record: 'WRR',
      HEAD_NUM: 1,
      SITE_GRP: 255,
      FINISH_T: begin + 60,
      PART_CNT: 3,
      GOOD_CNT: 2,
      WAFER_ID: 'W01',
    });
    expect(records.find(({ record }) => record === 'SDR')).toMatchObject({ SITE_NUM: [0], CARD_ID: 'C1' });
  });

  it('is read the same wherever its chunks are cut', async () => {
    const whole = await collect(golden);
    for (const size of [1, 3, 64]) {
      const chunks = Array.from({ length: Math.ceil(golden.length / size) }, (_, index) =>
        golden.subarray(index * size, (index + 1) * size),
      );
      expect(await collect(chunks)).toEqual(whole);
    }
  });

  it('holds the same records in either byte order', async () => {
    const file = await writeGolden({ byteOrder: 'big-endian' });
    expect(file).toHaveLength(golden.length);
    const [far, ...records] = await collect(file);
    expect(far).toEqual({ record: 'FAR', CPU_TYPE: 1, STDF_VER: 4 });
    expect(records).toEqual((await collect(golden)).slice(1));
  });

  it('is read in big-endian order too', async () => {
    const far = [0, 2, 0, 10, 1, 4];
    const ptr = [0, 18, 15, 10, 0, 0, 0, 100, 1, 2, 0x80, 0, 0x3f, 0x80, 0, 0, 3, 0x56, 0x74, 0x68, 0, 0x0e];
    expect(await collect(Uint8Array.from([...far, ...ptr]))).toEqual([
      { record: 'FAR', CPU_TYPE: 1, STDF_VER: 4 },
      {
        record: 'PTR',
        TEST_NUM: 100,
        HEAD_NUM: 1,
        SITE_NUM: 2,
        TEST_FLG: 0x80,
        PARM_FLG: 0,
        RESULT: 1,
        TEST_TXT: 'Vth',
      },
    ]);
  });

  it.each([
    ['another file', Buffer.from('PAR1, which is no STDF'), 'stdf-not-stdf'],
    ['a VAX', Uint8Array.of(2, 0, 0, 10, 0, 4), 'stdf-order-unknown'],
    ['a file that was cut off', golden.subarray(0, 300), 'stdf-truncated'],
    ['a record that is too short', Uint8Array.of(2, 0, 0, 10, 2, 4, 1, 0, 5, 10, 1), 'stdf-record-invalid'],
    [
      'a text beyond its record',
      Uint8Array.of(2, 0, 0, 10, 2, 4, 3, 0, 50, 30, 9, 65, 66),
      'stdf-record-invalid',
    ],
  ])('is refused with a typed error: %s', async (_what, bytes, code) => {
    await expect(collect(bytes)).rejects.toMatchObject({ kind: 'protocol', code });
  });

  it('never hangs or fails otherwise, whatever its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const error: unknown = await collect(Buffer.concat([golden.subarray(0, 6), bytes])).catch(
          (caught: unknown) => caught,
        );
        expect(Array.isArray(error) || (FourwireError.is(error) && error.kind === 'protocol')).toBe(true);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('holds records of kinds that it does not know as bytes', async () => {
    const { writer, file } = writerIntoMemory();
    writer.write({ record: 'unknown', type: 180, subtype: 7, bytes: Uint8Array.of(1, 2, 3) });
    expect((await collect(await file())).at(-1)).toEqual({
      record: 'unknown',
      type: 180,
      subtype: 7,
      bytes: Uint8Array.of(1, 2, 3),
    });
  });
});

const number = (min: number, max: number) => fc.integer({ min, max });
const text = fc.string({
  minLength: 1,
  maxLength: 40,
  unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCodePoint(code)),
});
const real = fc.float({ noNaN: true, noDefaultInfinity: true });

const values = {
  U1: number(0, 255),
  B1: number(0, 255),
  U2: number(0, 65_534),
  U4: number(0, 4_294_967_294),
  I1: number(-128, 127),
  I2: number(-32_767, 32_767),
  R4: real,
  C1: fc.constantFrom('P', 'F', 'M'),
  Cn: text,
  Bn: fc.uint8Array({ minLength: 1, maxLength: 20 }),
  kxU1: fc.array(number(0, 255), { minLength: 3, maxLength: 3 }),
  kxU2: fc.array(number(0, 65_535), { minLength: 3, maxLength: 3 }),
  kxR4: fc.array(real, { minLength: 5, maxLength: 5 }),
  kxN1: fc.array(number(0, 15), { minLength: 3, maxLength: 3 }),
} as const;

/** Any record of a kind: the fields that it needs, and some of the others. */
function anyRecord(name: StdfRecordName): fc.Arbitrary<StdfRecord> {
  const { fields } = stdfRecords[name];
  const counts = new Set(fields.flatMap(({ count }) => (count === undefined ? [] : [count])));
  const own = fields.filter((field) => field.name !== 'OPT_FLAG' && !counts.has(field.name));
  const flagged =
    optionalFlags[name]?.bits.flatMap(({ fields: names, asFirst }) => (asFirst === true ? [] : names)) ?? [];
  const model = Object.fromEntries(
    own.map((field) => {
      const value: fc.Arbitrary<unknown> = values[field.type];
      // Zero stands for "none" where no flag says so.
      const isTaken = (given: unknown): boolean =>
        flagged.includes(field.name) ||
        (Array.isArray(given) ? given.some((element) => element !== 0) : given !== field.missing);
      return [field.name, field.required ? value : value.filter(isTaken)];
    }),
  );
  const requiredKeys = own.filter(({ required }) => required).map((field) => field.name as string);
  return fc
    .record(model, { requiredKeys, noNullPrototype: true })
    .map((made) => ({ record: name, ...withPair(made) }) as unknown as StdfRecord);
}

/** START_IN and INCR_IN are there together or not at all: one flag stands for both. */
function withPair(made: Record<string, unknown>): Record<string, unknown> {
  const { START_IN: start, INCR_IN: increment, ...others } = made;
  return start === undefined || increment === undefined
    ? others
    : { ...others, START_IN: start, INCR_IN: increment };
}

describe('a record', () => {
  it.each(Object.keys(stdfRecords).filter((name) => name !== 'FAR') as StdfRecordName[])(
    '%s is read back as it was written, in both byte orders',
    async (name) => {
      const byteOrders = fc.constantFrom('little-endian' as const, 'big-endian' as const);
      await fc.assert(
        fc.asyncProperty(anyRecord(name), byteOrders, async (record, byteOrder) => {
          const { writer, file } = writerIntoMemory({ byteOrder });
          writer.write(record);
          expect((await collect(await file())).at(-1)).toEqual(record);
        }),
        { seed: 1, numRuns: 40 },
      );
    },
  );

  it('of a test is read back whole among those of other tests and sites, however often it comes', async () => {
    const tests = fc.uniqueArray(anyRecord('PTR') as fc.Arbitrary<StdfRecordOf<'PTR'>>, {
      minLength: 1,
      maxLength: 4,
      selector: ({ TEST_NUM }) => TEST_NUM,
    });
    const results = fc.array(fc.tuple(fc.nat(), values.U1, real, values.B1), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(tests, results, number(1, 50), async (kinds, made, size) => {
        const { writer, file } = writerIntoMemory();
        const records = made.map(([pick, SITE_NUM, RESULT, TEST_FLG]) => {
          const kind = kinds[pick % kinds.length];
          return { ...kind, SITE_NUM, RESULT, TEST_FLG } as StdfRecordOf<'PTR'>;
        });
        const prepared = new Map(kinds.map((kind) => [kind.TEST_NUM, writer.test(kind)]));
        for (const [index, record] of records.entries()) {
          const { HEAD_NUM, SITE_NUM, RESULT, TEST_FLG, PARM_FLG } = record;
          if (index % 2 === 0) writer.write(record);
          else prepared.get(record.TEST_NUM)?.result(HEAD_NUM, SITE_NUM, RESULT, TEST_FLG, PARM_FLG);
        }
        const bytes = await file();
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        expect((await collect(chunks)).slice(1)).toEqual(records);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it.each([
    [
      { record: 'PIR', HEAD_NUM: 256, SITE_NUM: 0 },
      'STDF PIR: HEAD_NUM must be a whole number from 0 to 255; got 256.',
    ],
    [{ record: 'PIR', HEAD_NUM: 1 }, 'STDF PIR: SITE_NUM is missing.'],
    [{ record: 'DTR', TEXT_DAT: 'x'.repeat(256) }, 'STDF DTR: TEXT_DAT is 256 characters long; at most 255.'],
    [
      { record: 'HBR', ...all, HBIN_NUM: 1, HBIN_CNT: 1, HBIN_PF: 'no' },
      'STDF HBR: HBIN_PF must be one character; got "no".',
    ],
    [{ record: 'XYZ' }, 'STDF XYZ: record is not a kind that can be written.'],
  ])('is refused when a field does not fit: %o', (record, message) => {
    expect(() => encodeRecord(record as unknown as StdfRecord)).toThrow(message);
  });

  it('says by its flags which limits there are', async () => {
    const { writer, file } = writerIntoMemory();
    const result = { record: 'PTR', ...station, TEST_FLG: 0, PARM_FLG: 0, RESULT: 0 } as const;
    writer.write({ ...result, TEST_NUM: 1, TEST_TXT: 'none', UNITS: 'V' });
    writer.write({ ...result, TEST_NUM: 2, TEST_TXT: 'zero', UNITS: 'V', LO_LIMIT: 0 });
    const [, none, zero] = await collect(await file());
    expect(none).not.toHaveProperty('LO_LIMIT');
    expect(zero).toMatchObject({ LO_LIMIT: 0 });
    expect(zero).not.toHaveProperty('HI_LIMIT');
    expect(layoutOf('PTR')?.flagIndex).toBe(8);
  });

  it('marks a value that is no number as invalid, and tells when too much waits', async () => {
    let goOn = (): void => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let length = 0;
    const writer = new StdfWriter(async (bytes) => {
      await held;
      length += bytes.length;
    });
    const test = writer.test({ TEST_NUM: 1, TEST_TXT: 'R', UNITS: 'Ohm' });
    let written = 1;
    while (test.result(1, 0, written === 3 ? Number.NaN : written)) written++;
    expect(length).toBe(0);
    expect(written * 25).toBeGreaterThan(1_000_000);
    let isReady = false;
    const ready = writer.ready().then(() => {
      isReady = true;
    });
    await Promise.resolve();
    expect(isReady).toBe(false);
    goOn();
    await ready;
    expect(test.result(1, 0, 1)).toBe(true);
    await writer.flush();
    expect(length).toBeGreaterThan(1_000_000);
  });

  it('is not written after the sink failed', async () => {
    const writer = new StdfWriter(() => Promise.reject(new Error('disk full')));
    await expect(writer.flush()).rejects.toMatchObject({ code: 'stdf-write-failed' });
    writer.write({ record: 'PIR', ...station });
    await expect(writer.ready()).rejects.toMatchObject({ code: 'stdf-write-failed' });
    await expect(writer.flush()).rejects.toMatchObject({ code: 'stdf-write-failed' });
  });
});
