import { FourwireError } from '@fourwire/core';

/** Who compared numbers of a standard with the standard itself. */
export interface Confirmation {
  /** The document and revision that was read. */
  readonly document: string;
  readonly by: string;
  /** The date, as people write it: `2026-03-12`. */
  readonly on: string;
}

/** Numbers of a standard, with how far they can be trusted. */
export interface StandardData {
  readonly standard: string;
  /** Whether somebody compared the numbers with the standard. Those that ship are not: confirm or replace them. */
  readonly verified: boolean;
  readonly source: string;
  readonly confirmation?: Confirmation;
}

/** Smallest pull force of a wire, in gf, before and after sealing. */
export interface PullLimit {
  readonly material: 'aluminium' | 'gold';
  /** In µm. */
  readonly diameter: number;
  readonly preSeal: number;
  readonly postSeal: number;
}

/** Smallest pull forces by wire. */
export interface PullLimits extends StandardData {
  readonly limits: readonly PullLimit[];
}

/** Smallest shear strength of ball bonds, in gf per square mil of the ball's area. */
export interface ShearLimits extends StandardData {
  readonly strength: number;
}

/** What a failure code means. */
export interface FailureCodes extends StandardData {
  readonly codes: readonly FailureCode[];
}

/** One code of {@link FailureCodes}. */
export interface FailureCode {
  readonly code: string;
  readonly meaning: string;
  /** A bond came off: a warning whatever the force was. */
  readonly lift: boolean;
  /** The tool missed: the test does not count. */
  readonly invalid?: boolean;
}

const recalled = 'recalled, sheet wire-bonder.md section 10; not compared with the standard';

function limit(
  diameter: number,
  aluminium: readonly [pre: number, post: number],
  gold: readonly [pre: number, post: number],
): PullLimit[] {
  return [
    { material: 'aluminium', diameter, preSeal: aluminium[0], postSeal: aluminium[1] },
    { material: 'gold', diameter, preSeal: gold[0], postSeal: gold[1] },
  ];
}

/** Smallest forces of the destructive pull test. Unconfirmed: recalled, never compared with the standard. */
export const mil883Method2011: PullLimits = {
  standard: 'MIL-STD-883 method 2011',
  verified: false,
  source: recalled,
  limits: [
    ...limit(18, [1.5, 1], [2, 1.5]),
    ...limit(25, [2.5, 1.5], [3, 2.5]),
    ...limit(33, [3, 2], [4, 3]),
    ...limit(38, [4, 2.5], [5, 4]),
    ...limit(76, [12, 8], [15, 12]),
  ],
};

/** Failure codes of the pull test on internal wires. Unconfirmed, as {@link mil883Method2011}. */
export const pullFailureCodes: FailureCodes = {
  standard: 'MIL-STD-883 method 2011',
  verified: false,
  source: recalled,
  codes: [
    { code: 'a-1', meaning: 'wire break at the neck-down point', lift: false },
    { code: 'a-2', meaning: 'wire break elsewhere', lift: false },
    { code: 'a-3', meaning: 'bond failure at the die', lift: true },
    { code: 'a-4', meaning: 'bond failure at the substrate or post', lift: true },
    { code: 'a-5', meaning: 'metallisation lifted from the die', lift: true },
    { code: 'a-6', meaning: 'metallisation lifted from the substrate or post', lift: true },
    { code: 'a-7', meaning: 'fracture of the die', lift: false },
    { code: 'a-8', meaning: 'fracture of the substrate', lift: false },
  ],
};

/** Shear strength of gold balls on aluminium. Unconfirmed: a rule of thumb, and not in the standard's own words. */
export const jesd22B116: ShearLimits = {
  standard: 'JESD22-B116',
  verified: false,
  source: recalled,
  strength: 5.5,
};

/** Failure modes of the ball shear test. Unconfirmed, as {@link jesd22B116}. */
export const shearFailureModes: FailureCodes = {
  standard: 'JESD22-B116',
  verified: false,
  source: recalled,
  codes: [
    { code: '1', meaning: 'bond lift', lift: true },
    { code: '2', meaning: 'bond shear', lift: false },
    { code: '3', meaning: 'cratering', lift: false },
    { code: '4', meaning: 'the tool hit the bonding surface', lift: false, invalid: true },
    { code: '5', meaning: 'the tool was too high', lift: false, invalid: true },
    { code: '6', meaning: 'bonding surface lift', lift: true },
  ],
};

/** The data of a standard after somebody compared it, number by number, with the standard; a verdict needs that. */
export function confirmStandard<T extends StandardData>(data: T, confirmation: Confirmation): T {
  const { document, by, on } = confirmation;
  if ([document, by, on].every((text) => text.trim() !== ''))
    return { ...data, verified: true, confirmation };
  throw new FourwireError(
    'range',
    'standard-unconfirmed',
    'A confirmation names the document that was read, who read it and when.',
  );
}

/**
 * Refuses numbers that nobody compared with their standard.
 *
 * @throws FourwireError of kind `state`, code `standard-unconfirmed`
 */
export function requireVerified(data: StandardData): void {
  if (data.verified) return;
  throw new FourwireError(
    'state',
    'standard-unconfirmed',
    `The numbers of ${data.standard} are ${data.source}: compare them with the standard and hand over confirmStandard(…), or numbers of your own.`,
    { retry: 'operator' },
  );
}
