import { may, need, texts } from './fields.ts';
import type { Field, FieldType, FieldValue } from './fields.ts';

/** No count: what stands for one that is missing. */
const none4 = 4_294_967_295;
const none2 = 65_535;
/** No coordinate. */
const nowhere = -32_768;

const station = [need('HEAD_NUM', 'U1'), need('SITE_NUM', 'U1')] as const;

/** What a parametric test has in common with one of several results. */
const testHead = [
  need('TEST_NUM', 'U4'),
  ...station,
  need('TEST_FLG', 'B1'),
  need('PARM_FLG', 'B1'),
] as const;

const testNames = texts('TEST_TXT', 'ALARM_ID');

const scales = [may('RES_SCAL', 'I1'), may('LLM_SCAL', 'I1'), may('HLM_SCAL', 'I1')] as const;

const limits = [may('LO_LIMIT', 'R4'), may('HI_LIMIT', 'R4')] as const;

const formats = texts('C_RESFMT', 'C_LLMFMT', 'C_HLMFMT');

const specLimits = [may('LO_SPEC', 'R4'), may('HI_SPEC', 'R4')] as const;

const optionalCounts = [
  may('RTST_CNT', 'U4', none4),
  may('ABRT_CNT', 'U4', none4),
  may('GOOD_CNT', 'U4', none4),
  may('FUNC_CNT', 'U4', none4),
] as const;

/** A bin of the sorter (`H`) or of the test program (`S`). */
function bin<const L extends 'H' | 'S'>(letter: L) {
  return [
    ...station,
    need(`${letter}BIN_NUM`, 'U2'),
    need(`${letter}BIN_CNT`, 'U4'),
    may(`${letter}BIN_PF`, 'C1'),
    may(`${letter}BIN_NAM`, 'Cn'),
  ] as const;
}

/**
 * The records of STDF V4 that parametric wafer test needs: type, subtype and fields in their order. The field `OPT_FLAG`
 * is not among a record's own: it says which values are missing, and is made from that.
 *
 * Source: sheet wafer-map-and-data.md section 5, after pystdf.
 */
