import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { patientTextWire } from '../testing/text-wire.ts';
import { ThermoStreamSimulator } from './thermo-stream.ts';
import type { ThermoStreamSimulatorOptions } from './thermo-stream.ts';

function stream(options: ThermoStreamSimulatorOptions = {}) {
  const { clock, simulator } = simulated(ThermoStreamSimulator, options);
  const serial = patientTextWire(simulator.services.serial, clock);
  const tcp = patientTextWire(simulator.services.tcp, clock);
  return {
    clock,
    simulator,
    model: simulator.model,
    serial,
    tcp,
    /** Sends a line over TCP and gives the answer without its end. */
    ask: async (line: string): Promise<string> => (await tcp(`${line}\n`)).trimEnd(),
  };
}

describe('the sheet, section 6', () => {
  it('answers over the serial line byte for byte', async () => {
    const { clock, serial, model } = stream({ parameters: { sensorNoise: 0 } });
    expect(await serial('*IDN?\n')).toBe('TEMPTRONIC,TP04300A,4000,Ver 3.2.0\r\n');
    expect(await serial('SETN 2\n')).toBe('');
    expect(await serial('SETP -40.0\n')).toBe('');
    expect(await serial('WNDW 0.5\n;HEAD 1\nFLOW 1\n')).toBe('');
    expect(await serial('TECR?\n')).toBe('2\r\n');
    await clock.advance({ minutes: 4 });
    expect(await serial('TEMP?\n')).toBe('-40.0\r\n');
    expect(await serial('TECR?\n')).toBe('1\r\n');
    await serial('TTIM 7\n');
    expect(await serial('TTIM?\n')).toBe('7\r\n');
    expect(model.head).toBe('down');
  });

  it('answers over TCP with LF, and joins the answers of one line', async () => {
    const { tcp } = stream();
    expect(await tcp('SETN 0;SETP 85;SETP?;SETN?\n')).toBe('85.0;0\n');
  });
});

describe('the language', () => {
  it('says nothing where the blank is missing or the mnemonic unknown, and sets the command error bit', async () => {
    const { ask } = stream();
    expect(await ask('*ESR?')).toBe('128');
    expect(await ask('SETP25')).toBe('');
    expect(await ask('SYST:ERR?')).toBe('');
    expect(await ask('*ESR?')).toBe('32');
    expect(await ask('*STB?')).toBe('128');
  });

  it('clears the device with ! and tells the status byte with ^', async () => {
    const { serial } = stream();
    expect(await serial('TEMP')).toBe('');
    expect(await serial('!TECR?\n')).toBe('!2\r\n');
    expect(await serial('^')).toMatch(/^\d+\r\n$/);
  });

  it('takes the remote prefixes', async () => {
    const { ask, simulator } = stream();
    expect(await ask('%RM')).toBe('');
    expect(await ask('%LL;SETN 0;SETN?')).toBe('0');
    expect(await ask('%S?')).toMatch(/^\d+$/);
    expect(await ask('%GL')).toBe('');
    expect(simulator.messages).toBeDefined();
  });

  it('hears nothing for 4 s after a reset', async () => {
    const { clock, ask } = stream();
    await ask('*RST');
    expect(await ask('TECR?')).toBe('');
    await clock.advance({ seconds: 4 });
    expect(await ask('TECR?')).toBe('2');
  });

  it('knows what its model cannot do', async () => {
    const { ask } = stream({ machine: 'ATS-545' });
    expect([await ask('WHAT?'), await ask('RMPS 0'), await ask('WHAT?')]).toEqual(['63', '', '10']);
    await ask('RMPC 1');
    expect(await ask('WHAT?')).toBe('0');
    await ask('*CLS');
    await ask('NEXT');
    expect(await ask('*ESR?')).toBe('32');
    await ask('LLIM -85');
    expect([await ask('*ESR?'), await ask('LLIM?')]).toEqual(['16', '-80']);
    expect(await stream({ machine: 'ATS-525' }).ask('AMPS?')).toBe('0.0');
  });

  it('serves GPIB, where a line needs no end', async () => {
    const { simulator, clock } = stream();
    const got: string[] = [];
    const session = simulator.messages.connect({
      respond: (message) => got.push(Buffer.from(message).toString()),
      requestService: () => got.push('SRQ'),
    });
    for (const message of ['*SRE 128', 'SETN?']) session.receive(Buffer.from(message));
    await clock.advance(0);
    expect(got).toEqual(['SRQ', '1\n']);
    expect(session.statusByte(false)).toBe(0xc0);
    session.closed();
  });
});

