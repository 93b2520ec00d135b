import { describe, expect, it } from 'vitest';
import { rigClass } from '../../test/rig.ts';
import {
  array,
  boolean,
  bytes,
  command,
  deviceClass,
  describeClass,
  extendClass,
  integer,
  oneOf,
  optionalField,
  quantity,
  readable,
  record,
  table,
  text,
  writable,
} from '../index.ts';

const everything = deviceClass('everything', {
  quantity: readable(quantity('Cel', { min: -Infinity, max: 5, resolution: 0.1 })),
  integer: readable(integer({ min: 0 })),
  boolean: readable(boolean(), { hazard: { safe: [false] } }),
  text: readable(text({ maxLength: 3 })),
  oneOf: readable(oneOf(['a', 'b'])),
  array: readable(array(quantity('V'), { maxItems: 2 })),
  table: readable(table({ time: quantity('s') })),
  bytes: readable(bytes()),
  record: readable(record({ low: quantity('V'), high: optionalField(quantity('V')) })),
});

describe('describeClass', () => {
  it('gives the same description each time, which nobody can change', () => {
    const description = describeClass(everything);
    expect(describeClass(everything)).toBe(description);
    expect(Object.isFrozen(description.members)).toBe(true);
    expect(Object.isFrozen(description.members['quantity'])).toBe(true);
  });

  it('gives JSON that is the same after a journey', () => {
    for (const one of [rigClass, everything]) {
      const description = describeClass(one);
      // Strict: neither symbols nor undefined fields nor infinities.
      expect(JSON.parse(JSON.stringify(description))).toStrictEqual(description);
    }
  });

  it('tells the kind of every member, its schema, how it stops and what is safe', () => {
    const { members } = describeClass(rigClass);
    expect(members['setpoint']).toEqual({
      kind: 'writable',
      schema: { type: 'number', unit: 'Cel', minimum: -70, maximum: 400 },
      limits: 'dynamic',
      confirm: 'readback',
    });
    expect(members['heating']).toMatchObject({ kind: 'writable', safe: [false] });
    expect(members['selfTest']).toEqual({
      kind: 'command',
      stop: 'cannot',
      output: { type: 'string' },
    });
    expect(members['beep']).toMatchObject({ immediate: true });
    expect(members['alarm$']).toEqual({ kind: 'event', schema: { type: 'string' } });
    expect(members['humidity']).toMatchObject({ kind: 'part', optional: true, many: false });
    expect(members['channels']).toMatchObject({
      kind: 'part',
      optional: false,
      many: true,
      class: { name: 'rig-channel', members: { level: { kind: 'writable' } } },
    });
    expect(describeClass(everything).members['quantity']).toEqual({
      kind: 'readable',
      schema: { type: 'number', unit: 'Cel', maximum: 5, resolution: 0.1 },
    });
  });
});

describe('extendClass', () => {
  it("marks the vendor's own members, also those added before", () => {
    const once = extendClass(everything, { lamp: writable(boolean()) });
    const { members } = describeClass(extendClass(once, { blink: command({ stop: 'cannot' }) }));
    const marked = Object.entries(members).filter(([, member]) => member.vendor === true);
    expect(marked.map(([name]) => name)).toEqual(['lamp', 'blink']);
    expect(describeClass(everything).members).not.toHaveProperty('lamp');
  });

  it('does not let a vendor change what a member of the class means', () => {
    expect(() => extendClass(everything, { text: readable(boolean()) })).toThrow(
      'everything: the class has a member text already',
    );
  });
});

describe('a class or schema with a mistake', () => {
  it('is refused where it is written', () => {
    const wrong: readonly (() => unknown)[] = [
      () => quantity('V', { min: 2, max: 1 }),
      () => quantity('V', { max: Number.NaN }),
      () => integer({ resolution: 0 }),
      () => deviceClass('x', { path: readable(text()) }),
    ];
    for (const make of wrong) expect(make).toThrow(expect.objectContaining({ kind: 'internal' }));
  });
});
