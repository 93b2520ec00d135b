import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from './programs.ts';

/** Two serial ports with a cable between them. */
export interface PtyPair extends AsyncDisposable {
  readonly near: string;
  readonly far: string;
}

/** Has `socat` make two connected terminals. */
export async function ptyPair(): Promise<PtyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'fourwire-line-'));
  const [near, far] = [join(folder, 'near'), join(folder, 'far')];
  const pty = (link: string): string => `pty,raw,echo=0,link=${link}`;
  const socat = await start('socat', ['-d', '-d', pty(near), pty(far)], /starting data transfer/);
  return {
    near,
    far,
    [Symbol.asyncDispose]: async () => {
      await socat[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
