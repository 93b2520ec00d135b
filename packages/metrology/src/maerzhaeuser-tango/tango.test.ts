import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { tangoErrorText } from './tango-errors.ts';
import { maerzhaeuserTango } from './tango.ts';

function controller(): { script: Script; state: { position: number; target: number; error: number } } {
  const state = { position: 0, target: 0, error: 0 };
  const script = new Script({
    '?version': 'TANGO-DT, Version 1.73\r',
    '?lim z': '-100 100000\r',
    '?calst z': '3\r',
    '?pos z': () => `${state.position.toFixed(3)}\r`,
    '?err': () => `${state.error}\r`,
    '?statusaxis': () => {
      const left = state.target - state.position;
      state.position += Math.sign(left) * Math.min(Math.abs(left), 100);
      return `@@${Math.abs(left) < 1e-9 ? '@' : 'M'}-.-\r`;
    },
    '*': (command) => {
      const target = /^!moa z (\S+)$/.exec(command)?.[1];
      if (target !== undefined) state.target = Number(target);
      if (command === '!cal z') state.target = 0;
      if (command === '!a') state.target = state.position;
      return undefined;
    },
  });
  return { script, state };
}

describe('maerzhaeuser-tango', () => {
  it('says its unit before each length, asks for the error number, and keeps within the limits', async () => {
    const { script, state } = controller();
    await onScript(maerzhaeuserTango, script, async (device, clock) => {
      expect(await device.moveTo({ position: 350 })).toEqual({ position: 350 });
      expect(script.sent).toContain('!moa z 350');
      expect(script.sent[script.sent.indexOf('!moa z 350') - 1]).toBe('!dim z 1');
      await expect(device.moveTo({ position: 100_001 })).rejects.toMatchObject({ code: 'focus-limit' });
      await device.reference?.home();
      expect(state.position).toBe(0);
      const move = device.moveTo({ position: 90_000 });
      await clock.sleep(400);
      expect(await move.stop()).toMatchObject({ outcome: 'stopped' });
      state.error = 5;
      await expect(device.moveTo({ position: 0 })).rejects.toMatchObject({ device: { code: 5 } });
      script.replies.set('?statusaxis', '@@E-.-\r');
      await expect(device.moving.read()).rejects.toMatchObject({ code: 'instrument-refused' });
    });
    expect(script.sent).toContain('!autostatus 0');
  });

  it('knows what the controller has against a command', () => {
    expect(tangoErrorText(75)).toBe('a fault of its hardware');
    expect(tangoErrorText(4711)).toContain('its manual');
  });
});
