import { stdfRecords } from './records.ts';
import type { StdfRecordName } from './records.ts';
import type { Field } from './fields.ts';

/** How a record is laid out. */
export interface Layout {
  readonly name: StdfRecordName;
  readonly type: number;
  readonly subtype: number;
  readonly fields: readonly Field[];
  /** Index of `OPT_FLAG`, or -1. */
  readonly flagIndex: number;
}

const layouts: ReadonlyMap<string, Layout> = new Map(
  Object.entries(stdfRecords).map(([name, { type, subtype, fields }]) => [
    name,
    {
      name: name as StdfRecordName,
      type,
      subtype,
      fields,
      flagIndex: fields.findIndex((field) => field.name === 'OPT_FLAG'),
    },
  ]),
);

const byCode = new Map([...layouts.values()].map((layout) => [layout.type * 256 + layout.subtype, layout]));

/** The layout of a record by its name; undefined for one that is not known. */
export function layoutOf(name: string): Layout | undefined {
  return layouts.get(name);
}

/** The layout of a record by its type and subtype. */
export function layoutAt(type: number, subtype: number): Layout | undefined {
  return byCode.get(type * 256 + subtype);
}

/** One bit of `OPT_FLAG`: set when these fields say nothing. */
interface FlagBit {
  readonly bit: number;
  readonly fields: readonly string[];
  /** True where the bit means "as in the first record of the test" instead of "there is none". */
  readonly asFirst?: true;
}

interface OptionalFlag {
  /** Bits that are reserved, and set. */
  readonly reserved: number;
  readonly bits: readonly FlagBit[];
}

const parametric: readonly FlagBit[] = [
  { bit: 0x01, fields: ['RES_SCAL'], asFirst: true },
  { bit: 0x04, fields: ['LO_SPEC'] },
  { bit: 0x08, fields: ['HI_SPEC'] },
  { bit: 0x10, fields: ['LO_LIMIT', 'LLM_SCAL'], asFirst: true },
  { bit: 0x20, fields: ['HI_LIMIT', 'HLM_SCAL'], asFirst: true },
  { bit: 0x40, fields: ['LO_LIMIT'] },
  { bit: 0x80, fields: ['HI_LIMIT'] },
];

/** What the bits of `OPT_FLAG` mean (sheet wafer-map-and-data.md section 5.3). */
export const optionalFlags: Readonly<Partial<Record<StdfRecordName, OptionalFlag>>> = {
  PTR: { reserved: 0x02, bits: parametric },
  MPR: { reserved: 0, bits: [...parametric, { bit: 0x02, fields: ['START_IN', 'INCR_IN'] }] },
  TSR: {
    reserved: 0xc8,
    bits: [
      { bit: 0x01, fields: ['TEST_MIN'] },
      { bit: 0x02, fields: ['TEST_MAX'] },
      { bit: 0x04, fields: ['TEST_TIM'] },
      { bit: 0x10, fields: ['TST_SUMS'] },
      { bit: 0x20, fields: ['TST_SQRS'] },
    ],
  },
};
