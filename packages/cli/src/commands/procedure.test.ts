import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fourwire } from '../../test/fourwire.ts';

const folder = mkdtempSync(join(tmpdir(), 'fourwire-cli-'));
const at = (name: string): string => join(folder, name);
const bench = at('bench.yaml');
const options = at('options.yaml');

beforeAll(async () => {
  await writeFile(
    bench,
    `name: lab
pace: 1000
devices:
  oven:
    driver: watlow-f4t
    address: modbus-tcp://10.0.0.7:502/1
    limits: { setpoint: { max: 60 } }
  meter:
    driver: keysight-34460
    address: TCPIP0::10.0.0.8::5025::SOCKET
`,
  );
  await writeFile(
    options,
    `axis: { member: oven/setpoint, values: [20, 30, 40] }
channels:
  - { member: meter/reading, name: voltage, unit: V, min: -1, max: 1 }
`,
  );
});
afterAll(async () => rm(folder, { recursive: true }));

describe('fourwire procedure', { timeout: 60_000 }, () => {
  it('lists those that come with it, and those of a file', async () => {
    expect((await fourwire(['procedure', 'list'])).out).toMatch(/^sweep +Sets a member/m);
    const file = at('own.ts');
    await writeFile(
      file,
      `export const soak = { name: 'soak', title: 'Waits', options: {}, devices: { oven: { name: 'thermal-chamber' } }, *start() {} } as const;\nexport const other: number = 1;\n`,
    );
    const { out } = await fourwire(['procedure', 'list', file, '--json']);
    expect(JSON.parse(out)).toEqual([
      {
        word: `${file}#soak`,
        name: 'soak',
        title: 'Waits',
        devices: { oven: 'thermal-chamber' },
        options: {},
      },
    ]);
  });

  it('checks one against the limits of the bench', async () => {
    const good = await fourwire(['procedure', 'check', 'sweep', bench, '--options', options, '--mock']);
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(good.out).toMatch(/^\d+ steps, about /m);
    await writeFile(at('hot.yaml'), 'axis: { member: oven/setpoint, values: [20, 70] }\n');
    const { code, err } = await fourwire([
      'procedure',
      'check',
      'sweep',
      bench,
      '--options',
      at('hot.yaml'),
      '--mock',
    ]);
    expect(code).toBe(2);
    expect(err).toMatch(/^fourwire: 1 steps would be refused; the first is ".*70.*": .*allowed -42 to 60 °C/);
  });

  it('runs one, recorded, and makes files and a report of the record', async () => {
    const journal = at('run.jsonl');
    const { code, out, err } = await fourwire([
      'procedure',
      'run',
      'sweep',
      bench,
      '--options',
      options,
      '--mock',
      '--journal',
      journal,
      '--who',
      'A. Meyer',
      '--why',
      'a test',
      '--json',
    ]);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'completed', verdict: 'pass', safe: true, journal });
    expect(code).toBe(0);
    expect(err).toContain('100 %');
    const csv = at('run.csv');
    expect((await fourwire(['record', 'export', journal, '--out', csv])).out).toContain(csv);
    expect((await readFile(csv, 'utf8')).trim().split('\r\n')).toHaveLength(4);
    const html = at('run.html');
    await fourwire(['record', 'report', journal, '--out', html, '--time-zone', 'Europe/Berlin']);
    expect(await readFile(html, 'utf8')).toContain('A. Meyer');
    expect(await fourwire(['procedure', 'resume', journal])).toMatchObject({
      code: 2,
      err: 'fourwire: The journal cannot be resumed: its run came to its end.\n',
    });
    expect(await fourwire(['record', 'export', journal, '--out', at('run.doc')])).toMatchObject({ code: 2 });
    expect(await fourwire(['record', 'report', journal, '--out', html, '--time-zone', 'X'])).toMatchObject({
      code: 2,
      err: 'fourwire: There is no time zone "X"; use an IANA name, such as UTC or Europe/Berlin.\n',
    });
  });

  it('ends with code 3 when a measurement does not pass, and goes on with a run that was cut off', async () => {
    await writeFile(at('tight.yaml'), (await readFile(options, 'utf8')).replace('max: 1 ', 'max: -0.5 '));
    const journal = at('fail.jsonl');
    const failed = await fourwire([
      'procedure',
      'run',
      'sweep',
      bench,
      '--options',
      at('tight.yaml'),
      '--mock',
      '--journal',
      journal,
    ]);
    expect(failed.code).toBe(3);
    expect(failed.out).toContain('All devices are safe, read back.');
    expect(failed.err.trim().split('\n').at(-1)).toMatch(/^fourwire: The run is failed: 0 of 3 measurements/);

    const lines = (await readFile(journal, 'utf8')).split('\n');
    const second = lines.findIndex((line) => line.includes('"reached"') && line.includes('30'));
    const cut = at('cut.jsonl');
    await writeFile(cut, `${lines.slice(0, second + 1).join('\n')}\n`);
    const resumed = await fourwire(['procedure', 'resume', cut, '--json']);
    expect(resumed.code).toBe(3);
    expect(JSON.parse(resumed.out)).toMatchObject({
      outcome: 'completed',
      because: expect.stringContaining('of 3') as string,
    });
  });

  it.each([
    [['procedure', 'run', 'swep', 'b.yaml'], 'There is no procedure "swep"; did you mean sweep?'],
    [['procedure', 'list', '/nowhere.ts'], '/nowhere.ts cannot be read: there is no such file.'],
    [['run', tmpdir(), bench], `${tmpdir()} cannot be read: it is a folder.`],
    [
      ['procedure', 'run', 'sweep', bench, '--mock', '--journal', bench],
      'is there already and is never overwritten',
    ],
    [
      ['procedure', 'run', 'sweep', bench, '--mock', '--journal', `${bench}/x.jsonl`],
      `cannot be written: ${bench} is no folder.`,
    ],
    [['record', 'report', bench, '--out', at('b.html')], 'is no journal of a run: no line of it is an entry'],
    [['record', 'export', '/nowhere.jsonl', '--out', at('b.csv')], 'cannot be read: there is no such file'],
    [['procedure', 'check', 'sweep', '/nowhere.yaml'], 'The bench file /nowhere.yaml cannot be read'],
    [['procedure', 'resume', '/nowhere.jsonl'], '/nowhere.jsonl'],
    [['run', '/nowhere.ts', '/nowhere.yaml'], 'The bench file /nowhere.yaml cannot be read'],
    [['record', 'report', '/nowhere.jsonl', '--out', '/nowhere.html'], '/nowhere.jsonl'],
  ])('refuses %j in one line', async (argv, message) => {
    const { code, out, err } = await fourwire(argv);
    expect({ out, lines: err.split('\n').length }).toEqual({ out: '', lines: 2 });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('fourwire run', { timeout: 60_000 }, () => {
  it('runs a script on a bench, and makes it safe', async () => {
    const script = at('script.ts');
    await writeFile(
      script,
      `interface Context { bench: { device(name: string, kind: { name: string }): any }; journal: any; args: readonly string[] }
export default async ({ bench, journal, args }: Context): Promise<void> => {
  const oven = bench.device('oven', { name: 'thermal-chamber' });
  await oven.setpoint.write(Number(args[0]));
  await oven.running.write(true);
  journal.declare({ name: 'setpoint', unit: 'Cel' }).record(await oven.setpoint.read());
};
`,
    );
    const journal = at('script.jsonl');
    const argv = ['run', script, bench, '45', '--mock', '--journal', journal];
    const { code, out } = await fourwire(argv);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining('All devices are safe') as string,
    });
    const record = await readFile(journal, 'utf8');
    expect(record).toContain('"simulated":true');
    expect(record).toMatch(/"type":"safe","at":\d+,"path":"lab\/oven",.*"ok":true/);
    expect((await fourwire([...argv.slice(0, 3), '61', ...argv.slice(4, 6), at('hot.jsonl')])).err).toContain(
      'allowed -42 to 60 °C',
    );
  });
});
