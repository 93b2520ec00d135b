import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { evidentIx85 } from './evident-ix85.ts';

function microscope(): { script: Script; state: { position: number; target: number } } {
  const state = { position: 100_000, target: 100_000 };
  const script = new Script({
    'L 1,0': 'L +\r\n',
    'U?': 'U IX85\r\n',
    'V? 1': 'V 01.02\r\n',
    'NL?': 'NL 800000\r\n',
    'FL?': 'FL 0\r\n',
    'FP?': () => {
      const left = state.target - state.position;
      state.position += Math.sign(left) * Math.min(Math.abs(left), 10_000);
      return `FP ${state.position}\r\n`;
    },
    FSTP: () => {
      state.target = state.position;
      return 'FSTP +\r\n';
    },
    '*': (command) => {
      const target = /^FG (\d+)$/.exec(command)?.[1];
      if (target !== undefined) state.target = Number(target);
      return target === undefined ? `${command.split(/[ ?]/)[0]} !,E01\r\n` : 'FG +\r\nNFP 5\r\n';
    },
  });
  return { script, state };
}

describe('evident-ix85', () => {
  it('moves in micrometres within the limits set at the microscope', async () => {
    const { script } = microscope();
    await onScript(evidentIx85, script, async (device) => {
      expect(await device.position.read()).toBe(1000);
      expect(await device.moveTo({ position: 2500.5 })).toEqual({ position: 2500.5 });
      expect(script.sent).toContain('FG 250050');
      await expect(device.moveTo({ position: 9000 })).rejects.toMatchObject({
        kind: 'range',
        code: 'focus-limit',
      });
      expect(script.sent.filter((line) => line.startsWith('FG'))).toHaveLength(1);
    });
  });

  it('stops, and makes no position of one that is not known', async () => {
    const { script, state } = microscope();
    await onScript(evidentIx85, script, async (device, clock) => {
      const move = device.moveTo({ position: 8000 });
      await clock.sleep(300);
      expect(await move.stop()).toMatchObject({ outcome: 'stopped' });
      expect(state.position).toBeLessThan(800_000);
      script.replies.set('FP?', 'FP X\r\n');
      await expect(device.position.read()).rejects.toMatchObject({ kind: 'device', code: 'no-reading' });
      script.replies.set('FP?', 'FP !,E42\r\n');
      await expect(device.position.read()).rejects.toMatchObject({ device: { code: 'E42' } });
    });
  });
});
