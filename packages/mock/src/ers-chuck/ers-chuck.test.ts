import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { ErsChuckSimulator } from './ers-chuck.ts';
import type { ErsChuckSimulatorOptions } from './ers-chuck.ts';

function chuck(options: ErsChuckSimulatorOptions = {}) {
  const { clock, simulator } = simulated(ErsChuckSimulator, { parameters: { sensorNoise: 0 }, ...options });
  return { clock, simulator, model: simulator.model, ask: textWire(simulator.services.serial) };
}

describe('the sheet, section 6', () => {
  it('answers byte for byte', () => {
    const { ask } = chuck();
    expect(ask('RC\r')).toBe('C+0250\r');
    expect(ask('ST-0400\r')).toBe('OK\r');
    expect(ask('RI\r')).toBe('I2\r');
    expect(ask('RT\r')).toBe('T-0400\r');
    expect(ask('SX9\r')).toBe('?\r');
  });
});

describe('the language', () => {
  it('takes CR LF, several commands at once, and commands in pieces', () => {
    const { ask } = chuck();
    expect(ask('RT\r\nRE\r\n')).toBe('T+0250\rE000\r');
    expect([ask('R'), ask('O'), ask('\r')]).toEqual(['', '', 'O1\r']);
  });

  it('answers as the older controllers do when told', () => {
    const { ask } = chuck({ answers: 'echo' });
    expect([ask('ST+0850\r'), ask('SO4\r'), ask('SD0\r'), ask('SH1\r')]).toEqual([
      'T+0850\r',
      'O4\r',
      'D0\r',
      'H00\r',
    ]);
  });

  it('refuses targets outside of the range and anything else', () => {
    const { ask } = chuck({ range: { low: -40, high: 200 } });
    for (const command of ['ST+2001', 'ST-0401', 'ST250', 'ST+025', 'SO5', 'SD2', 'rc', 'RX', ' RC'])
      expect(ask(`${command}\r`)).toBe('?\r');
    expect(ask('RT\r')).toBe('T+0250\r');
  });
});

describe('the chuck', () => {
  it('heats, holds and reports that it arrived', async () => {
    const { clock, ask } = chuck();
    ask('ST+0850\rSH1\r');
    await clock.advance({ minutes: 1 });
    expect([ask('RI\r'), ask('RH\r')]).toEqual(['I1\r', 'H10\r']);
    await clock.advance({ minutes: 20 });
    expect([ask('RI\r'), ask('RH\r'), ask('RC\r')]).toEqual(['I0\r', 'H11\r', 'C+0850\r']);
  });

  it('stays where it is in standby', async () => {
    const { clock, ask } = chuck();
    ask('SO2\rST+0850\r');
    await clock.advance({ minutes: 10 });
    expect(ask('RC\r')).toBe('C+0250\r');
  });

  it('warns of frost, defrosts, and goes on in normal mode', async () => {
    const { clock, ask, model } = chuck();
    model.chuck.dewPoint = -10;
    ask('ST-0080\r');
    await clock.advance({ minutes: 30 });
    expect([ask('RE\r'), ask('RF\r'), ask('RI\r')]).toEqual(['E016\r', 'F-0100\r', 'I0\r']);
    ask('ST-0400\r');
    await clock.advance({ minutes: 10 });
    expect([ask('RE\r'), ask('RO\r'), ask('RI\r')]).toEqual(['E017\r', 'O3\r', 'I8\r']);
    await clock.advance({ minutes: 20 });
    expect(ask('RC\r')).toBe('C+0400\r');
    ask('ST+0250\rSO1\r');
    await clock.advance({ seconds: 2 });
    expect(ask('RE\r')).toBe('E000\r');
  });
});

describe('faults', () => {
  it('show as errors of the controller', () => {
    const { ask, simulator } = chuck();
    const shown = (['sensor-open', 'over-temperature', 'compressor-trip', 'heater-failed'] as const).map(
      (fault) => {
        simulator.faults[fault]?.(true);
        const error = ask('RE\r');
        simulator.faults[fault]?.(false);
        return error;
      },
    );
    expect(shown).toEqual(['E004\r', 'E001\r', 'E008\r', 'E063\r']);
    expect(ask('RE\r')).toBe('E000\r');
  });

  it('refuse everything, end lines wrongly, and forget', () => {
    const { ask, simulator } = chuck();
    simulator.faults['error-reply']?.(true);
    expect(ask('RC\r')).toBe('?\r');
    simulator.faults['error-reply']?.(false);
    simulator.faults['wrong-terminator']?.(true);
    expect(ask('SO4\r')).toBe('OK\n');
    simulator.faults['wrong-terminator']?.(false);
    simulator.faults['brown-out']?.(true);
    expect(ask('RO\r')).toBe('O1\r');
  });
});
