import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ScriptedMachine, onMachine } from '../../test/scripted-machine.ts';
import { tangoStage } from './tango-stage.ts';

/** A TANGO with a stage and a focus; its axes go 1 mm each time somebody asks for their status. */
class Controller {
  position: Record<string, number> = { x: 0, y: 0, z: 0 };
  target: Record<string, number> = { x: 0, y: 0, z: 0 };
  calibration = 3;
  error = 0;
  /** What an axis that stands shows. */
  standing = '@';
  readonly machine = new ScriptedMachine((line) => {
    const reply = this.answer(line.trimEnd());
    return reply === undefined ? undefined : `${reply}\r`;
  });

  get sent(): readonly string[] {
    return this.machine.sent.map((line) => line.trimEnd());
  }

  answer(line: string): string | undefined {
    const [command = '', axis = '', value = ''] = line.split(' ');
    switch (command) {
      case '?version':
        return 'TANGO-DT, Version 1.66, Sep 01 2015';
      case '?statusaxis':
        return `${['x', 'y', 'z'].map((name) => this.#advance(name)).join('')}-.-`;
      case '?pos':
        return (this.position[axis] ?? 0).toFixed(3);
      case '?lim':
        return '-50000.000 50000.000';
      case '?calst':
        return String(this.calibration);
      case '?err':
        return String(this.error);
      case '!err':
        this.error = 0;
        return undefined;
      case '!moa':
        if (Math.abs(Number(value)) > 50_000) this.error = 32;
        else this.target[axis] = Number(value);
        return undefined;
      case '!cal':
      case '!rm':
        this.calibration |= command === '!cal' ? 1 : 2;
        this.target[axis] = command === '!cal' ? 0 : 3000;
        return undefined;
      case '!a':
        this.target = { ...this.position };
        return undefined;
      default:
        return undefined;
    }
  }

  #advance(name: string): string {
    const at = this.position[name] ?? 0;
    const left = (this.target[name] ?? at) - at;
    this.position[name] = at + Math.sign(left) * Math.min(Math.abs(left), 1000);
    return left === 0 ? this.standing : 'M';
  }
}

describe('the driver of TANGO stages', () => {
  it('says who it is, and moves axes alone and together in µm', async () => {
    const tango = new Controller();
    await onMachine(tangoStage, tango.machine, {}, async (device) => {
      expect(await firstValueFrom(device.identity$)).toMatchObject({ model: 'TANGO-DT', firmware: '1.66' });
      expect(await device.moveTo({ x: 1000, y: 2000 })).toEqual({ x: 1000, y: 2000 });
      expect(await device.x?.moveBy({ distance: -250.5 })).toEqual({ position: 749.5 });
      const at = tango.sent.lastIndexOf('!moa x 749.5');
      expect(tango.sent.slice(at - 2, at)).toEqual(['!dim x 1', '!dim y 1']);
      expect(device.z).toBeUndefined();
      await expect(device.x?.moveTo({ position: 50_001 })).rejects.toMatchObject({ code: 'axis-limit' });
    });
  });

  it('goes on in the middle of states that come unasked', async () => {
    const tango = new Controller();
    await onMachine(tangoStage, tango.machine, {}, async (device) => {
      const answer = tango.answer.bind(tango);
      tango.answer = (line) => (line.startsWith('?pos') ? `@@@-.\r${answer(line)}` : answer(line));
      expect(await device.x?.moveTo({ position: 500 })).toEqual({ position: 500 });
    });
  });

  it('finds both ends of travel before it moves, and stops by decelerating', async () => {
    const tango = new Controller();
    tango.calibration = 1;
    await onMachine(tangoStage, tango.machine, { axes: { z: {} } }, async (device, clock) => {
      await expect(device.z?.moveTo({ position: 1 })).rejects.toMatchObject({ code: 'not-referenced' });
      await device.z?.reference?.home();
      expect(tango.sent.filter((line) => /^!(cal|rm)/.test(line))).toEqual(['!cal z', '!rm z']);
      const move = device.z?.moveTo({ position: 50_000 });
      await clock.sleep(300);
      expect(await move?.stop()).toMatchObject({ outcome: 'stopped' });
      await move?.then(undefined, () => {});
      expect(tango.sent).toContain('!a');
    });
  });

  it('raises what the controller has against a move', async () => {
    const tango = new Controller();
    await onMachine(tangoStage, tango.machine, {}, async (device) => {
      tango.standing = 'J';
      await expect(device.x?.moveTo({ position: 1000 })).rejects.toMatchObject({ code: 'axis-fault' });
      tango.standing = '@';
      const answer = tango.answer.bind(tango);
      tango.answer = (line) => (line === '?err' ? '32' : answer(line));
      await expect(device.x?.moveTo({ position: 1000 })).rejects.toMatchObject({
        code: 'instrument-refused',
        device: { code: 32 },
      });
    });
  });
});
