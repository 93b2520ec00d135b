import { describe, expect, it } from 'vitest';
import { resolveAddress } from './resolve-address.ts';

const oven = { kind: 'sim', name: 'oven' };

describe('resolveAddress', () => {
  it('takes an address as it is', () => {
    expect(resolveAddress('sim://oven', {})).toStrictEqual(oven);
  });

  it('follows aliases through aliases, blanks around them aside', () => {
    const aliases = { oven: ' chamber ', chamber: 'sim://oven\n' };
    expect(resolveAddress(' oven ', aliases)).toStrictEqual(oven);
  });

  it('lets an alias stand for another address', () => {
    const aliases = { 'ASRL1::INSTR': 'ASRL/dev/ttyUSB0::INSTR' };
    expect(resolveAddress('ASRL1::INSTR', aliases)).toStrictEqual({ kind: 'serial', port: '/dev/ttyUSB0' });
  });

  it('finds a loop and prints it', () => {
    const aliases = { a: 'b', b: 'c', c: 'b' };
    expect(() => resolveAddress('a', aliases)).toThrow(
      expect.objectContaining({
        kind: 'range',
        code: 'address-alias-loop',
        message: 'Alias "b" leads back to itself: a -> b -> c -> b. One of them must name an address.',
        details: { address: 'a', chain: ['a', 'b', 'c', 'b'] },
      }) as Error,
    );
    expect(() => resolveAddress('x', { x: 'x' })).toThrow('x -> x');
  });

  it('says which alias led to a wrong address', () => {
    expect(() => resolveAddress('dmm', { dmm: 'meter', meter: 'GPIB0::31' })).toThrow(
      expect.objectContaining({
        code: 'address-invalid',
        message: expect.stringMatching(/found "31".*It comes from alias dmm -> meter\.$/) as string,
        details: { address: 'GPIB0::31', start: 7, end: 9, chain: ['dmm', 'meter'] },
      }) as Error,
    );
  });

  it('lists the aliases when a name is unknown, and knows none that Object.prototype has', () => {
    expect(() => resolveAddress('dmm2', { dmm: 'sim://dmm', oven: 'sim://oven' })).toThrow(
      'It is no alias either: the aliases are "dmm", "oven".',
    );
    expect(() => resolveAddress('constructor', {})).toThrow('It is no alias either: there are no aliases.');
  });

  it('shortens a long list of aliases', () => {
    const aliases = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`a${index}`, 'sim://x']));
    expect(() => resolveAddress('b', aliases)).toThrow('"a11" and 8 more.');
  });
});
