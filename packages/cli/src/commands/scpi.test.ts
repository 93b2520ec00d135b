import { rm } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Keysight34461Simulator, serveTcp } from '@fourwire/mock';
import type { TcpMount } from '@fourwire/mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fourwire } from '../../test/fourwire.ts';

const folder = mkdtempSync(join(tmpdir(), 'fourwire-cli-'));
let mount: TcpMount;
let address = '';
beforeAll(async () => {
  mount = await serveTcp(new Keysight34461Simulator().services.scpi);
  address = `TCPIP0::127.0.0.1::${mount.port}::SOCKET`;
});
afterAll(async () => {
  await mount.close();
  await rm(folder, { recursive: true });
});

const identity = 'Keysight Technologies,34461A,MY57200123,A.02.17-02.40-02.17-00.52-04-02';

describe('fourwire query', { timeout: 60_000 }, () => {
  it('gives the answer, also as JSON, and says nothing about what is not answered', async () => {
    expect(await fourwire(['query', address, '*IDN?'])).toEqual({ code: 0, out: `${identity}\n`, err: '' });
    expect(JSON.parse((await fourwire(['query', address, '*IDN?', '--json'])).out)).toEqual({
      command: '*IDN?',
      reply: identity,
    });
    expect(await fourwire(['query', address, 'CONF:RES'])).toEqual({ code: 0, out: '', err: '' });
  });

  it("ends with the instrument's own error", async () => {
    const { code, err } = await fourwire(['query', address, 'FOO']);
    expect({ code, lines: err.split('\n').length }).toEqual({ code: 1, lines: 2 });
    expect(err).toContain('-113, "Undefined header"');
  });

  it('asks who it is without a driver', async () => {
    expect((await fourwire(['identify', address])).out).toContain('model          34461A\n');
  });
});

describe('fourwire shell', { timeout: 60_000 }, () => {
  it('goes on after an error, and ends at exit', async () => {
    const input = Readable.from(['*IDN?\n\nFOO\nSYST:ERR?\nexit\n*IDN?\n']);
    const { code, out, err } = await fourwire(['shell', address], { input });
    expect(code).toBe(0);
    expect(out).toBe(`${identity}\n+0,"No error"\n`);
    expect(err).toContain('Undefined header');
  });

  it('answers in lines of JSON', async () => {
    const { out } = await fourwire(['shell', address, '--json'], { input: Readable.from(['*OPC?\nFOO\n']) });
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { command: '*OPC?', reply: '1' },
      { command: 'FOO', error: expect.stringContaining('-113') as string },
    ]);
  });
});

describe('fourwire tape', { timeout: 60_000 }, () => {
  it('records what goes over the wire, and reads the same from the tape', async () => {
    const tape = join(folder, 'meter.tape');
    const driver = ['--driver', 'keysight-34460', '--json'];
    const recorded = await fourwire(['tape', 'record', tape, address, 'function', 'reading', ...driver]);
    expect(recorded).toMatchObject({ code: 0, err: '' });
    const { messages, values } = JSON.parse(recorded.out) as { messages: number; values: unknown };
    expect(messages).toBeGreaterThan(5);
    const replayed = await fourwire(['tape', 'replay', tape, 'function', 'reading', ...driver]);
    expect(JSON.parse(replayed.out)).toEqual({ tape, values });
    const strict = await fourwire([
      'tape',
      'replay',
      tape,
      'reading',
      ...driver,
      '--order',
      'strict',
      '--timeout',
      '1',
    ]);
    expect(strict.code).toBe(1);
    expect(JSON.parse(strict.out)).toMatchObject({ error: { code: expect.any(String) as string } });
    expect(strict.err).toContain('tape:');
  });

  it('says when there is no tape', async () => {
    expect(
      await fourwire(['tape', 'replay', '/nowhere.tape', 'reading', '--driver', 'keysight-34460']),
    ).toMatchObject({ code: 2, err: expect.stringContaining('/nowhere.tape cannot be read') as string });
  });
});
