import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { installed, output } from './setup/programs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;
const network = ['-n', 'sh', join(root, 'tests/network/network.sh')];

describe.skipIf(!installed('lxi', 'ip', 'unshare', 'python:zeroconf'))(
  'discovery, on a network of its own',
  () => {
    it('finds what others announce, and others find our simulator', { timeout: 60_000 }, async (context) => {
      // A container may not be allowed one.
      if (spawnSync('unshare', [...network, 'true']).status !== 0) {
        context.skip('a network of its own cannot be made here');
        return;
      }
      const search = [
        process.execPath,
        '--conditions=@fourwire/source',
        '--import',
        tsx,
        join(root, 'tests/network/search.ts'),
      ];
      const lines = (await output('unshare', [...network, ...search], 55_000)).split('\n');
      const ours = lines.filter((line) => line.startsWith('ours: ')).map((line) => line.trim());
      expect(ours.toSorted()).toEqual([
        'ours: TCPIP0::10.77.0.1::5025::SOCKET M1',
        'ours: TCPIP0::10.77.0.1::hislip0,4880::INSTR M1',
        'ours: TCPIP0::10.77.0.1::inst0::INSTR',
      ]);
      const lxi = lines.filter((line) => line.startsWith('lxi: ')).join('\n');
      expect(lxi).toMatch(/Found "Keysight Technologies,34461A,/);
    });
  },
);
