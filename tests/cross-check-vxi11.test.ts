import { FourwireError } from '@fourwire/core';
import { Keysight34461Simulator, serveVxi11 } from '@fourwire/mock';
import type { Vxi11Mount } from '@fourwire/mock';
import { openMultimeter } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';
import { electricalCrossChecks } from './setup/electrical-cross-checks.ts';
import { installed, output, python } from './setup/programs.ts';

/** These programs ask the port mapper at 111, which only root may serve and only where nobody does. */
async function serveAt111(
  simulator: Pick<Keysight34461Simulator, 'messages'>,
): Promise<Vxi11Mount | undefined> {
  try {
    return await serveVxi11({ inst0: simulator.messages }, { portMapper: 111 });
  } catch (error) {
    if (FourwireError.is(error) && error.code === 'port-unavailable') return undefined;
    throw error;
  }
}

describe.skipIf(!installed('lxi', 'python:pyvisa', 'python:pyvisa_py'))(
  'the simulated 34461A on VXI-11',
  () => {
    it('answers lxi-tools: a query, and a benchmark of 200', async (context) => {
      await using mount = await serveAt111(new Keysight34461Simulator());
      if (mount === undefined) {
        context.skip('port 111 cannot be served here');
        return;
      }
      expect(await output('lxi', ['scpi', '-a', '127.0.0.1', '*IDN?'])).toMatch(
        /^Keysight Technologies,34461A,/,
      );
      expect(await output('lxi', ['benchmark', '-a', '127.0.0.1', '-c', '200'])).toMatch(/requests\/s/);
    });

    it('gives pyvisa-py the value that our driver reads, long answers, its status byte, and clears', async (context) => {
      const simulator = new Keysight34461Simulator();
      simulator.model.stuckAt = 1.25;
      await using mount = await serveAt111(simulator);
      if (mount === undefined) {
        context.skip('port 111 cannot be served here');
        return;
      }
      const script = [
        'import pyvisa',
        'meter = pyvisa.ResourceManager("@py").open_resource("TCPIP::127.0.0.1::inst0::INSTR")',
        'meter.write("CONF:VOLT:DC 10"); meter.write("VOLT:DC:NPLC 0.02")',
        'print(meter.query("READ?").strip())',
        'meter.write("SAMP:COUN 300"); print(len(meter.query("READ?").strip().split(",")))',
        'meter.write("*CLS"); meter.write("*ESE 32"); meter.write("*SRE 32"); meter.write("BAD")',
        'print(meter.read_stb()); print(meter.read_stb()); meter.write("*IDN?"); meter.clear()',
        'print(meter.query("SYST:ERR?").strip())',
        'meter.write("SAMP:COUN 1"); meter.write("TRIG:SOUR BUS"); meter.write("INIT"); meter.assert_trigger()',
        'print(meter.query("FETC?").strip()); meter.write("TRIG:SOUR IMM")',
      ].join('\n');
      const answers = (await output(python, ['-c', script])).trim().split('\n');
      await using meter = await openMultimeter(mount.address, { driver: 'keysight-34460' });
      const value = await meter.reading.read();
      expect(answers.map((answer, index) => (index === 0 || index === 5 ? Number(answer) : answer))).toEqual([
        value,
        '300',
        '100',
        '36',
        '-113,"Undefined header"',
        value,
      ]);
    });
  },
);

describe.skipIf(!installed('python:pyvisa', 'python:pyvisa_py'))('pyvisa-py and our driver on VXI-11', () => {
  for (const { name, simulate, check } of electricalCrossChecks) {
    it(`read the same of ${name}`, { timeout: 120_000 }, async (context) => {
      await using mount = await serveAt111(simulate());
      if (mount === undefined) {
        context.skip('port 111 cannot be served here');
        return;
      }
      await expect(check(mount.address, 'TCPIP::127.0.0.1::inst0::INSTR')).resolves.toBeUndefined();
    });
  }
});
