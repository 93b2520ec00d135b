import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { patientTextWire } from '../testing/text-wire.ts';
import { LakeShoreSimulator } from './lakeshore.ts';
import type { LakeShoreSimulatorOptions } from './lakeshore.ts';

function controller(options: LakeShoreSimulatorOptions = {}) {
  const { clock, simulator } = simulated(LakeShoreSimulator, options);
  const wire = patientTextWire(simulator.services.serial, clock);
  return {
    clock,
    simulator,
    model: simulator.model,
    wire,
    /** Waits for the gap, sends a line and gives the answer without its end. */
    ask: async (line: string): Promise<string> => {
      await clock.advance(50);
      return (await wire(`${line}\r\n`)).trimEnd();
    },
  };
}

const still = { parameters: { sensorNoise: 0 } };

describe('the sheet, section 5', () => {
  it('answers byte for byte', async () => {
    const { clock, wire } = controller(still);
    const ask = async (text: string): Promise<string> => {
      await clock.advance({ seconds: 1 });
      return wire(text);
    };
    expect(await ask('KRDG? A\r\n')).toBe('+77.350E+0\r\n');
    expect(await ask('SETP 1,+300.000\r\n')).toBe('');
    expect(await ask('SETP? 1\r\n')).toBe('+300.000\r\n');
    expect(await ask('RAMP 1,1,5.0\r\n')).toBe('');
    expect(await ask('RAMP? 1\r\n')).toBe('1,+5.0\r\n');
    await ask('SETP 1,310\r\n');
    expect(await ask('RAMPST? 1\r\n')).toBe('1\r\n');
    expect(await ask('RDGST? A\r\n')).toBe('000\r\n');
  });
});

describe('the language', () => {
  it('loses what comes within 50 ms', async () => {
    const { clock, wire } = controller(still);
    await clock.advance({ seconds: 1 });
    expect(await wire('RANGE 1,3\r\n')).toBe('');
    expect(await wire('RANGE? 1\r\n')).toBe('');
    await clock.advance(50);
    expect(await wire('RANGE? 1;SETP? 1\r\n')).toBe('3;+77.350\r\n');
    const patient = controller({ ...still, minimumGap: 0 });
    await patient.wire('RANGE 1,3\r\n');
    expect(await patient.wire('RANGE? 1\r\n')).toBe('3\r\n');
  });

  it('gives no reply to what it does not know, and sets the bits of the event register', async () => {
    const { ask } = controller();
    await ask('*CLS');
    expect([await ask('KRDG'), await ask('SYST:ERR?'), await ask('*ESR?')]).toEqual(['', '', '32']);
    expect([await ask('KRDG? E'), await ask('*ESR?')]).toEqual(['', '16']);
    expect([await ask('SETP 9,10'), await ask('RAMP 1,1,500'), await ask('*ESR?')]).toEqual(['', '', '16']);
  });

  it('reads a set point back late', async () => {
    const { clock, ask } = controller(still);
    await ask('SETP 1,250');
    expect(await ask('SETP? 1')).toBe('+77.350');
    await clock.advance(500);
    expect(await ask('SETP? 1')).toBe('+250.000');
  });

  it('knows its inputs and settings', async () => {
    const { ask } = controller({ machine: '335', ...still });
    expect(await ask('*IDN?')).toMatch(/^LSCI,MODEL335,LSA1234\/.*,2\.9$/);
    expect([await ask('KRDG? C'), await ask('KRDG? 0')]).toEqual(['', '+77.350E+0,+77.350E+0']);
    expect(await ask('CRDG? A')).toBe('-195.80E+0');
    await ask('INNAME A,"stage"');
    expect(await ask('INNAME? A')).toBe('stage');
    await ask('OUTMODE 1,1,2,0');
    expect(await ask('OUTMODE? 1')).toBe('1,2,0');
    await ask('PID 1,100,30,5');
    expect(await ask('PID? 1')).toBe('+100.0,+30.0,+5.0');
    await ask('HTRSET 1,0,1,2,0,2');
    expect(await ask('HTRSET? 1')).toBe('0,1,2,0,2');
    await ask('MODE 2');
    expect(await ask('MODE?')).toBe('2');
  });

  it('shows what is not connected as invalid', async () => {
    const { ask } = controller();
    expect([await ask('KRDG? C'), await ask('RDGST? C')]).toEqual(['+0.0000E+0', '129']);
  });
});

describe('the stage', () => {
  it('stays cold until a range is chosen', async () => {
    const { clock, ask } = controller(still);
    await ask('SETP 1,150');
    await clock.advance({ minutes: 5 });
    expect([await ask('KRDG? A'), await ask('HTR? 1')]).toEqual(['+77.350E+0', '+0.005']);
    await ask('RANGE 1,3');
    await clock.advance({ minutes: 20 });
    expect(Number(await ask('KRDG? A'))).toBeCloseTo(150, 1);
    expect(Number(await ask('HTR? 1'))).toBeGreaterThan(10);
    await ask('RANGE 1,0');
    await clock.advance({ minutes: 60 });
    expect(Number(await ask('KRDG? A'))).toBeLessThan(80);
  });

  it('ramps, and has its set point in °C where its input is', async () => {
    const { clock, ask } = controller(still);
    await ask('INTYPE A,2,1,0,1,2');
    await ask('RANGE 1,3');
    await ask('RAMP 1,1,10');
    await ask('SETP 1,-150');
    await clock.advance({ minutes: 3 });
    expect(Number(await ask('CRDG? A'))).toBeCloseTo(-166, -0.5);
    expect([await ask('SETP? 1'), await ask('RAMPST? 1')]).toEqual(['-150.000', '1']);
    await clock.advance({ minutes: 3 });
    expect(await ask('RAMPST? 1')).toBe('0');
  });

  it('controls in open loop and by the sample', async () => {
    const { clock, ask } = controller(still);
    await ask('OUTMODE 1,3,1,0');
    await ask('MOUT 1,20');
    await ask('RANGE 1,3');
    await clock.advance({ seconds: 10 });
    expect(Number(await ask('HTR? 1'))).toBeCloseTo(20);
    await ask('OUTMODE 1,1,2,0');
    await ask('SETP 1,120');
    await clock.advance({ minutes: 10 });
    expect(Number(await ask('KRDG? B'))).toBeCloseTo(120, 0);
  });

  it('switches its heaters off at a temperature limit', async () => {
    const { clock, ask } = controller(still);
    await ask('TLIMIT A,100');
    await ask('SETP 1,150');
    await ask('RANGE 1,3');
    await clock.advance({ minutes: 5 });
    expect(await ask('RANGE? 1')).toBe('0');
  });
});

describe('faults', () => {
  it('show on the wire', async () => {
    const { clock, ask, simulator, model } = controller(still);
    await ask('SETP 1,150');
    await ask('RANGE 1,3');
    await clock.advance({ minutes: 1 });
    simulator.faults['sensor-open']?.(true);
    expect([await ask('RDGST? A'), await ask('KRDG? A')]).toEqual(['129', '+0.0000E+0']);
    await clock.advance({ seconds: 2 });
    expect(model.loop.power).toBe(0);
    simulator.faults['sensor-open']?.(false);
    simulator.faults['heater-failed']?.(true);
    expect(await ask('HTRST? 1')).toBe('1');
    simulator.faults['brown-out']?.(true);
    expect(await ask('RANGE? 1')).toBe('0');
    simulator.faults['error-reply']?.(true);
    expect(await ask('KRDG? A')).toBe('');
  });
});
