import { expect, it } from 'vitest';
import { loadTerminalLibrary } from './terminal-library.ts';

it('says which package to install when it cannot be loaded', async () => {
  const failing = loadTerminalLibrary(async () => {
    throw new Error('no binary for this platform');
  });
  await expect(failing).rejects.toMatchObject({
    kind: 'link',
    code: 'library-missing',
    message: expect.stringContaining('@lydell/node-pty') as string,
  });
});
