import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const tsx = new URL('node_modules/tsx/dist/loader.mjs', root).href;
const bin = fileURLToPath(new URL('bin.ts', import.meta.url));
const command = ['--conditions=@fourwire/source', '--import', tsx, bin];

describe('the command fourwire', () => {
  it('says what is wrong on standard error and exits with the code', { timeout: 60_000 }, async () => {
    await expect(promisify(execFile)(process.execPath, [...command, 'bogus'])).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: "fourwire: unknown command 'bogus'; see fourwire --help\n",
    });
  });

  it.skipIf(process.platform === 'win32')('ends cleanly at Ctrl-C', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, [...command, 'simulate', 'gem-wirebonder']);
    let shown = '';
    child.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      if (shown.includes('options.yaml')) child.kill('SIGINT');
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    const [, path = ''] = /--options (\S+)/.exec(shown) ?? [];
    expect({ code, left: existsSync(path) }).toEqual({ code: 0, left: false });
  });

  it('ends when nobody reads what it watches', { timeout: 60_000 }, async () => {
    const argv = [
      'watch',
      'modbus-tcp://10.0.0.7:502/1',
      '--driver',
      'watlow-f4t',
      '--mock',
      '--every',
      '0.05',
    ];
    const child = spawn(process.execPath, [...command, ...argv]);
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = (await once(child, 'exit')) as [number | null];
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});
