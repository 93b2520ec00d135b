import { Keysight34461Simulator, servePty } from '@fourwire/mock';
import { identify } from '@fourwire/transport';
import { describe, expect, it } from 'vitest';
import { installed, output, python, start } from './setup/programs.ts';
import { ptyPair } from './setup/pty-pair.ts';

describe.skipIf(!installed('python:pyvisa', 'python:pyvisa_py', 'python:serial'))(
  'a simulator on a pty',
  () => {
    it('answers pyvisa-py on ASRL, a long reply too', async () => {
      const simulator = new Keysight34461Simulator();
      simulator.model.stuckAt = 1.25;
      await using mount = await servePty(simulator.services.scpi);
      const script = [
        'import pyvisa',
        `meter = pyvisa.ResourceManager("@py").open_resource("ASRL${mount.path}::INSTR", read_termination="\\n", write_termination="\\n")`,
        'print(meter.query("*IDN?")); meter.write("CONF:VOLT:DC 10"); meter.write("VOLT:DC:NPLC 0.02")',
        'meter.write("SAMP:COUN 300"); print(len(meter.query("READ?").split(","))); print(meter.query("SYST:ERR?"))',
      ].join('\n');
      const [identity, count, error] = (await output(python, ['-c', script])).split('\n');
      expect(identity).toMatch(/^Keysight Technologies,34461A,/);
      expect([count, error]).toEqual(['300', '+0,"No error"']);
    });
  },
);

/** An instrument by somebody else's serial library. */
const instrument = `
import serial, sys
port = serial.Serial(sys.argv[1], 9600, timeout=20)
print("ready", flush=True)
while True:
    line = port.read_until(b"\\n")
    if line == b"*IDN?\\n":
        port.write(b"Acme,Serial")
        port.flush()
        port.write(b",7,1.0\\r\\n")
`;

describe.skipIf(!installed('socat', 'python:serial'))('our serial transport', () => {
  it('talks over a pair of terminals to an instrument made with pyserial', async () => {
    await using line = await ptyPair();
    await using far = await start(python, ['-c', instrument, line.far]);
    expect(far.said).toBe('ready');
    const expected = { manufacturer: 'Acme', model: 'Serial', serialNumber: '7', firmware: '1.0' };
    expect(await identify(`ASRL${line.near}::INSTR`, { timeout: 10_000 })).toEqual(expected);
  });
});
