/** What a channel of a telegram is about; `spare` ones carry zeros. */
export type Ascii2Channel = 'temperature' | 'humidity' | 'fan' | 'product' | 'spare';

/** How the telegrams of a chamber are laid out, which differs from chamber to chamber (sheet weiss-ascii2.md, section 3). */
export interface Ascii2Layout {
  /** Channels in the order of `I`, each with a nominal and an actual value. */
  readonly channels: readonly Ascii2Channel[];
  /** Number of bits. */
  readonly bits: number;
  /** Bit, from the left, that shows an alarm. */
  readonly alarmBit: number | undefined;
  /** Bit that must be set together with the start bit, 1. */
  readonly controllerBit: number | undefined;
  /** Bit from which on the digital outputs lie. */
  readonly outputBit: number;
  /** Bit of an input that tells of the open door. Unconfirmed: that there is one. */
  readonly doorBit: number | undefined;
  /** How many channels `U` has, two numbers each. */
  readonly gradients: number;
}

/** VT4002 and other chambers with MinCon: five channels and 16 bits. */
export function minconLayout(humidity: boolean): Ascii2Layout {
  return {
    channels: ['temperature', humidity ? 'humidity' : 'spare', 'spare', 'spare', 'spare'],
    bits: 16,
    alarmBit: 2,
    controllerBit: 3,
    outputBit: 4,
    doorBit: 9,
    gradients: 5,
  };
}

/** A bench chamber with the temperature alone (VC4060). */
export const singleLayout: Ascii2Layout = {
  ...minconLayout(false),
  channels: ['temperature'],
  gradients: 1,
};

/**
 * A chamber with S!MPAC: two control variables, the fan and four measured values, 32 bits. Unconfirmed: all bits but
 * the start bit.
 */
export function simpacLayout(humidity: boolean): Ascii2Layout {
  return {
    channels: ['temperature', humidity ? 'humidity' : 'spare', 'fan', 'product', 'spare', 'spare', 'spare'],
    bits: 32,
    alarmBit: undefined,
    controllerBit: undefined,
    outputBit: 4,
    doorBit: undefined,
    gradients: 2,
  };
}
