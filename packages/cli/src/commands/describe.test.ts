import {
  allDrivers,
  describeDriver,
  describeDriverOptions,
  procedures,
  describeProcedureOptions,
} from '@fourwire/bench';
import { listMembers } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { fourwire } from '../../test/fourwire.ts';
import { shapeOf } from '../text/shape.ts';

describe('fourwire describe', () => {
  it('lists members and options with what they are', async () => {
    const { code, out } = await fourwire(['describe', '--driver', 'cts']);
    expect(code).toBe(0);
    expect(out).toMatch(/^temperature +readable +°C +Air temperature/m);
    expect(out).toMatch(/^address +whole number 1 to 32 +Address on the serial/m);
    expect(out).toMatch(/^door.flag \(needed\) +whole number 1 to 6$/m);
    expect(out).toMatch(/^gradientIndex +0 \| 1 /m);
  });

  it('tells all that is known of one member', async () => {
    const { out } = await fourwire(['describe', '--driver', 'cts', 'settle']);
    expect(out).toMatch(/^settle: command\nGoes to a temperature/);
    expect(out).toMatch(/^dwell +0 s or more +How long it must stay there/m);
    expect((await fourwire(['describe', '--driver', 'cts', 'temperature'])).out).toContain('value  °C');
  });

  it('says which members there are when it is asked for another', async () => {
    const { code, err } = await fourwire(['describe', '--driver', 'cts', 'setle']);
    expect(code).toBe(2);
    expect(err).toMatch(/^fourwire: cts has no member "setle"; there are temperature, setpoint, [^\n]+\n$/);
  });

  it('describes procedures with their options', async () => {
    const { out } = await fourwire(['procedure', 'describe', 'thermal-cycle']);
    expect(out).toMatch(/^oven +thermal-chamber$/m);
    expect(out).toMatch(/^channels\[\]\.member +text +Device and member that is/m);
    const { out: json } = await fourwire(['procedure', 'describe', 'thermal-cycle', '--json']);
    expect(JSON.parse(json)).toMatchObject({
      name: 'thermal-cycle',
      options: {
        properties: { margin: { description: expect.stringContaining('2 K unless given') as string } },
      },
    });
  });
});

describe('what is said of devices, drivers and procedures', () => {
  it.each(allDrivers.map(({ name }) => name))('tells what each option of %s is', async (name) => {
    const { properties = {} } = shapeOf(await describeDriverOptions(name));
    const silent = Object.entries(properties).filter(
      ([, option]) => shapeOf(option).description === undefined,
    );
    expect(silent.map(([option]) => option)).toEqual([]);
  });

  it.each(allDrivers.map(({ name }) => name))('tells what each command of %s does', async (name) => {
    const commands = listMembers(await describeDriver(name)).filter(
      ({ member }) => member.kind === 'command',
    );
    const silent = commands.filter(({ member }) => member.description === undefined);
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it.each(procedures)('tells what each option of $name is', async (procedure) => {
    const { properties = {} } = shapeOf(await describeProcedureOptions(procedure));
    expect(Object.keys(properties).length).toBeGreaterThan(0);
    const silent = Object.entries(properties).filter(
      ([, option]) => shapeOf(option).description === undefined,
    );
    expect(silent.map(([option]) => option)).toEqual([]);
  });
});
