import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBenchFile } from './read-bench-file.ts';

const good = `name: lab
devices:
  oven:
    driver: watlow-f4t
    address: modbus-tcp://10.0.0.7:502/1
    options: { power: 1, humidityPower: 2 }
    limits:
      setpoint: { max: 130 }
    safeState: { setpoint: 25 }
interlocks:
  door:
    when: { member: oven/inputs/1/on, is: true }
    forbid: [oven/outputs/1, oven/settle]
    safe: [oven]
`;

describe('what the form of a bench file leaves open', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fourwire-'));
  });
  afterAll(async () => rm(folder, { recursive: true }));

  const read = async (text: string): Promise<unknown> => {
    const path = join(folder, 'bench.yaml');
    await writeFile(path, text);
    return readBenchFile(path, {});
  };

  it('is checked, and what is right is read', async () => {
    await expect(read(good)).resolves.toMatchObject({
      devices: { oven: { options: { power: 1, humidityPower: 2 } } },
    });
  });

  it.each([
    ['a driver', 'watlow-f4t', 'watlow-f5', ':4:13: There is no driver "watlow-f5"; '],
    ['an address', 'modbus-tcp://10.0.0.7:502/1', 'nowhere', ':5:14: '],
    [
      'an option that is not known',
      'humidityPower',
      'humidtyPower',
      ':6:26: options.humidtyPower is not known; known are unit, wordOrder, power, humidityLoop, humidityPower, rateScale.',
    ],
    [
      'an option beyond its range',
      'humidityPower: 2',
      'humidityPower: 9',
      ':6:41: options.humidityPower 9 refused, allowed 1 to 8.',
    ],
    [
      'an option that fits no form',
      'power: 1',
      'power: lop',
      ':6:23: options.power must be one of loop; got "lop", or options.power must be a whole number; got "lop".',
    ],
    [
      'a limit',
      'setpoint: { max',
      'temperature: { max',
      ':8:20: temperature is a readable and cannot be written;',
    ],
    ['a safe state', 'setpoint: 25', 'set: 25', ':9:23: watlow-f4t has no member "set";'],
    ['a condition', 'oven/inputs/1/on', 'oven/door', ':12:11: watlow-f4t has no member "door"; did you mean'],
    [
      'a condition of another device',
      'oven/inputs/1/on',
      'chuck/door',
      ':12:11: There is no device "chuck" on lab; there are oven.',
    ],
    [
      'what is forbidden',
      'oven/settle',
      'oven/setle',
      ':13:30: watlow-f4t has no member "setle"; did you mean settle?',
    ],
    [
      'what is made safe',
      'safe: [oven]',
      'safe: [ofen]',
      ':14:12: There is no device "ofen" on lab; there are oven.',
    ],
  ])('is refused for %s that is wrong, with line and column', async (_what, right, wrong, message) => {
    await expect(read(good.replace(right, wrong))).rejects.toMatchObject({
      code: 'bench-file-invalid',
      message: expect.stringContaining(`bench.yaml${message}`) as string,
    });
  });
});
