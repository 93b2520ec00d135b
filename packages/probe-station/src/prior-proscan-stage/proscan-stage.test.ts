import { describe, expect, it } from 'vitest';
import { ScriptedMachine, onMachine } from '../../test/scripted-machine.ts';
import { proScanStage } from './proscan-stage.ts';

/** A ProScan whose axes go 10,000 steps each time somebody asks what moves. */
class Controller {
  position = { x: 0, y: 0, z: 0 };
  target = { x: 0, y: 0, z: 0 };
  /** What answers commands otherwise than usual. */
  readonly instead = new Map<string, string>();
  /** Whether a stage that finds its index counts 0 there. */
  findsIndex = true;
  #indexing = false;
  readonly machine = new ScriptedMachine((line) => `${this.answer(line.trimEnd())}\r`);

  get sent(): readonly string[] {
    return this.machine.sent.map((line) => line.trimEnd());
  }

  answer(line: string): string {
    const [command = '', ...numbers] = line.split(',');
    const { position, target } = this;
    const [a = 0, b = 0] = numbers.map(Number);
    const instead = this.instead.get(command);
    if (instead !== undefined) return instead;
    switch (command) {
      case 'COMP 0':
        return '0';
      case 'RES':
        return numbers[0] === 'Z' ? '0.05' : '0.1';
      case 'PX':
        return String(position.x);
      case 'PY':
        return String(position.y);
      case 'PZ':
        return String(position.z);
      case 'G':
        if (numbers.length !== 2) return 'E,4';
        this.#indexing = false;
        Object.assign(target, { x: a, y: b });
        return 'R';
      case 'GR':
        Object.assign(target, { x: position.x + a, y: position.y + b });
        return 'R';
      case 'V':
        target.z = a;
        return 'R';
      case 'SIS':
        Object.assign(target, { x: -30_000, y: -20_000 });
        this.#indexing = true;
        return 'R';
      case 'K':
        this.target = { ...position };
        this.#indexing = false;
        return 'R';
      case '$':
        return String(this.#advance('x') + 2 * this.#advance('y') + 4 * this.#advance('z'));
      default:
        return 'E,5';
    }
  }

  #advance(name: 'x' | 'y' | 'z'): number {
    const { position, target } = this;
    const left = target[name] - position[name];
    position[name] += Math.sign(left) * Math.min(Math.abs(left), 10_000);
    if (left === 0 && this.#indexing && this.findsIndex && name !== 'z') position[name] = target[name] = 0;
    return left === 0 ? 0 : 1;
  }
}

const trusting = { trustReference: true };

describe('the driver of ProScan stages', () => {
  it('moves in µm, and leaves alone the axis that is not named', async () => {
    const proScan = new Controller();
    await onMachine(proScanStage, proScan.machine, trusting, async (device) => {
      expect(await device.moveTo({ x: 1000, y: -200.04 })).toEqual({ x: 1000, y: -200 });
      expect(proScan.sent).toContain('G,10000,-2000');
      expect(await device.x?.moveBy({ distance: -250.5 })).toEqual({ position: 749.5 });
      expect(proScan.sent).toContain('GR,-2505,0');
      expect(await device.y?.moveTo({ position: 0 })).toEqual({ position: 0 });
      expect(proScan.sent).toContain('GR,0,2000');
      expect(await device.moving.read()).toBe(false);
      expect(device.z).toBeUndefined();
    });
  });

  it('moves the focus in steps of its own', async () => {
    const proScan = new Controller();
    const axes = { x: {}, y: {}, z: {} };
    await onMachine(proScanStage, proScan.machine, { ...trusting, axes }, async (device) => {
      expect(await device.moveTo({ x: 10, z: 500 })).toEqual({ x: 10, z: 500 });
      expect(proScan.sent).toContain('V,10000');
      expect(proScan.sent).toContain('GR,100,0');
      expect(device.z?.reference).toBeUndefined();
    });
  });

  it('finds the index of both axes before it moves', async () => {
    const proScan = new Controller();
    await onMachine(proScanStage, proScan.machine, {}, async (device) => {
      await expect(device.x?.moveTo({ position: 1 })).rejects.toMatchObject({ code: 'not-referenced' });
      expect(proScan.sent).not.toContain('GR,10,0');
      await device.x?.reference?.home();
      expect(await device.y?.reference?.referenced.read()).toBe(true);
      expect(await device.moveTo({ x: 5, y: 6 })).toEqual({ x: 5, y: 6 });
      proScan.findsIndex = false;
      await expect(device.y?.reference?.home()).rejects.toMatchObject({ code: 'not-confirmed' });
      await expect(device.x?.moveTo({ position: 1 })).rejects.toMatchObject({ code: 'not-referenced' });
    });
  });

  it('has no reference after a run that was stopped', async () => {
    const proScan = new Controller();
    proScan.position = { x: 900_000, y: 0, z: 0 };
    proScan.target = { ...proScan.position };
    await onMachine(proScanStage, proScan.machine, {}, async (device, clock) => {
      const run = device.x?.reference?.home();
      await clock.sleep(120);
      expect(await run?.stop()).toMatchObject({ outcome: 'stopped' });
      await run?.then(undefined, () => {});
      expect(proScan.sent).toContain('K');
      expect(await device.x?.reference?.referenced.read()).toBe(false);
    });
  });

  it('takes the end of a move whenever it comes, and raises what is refused', async () => {
    const proScan = new Controller();
    await onMachine(proScanStage, proScan.machine, trusting, async (device) => {
      const answer = proScan.answer.bind(proScan);
      proScan.answer = (line) => (line === 'PX' ? `R\r${answer(line)}` : answer(line));
      expect(await device.x?.moveTo({ position: 500 })).toEqual({ position: 500 });
      proScan.instead.set('GR', 'E,4');
      await expect(device.x?.moveTo({ position: 1 })).rejects.toMatchObject({
        code: 'instrument-refused',
        device: { code: '4' },
      });
      proScan.instead.set('PX', '1,2');
      await expect(device.x?.position.read()).rejects.toMatchObject({ code: 'reply-unexpected' });
    });
  });

  it('refuses a machine that does not leave the compatibility mode, and a theta', async () => {
    const proScan = new Controller();
    proScan.instead.set('COMP 0', '1');
    await expect(onMachine(proScanStage, proScan.machine, {}, async () => {})).rejects.toMatchObject({
      code: 'reply-unexpected',
    });
    await expect(
      onMachine(proScanStage, new Controller().machine, { axes: { theta: {} } }, async () => {}),
    ).rejects.toMatchObject({ code: 'option-refused' });
  });
});
