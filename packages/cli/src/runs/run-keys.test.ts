import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runKeys } from './run-keys.ts';

const io = { out: () => {}, err: () => {} };

describe('runKeys', () => {
  it('gives the letters of keys, until it is released', async () => {
    const raw: boolean[] = [];
    const input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => raw.push(on) });
    const letters: string[] = [];
    const keys = runKeys({ ...io, input, terminal: new PassThrough() }, (letter) => letters.push(letter));
    const typed = async (text: string): Promise<void> => {
      input.write(text);
      await new Promise((resolve) => setImmediate(resolve));
    };
    keys.listen();
    await typed('pC');
    keys.release();
    await typed('q');
    expect({ letters, raw, active: keys.active }).toEqual({
      letters: ['p', 'c'],
      raw: [true, false],
      active: true,
    });
  });

  it('makes the signal of Ctrl-C, which a raw terminal does not', async () => {
    const input = Object.assign(new PassThrough(), { setRawMode: () => {} });
    const keys = runKeys({ ...io, input, terminal: new PassThrough() }, () => {});
    keys.listen();
    const interrupted = new Promise((resolve) => process.once('SIGINT', resolve));
    input.write('\u0003');
    await interrupted;
    keys.release();
    expect(input.listenerCount('keypress')).toBe(0);
  });

  it('listens to nothing where there is no terminal', () => {
    expect(runKeys({ ...io, input: new PassThrough() }, () => {}).active).toBe(false);
  });
});