describe('the machine', () => {
  it('refuses a set point beyond the limits of the air', async () => {
    const { ask } = stream({ machine: 'ECO-560' });
    await ask('ULIM 100');
    await ask('*CLS');
    await ask('SETP 100.5');
    expect([await ask('SETP?'), await ask('*ESR?'), await ask('EROR?')]).toEqual(['25.0', '16', '4']);
    await ask('CLER');
    expect(await ask('EROR?')).toBe('0');
  });

  it('keeps the old condition until the loop has noticed a new set point', async () => {
    const { clock, ask } = stream();
    await ask('HEAD 1;FLOW 1;SOAK 2');
    await clock.advance({ seconds: 10 });
    expect(await ask('TECR?')).toBe('1');
    await ask('SETP 60');
    expect(await ask('TECR?')).toBe('1');
    await clock.advance({ seconds: 1 });
    expect(await ask('TECR?')).toBe('2');
  });

  it('reads events once', async () => {
    const { clock, ask } = stream();
    await ask('HEAD 1;FLOW 1;SOAK 2');
    await clock.advance({ seconds: 10 });
    expect(Number(await ask('*STB?')) & 8).toBe(8);
    expect([await ask('TESR?'), await ask('TESR?')]).toEqual(['1', '0']);
  });

  it('controls the device, and shows an invalid temperature without its sensor', async () => {
    const { clock, ask, model } = stream();
    await ask('DUTM 1');
    expect(Number(await ask('TEMP?'))).toBeGreaterThan(400);
    expect(await ask('EROR?')).toBe('16384');
    await ask('DSNS 1;SETN 0;SETP 125;HEAD 1;FLOW 1;CLER');
    expect(await ask('EROR?')).toBe('0');
    await clock.advance({ seconds: 5 });
    expect(model.loop.body).toBeGreaterThan(130);
    await clock.advance({ seconds: 25 });
    expect(Math.abs(model.loop.load - 125)).toBeLessThan(4);
    await clock.advance({ minutes: 3 });
    expect(Number(await ask('TEMP?'))).toBeCloseTo(125, 0);
    expect(Number(await ask('AUXC?'))).toBe(0x010 | 0x020 | 0x040 | 0x100);
  });

  it('does not move its head while air flows', async () => {
    const { ask } = stream();
    await ask('HEAD 1;FLOW 1;*CLS;HEAD 0');
    expect([await ask('*ESR?'), await ask('HEAD?')]).toEqual(['16', '1']);
    await ask('FLOW 0;HEAD 0');
    expect([await ask('HEAD?'), await ask('FLWR?')]).toEqual(['0', '0.0']);
  });

  it('ramps its dynamic set point', async () => {
    const { clock, ask } = stream();
    await ask('SETN 0;SETP 85;RAMP 30;FLOW 1');
    await clock.advance({ minutes: 1 });
    expect(Number(await ask('SETD?'))).toBeCloseTo(55, 0);
    expect([await ask('RAMP?'), await ask('RAMP 1200;RAMP?')]).toEqual(['30.0', '1200']);
  });

  it('cycles through the set points that were set', async () => {
    const { clock, ask } = stream();
    await ask('RMPC 1;HEAD 1;FLOW 1');
    for (const [number, temperature] of [
      [0, 60],
      [1, 0],
    ] as const)
      await ask(`SETN ${number};SETP ${temperature};SOAK 5;TTIM 60`);
    await ask('CYCC 2;CYCL 1');
    expect([await ask('CYCL?'), await ask('SETN?')]).toEqual(['2', '0']);
    await clock.advance({ seconds: 61 });
    expect(await ask('SETN?')).toBe('1');
    await ask('NEXT');
    expect([await ask('CYCL?'), await ask('SETN?')]).toEqual(['1', '0']);
    await clock.advance({ minutes: 3 });
    expect(await ask('CYCL?')).toBe('0');
    expect(Number(await ask('TESR?')) & 0x1c).toBe(0x1c);
    await ask('CYCL 1;CYCL 0');
    expect(Number(await ask('TECR?')) & 0x20).toBe(0x20);
  });

  it('keeps setup files, which a reset does not touch', async () => {
    const { clock, ask } = stream();
    await ask('SETP 33.3;CFIL 3;*RST');
    await clock.advance({ seconds: 5 });
    expect([await ask('SETP?'), await ask('SFIL 3;SETP?')]).toEqual(['25.0', '33.3']);
  });
});

describe('faults', () => {
  it('stop the air when the sensor is open or it is too hot', async () => {
    const { ask, simulator, model } = stream();
    await ask('FLOW 1');
    simulator.faults['sensor-open']?.(true);
    expect([Number(await ask('TEMP?')) > 400, await ask('EROR?'), model.flowing]).toEqual([
      true,
      '32',
      false,
    ]);
    simulator.faults['sensor-open']?.(false);
    simulator.faults['over-temperature']?.(true);
    expect([await ask('EROR?'), model.flowing]).toEqual(['1', false]);
    await ask('CLER');
    expect([await ask('EROR?'), model.flowing]).toEqual(['0', true]);
  });

  it('forget settings when the power fails, and refuse everything when told', async () => {
    const { ask, simulator } = stream();
    await ask('SETP 60;FLOW 1');
    simulator.faults['brown-out']?.(true);
    expect([await ask('SETP?'), await ask('FLWR?'), await ask('*ESR?')]).toEqual(['25.0', '0.0', '128']);
    simulator.faults['error-reply']?.(true);
    expect(await ask('TEMP?')).toBe('');
    simulator.faults['error-reply']?.(false);
    simulator.faults['compressor-trip']?.(true);
    expect(simulator.model.loop.coolerFailed).toBe(true);
    expect(Object.keys(simulator.faults)).not.toContain('error-queue-overflow');
  });
});
