import { expect, it, vi } from 'vitest';
import { servePty } from './serve-pty.ts';

vi.mock('@lydell/node-pty', () => {
  throw new Error('no binary for this platform');
});

it('says which package to install when it cannot be loaded', async () => {
  const service = { connect: () => ({ receive: () => {}, closed: () => {} }) };
  await expect(servePty(service)).rejects.toMatchObject({
    kind: 'link',
    code: 'library-missing',
    message: expect.stringContaining('@lydell/node-pty') as string,
  });
});
