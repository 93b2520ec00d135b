import { FourwireError } from '@fourwire/core';
import { parseInteger } from '../codec/number.ts';

/**
 * How an output that is on regulates, after the two low bits of `STAT:QUES:INST:ISUM<n>:COND?`: 1 constant current,
 * 2 constant voltage, neither unregulated. The names of the bits (voltage or current unregulated) say the opposite of
 * what a reader expects.
 *
 * Source: sheets psu-keysight-e36300.md and psu-rs-hmp.md, after libsigrok.
 *
 * @throws FourwireError of kind `device`, code `hardware-failure`, when both bits are set
 */
export function regulation(condition: string): 'constantVoltage' | 'constantCurrent' | 'unregulated' {
  switch (parseInteger(condition) & 0b11) {
    case 0b01:
      return 'constantCurrent';
    case 0b10:
      return 'constantVoltage';
    case 0b11:
      throw new FourwireError(
        'device',
        'hardware-failure',
        'The supply reports a failure of the hardware of this output; have it repaired.',
      );
    default:
      return 'unregulated';
  }
}
