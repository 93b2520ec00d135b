import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FourwireError } from '@fourwire/core';
import { GemWirebonderSimulator, WatlowF4tSimulator, serveTcp, simulators } from '@fourwire/mock';
import type { TcpMount } from '@fourwire/mock';
import { exampleProfile } from '@fourwire/wirebonder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { fourwire, serving } from '../test/fourwire.ts';
import type { Outcome } from '../test/fourwire.ts';

const oven = ['--driver', 'watlow-f4t'];
/** All that do something. */
const commands = [
  'discover',
  'drivers',
  'describe',
  'identify',
  'read',
  'write',
  'watch',
  'query',
  'shell',
  'run',
  'simulate',
  'bench check',
  'bench open',
  'record export',
  'record report',
  'tape record',
  'tape replay',
  'complete',
  'procedure list',
  'procedure check',
  'procedure run',
  'procedure resume',
].map((line) => line.split(' '));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fourwire-cli-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('fourwire', () => {
  it.each([
    [[]],
    [['--help']],
    [['read', '--help']],
    [['write', '--help']],
    [['bench', '--help']],
    [['watch', '--help']],
    [['shell', '--help']],
    [['run', '--help']],
    [['procedure', 'run', '--help']],
    [['record', 'export', '--help']],
    [['tape', 'record', '--help']],
    [['simulate', '--help']],
    [['drivers']],
    ...simulators.map(({ driver }) => [['describe', '--driver', driver]]),
  ])('keeps within 80 columns: %j', async (argv) => {
    const { out, err } = await fourwire(argv);
    const lines = (out + err).split('\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('states its exit codes in every help', async () => {
    for (const command of [...commands, ['bench'], ['record'], []]) {
      const { code, out } = await fourwire([...command, '--help']);
      expect(code).toBe(0);
      expect(out.match(/Exit codes: 0 ok, 1 failed, 2 bad input, 3 measurements did not pass/g)).toHaveLength(
        1,
      );
    }
  });

  it.each([
    [['bogus'], "fourwire: unknown command 'bogus'; see fourwire --help\n"],
    [['read', 'x', 'y'], 'fourwire: Say with --driver what drives the machine; fourwire drivers lists'],
    [
      ['describe', '--driver', 'x'],
      'fourwire: There is no driver "x"; fourwire drivers lists those there are.\n',
    ],
    [
      ['describe', '--driver', 'Watlow_f4t'],
      'fourwire: There is no driver "Watlow_f4t"; did you mean watlow-f4t or ',
    ],
    [['read'], "fourwire: missing required argument 'address'; see fourwire read --help\n"],
    [['read', 'x', 'temperature', ...oven], 'fourwire: watlow-f4t: Address "x"'],
    [
      ['read', 'x', 'temp', ...oven],
      'fourwire: watlow-f4t has no member "temp"; did you mean temperature or ',
    ],
    [['read', 'x', 'settle', ...oven], 'fourwire: settle is a command and cannot be read; use one of temp'],
    [
      ['write', 'x', 'temperature', '1', ...oven],
      'fourwire: temperature is a readable and cannot be written',
    ],
    [['write', 'x', 'setpoint', 'hot', ...oven], 'fourwire: setpoint must be a number in °C; got "hot".\n'],
    [
      ['read', 'x', 'alarms', ...oven, '--timeout', '0'],
      "fourwire: option '--timeout <time>' argument '0' is invalid. It must be a time above 0",
    ],
    [['read', 'x', 'alarms', ...oven, '--options', '/nowhere'], 'fourwire: The options file /nowhere cannot'],
    [['simulate', 'toaster'], 'fourwire: There is no simulator "toaster"; fourwire simulate --help lists'],
    [
      ['simulate', 'watlow'],
      'fourwire: There is no simulator "watlow"; did you mean watlow-f4t or watlow-f4',
    ],
    [['simulate', '__proto__'], 'fourwire: There is no simulator "__proto__"'],
    [
      ['simulate', 'wafer-lab', '--port', '5000'],
      'fourwire: wafer-lab is a bench, whose machines have a free',
    ],
    [['query', 'bench.yaml', '*IDN?'], 'It is a bench file; give the address of one of its instruments'],
    [
      ['query', 'TCPIP0::10.0.0.7::5025::SOCKET', ''],
      "command-argument value '' is invalid for argument 'message'",
    ],
    [['record', 'report', 'run.jsonl', '--out', 'run.pdf'], 'A report is HTML; let its name end in .html'],
    [
      ['read', 'b.yaml', 'oven/temperature', ...oven],
      'fourwire: --driver goes with an address; b.yaml names the',
    ],
    [['simulate', 'mpi-sentio', '--pty'], 'fourwire: mpi-sentio has no serial line; leave --pty out'],
    [
      ['simulate', 'watlow-f4t', '--pty', '--port', '1'],
      "fourwire: option '--port <number>' cannot be used with",
    ],
  ])('refuses bad input with one line and code 2: %j', async (argv, message) => {
    const { code, out, err } = await fourwire(argv);
    expect(err).toContain(message);
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 2, out: '', lines: 2 });
  });

  it.each(commands)('shows how %s %s is used', async (...command) => {
    const { out } = await fourwire([...command.filter((word) => word !== undefined), '--help']);
    expect(out).toMatch(/^Examples?:\n {2}(?:\w+.* \| )?(?:source <\()?fourwire /m);
  });

  it('says its version', async () => {
    expect(await fourwire(['--version'], { version: '1.2.3' })).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  it.each([
    [['read', 'x', 'temp', ...oven, '--json'], 'member-unknown'],
    [['read', '--json'], 'usage'],
    [['procedure', 'check', 'swep', 'b.yaml', '--json'], 'procedure-unknown'],
  ])('gives errors as JSON, beside the line for people: %j', async (argv, code) => {
    const { out, err } = await fourwire(argv);
    const { error } = JSON.parse(out) as { error: { message: string } };
    expect(error).toMatchObject({ kind: 'range', code });
    expect(err).toBe(`fourwire: ${error.message}\n`);
  });

  it('shows the stack with --debug only', async () => {
    expect((await fourwire(['describe', '--driver', 'x', '--debug'])).err).toContain('    at ');
  });

  it('lists and describes drivers as JSON', async () => {
    const drivers = JSON.parse((await fourwire(['drivers', '--json'])).out) as { name: string }[];
    expect(drivers.map(({ name }) => name)).toContain('watlow-f4t');
    expect(JSON.parse((await fourwire(['describe', ...oven, '--json'])).out)).toMatchObject({
      driver: 'watlow-f4t',
      members: { setpoint: { kind: 'writable', limits: 'dynamic' } },
    });
  });
});

describe('fourwire at a simulated chamber', () => {
  const simulator = new WatlowF4tSimulator();
  let mount: TcpMount;
  let address = '';
  beforeAll(async () => {
    mount = await serveTcp(simulator.services['modbus-tcp']);
    address = `modbus-tcp://127.0.0.1:${mount.port}/1`;
  });
  afterAll(async () => mount.close());

  it('identifies it', async () => {
    expect(await fourwire(['identify', address, ...oven])).toEqual({
      code: 0,
      out: 'manufacturer   Watlow\nmodel          F4T1L2DAA1A1AAA\nserial number  12345678\nfirmware       4.3.108\n',
      err: '',
    });
  });

  it('reads with the unit, and with its code as JSON', async () => {
    expect((await fourwire(['read', address, 'temperature', ...oven])).out).toMatch(/^\d+(\.\d+)? °C\n$/);
    const { out } = await fourwire(['read', address, 'temperature', ...oven, '--json']);
    expect(JSON.parse(out)).toEqual({
      member: 'temperature',
      unit: 'Cel',
      value: expect.any(Number) as number,
    });
    expect((await fourwire(['read', address, 'outputs/8/on', ...oven])).out).toBe('false\n');
  });

  it('writes and says what was confirmed', async () => {
    expect(await fourwire(['write', address, 'setpoint', '-20', ...oven])).toMatchObject({
      code: 0,
      out: 'setpoint written and read back: -20 °C\n',
    });
    expect(simulator.model.temperature.setpoint).toBe(-20);
  });

  it('refuses what the limits of the machine do not allow, and lets it go', async () => {
    expect(await fourwire(['write', address, 'setpoint', '200', ...oven])).toMatchObject({
      code: 2,
      err: 'fourwire: watlow-f4t/setpoint: setpoint 200 °C refused, allowed -42 to 130 °C\n',
    });
    await expect.poll(() => mount.clients).toBe(0);
  });

  it('says which parts this machine does not have', async () => {
    expect(await fourwire(['read', address, 'humidity/humidity', ...oven])).toMatchObject({
      code: 2,
      err: 'fourwire: This machine has no humidity; other machines of the driver may.\n',
    });
    expect((await fourwire(['read', address, 'outputs/9/on', ...oven])).err).toBe(
      'fourwire: This machine has no outputs/9; they count from 1 to 8.\n',
    );
  });

  it('lets it go when interrupted', async () => {
    const signal = AbortSignal.abort(new FourwireError('aborted', 'interrupted', 'Interrupted.'));
    expect(await fourwire(['read', address, 'temperature', ...oven], { signal })).toMatchObject({
      code: 1,
      err: 'fourwire: Interrupted.\n',
    });
    await expect.poll(() => mount.clients).toBe(0);
  });
});

describe('fourwire at a simulated wire bonder', () => {
  it('reads with the options of a file', async () => {
    await using mount = await serveTcp(new GemWirebonderSimulator().services.hsms);
    const options = await file('bonder.yaml', stringify({ profile: exampleProfile }));
    const argv = ['read', `hsms://127.0.0.1:${mount.port}/0`, 'recipes', '--driver', 'gem-wirebonder'];
    expect(await fourwire([...argv, '--options', options])).toEqual({ code: 0, out: 'MEMS-GOLD\n', err: '' });
    const broken = await file('broken.yaml', 'profile: {\n');
    const { code, err } = await fourwire([...argv, '--options', broken]);
    expect([code, err]).toEqual([2, expect.stringContaining(`${broken}:2:1: `)]);
  });
});

describe('fourwire at a machine that does not answer', () => {
  const quiet = { connect: () => ({ receive: () => {}, closed: () => {} }) };

  it('gives up after the timeout', async () => {
    await using mount = await serveTcp(quiet);
    const argv = ['read', `modbus-tcp://127.0.0.1:${mount.port}/1`, 'temperature', ...oven];
    expect(await fourwire([...argv, '--timeout', '0.05'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /not done within 0\.05 s, .* --timeout gives\. Check that the machine is on/,
      ) as string,
    });
  });

  it('gives up when interrupted', async () => {
    const interruption = new AbortController();
    await using mount = await serveTcp({
      connect: () => {
        interruption.abort(new FourwireError('aborted', 'interrupted', 'Interrupted.'));
        return quiet.connect();
      },
    });
    const argv = ['read', `modbus-tcp://127.0.0.1:${mount.port}/1`, 'temperature', ...oven];
    expect(await fourwire(argv, { signal: interruption.signal })).toMatchObject({
      code: 1,
      err: 'fourwire: Interrupted.\n',
    });
  });
});

describe('fourwire bench check', () => {
  const good =
    'name: lab\ndevices:\n  oven:\n    driver: watlow-f4t\n    address: ${OVEN}\n    limits: { setpoint: { max: 99 } }\n';
  const check = async (text: string): Promise<Outcome> =>
    fourwire(['bench', 'check', await file('bench.yaml', text)], {
      variables: { OVEN: 'modbus-tcp://10.0.0.7:502/1' },
    });

  it('prints ok and the devices', async () => {
    expect(await check(good)).toEqual({
      code: 0,
      out: 'ok: lab\nDEVICE  DRIVER      ADDRESS\noven    watlow-f4t  modbus-tcp://10.0.0.7:502/1\n',
      err: '',
    });
  });

  it.each([
    ['a key that is missing', good.replace('    driver: watlow-f4t\n', ''), ':4:5: "driver" is missing'],
    ['an unknown driver', good.replace('watlow-f4t', 'watlow'), ':4:13: There is no driver "watlow"'],
    ['an address that is none', good.replace('${OVEN}', 'COM99999'), ':5:14: Address "COM99999"'],
    [
      'limits of no member',
      good.replace('setpoint', 'setpiont'),
      ':6:25: watlow-f4t has no member "setpiont"',
    ],
  ])('refuses %s with line and column', async (_what, text, message) => {
    const { code, out, err } = await check(text);
    expect(err).toContain(`bench.yaml${message}`);
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 2, out: '', lines: 2 });
  });
});

describe('fourwire simulate', () => {
  it.each(simulators.map((entry) => [entry.name]))(
    'serves %s, shows a command that reads it, and ends when interrupted',
    { timeout: 60_000 },
    async (name) => {
      const simulating = await serving(['simulate', name], /fourwire (read|identify)/);
      const [, command = ''] = simulating
        .shown()
        .replaceAll(/\s+\\\n\s*/g, ' ')
        .split('\n  fourwire ');
      // As a shell does with an address that has a question mark.
      const words = command.trim().split(' ');
      const read = await fourwire(words.map((word) => word.replace(/^'(.*)'$/, '$1')));
      expect(read).toMatchObject({ code: 0, err: '' });
      expect(read.out).not.toBe('');
      expect(await simulating.end()).toMatchObject({ code: 0, err: '' });
    },
  );

  it('says what to do when the port is taken', async () => {
    await using mount = await serveTcp({ connect: () => ({ receive: () => {}, closed: () => {} }) });
    expect(await fourwire(['simulate', 'watlow-f4t', '--port', String(mount.port)])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^fourwire: Port \d+ .* Choose another with --port\.\n$/) as string,
    });
  });
});
