import { Keysight34461Simulator, WatlowF4tSimulator, servePty, serveTcp } from '@fourwire/mock';
import { openThermalChamber } from '@fourwire/thermal-chamber';
import { openMultimeter } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';
import { installed, output, python } from './setup/programs.ts';

describe.skipIf(!installed('lxi', 'python:pyvisa', 'python:pyvisa_py'))('the simulated 34461A', () => {
  it('answers lxi-tools on a raw socket', async () => {
    await using mount = await serveTcp(new Keysight34461Simulator().services.scpi);
    const answer = await output('lxi', ['scpi', '-r', '-a', '127.0.0.1', '-p', String(mount.port), '*IDN?']);
    expect(answer).toMatch(/^Keysight Technologies,34461A,/);
  });

  it('gives pyvisa-py the value that our driver reads', async () => {
    const simulator = new Keysight34461Simulator();
    simulator.model.stuckAt = 1.25;
    await using mount = await serveTcp(simulator.services.scpi);
    const script = [
      'import pyvisa',
      `meter = pyvisa.ResourceManager("@py").open_resource("TCPIP::127.0.0.1::${mount.port}::SOCKET", read_termination="\\n", write_termination="\\n")`,
      'meter.write("CONF:VOLT:DC 10"); meter.write("VOLT:DC:NPLC 0.2")',
      'print(meter.query("READ?")); print(meter.query("SYST:ERR?"))',
    ].join('\n');
    const [value = '', error = ''] = (await output(python, ['-c', script])).split('\n');
    await using meter = await openMultimeter(`TCPIP::127.0.0.1::${mount.port}::SOCKET`, {
      driver: 'keysight-34460',
    });
    expect(Number(value)).toBe(await meter.reading.read());
    expect(error).toBe('+0,"No error"');
  });
});

describe.skipIf(!installed('mbpoll', 'python:pymodbus'))('the simulated F4T', () => {
  it('gives mbpoll the registers that our driver writes, over Modbus TCP', async () => {
    await using mount = await serveTcp(new WatlowF4tSimulator().services['modbus-tcp']);
    await using oven = await openThermalChamber(`modbus-tcp://127.0.0.1:${mount.port}/1`, {
      driver: 'watlow-f4t',
    });
    await oven.setpoint.write(-40);
    // Addresses from 0 (-0), one reading (-1), 32-bit floats: mbpoll takes the low word first as the F4T does.
    const args = [
      '-m',
      'tcp',
      '-p',
      String(mount.port),
      '-a',
      '1',
      '-0',
      '-r',
      '2782',
      '-t',
      '4:float',
      '-c',
      '1',
      '-1',
      '127.0.0.1',
    ];
    expect(await output('mbpoll', args)).toMatch(/\[2782\]:\s+-40\b/);
  });

  it('takes from mbpoll what our driver then reads, over Modbus RTU on a pseudo terminal', async () => {
    const simulator = new WatlowF4tSimulator();
    await using mount = await servePty(simulator.services['modbus-rtu']);
    const args = [
      '-m',
      'rtu',
      '-b',
      '9600',
      '-P',
      'none',
      '-a',
      '1',
      '-0',
      '-r',
      '2782',
      '-t',
      '4:float',
      mount.path,
      '--',
      '55.5',
    ];
    expect(await output('mbpoll', args)).toContain('Written 1 references');
    expect(simulator.model.temperature.setpoint).toBe(55.5);
  });

  it('gives pymodbus the part number and the process value', async () => {
    const simulator = new WatlowF4tSimulator();
    await using mount = await serveTcp(simulator.services['modbus-tcp']);
    const script = [
      'import struct',
      'from pymodbus.client import ModbusTcpClient',
      `client = ModbusTcpClient("127.0.0.1", port=${mount.port}); client.connect()`,
      'part = client.read_holding_registers(16, 15, 1).registers',
      'low, high = client.read_holding_registers(2820, 2, 1).registers',
      'print("".join(chr(word) for word in part)); print(struct.unpack(">f", struct.pack(">HH", high, low))[0])',
    ].join('\n');
    const [part = '', value = ''] = (await output(python, ['-c', script])).split('\n');
    expect(part.charAt(11)).toBe('1');
    expect(Number(value)).toBeCloseTo(simulator.model.processValue, 1);
  });
});
