import { defineDriver, describeClass } from '@fourwire/core';
import type { ClassDescription, DeviceClass } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { electrometer } from './electrometer.ts';
import { frequencyCounter } from './frequency-counter.ts';
import { functionGenerator } from './function-generator.ts';
import { lcrMeter } from './lcr-meter.ts';
import { lockInAmplifier } from './lock-in-amplifier.ts';
import { multimeter } from './multimeter.ts';
import { networkAnalyser } from './network-analyser.ts';
import { oscilloscope } from './oscilloscope.ts';
import { powerSupply } from './power-supply.ts';
import { sourceMeasureUnit } from './source-measure-unit.ts';
import { switchMatrix } from './switch-matrix.ts';

/** Each class with the members that are hazards, and what makes them safe. */
const classes: readonly (readonly [DeviceClass, Readonly<Record<string, readonly unknown[]>>])[] = [
  [electrometer, { zeroCheck: [true], 'source/output': [false] }],
  [frequencyCounter, {}],
  [functionGenerator, { 'channels/output': [false] }],
  [lcrMeter, { 'bias/enabled': [false] }],
  [lockInAmplifier, { sineAmplitude: [0], 'auxiliaryOutputs/voltage': [0] }],
  [multimeter, {}],
  [networkAnalyser, { output: [false] }],
  [oscilloscope, {}],
  [powerSupply, { 'outputs/enabled': [false], 'master/enabled': [false] }],
  [sourceMeasureUnit, { 'channels/output': [false] }],
  [switchMatrix, { closed: [[]] }],
];

/** Members with a hazard, by path, with their safe values; each must be read back. */
function hazards({ members }: ClassDescription, path = ''): Record<string, readonly unknown[]> {
  const found: Record<string, readonly unknown[]> = {};
  for (const [name, member] of Object.entries(members)) {
    if (member.kind === 'part') Object.assign(found, hazards(member.class, `${path}${name}/`));
    if (member.kind === 'writable' && member.safe !== undefined) {
      found[`${path}${name}`] = member.confirm === 'readback' ? member.safe : ['not read back'];
    }
  }
  return found;
}

/** Every member of a class and its parts. */
function membersOf({ members }: ClassDescription, path = ''): [string, string][] {
  return Object.entries(members).flatMap(([name, member]): [string, string][] =>
    member.kind === 'part' ? membersOf(member.class, `${path}${name}/`) : [[`${path}${name}`, member.kind]],
  );
}

describe.each(classes.map(([one, safe]) => ({ name: one.name, one, safe })))(
  'class $name',
  ({ one, safe }) => {
    const description = describeClass(one);

    it('is described as JSON that comes back as it was', () => {
      expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    });

    it('can be the class of a driver: no member hides one that every device has', () => {
      const driver = { name: 'x', deviceClass: one, wire: 'bytes', connect: () => ({}) };
      expect(() => defineDriver(driver as never)).not.toThrow();
    });

    it('marks what puts a voltage or current on the device under test, and what makes it safe', () => {
      expect(hazards(description)).toEqual(safe);
    });

    it('names its events with a $ and nothing else', () => {
      for (const [path, kind] of membersOf(description)) {
        expect([path, path.endsWith('$')]).toEqual([path, kind === 'event']);
      }
    });
  },
);
