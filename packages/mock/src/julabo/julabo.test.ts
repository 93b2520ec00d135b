import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { JulaboSimulator } from './julabo.ts';
import type { JulaboSimulatorOptions } from './julabo.ts';

function circulator(options: JulaboSimulatorOptions = {}) {
  const { clock, simulator } = simulated(JulaboSimulator, { parameters: { sensorNoise: 0 }, ...options });
  const wire = textWire(simulator.services.serial);
  return {
    clock,
    simulator,
    model: simulator.model,
    wire,
    /** Waits, sends a line and gives the answer without its end. */
    ask: async (line: string): Promise<string> => {
      await clock.advance(250);
      return wire(`${line}\r`).trimEnd();
    },
  };
}

it('answers the transcript of the sheet byte for byte', async () => {
  const { wire, clock } = circulator();
  expect(wire('VERSION\r')).toMatch(/^JULABO FP50_MH .*\r\n$/);
  expect(wire('OUT_SP_00 25.0\r')).toBe('');
  await clock.advance(250);
  expect(wire('IN_SP_00\r')).toBe('25.0\r\n');
  expect(wire('IN_PV_01\r')).toBe('---.--\r\n');
});

describe('the language', () => {
  it('takes small letters and =, and loses what comes too soon after an OUT', async () => {
    const { ask, wire } = circulator();
    expect(await ask('out_sp_00=-12.5')).toBe('');
    expect(wire('in_sp_00\r')).toBe('');
    expect(await ask('in_sp_00')).toBe('-12.5');
  });

  it('tells a refusal in the status, once', async () => {
    const { ask } = circulator();
    await ask('OUT_SP_00 300');
    expect([await ask('STATUS'), await ask('STATUS')]).toEqual(['-10 VALUE NOT ALLOWED', '02 REMOTE STOP']);
    expect([await ask('IN_FOO_99'), await ask('STATUS')]).toEqual(['', '-08 INVALID COMMAND']);
    await ask('OUT_MODE_05 2');
    expect(await ask('STATUS')).toMatch(/^-10/);
    await ask('OUT_PAR_06 0.9');
    expect(await ask('IN_PAR_06')).toBe('0.9');
  });

  it('writes nothing without remote mode', async () => {
    const { ask } = circulator({ remote: false });
    await ask('OUT_MODE_05 1');
    expect([await ask('STATUS'), await ask('STATUS'), await ask('IN_MODE_05')]).toEqual([
      '-09 COMMAND NOT ALLOWED IN CURRENT OPERATING MODE',
      '00 MANUAL STOP',
      '0',
    ]);
  });

  it('has an address on RS-485', async () => {
    const { ask } = circulator({ address: 32 });
    expect([await ask('IN_SP_00'), await ask('A032_IN_SP_00')]).toEqual(['', 'A032_25.0']);
  });
});

it('tempers its bath, by its own sensor or the outer one', async () => {
  const { ask, clock } = circulator({ external: true });
  await ask('OUT_SP_00 60');
  await ask('OUT_MODE_05 1');
  expect(await ask('STATUS')).toBe('03 REMOTE START');
  await clock.advance({ hours: 1 });
  expect(Number(await ask('IN_PV_00'))).toBeCloseTo(60, 1);
  await ask('OUT_MODE_04 1');
  await ask('OUT_SP_00 10');
  await clock.advance({ hours: 2 });
  expect(Number(await ask('IN_PV_01'))).toBeCloseTo(10, 0);
  await ask('OUT_MODE_05 0');
  expect([await ask('STATUS'), await ask('IN_PV_02')]).toEqual(['02 REMOTE STOP', '0']);
});

it('stops and says why', async () => {
  const { ask, simulator } = circulator();
  await ask('OUT_MODE_05 1');
  simulator.faults['sensor-open']?.(true);
  expect([await ask('STATUS'), await ask('IN_PV_00'), await ask('IN_MODE_05')]).toEqual([
    '-05 WORKING SENSOR ALARM',
    '---.--',
    '0',
  ]);
  simulator.faults['sensor-open']?.(false);
  simulator.faults['over-temperature']?.(true);
  expect(await ask('STATUS')).toBe('-03 EXCESS TEMPERATURE ALARM');
  simulator.faults['brown-out']?.(true);
  expect(await ask('STATUS')).toBe('02 REMOTE STOP');
  simulator.faults['error-reply']?.(true);
  expect(await ask('IN_SP_00')).toBe('');
});
