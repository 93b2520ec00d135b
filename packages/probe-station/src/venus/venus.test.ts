import fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { CorvusScript } from '../../test/corvus-script.ts';
import { ScriptedMachine, ending, onMachine } from '../../test/scripted-machine.ts';
import { venusCorvus } from './venus-corvus.ts';
import { venusErrorText } from './venus-errors.ts';
import { venusHydra } from './venus-hydra.ts';
import { venusFraming } from './venus-session.ts';

const options = { axes: { x: { axis: 1 }, y: { axis: 2 }, z: { axis: 3 } } };

/** Said before each length. */
const units = '1 0 setunit 1 1 setunit 1 2 setunit 1 3 setunit';

describe('replies of Venus', () => {
  it('are lines, three of them for the limits, however they are cut', () => {
    const limits = '0.0 1.0\r\n0.0 2.0\r\n0.0 3.0\r\n';
    for (let length = 0; length < limits.length; length++)
      expect(venusFraming.end('getlimit').find(Buffer.from(limits.slice(0, length)))).toBe(-1);
    expect(venusFraming.end('getlimit').find(Buffer.from(`${limits}0\r\n`))).toBe(limits.length);
    expect(venusFraming.end('pos').find(Buffer.from(limits))).toBe(9);
    expect(venusFraming.encode('0 mode')).toBe('0 mode \r\n');
    fc.assert(
      fc.property(fc.uint8Array(), (junk) => {
        for (const command of ['pos', 'getlimit'])
          expect(venusFraming.end(command).find(junk)).toBeLessThanOrEqual(junk.length);
      }),
    );
  });

  it('name the errors of the sheet', () => {
    expect(venusErrorText(1004)).toContain('leave the limits');
    expect(venusErrorText(3)).toBe('internal error');
    expect(venusErrorText(4711)).toContain('its manual');
  });
});

describe('the driver of Corvus controllers', () => {
  it('enters host mode, counts in µm, and moves axes alone and together', async () => {
    const corvus = new CorvusScript();
    await onMachine(venusCorvus, corvus.machine, options, async (device) => {
      expect(await firstValueFrom(device.identity$)).toMatchObject({
        model: 'Corvus',
        serialNumber: '01011234',
        firmware: '2.62',
      });
      expect(corvus.sent[0]).toBe('0 mode');
      expect(await device.moveTo({ x: 10_000, y: 5000 })).toEqual({ x: 10_000, y: 5000 });
      expect(corvus.sent).toContain(`${units} 10000 5000 0.000000 move`);
      expect(await device.z?.moveTo({ position: 2000 })).toEqual({ position: 2000 });
      expect(corvus.sent).toContain(`${units} 10000.000000 5000.000000 2000 move`);
      expect(await device.z?.travel.read()).toEqual({ min: 0, max: 20_000 });
      await expect(device.z?.moveTo({ position: 20_001 })).rejects.toMatchObject({ code: 'axis-limit' });
    });
  });

  it('asks nothing but status and position while it moves, and starts no second move', async () => {
    const corvus = new CorvusScript();
    await onMachine(venusCorvus, corvus.machine, options, async (device, clock) => {
      await device.x?.travel.read();
      await device.x?.reference?.referenced.read();
      await device.x?.velocity?.speed.read();
      const move = device.x?.moveTo({ position: 50_000 });
      await clock.sleep(300);
      expect(await device.x?.travel.read()).toEqual({ min: 0, max: 100_000 });
      expect(await device.x?.reference?.referenced.read()).toBe(true);
      expect(await device.x?.velocity?.speed.read()).toBe(5000);
      await expect(device.x?.velocity?.speed.write(2000)).rejects.toMatchObject({ code: 'stage-moving' });
      expect(await move?.stop()).toMatchObject({ outcome: 'stopped' });
      await move?.then(undefined, () => {});
      // Somebody at the joystick.
      corvus.target = [0, 0, 0];
      await expect(device.y?.moveTo({ position: 100 })).rejects.toMatchObject({ code: 'stage-moving' });
    });
    expect(corvus.blocked).toEqual([]);
  });

  it('raises what the controller has against a move, and no error of before', async () => {
    const corvus = new CorvusScript();
    await onMachine(venusCorvus, corvus.machine, options, async (device) => {
      corvus.error = 2000;
      expect(await device.x?.moveTo({ position: 1000 })).toEqual({ position: 1000 });
      const answer = corvus.answer.bind(corvus);
      corvus.answer = (line) => {
        if (!line.endsWith(' move')) return answer(line);
        corvus.error = 1004;
        return undefined;
      };
      await expect(device.x?.moveTo({ position: 2000 })).rejects.toMatchObject({
        code: 'instrument-refused',
        device: { code: 1004 },
      });
    });
  });

  it('finds both ends of travel before positions mean something', async () => {
    const corvus = new CorvusScript();
    corvus.done = [1, 3, 0];
    await onMachine(venusCorvus, corvus.machine, options, async (device) => {
      await expect(device.moveTo({ x: 100, y: 100 })).rejects.toMatchObject({ code: 'not-referenced' });
      await device.x?.reference?.home();
      expect(corvus.sent.filter((line) => line.startsWith('1 n'))).toEqual(['1 ncal', '1 nrm']);
      expect(await device.x?.reference?.referenced.read()).toBe(true);
    });
  });

  it('refuses an axis that is not active', async () => {
    const corvus = new CorvusScript();
    corvus.position = [0, 0];
    await expect(onMachine(venusCorvus, corvus.machine, options, async () => {})).rejects.toMatchObject({
      code: 'option-refused',
    });
  });
});

