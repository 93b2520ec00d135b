/** A machine of the family, and how it differs from its sisters (sheet temptronic-ats.md, sections 3, 4 and 7). */
export interface ThermoStreamMachine {
  /** What `*IDN?` says of the model. */
  readonly model: string;
  /** Lowest limit that may be set for the air, in °C. */
  readonly lowest: number;
  /** Answers to `WHAT?` on the operator and on the cycle screen, and after switching on. */
  readonly what: { readonly operator: number; readonly cycle: number; readonly start: number };
  /** Whether it goes to the next set point on `NEXT`. */
  readonly next: boolean;
  /** Whether `AMPS?` tells the current. */
  readonly amps: boolean;
  /** The bit of `EROR?` for a set point out of range; on the others the command alone is refused. */
  readonly outOfRange: number;
}

const usual = { operator: 5, cycle: 6, start: 5 } as const;

/** The machines that can be simulated. Unconfirmed: the names in `*IDN?` of all but the TP04300. */
export const thermoStreamMachines = {
  TP04300: { model: 'TP04300A', lowest: -99, what: usual, next: true, amps: false, outOfRange: 0 },
  'ATS-525': { model: 'ATS-525', lowest: -60, what: usual, next: true, amps: true, outOfRange: 0 },
  'ATS-545': {
    model: 'ATS-545',
    lowest: -80,
    what: { operator: 10, cycle: 0, start: 63 },
    next: false,
    amps: false,
    outOfRange: 0,
  },
  'ECO-560': { model: 'ECO-560', lowest: -150, what: usual, next: true, amps: false, outOfRange: 0x04 },
} as const satisfies Readonly<Record<string, ThermoStreamMachine>>;

/** One of `thermoStreamMachines`. */
export type ThermoStreamName = keyof typeof thermoStreamMachines;
