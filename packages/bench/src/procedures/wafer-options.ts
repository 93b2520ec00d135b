import {
  FourwireError,
  array,
  boolean,
  integer,
  oneOf,
  optionalField,
  quantity,
  record,
  text,
} from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import {
  byColumns,
  byRows,
  layOutDies,
  sampled,
  spiral,
  standardWafers,
  waferGeometry,
} from '@fourwire/probe-station';
import type { Bin, DieIndex, WaferGeometryInput } from '@fourwire/probe-station';
import { channelFields } from './channel.ts';
import { settingsSchema } from './settings.ts';

const pair = record({ x: quantity('um'), y: quantity('um') });

const bin = record({ code: integer({ min: 0 }), name: text(), quality: oneOf(['pass', 'fail', 'none']) });

const test = record({
  ...channelFields,
  /** Subsite of the die at which it is measured, from 0; 0 unless given. */
  subsite: optionalField(integer({ min: 0 })),
  /** Bin of a die that fails it; 2 unless given. */
  bin: optionalField(integer({ min: 0 })),
});

/** What a wafer test is told. */
export const waferOptions = record({
  /** Wafer identifier. */
  wafer: text(),
  /** Lot identifier. */
  lot: optionalField(text()),
  /** Product or part type. */
  product: optionalField(text()),
  /** The wafer and its grid of dies, lengths in µm: its whole dies are tested, and its map can be drawn. */
  layout: optionalField(
    record({
      size: oneOf(Object.keys(standardWafers) as (keyof typeof standardWafers)[]),
      pitch: pair,
      street: optionalField(pair),
      offset: optionalField(pair),
      edgeExclusion: optionalField(quantity('um', { min: 0 })),
    }),
  ),
  /** Which dies are tested, in place of all whole ones of the layout. */
  dies: optionalField(array(record({ column: integer(), row: integer() }), { minItems: 1 })),
  /** Only so many of them, spread evenly over the wafer. */
  sample: optionalField(integer({ min: 1 })),
  /** How the prober goes over them: `rows` to and fro unless given. */
  order: optionalField(oneOf(['rows', 'columns', 'spiral', 'given'])),
  /** At which temperatures, in °C, one after the other; as warm as it is unless given. */
  temperatures: optionalField(array(quantity('Cel'), { minItems: 1 })),
  /** The chamber around the prober, by its name on the bench, where the prober has no thermal chuck. */
  oven: optionalField(text()),
  /** How far from a temperature still counts as there, in K; 0.5 K unless given. */
  tolerance: optionalField(quantity('K', { min: 0.05 })),
  /** How long the wafer soaks at each temperature before it is touched, in s; 300 unless given. */
  soak: optionalField(quantity('s', { min: 0 })),
  /** Whether the station aligns the wafer again at each temperature, for it has grown; no unless given. */
  realign: optionalField(boolean()),
  /** How long the needles then wait near the wafer, in s, until they have grown, too; not at all unless given. */
  needleWait: optionalField(quantity('s', { min: 0 })),
  /** Temperature to which chuck or chamber is set at the end, in °C; it stays unless given. */
  end: optionalField(quantity('Cel')),
  /** How long the needles stand on the pads before it is measured, in s; not at all unless given. */
  touchWait: optionalField(quantity('s', { min: 0 })),
  /** What tells good contact, such as a contact resistance or a current with its limits; not checked unless given. */
  contact: optionalField(record(channelFields)),
  /** How often a die without contact is touched again; 2 times unless given. */
  reprobe: optionalField(integer({ min: 0, max: 20 })),
  /** How much further the chuck goes each time, in µm, where the station can be told; no further unless given. */
  reprobeOvertravel: optionalField(quantity('um', { min: 0 })),
  /** What is measured at each die. */
  tests: optionalField(array(test)),
  /** How often dies that are not good are tested again when the others are done, at each temperature; not at all unless given. */
  retest: optionalField(integer({ min: 0, max: 5 })),
  /** After so many dies in a row that are not good the wafer is given up, for a card or a wafer is bad; never unless given. */
  stopAfterFails: optionalField(integer({ min: 1 })),
  /** After so many touchdowns the needles are cleaned: as the code says, or by the person at the bench who is asked to; never unless given. */
  cleanEvery: optionalField(integer({ min: 1 })),
  /** Whether a die that fails a test is not tested further; no unless given. */
  stopAtFirstFail: optionalField(boolean()),
  /** The bins; 1 good, 2 out of limits, 3 no contact unless given. */
  bins: optionalField(array(bin, { minItems: 1 })),
  /** Bin of a die that passes everything; 1 unless given. */
  goodBin: optionalField(integer({ min: 0 })),
  /** Bin of a die that is not contacted; 3 unless given. */
  contactBin: optionalField(integer({ min: 0 })),
  /** Inks dies of these bins after the last temperature. What was inked is never inked again. */
  ink: optionalField(record({ inker: integer({ min: 1 }), bins: array(integer()) })),
  /** Made before the first die, and again when a run is resumed. */
  settings: optionalField(settingsSchema),
  /** How long a die is expected to take, in s, for the estimate; 3 unless given. */
  secondsPerDie: optionalField(quantity('s', { min: 0 })),
});

