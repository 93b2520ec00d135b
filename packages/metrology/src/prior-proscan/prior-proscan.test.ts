import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { priorProscan } from './prior-proscan.ts';

/** A focus that takes one step of its way each time it is looked at. */
function focus(): { script: Script; state: { position: number; target: number; stuck: boolean } } {
  const state = { position: 0, target: 0, stuck: false };
  const script = new Script({
    'COMP 0': '0\r',
    'RES,Z': '0.1\r',
    SERIAL: '00000\r',
    VERSION: '112\r',
    PZ: () => `${state.position}\r`,
    $: () => {
      const left = state.target - state.position;
      if (!state.stuck) state.position += Math.sign(left) * Math.min(Math.abs(left), 1000);
      return `${state.stuck || left === 0 ? 0 : 4}\r`;
    },
    K: () => {
      state.target = state.position;
      return 'R\r';
    },
    '*': (command) => {
      const target = /^V (-?\d+)$/.exec(command)?.[1];
      if (target === undefined) return 'E,4\r';
      state.target = Number(target);
      return 'R\r';
    },
  });
  return { script, state };
}

describe('prior-proscan', () => {
  it('moves in micrometres, waits for the end and reads the place back', async () => {
    const { script } = focus();
    await onScript(priorProscan, script, async (device) => {
      expect(await device.moveTo({ position: 250.04 })).toEqual({ position: 250 });
      expect(script.sent).toContain('V 2500');
      expect(await device.moveBy({ distance: -50 })).toEqual({ position: 200 });
      expect(await device.position.read()).toBe(200);
      expect(await device.moving.read()).toBe(false);
    });
  });

  it('hears what the controller has against a move, whether it answers it at once or not', async () => {
    const { script, state } = focus();
    await onScript(priorProscan, script, async (device) => {
      script.replies.set('V 900', 'E,18\r');
      await expect(device.moveTo({ position: 90 })).rejects.toMatchObject({ device: { code: '18' } });
      expect(await device.position.read()).toBe(0);
      script.replies.set('V 900', () => {
        state.target = 900;
        return undefined;
      });
      const move = device.moveTo({ position: 90 });
      script.replies.set('PZ', () => `R\r${state.position}\r`);
      expect(await move).toEqual({ position: 90 });
    });
  });

  it('tells when the focus stands somewhere else than it was sent to', async () => {
    const { script, state } = focus();
    await onScript(priorProscan, script, async (device) => {
      state.stuck = true;
      await expect(device.moveTo({ position: 100 })).rejects.toMatchObject({
        kind: 'device',
        code: 'focus-not-arrived',
        details: { target: 100, position: 0 },
      });
    });
  });

  it('stops on the way and confirms that it stands', async () => {
    const { script, state } = focus();
    await onScript(priorProscan, script, async (device, clock) => {
      const move = device.moveTo({ position: 100_000 });
      await clock.sleep(500);
      expect(await move.stop()).toMatchObject({ outcome: 'stopped' });
      expect(state.position).toBeLessThan(1_000_000);
      await device.halt();
      script.replies.set('PZ', 'E,8\r');
      await expect(device.position.read()).rejects.toMatchObject({
        code: 'instrument-refused',
        device: { code: '8' },
      });
    });
  });
});
