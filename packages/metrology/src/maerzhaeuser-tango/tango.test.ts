import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { maerzhaeuserTango } from './tango.ts';

function controller(): { script: Script; state: { position: number; target: number; error: number } } {
  const state = { position: 0, target: 0, error: 0 };
  const script = new Script({
    '?version': 'TANGO-DT, Version 1.73\r',
    '?pos z': () => `${state.position.toFixed(4)}\r`,
    '?err': () => `${state.error}\r`,
    '?statusaxis': () => {
      const left = state.target - state.position;
      state.position += Math.sign(left) * Math.min(Math.abs(left), 0.1);
      return `@@${Math.abs(left) < 1e-9 ? '@' : 'M'}-.-\r`;
    },
    '*': (command) => {
      const target = /^!moa z (\S+)$/.exec(command)?.[1];
      if (target !== undefined) state.target = Number(target);
      if (command === 'a') state.target = state.position;
      return undefined;
    },
  });
  return { script, state };
}

describe('maerzhaeuser-tango', () => {
  it('moves in micrometres whatever unit the controller has, with the error number asked for', async () => {
    const { script, state } = controller();
    await onScript(
      maerzhaeuserTango,
      script,
      async (device, clock) => {
        expect(await device.moveTo({ position: 350 })).toEqual({ position: 350 });
        expect(script.sent).toContain('!moa z 0.35');
        const move = device.moveTo({ position: 90_000 });
        await clock.sleep(400);
        expect(await move.stop()).toMatchObject({ outcome: 'stopped' });
        state.error = 5;
        await expect(device.moveTo({ position: 0 })).rejects.toMatchObject({ device: { code: '5' } });
        script.replies.set('?statusaxis', '@@E-.-\r');
        await expect(device.moving.read()).rejects.toMatchObject({ code: 'instrument-refused' });
      },
      { unitUm: 1000 },
    );
    expect(script.sent).toContain('!autostatus 0');
  });

  it('opens only when it knows the unit of the controller', async () => {
    await expect(
      onScript(maerzhaeuserTango, controller().script, () => Promise.resolve()),
    ).rejects.toMatchObject({
      kind: 'range',
      code: 'option-refused',
    });
  });
});
