import { readFile, rm, writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fourwire, serving } from '../../test/fourwire.ts';
import type { Serving } from '../../test/fourwire.ts';

const folder = mkdtempSync(join(tmpdir(), 'fourwire-cli-'));
afterAll(async () => rm(folder, { recursive: true }));

describe('fourwire simulate', { timeout: 60_000 }, () => {
  let lab: Serving;
  let bench = '';
  beforeAll(async () => {
    lab = await serving(['simulate', 'wafer-lab'], /fourwire watch/);
    bench = /fourwire bench open (\S+)/.exec(lab.shown())?.[1] ?? '';
  }, 60_000);
  afterAll(async () => lab.end());

  it('serves a whole bench, which can be opened, read and written by the names of its devices', async () => {
    const { code, out } = await fourwire(['bench', 'open', bench]);
    expect(code).toBe(0);
    expect(out).toMatch(/^meter +keysight-34460 +Keysight +MY57200123/m);
    expect((await fourwire(['write', bench, 'oven/setpoint', '30'])).out).toBe(
      'oven/setpoint written and read back: 30 °C\n',
    );
    expect(JSON.parse((await fourwire(['read', bench, 'oven/setpoint', '--json'])).out)).toEqual({
      member: 'oven/setpoint',
      value: 30,
      unit: 'Cel',
    });
    expect(JSON.parse((await fourwire(['identify', bench, '--json'])).out)).toHaveLength(4);
  });

  it.each([
    ['owen/setpoint', 'There is no device "owen" on wafer-lab; did you mean oven?'],
    ['kiln/setpoint', 'There is no device "kiln" on wafer-lab; begin the member with one of oven, prober,'],
    ['__proto__/x', 'There is no device "__proto__" on wafer-lab;'],
    ['oven', '"oven" is a device of wafer-lab; say which member, for example oven/MEMBER.'],
    ['oven/setpiont', 'watlow-f4t has no member "setpiont"; did you mean setpoint'],
  ])('says what is wrong with the member %s', async (member, message) => {
    const { code, err } = await fourwire(['read', bench, member]);
    expect({ code, lines: err.split('\n').length }).toEqual({ code: 2, lines: 2 });
    expect(err).toContain(message);
  });

  it('watches members in lines, as JSON, and on a screen', async () => {
    const lines = await fourwire(['watch', bench, 'oven/temperature', 'oven/running', '--for', '0.5']);
    expect(lines).toMatchObject({ code: 0, err: '' });
    expect(lines.out).toMatch(/^\S+Z  oven\/temperature  [\d.]+ °C$/m);
    expect(lines.out).toMatch(/^\S+Z  oven\/running  false$/m);
    const { out } = await fourwire(['watch', bench, 'oven/temperature', '--for', '0.5', '--json']);
    expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({
      member: 'oven/temperature',
      unit: 'Cel',
      quality: 'good',
    });
  });

  it.each([40, 120])('draws a table and a line on a screen of %i columns', async (columns) => {
    let drawn = '';
    const terminal = Object.assign(
      new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          drawn += chunk.toString();
          done();
        },
      }),
      { columns, rows: 30 },
    );
    const argv = ['watch', bench, 'oven/temperature', 'meter/function', '--plot', '--for', '2.5'];
    expect(await fourwire(argv, { terminal })).toEqual({ code: 0, out: '', err: '' });
    const lines = stripVTControlCharacters(drawn).split('\n');
    expect(lines.join('\n')).toMatch(/┤[\s\S]*oven\/\S* +[\d.]+ °C +\d\d:\d\d:\d\d/);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
  });

  it('refuses to draw what is no number', async () => {
    expect(await fourwire(['watch', bench, 'oven/mode', '--plot'])).toMatchObject({
      code: 2,
      err: 'fourwire: oven/mode is no number and cannot be drawn; leave --plot out, or begin with a member that is.\n',
    });
  });

  it('serves the devices of a bench file, whatever its addresses are', async () => {
    const path = join(folder, 'own.yaml');
    await writeFile(
      path,
      'name: own\ndevices:\n  oven:\n    driver: watlow-f4t\n    address: ${NOWHERE}\n    limits: { setpoint: { max: 60 } }\n',
    );
    const own = await serving(['simulate', path, '--json'], /\}\n$/);
    const { bench: served } = JSON.parse(own.shown()) as { bench: string };
    expect((await fourwire(['write', served, 'oven/setpoint', '61'])).err).toContain('allowed -42 to 60 °C');
    await own.end();
    await expect(readFile(served)).rejects.toThrow('ENOENT');
  });
});