/** The first axis of a Hydra; it goes 1 mm each time somebody asks for the status. */
class HydraScript {
  position = 0;
  target = 0;
  /** Calibrated and measured. */
  bits = 24;
  error = 0;
  speed = 10;
  readonly machine = new ScriptedMachine((line) => this.answer(line.trim()), ending('\r\n'));

  answer(line: string): string | undefined {
    const words = line.split(' ');
    const command = words.at(-1) ?? '';
    const [first = 0] = words.map(Number);
    const replies: Readonly<Record<string, () => string | undefined>> = {
      getproductid: () => 'hydra',
      version: () => '3.410000',
      ge: () => {
        const { error } = this;
        this.error = 0;
        return String(error);
      },
      nst: () => {
        const left = this.target - this.position;
        this.position += Math.sign(left) * Math.min(Math.abs(left), 1);
        return String(this.bits | (left === 0 ? 0 : 1));
      },
      np: () => this.position.toFixed(6),
      getnlimit: () => '0.000000 100.000000',
      gnv: () => this.speed.toFixed(6),
    };
    const commands: Readonly<Record<string, () => void>> = {
      nm: () => (this.target = first),
      nabort: () => (this.target = this.position),
      snv: () => (this.speed = first),
      init: () => (this.bits &= ~0x100),
      ncal: () => {
        this.bits |= 8;
        this.target = 0;
      },
      nrm: () => {
        this.bits |= 16;
        this.target = 5;
      },
    };
    const reply = replies[command]?.();
    if (reply !== undefined) return `${reply}\r\n`;
    if (commands[command] === undefined) this.error = 2000;
    else commands[command]();
    return undefined;
  }
}

describe('the driver of Hydra controllers', () => {
  const onHydra = { axes: { x: { axis: 1 } } };

  it('moves in µm where the controller counts mm', async () => {
    const hydra = new HydraScript();
    await onMachine(venusHydra, hydra.machine, onHydra, async (device) => {
      expect(await device.x?.moveTo({ position: 5000 })).toEqual({ position: 5000 });
      expect(hydra.machine.sent).toContain('5 1 nm \r\n');
      expect(await device.x?.travel.read()).toEqual({ min: 0, max: 100_000 });
      await device.x?.velocity?.speed.write(2500);
      expect(hydra.speed).toBe(2.5);
    });
  });

  it('takes one end of travel for no reference', async () => {
    const hydra = new HydraScript();
    hydra.bits = 8 | 0x100;
    await onMachine(venusHydra, hydra.machine, onHydra, async (device) => {
      await expect(device.x?.moveTo({ position: 5000 })).rejects.toMatchObject({ code: 'not-referenced' });
      await device.x?.reference?.home();
      expect(hydra.bits).toBe(24);
      expect(hydra.position).toBe(5);
    });
  });

  it.each([
    [0x80, 'axis-fault'],
    [0x200, 'axis-fault'],
    [0x100, 'axis-fault'],
    [0x400, 'stage-moving'],
  ])('refuses a move with status bit %i', async (bit, code) => {
    const hydra = new HydraScript();
    hydra.bits |= bit;
    await onMachine(venusHydra, hydra.machine, onHydra, async (device) => {
      await expect(device.x?.moveTo({ position: 5000 })).rejects.toMatchObject({ code });
    });
  });
});
