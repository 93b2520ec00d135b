import { allDrivers } from '@fourwire/bench';
import type { AnyDriver } from '@fourwire/core';
import { modbusUnit } from '@fourwire/transport';
import { describe, expect, it } from 'vitest';

const drivers: readonly AnyDriver[] = await Promise.all(allDrivers.map((entry) => entry.load()));

describe('the options of drivers', () => {
  it('are described by each driver that reads any', () => {
    const without = drivers.filter((driver) => driver.options === undefined && driver.connect.length > 1);
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('are plain JSON, so that files, the command line and other programs can be told of them', () => {
    for (const { name, options } of drivers) {
      if (options === undefined) continue;
      // A clone leaves the builder's marks out, which are symbols, and keeps everything else that JSON would lose.
      const schema: unknown = structuredClone(options);
      expect(JSON.parse(JSON.stringify(options)), name).toStrictEqual(schema);
      expect(schema, name).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  it('have the unit behind an address in every driver on registers', () => {
    const onRegisters = drivers.filter(({ wire }) => wire === 'registers');
    expect(onRegisters.length).toBeGreaterThan(4);
    for (const { name, options } of onRegisters)
      expect(options, name).toMatchObject({ properties: { unit: { ...modbusUnit } } });
  });
});