/** What a wafer test is told. */
export type WaferTestOptions = ValueOf<typeof waferOptions>;

/** The bins of a wafer test where none are given. */
export const usualBins: readonly Bin[] = [
  { code: 1, name: 'good', quality: 'pass' },
  { code: 2, name: 'out of limits', quality: 'fail' },
  { code: 3, name: 'no contact', quality: 'fail' },
];

/** The wafer's geometry as the journal keeps it, where the options have its layout. */
export function geometryOf({ layout }: WaferTestOptions): WaferGeometryInput | undefined {
  if (layout === undefined) return undefined;
  const { diameterUm, mark } = standardWafers[layout.size];
  return {
    diameterUm,
    mark,
    pitchUm: layout.pitch,
    ...(layout.street === undefined ? {} : { streetUm: layout.street }),
    ...(layout.offset === undefined ? {} : { offsetUm: layout.offset }),
    ...(layout.edgeExclusion === undefined ? {} : { edgeExclusionUm: layout.edgeExclusion }),
  };
}

/**
 * The dies that are tested, in order.
 *
 * @throws FourwireError of kind `range`: `no-dies` without layout and dies, `wafer-options` when they contradict each other,
 * or as `layOutDies`
 */
export function routeOf(options: WaferTestOptions): readonly DieIndex[] {
  const geometry = geometryOf(options);
  const { dies, sample, order = 'rows' } = options;
  const all: readonly DieIndex[] =
    dies ??
    (geometry === undefined ? [] : layOutDies(waferGeometry(geometry)).filter(({ kind }) => kind === 'full'));
  if (all.length === 0) {
    throw new FourwireError(
      'range',
      'no-dies',
      'There is no die to test; give the layout of the wafer, with dies that fit on it, or name the dies.',
    );
  }
  requireOnWafer(dies, geometry);
  if (sample !== undefined && sample > all.length) {
    throw refuse(`sample asks for ${sample} dies, and there are ${all.length}; give at most so many`);
  }
  const chosen = sample === undefined ? all : sampled(all, sample);
  switch (order) {
    case 'rows':
      return byRows(chosen);
    case 'columns':
      return byColumns(chosen);
    case 'spiral':
      return spiral(chosen);
    case 'given':
      return chosen;
    default:
      return order satisfies never;
  }
}

function requireOnWafer(
  dies: readonly DieIndex[] | undefined,
  geometry: WaferGeometryInput | undefined,
): void {
  const known = new Set<string>();
  const laid =
    geometry === undefined || dies === undefined
      ? undefined
      : new Set(layOutDies(waferGeometry(geometry)).map(({ column, row }) => `${column}/${row}`));
  for (const { column, row } of dies ?? []) {
    const key = `${column}/${row}`;
    if (known.has(key)) throw refuse(`the die ${key} is there twice`);
    if (laid?.has(key) === false) throw refuse(`the die ${key} lies beyond the wafer of the layout`);
    known.add(key);
  }
}

/**
 * Refuses bins that contradict each other.
 *
 * @param tested - bins of the tests
 * @throws FourwireError of kind `range`, code `wafer-options`
 */
export function requireBins(
  { bins, goodBin = 1, contact, contactBin = 3, ink }: WaferTestOptions,
  tested: readonly number[],
): void {
  const codes = (bins ?? usualBins).map(({ code }) => code);
  const twice = codes.find((code, place) => codes.indexOf(code) !== place);
  if (twice !== undefined) throw refuse(`the bin ${twice} is there twice`);
  if (tested.includes(goodBin)) {
    throw refuse(`a die that fails a test must not go into bin ${goodBin}, which is that of good dies`);
  }
  if (contactBin === goodBin) throw refuse(`goodBin and contactBin are both ${goodBin}`);
  const good = bins?.find(({ code }) => code === goodBin);
  if (good !== undefined && good.quality !== 'pass') {
    throw refuse(
      `the bin ${goodBin} of good dies has the quality ${good.quality}; give it pass, or another goodBin`,
    );
  }
  if (bins === undefined) return;
  const used = [goodBin, ...(contact === undefined ? [] : [contactBin]), ...tested, ...(ink?.bins ?? [])];
  const missing = used.find((code) => !codes.includes(code));
  if (missing !== undefined) {
    throw refuse(`a die may go into bin ${missing}, and bins has only ${codes.join(', ')}; add it`);
  }
}

function refuse(what: string): FourwireError {
  return new FourwireError('range', 'wafer-options', `The wafer cannot be tested: ${what}.`);
}
