import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import type { Reply } from '../../test/script.ts';
import { sylvac } from './sylvac.ts';

/** A small gauge: position in mm, display in mm or inch. */
function gauge(extra: Readonly<Record<string, Reply>> = {}): { script: Script; state: { inch: boolean } } {
  const state = { inch: false, position: 12.7, preset: 0, hold: 0, mode: 'NOR' };
  const shown = (value: number): string => {
    const text = Math.abs(state.inch ? value / 25.4 : value).toFixed(state.inch ? 5 : 3);
    return `${value < 0 ? '-' : '+'}${text.padStart(state.inch ? 8 : 7, '0')}\r`;
  };
  const script = new Script({
    'ID?': 'SY276\r',
    'VER?': 'R1.0 01.01.2020\r',
    'BAT?': 'BAT1\r',
    'UNI?': () => (state.inch ? 'IN\r' : 'MM\r'),
    '?': () => shown(state.position),
    'PRE?': () => shown(state.preset),
    'STO?': () => `STO${state.hold}\r`,
    'MOD?': () => `${state.mode}\r`,
    '*': (command) => {
      if (command === 'IN' || command === 'MM') state.inch = command === 'IN';
      if (command === 'SET') state.position = 0;
      if (/^STO[01]$/.test(command)) state.hold = Number(command.at(-1));
      if (/^(NOR|MAX|MIN|DEL)$/.test(command)) state.mode = command;
      const preset = /^PRE (\S+)$/.exec(command);
      if (preset !== null) state.preset = Number(preset[1]) * (state.inch ? 25.4 : 1);
      // Half-duplex adapters echo.
      return `${command}\r`;
    },
    ...extra,
  });
  return { script, state };
}

describe('sylvac', () => {
  it('gives millimetres whatever the display shows, also when somebody switches it between two values', async () => {
    const tool = gauge();
    await onScript(sylvac, tool.script, async (device) => {
      expect(await device.reading.read()).toEqual({ value: 12.7, resolution: 0.001, displayUnit: 'mm' });
      tool.state.inch = true;
      expect(await device.reading.read()).toEqual({
        value: 12.7,
        resolution: 0.000_254,
        displayUnit: '[in_i]',
      });
      tool.state.inch = false;
      expect((await device.reading.read()).value).toBe(12.7);
    });
  });

  it('takes a value again when the unit was switched between the value and the question for its unit', async () => {
    let asked = 0;
    const tool = gauge();
    const answer = tool.script.replies.get('?');
    tool.script.replies.set('?', () => {
      const text = typeof answer === 'function' ? answer('?') : answer;
      if (++asked === 2) tool.state.inch = true;
      return text;
    });
    await onScript(sylvac, tool.script, async (device) => {
      await device.reading.read();
      expect((await device.reading.read()).value).toBe(12.7);
      expect(asked).toBe(3);
    });
  });

  it('gives up with a bad reading while somebody plays with the unit', async () => {
    const tool = gauge();
    await onScript(sylvac, tool.script, async (device) => {
      tool.script.replies.set('UNI?', () => {
        tool.state.inch = !tool.state.inch;
        return tool.state.inch ? 'IN\r' : 'MM\r';
      });
      await expect(device.reading.read()).rejects.toMatchObject({ kind: 'device', code: 'unit-suspect' });
      expect(device.reading.last?.quality).toBe('bad');
    });
  });

  it('gives no value while the battery is low, by either question', async () => {
    const tool = gauge();
    await onScript(sylvac, tool.script, async (device, clock) => {
      await device.reading.read();
      tool.script.replies.set('BAT?', 'BAT0\r');
      await clock.sleep(11_000);
      await expect(device.reading.read()).rejects.toMatchObject({ kind: 'device', code: 'battery-low' });
    });
    const older = gauge({ 'BAT?': 'ERR1\r', 'SET?': 'MM RES2 REF1 KEY1 B0\r' });
    await onScript(sylvac, older.script, async (device) => {
      await expect(device.reading.read()).rejects.toMatchObject({ code: 'battery-low' });
    });
    const oldest = gauge({ 'BAT?': 'ERR1\r', 'SET?': 'ERR1\r' });
    await onScript(sylvac, oldest.script, async (device) => {
      expect((await device.reading.read()).value).toBe(12.7);
    });
  });

  it('tells the verdict of the tolerance mode, and errors apart from values', async () => {
    const tool = gauge();
    await onScript(sylvac, tool.script, async (device) => {
      tool.script.replies.set('?', '+012.345<\r');
      expect(await device.reading.read()).toMatchObject({ value: 12.345, judgement: 'low' });
      tool.script.replies.set('?', 'ERR0\r');
      await expect(device.reading.read()).rejects.toMatchObject({ code: 'sensor-fault' });
      tool.script.replies.set('?', 'ERR1\r');
      await expect(device.reading.read()).rejects.toMatchObject({ code: 'instrument-refused' });
    });
  });

  it('tells of the data button, but not of a value whose unit is in doubt', async () => {
    const tool = gauge();
    await onScript(sylvac, tool.script, async (device, clock) => {
      const values: number[] = [];
      const subscription = device.measured$.subscribe({
        next: ({ value }) => values.push(value.value),
        error: () => {},
      });
      tool.script.say('+001.000\r');
      await clock.sleep(100);
      tool.state.inch = true;
      tool.script.say('+0.50000\r');
      await clock.sleep(100);
      tool.script.say('+0.50000\r');
      await clock.sleep(100);
      subscription.unsubscribe();
      expect(values).toEqual([1, 12.7]);
    });
  });

  it('zeroes, presets, holds and switches the unit with readback, through an adapter that echoes', async () => {
    const tool = gauge();
    await onScript(sylvac, tool.script, async (device) => {
      await device.zeroing?.zero();
      expect((await device.reading.read()).value).toBe(0);
      await device.preset?.value.write(25.4);
      expect(tool.script.sent).toContain('PRE +25.400');
      await device.hold?.held.write(true);
      await device.capture?.mode.write('range');
      expect(await device.capture?.mode.read()).toBe('range');
      await device.display?.unit.write('[in_i]');
      await device.preset?.value.write(-25.4);
      expect(tool.script.sent).toContain('PRE -1.00000');
      expect((await device.reading.read()).displayUnit).toBe('[in_i]');
    });
  });
});