export const stdfRecords = {
  FAR: { type: 0, subtype: 10, fields: [need('CPU_TYPE', 'U1'), need('STDF_VER', 'U1')] },
  ATR: { type: 0, subtype: 20, fields: [need('MOD_TIM', 'U4'), may('CMD_LINE', 'Cn')] },
  MIR: {
    type: 1,
    subtype: 10,
    fields: [
      need('SETUP_T', 'U4'),
      need('START_T', 'U4'),
      need('STAT_NUM', 'U1'),
      may('MODE_COD', 'C1'),
      may('RTST_COD', 'C1'),
      may('PROT_COD', 'C1'),
      may('BURN_TIM', 'U2', none2),
      may('CMOD_COD', 'C1'),
      ...texts('LOT_ID', 'PART_TYP', 'NODE_NAM', 'TSTR_TYP', 'JOB_NAM', 'JOB_REV', 'SBLOT_ID', 'OPER_NAM'),
      ...texts('EXEC_TYP', 'EXEC_VER', 'TEST_COD', 'TST_TEMP', 'USER_TXT', 'AUX_FILE', 'PKG_TYP', 'FAMLY_ID'),
      ...texts('DATE_COD', 'FACIL_ID', 'FLOOR_ID', 'PROC_ID', 'OPER_FRQ', 'SPEC_NAM', 'SPEC_VER', 'FLOW_ID'),
      ...texts('SETUP_ID', 'DSGN_REV', 'ENG_ID', 'ROM_COD', 'SERL_NUM', 'SUPR_NAM'),
    ],
  },
  MRR: {
    type: 1,
    subtype: 20,
    fields: [need('FINISH_T', 'U4'), may('DISP_COD', 'C1'), ...texts('USR_DESC', 'EXC_DESC')],
  },
  PCR: { type: 1, subtype: 30, fields: [...station, need('PART_CNT', 'U4'), ...optionalCounts] },
  HBR: { type: 1, subtype: 40, fields: bin('H') },
  SBR: { type: 1, subtype: 50, fields: bin('S') },
  SDR: {
    type: 1,
    subtype: 80,
    fields: [
      need('HEAD_NUM', 'U1'),
      need('SITE_GRP', 'U1'),
      need('SITE_CNT', 'U1'),
      need('SITE_NUM', 'kxU1', 'SITE_CNT'),
      ...texts('HAND_TYP', 'HAND_ID', 'CARD_TYP', 'CARD_ID', 'LOAD_TYP', 'LOAD_ID', 'DIB_TYP', 'DIB_ID'),
      ...texts('CABL_TYP', 'CABL_ID', 'CONT_TYP', 'CONT_ID', 'LASR_TYP', 'LASR_ID', 'EXTR_TYP', 'EXTR_ID'),
    ],
  },
  WIR: {
    type: 2,
    subtype: 10,
    fields: [need('HEAD_NUM', 'U1'), need('SITE_GRP', 'U1'), need('START_T', 'U4'), may('WAFER_ID', 'Cn')],
  },
  WRR: {
    type: 2,
    subtype: 20,
    fields: [
      need('HEAD_NUM', 'U1'),
      need('SITE_GRP', 'U1'),
      need('FINISH_T', 'U4'),
      need('PART_CNT', 'U4'),
      ...optionalCounts,
      ...texts('WAFER_ID', 'FABWF_ID', 'FRAME_ID', 'MASK_ID', 'USR_DESC', 'EXC_DESC'),
    ],
  },
  WCR: {
    type: 2,
    subtype: 30,
    fields: [
      may('WAFR_SIZ', 'R4'),
      may('DIE_HT', 'R4'),
      may('DIE_WID', 'R4'),
      may('WF_UNITS', 'U1'),
      may('WF_FLAT', 'C1'),
      may('CENTER_X', 'I2', nowhere),
      may('CENTER_Y', 'I2', nowhere),
      may('POS_X', 'C1'),
      may('POS_Y', 'C1'),
    ],
  },
  PIR: { type: 5, subtype: 10, fields: station },
  PRR: {
    type: 5,
    subtype: 20,
    fields: [
      ...station,
      need('PART_FLG', 'B1'),
      need('NUM_TEST', 'U2'),
      need('HARD_BIN', 'U2'),
      may('SOFT_BIN', 'U2', none2),
      may('X_COORD', 'I2', nowhere),
      may('Y_COORD', 'I2', nowhere),
      may('TEST_T', 'U4'),
      ...texts('PART_ID', 'PART_TXT'),
      may('PART_FIX', 'Bn'),
    ],
  },
  TSR: {
    type: 10,
    subtype: 30,
    fields: [
      ...station,
      may('TEST_TYP', 'C1'),
      need('TEST_NUM', 'U4'),
      may('EXEC_CNT', 'U4', none4),
      may('FAIL_CNT', 'U4', none4),
      may('ALRM_CNT', 'U4', none4),
      ...texts('TEST_NAM', 'SEQ_NAME', 'TEST_LBL'),
      may('OPT_FLAG', 'B1'),
      may('TEST_TIM', 'R4'),
      may('TEST_MIN', 'R4'),
      may('TEST_MAX', 'R4'),
      may('TST_SUMS', 'R4'),
      may('TST_SQRS', 'R4'),
    ],
  },
  PTR: {
    type: 15,
    subtype: 10,
    fields: [
      ...testHead,
      need('RESULT', 'R4'),
      ...testNames,
      may('OPT_FLAG', 'B1'),
      ...scales,
      ...limits,
      may('UNITS', 'Cn'),
      ...formats,
      ...specLimits,
    ],
  },
  MPR: {
    type: 15,
    subtype: 15,
    fields: [
      ...testHead,
      need('RTN_ICNT', 'U2'),
      need('RSLT_CNT', 'U2'),
      need('RTN_STAT', 'kxN1', 'RTN_ICNT'),
      need('RTN_RSLT', 'kxR4', 'RSLT_CNT'),
      ...testNames,
      may('OPT_FLAG', 'B1'),
      ...scales,
      ...limits,
      may('START_IN', 'R4'),
      may('INCR_IN', 'R4'),
      may('RTN_INDX', 'kxU2', 0, 'RTN_ICNT'),
      ...texts('UNITS', 'UNITS_IN'),
      ...formats,
      ...specLimits,
    ],
  },
  DTR: { type: 50, subtype: 30, fields: [need('TEXT_DAT', 'Cn')] },
} as const;

type Definitions = typeof stdfRecords;

/** The name of a record that is known. */
export type StdfRecordName = keyof Definitions;

/** Fields that are made from the others, and are not in a record. */
type Derived<N extends StdfRecordName> =
  | 'OPT_FLAG'
  | (N extends 'SDR' ? 'SITE_CNT' : N extends 'MPR' ? 'RTN_ICNT' | 'RSLT_CNT' : never);

type FieldsOf<N extends StdfRecordName> = Exclude<
  Definitions[N]['fields'][number],
  { readonly name: Derived<N> }
>;

type ValueOfField<F> = F extends Field<string, infer T extends FieldType> ? FieldValue<T> : never;

/**
 * A record of one kind, `StdfRecordOf<'PTR'>`, with the names of the specification. A field that is missing is left out:
 * the values that the format has for "missing" never stand in a record.
 */
export type StdfRecordOf<N extends StdfRecordName> = { readonly record: N } & {
  readonly [F in FieldsOf<N> as F extends { required: true } ? F['name'] : never]: ValueOfField<F>;
} & {
  readonly [F in FieldsOf<N> as F extends { required: true } ? never : F['name']]?: ValueOfField<F>;
};

/** A record of a kind that is not in {@link stdfRecords}, as bytes. */
export interface UnknownStdfRecord {
  readonly record: 'unknown';
  readonly type: number;
  readonly subtype: number;
  readonly bytes: Uint8Array;
}

/** A record of an STDF file. */
export type StdfRecord = { [N in StdfRecordName]: StdfRecordOf<N> }[StdfRecordName] | UnknownStdfRecord;
