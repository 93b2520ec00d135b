import { serveTcp } from '@fourwire/mock';
import { describe, expect, it } from 'vitest';
import { electricalCrossChecks } from './setup/electrical-cross-checks.ts';
import { installed } from './setup/programs.ts';

describe.skipIf(!installed('python:pyvisa', 'python:pyvisa_py'))(
  'pyvisa-py and our driver on a raw socket',
  () => {
    it.each(electricalCrossChecks)(
      'read the same of $name',
      { timeout: 120_000 },
      async ({ simulate, check }) => {
        const { scpi } = simulate().services;
        if (scpi === undefined) throw new Error('It has no byte stream.');
        await using mount = await serveTcp(scpi);
        const address = `TCPIP::127.0.0.1::${mount.port}::SOCKET`;
        await expect(check(address, address)).resolves.toBeUndefined();
      },
    );
  },
);
