import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ScriptedMachine, onMachine } from '../../test/scripted-machine.ts';
import { espErrorText } from './esp-errors.ts';
import { newportEsp } from './newport-esp.ts';

/** A controller with one axis in mm; it goes 1 mm each time somebody asks whether it is done. */
class Controller {
  readonly errors: number[] = [];
  unit = 2;
  isOn = false;
  position = 0;
  target = 0;
  velocity = 4;
  readonly machine = new ScriptedMachine((line) => this.answer(line.trimEnd()));

  /** Commands and questions, but those for errors. */
  get sent(): readonly string[] {
    return this.machine.sent
      .flatMap((line) => line.trimEnd().split(';'))
      .filter((command) => command !== 'TE?');
  }

  answer(line: string): string | undefined {
    const replies = line.split(';').map((command) => this.#carryOut(command));
    const answered = replies.filter((reply) => reply !== undefined);
    return answered.length === 0 ? undefined : answered.map((reply) => `${reply}\r\n`).join('');
  }

  #carryOut(command: string): string | undefined {
    const [, word = '', value = ''] = /^\d*([A-Z]{2}\??)(.*)$/.exec(command) ?? [];
    switch (word) {
      case 'VE?':
        return 'ESP300 Version 3.04 07/27/01';
      case 'TE?':
        return String(this.errors.shift() ?? 0);
      case 'SN?':
        return String(this.unit);
      case 'MO?':
        return this.isOn ? '1' : '0';
      case 'MD?': {
        const left = this.target - this.position;
        this.position += Math.sign(left) * Math.min(Math.abs(left), 1);
        return left === 0 ? '1' : '0';
      }
      case 'TP':
        return this.position.toFixed(6);
      case 'SL?':
        return '-20';
      case 'SR?':
        return '20.000000';
      case 'VA?':
        return String(this.velocity);
      case 'VU?':
        return '10';
      default:
        this.#set(word, value);
        return undefined;
    }
  }

  #set(word: string, value: string): void {
    if (word === 'MO') this.isOn = true;
    else if (word === 'OR') this.target = 0;
    else if (word === 'ST') this.target = this.position;
    else if (word === 'VA') this.velocity = Number(value);
    else if (word === 'PA' && this.isOn) this.target = Number(value);
    else this.errors.push(word === 'PA' ? 113 : 6);
  }
}

const options = { axes: { x: { axis: 1 } } };

describe('the driver of ESP controllers', () => {
  it('says who it is, finds the reference, and moves in micrometres', async () => {
    const controller = new Controller();
    controller.position = 4;
    controller.target = 4;
    await onMachine(newportEsp, controller.machine, options, async (device) => {
      expect(await firstValueFrom(device.identity$)).toMatchObject({ model: 'ESP300', firmware: '3.04' });
      expect(controller.isOn).toBe(false);
      await expect(device.x?.moveTo({ position: 1000 })).rejects.toMatchObject({ code: 'not-referenced' });
      await device.x?.reference?.home();
      expect(controller.sent).toContain('1OR1');
      expect(controller.position).toBe(0);
      expect(await device.x?.moveTo({ position: 12_500 })).toEqual({ position: 12_500 });
      expect(controller.sent).toContain('1PA12.5');
      expect(await device.x?.travel.read()).toEqual({ min: -20_000, max: 20_000 });
      await expect(device.x?.moveTo({ position: 20_001 })).rejects.toMatchObject({ code: 'axis-limit' });
    });
  });

  it('takes no reference run that was stopped, or that the controller complains of, for one', async () => {
    const controller = new Controller();
    controller.position = 8;
    controller.target = 8;
    await onMachine(newportEsp, controller.machine, options, async (device, clock) => {
      const run = device.x?.reference?.home();
      await clock.sleep(120);
      await run?.stop();
      await run?.then(undefined, () => {});
      expect(await device.x?.reference?.referenced.read()).toBe(false);
      const second = device.x?.reference?.home();
      await clock.sleep(120);
      await device.halt();
      await expect(second).rejects.toMatchObject({ code: 'not-confirmed' });
      const third = device.x?.reference?.home();
      await clock.sleep(60);
      controller.errors.push(120);
      await expect(third).rejects.toMatchObject({ code: 'not-confirmed' });
      await device.x?.reference?.home();
      expect(await device.x?.reference?.referenced.read()).toBe(true);
    });
  });

  it('raises errors of a command with axis and meaning, and not those of others', async () => {
    const controller = new Controller();
    controller.isOn = true;
    await onMachine(newportEsp, controller.machine, { ...options, trustReference: true }, async (device) => {
      controller.errors.push(206, 4);
      expect(await device.x?.moveTo({ position: 2000 })).toEqual({ position: 2000 });
      controller.isOn = false;
      await expect(device.x?.moveTo({ position: 0 })).rejects.toMatchObject({ code: 'axis-fault' });
      controller.isOn = true;
      const carryOut = controller.answer.bind(controller);
      controller.answer = (line) => (line.startsWith('1PA') ? '106\r\n' : carryOut(line));
      await expect(device.x?.moveTo({ position: 0 })).rejects.toMatchObject({
        code: 'instrument-refused',
        device: { code: 106, text: 'axis 1: positive software limit' },
      });
    });
    expect(espErrorText(6)).toBe('there is no such command');
    expect(espErrorText(299)).toContain('axis 2');
    expect(espErrorText(77)).toContain('its manual explains');
  });

  it('sets the speed within the highest of the controller', async () => {
    const controller = new Controller();
    await onMachine(newportEsp, controller.machine, options, async (device) => {
      await device.x?.velocity?.speed.write(2500);
      expect(controller.velocity).toBe(2.5);
      await expect(device.x?.velocity?.speed.write(10_001)).rejects.toMatchObject({ kind: 'range' });
    });
  });

  it('counts in the unit of the controller, and refuses one that is no length', async () => {
    const controller = new Controller();
    controller.unit = 3;
    controller.position = 7;
    await onMachine(newportEsp, controller.machine, options, async (device) => {
      expect(await device.x?.position.read()).toBe(7);
    });
    controller.unit = 1;
    await expect(onMachine(newportEsp, controller.machine, options, async () => {})).rejects.toMatchObject({
      code: 'axis-unit',
    });
  });

  it.each([{ axes: { x: { axis: 0 } } }, { axes: { x: { axis: 1, homeMode: 7 } } }])(
    'refuses the options %j',
    async (wrong) => {
      await expect(
        onMachine(newportEsp, new Controller().machine, wrong, async () => {}),
      ).rejects.toMatchObject({
        code: 'option-refused',
      });
    },
  );
});
