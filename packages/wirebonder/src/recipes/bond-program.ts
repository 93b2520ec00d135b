import { array, integer, oneOf, optionalField, quantity, record, text } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';

/** How wires are bonded. Source: sheet wire-bonder.md section 1. */
export const bondProcesses = ['ball', 'wedge', 'ribbon', 'stud'] as const;

/** What bonding wire is made of. */
export const wireMaterials = [
  'gold',
  'copper',
  'coated-copper',
  'silver',
  'aluminium',
  'aluminium-silicon',
] as const;

const above0 = { min: 0 };
const name = text({ pattern: '\\S.*', maxLength: 80 });
/** Where a bond is, in µm in the reference system of its die or package. */
const site = record({ x: quantity('um'), y: quantity('um') });

/** The wire or ribbon that is bonded with. */
const bondWire = record({
  material: oneOf(wireMaterials),
  /** Diameter of a wire, thickness of a ribbon, in µm. */
  diameter: quantity('um', { min: 1, max: 1000 }),
  /** Width of a ribbon, in µm. */
  width: optionalField(quantity('um', { min: 1, max: 5000 })),
  lot: optionalField(text()),
});

/** The capillary, or wedge. */
const bondTool = record({
  kind: oneOf(['capillary', 'wedge']),
  part: text(),
  /** After so many bonds it is to be changed. */
  bondLimit: optionalField(integer({ min: 1 })),
});

/** The parameters of a bond; several bonds may share a group. */
const bondParameters = record({
  name,
  /** Bond force, in cN; from gram-force with `gramForce`. */
  force: quantity('cN', above0),
  /** Ultrasonic power, in mW. */
  power: quantity('mW', above0),
  /** Bond time, in ms. */
  time: quantity('ms', above0),
  /** Height at which the search for contact begins, in µm above the target. */
  searchHeight: optionalField(quantity('um', above0)),
  /** In mm/s. */
  searchSpeed: optionalField(quantity('mm/s', above0)),
  /** Force at contact, in cN. */
  impactForce: optionalField(quantity('cN', above0)),
  /** In µm. */
  scrubAmplitude: optionalField(quantity('um', above0)),
  scrubCycles: optionalField(integer({ min: 0 })),
});

/** The shape of a loop. */
const bondLoop = record({
  name,
  shape: oneOf(['standard', 'low', 'worked', 'j-wire', 'spider']),
  /** Height of its top above the first bond, in µm. */
  height: quantity('um', above0),
  /** Height of the kink, in µm. */
  kinkHeight: optionalField(quantity('um', above0)),
  /** Motion away from the second bond, in µm. */
  reverseMotion: optionalField(quantity('um', above0)),
  /** Wire that is left for the next bond, in µm. */
  tail: optionalField(quantity('um', above0)),
});

/** The ball that a spark melts at the end of the wire. */
const freeAirBall = record({
  /** In µm. */
  diameter: quantity('um', above0),
  /** In mA. */
  current: quantity('mA', above0),
  /** In ms. */
  time: quantity('ms', above0),
  /** Between tail and wand, in µm. */
  gap: optionalField(quantity('um', above0)),
});

/** The schema of a {@link BondProgram}. */
export const bondProgramSchema = record({
  name,
  process: oneOf(bondProcesses),
  wire: bondWire,
  tool: bondTool,
  /** In °C. */
  stageTemperature: quantity('Cel', { min: 0, max: 500 }),
  /** For ball and stud. */
  freeAirBall: optionalField(freeAirBall),
  strips: integer({ min: 1 }),
  /** Units on a strip. */
  units: integer({ min: 1 }),
  parameters: array(bondParameters, { minItems: 1 }),
  loops: array(bondLoop),
  /** In the order in which they are bonded. */
  wires: array(
    record({
      number: integer({ min: 1 }),
      /** The die that it begins on, counted from 1. */
      die: integer({ min: 1 }),
      from: site,
      to: site,
      /** Names of parameter groups; a stud has no second bond. */
      first: text(),
      second: optionalField(text()),
      /** Name of a loop; a stud has none. */
      loop: optionalField(text()),
    }),
    { minItems: 1 },
  ),
});

/**
 * A bond program as typed data: wire, tool, temperature, parameter groups, loops and the list of wires. No maker's
 * format; what machines keep is the maker's affair. Source: sheet wire-bonder.md section 3.
 */
export type BondProgram = ValueOf<typeof bondProgramSchema>;
