import { unexpectedReply } from '../wire/errors.ts';

/** What `STATUS?` tells, as far as it is used: 18 flags and a digit (sheet sun-ec1x.md). */
export interface SunStatus {
  readonly on: boolean;
  readonly commandError: boolean;
  readonly programRunning: boolean;
  /** Alarms that stand: the name of the parameter behind each, or the number of the self-test. */
  readonly alarms: readonly { readonly code: string; readonly text: string }[];
}

/** Places of the flags that are alarms, from 0. */
const alarmPlaces: readonly (readonly [place: number, code: string, text: string])[] = [
  [2, 'TIMEOUT', 'the timeout has run out'],
  [7, 'DEVL', 'deviation limit exceeded'],
  [9, 'LTL', 'below the lower temperature limit'],
  [10, 'UTL', 'above the upper temperature limit'],
];

/** @throws FourwireError of kind `protocol`, code `reply-unexpected` */
export function parseSunStatus(reply: string): SunStatus {
  const text = reply.trim();
  if (!/^[YN]{18}[0-3]$/.test(text)) throw unexpectedReply('18 times Y or N and a digit from 0 to 3', reply);
  const flag = (place: number): boolean => text.charAt(place) === 'Y';
  const selfTest = text.charAt(18);
  return {
    on: flag(0),
    commandError: flag(1),
    programRunning: flag(12),
    alarms: [
      ...alarmPlaces.flatMap(([place, code, meaning]) => (flag(place) ? [{ code, text: meaning }] : [])),
      ...(selfTest === '0' ? [] : [{ code: `self-test ${selfTest}`, text: 'the self-test failed' }]),
    ],
  };
}
