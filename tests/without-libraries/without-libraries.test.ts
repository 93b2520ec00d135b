import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bundle } from '../setup/bundle.ts';
import { output } from '../setup/programs.ts';

it('transport works where no native library can be loaded, and says what each address lacks', async () => {
  // Outside the workspace, where no library is found.
  const folder = await mkdtemp(join(tmpdir(), 'fourwire-without-'));
  try {
    await bundle({ program: fileURLToPath(new URL('program.ts', import.meta.url)) }, folder);
    const printed: unknown = JSON.parse(await output(process.execPath, [join(folder, 'program.mjs')]));
    expect(printed).toMatchObject({
      socket: 'M1',
      serial: 'library-missing',
      usb: 'library-missing',
      modbus: 'library-missing',
      warnings: expect.arrayContaining([
        expect.stringMatching(/^serial: .*npm install serialport@13/),
        expect.stringMatching(/^usb: .*npm install usb@3/),
        expect.stringMatching(/^mdns: .*npm install multicast-dns@7/),
      ]) as unknown,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
