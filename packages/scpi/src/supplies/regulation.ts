import { FourwireError } from '@fourwire/core';
import { parseInteger } from '../codec/number.ts';

/**
 * How an output that is on regulates, after `STAT:QUES:INST:ISUM<n>:COND?`: bit 4 too hot, and the two low bits 1 constant
 * current, 2 constant voltage, neither unregulated. The names of the bits (voltage or current unregulated) say the opposite of
 * what a reader expects.
 *
 * Source: sheets psu-keysight-e36300.md and psu-rs-hmp.md, after libsigrok.
 *
 * @throws FourwireError of kind `device`, code `hardware-failure`, when both bits are set
 */
export function regulation(
  condition: string,
): 'constantVoltage' | 'constantCurrent' | 'unregulated' | 'tripped' {
  const bits = parseInteger(condition);
  if ((bits & 0b1_0000) !== 0) return 'tripped';
  switch (bits & 0b11) {
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
