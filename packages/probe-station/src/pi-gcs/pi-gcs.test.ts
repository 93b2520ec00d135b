import type { MessageEnd } from '@fourwire/core';
import fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ScriptedMachine, onMachine } from '../../test/scripted-machine.ts';
import { byAxis, gcsFraming, probe, probed } from './gcs-framing.ts';
import { piGcs } from './pi-gcs.ts';

const axisNames = ['1', '2'] as const;

/** A controller with two axes in mm; they go 1 mm each time somebody asks what moves. */
class Controller {
  error = 0;
  servo = true;
  settling = 0;
  busyLooks = 0;
  /** Questions that it does not know. */
  readonly unknown = new Set<string>();
  readonly position = new Map([
    ['1', 0],
    ['2', 0],
  ]);
  readonly target = new Map(this.position);
  readonly referenced = new Set<string>(axisNames);
  readonly machine = new ScriptedMachine(
    (message) => this.answer(message.trimEnd()),
    (text) => (text.charAt(0) < ' ' && text !== '' ? 1 : text.indexOf('\n') + 1),
  );

  /** Commands and questions but those for the error. */
  get sent(): readonly string[] {
    return this.machine.sent.map((message) => message.trimEnd()).filter((message) => message !== 'ERR?');
  }

  answer(message: string): string | undefined {
    if (message === '') return undefined;
    if (message === '\x05') return `${this.#advance().toString(16)}\n`;
    if (message === '\x07') return `${this.busyLooks-- > 0 ? '\xb0' : '\xb1'}\n`;
    const [word = '', axis = '', value = ''] = message.split(' ');
    if (this.unknown.has(word)) {
      this.error = 2;
      return undefined;
    }
    if (word.endsWith('?')) return this.#ask(word, axis);
    if (word === 'HLT') {
      for (const [name, at] of this.position) this.target.set(name, at);
      this.error = 10;
    } else if (word === 'MOV') {
      if (!this.referenced.has(axis)) this.error = 5;
      else if (Number(value) > 50) this.error = 7;
      else this.target.set(axis, Number(value));
    } else if (word === 'FRF') {
      this.busyLooks = 2;
      this.referenced.add(axis);
      this.target.set(axis, 0);
    } else if (word !== 'SVO' && word !== 'VEL') this.error = 2;
    return undefined;
  }

  #ask(word: string, axis: string): string | undefined {
    switch (word) {
      case 'ERR?': {
        const { error } = this;
        this.error = 0;
        return `${error}\n`;
      }
      case 'SAI?':
        return '1 \n2\n';
      case '*IDN?':
        return '(c)2015 Physik Instrumente (PI) GmbH & Co. KG, C-863.11, 0185500006, 2.03\n';
      case 'POS?':
        return `${axis}=${(this.position.get(axis) ?? 0).toFixed(6)}\n`;
      case 'TMN?':
        return `${axis}=0\n`;
      case 'TMX?':
        return `${axis}=50.000000\n`;
      case 'SVO?':
        return `${axis}=${this.servo ? 1 : 0}\n`;
      case 'FRF?':
        return `${axis}=${this.referenced.has(axis) ? 1 : 0}\n`;
      case 'ONT?':
        return `${axis}=${this.settling-- > 0 ? 0 : 1}\n`;
      case 'VEL?':
        return `${axis}=2.5\n`;
      default:
        this.error = 2;
        return undefined;
    }
  }

  #advance(): number {
    let mask = 0;
    axisNames.forEach((name, index) => {
      const at = this.position.get(name) ?? 0;
      const left = (this.target.get(name) ?? 0) - at;
      if (left === 0) return;
      this.position.set(name, at + Math.sign(left) * Math.min(Math.abs(left), 1));
      mask |= 1 << index;
    });
    return mask;
  }
}

const options = { axes: { x: { axis: '1', unit: 'mm' }, y: { axis: '2', unit: 'mm' } } } as const;

const find = (end: MessageEnd, text: string): number => end.find(Buffer.from(text, 'latin1'));

describe('replies of GCS', () => {
  it('end with the first line that has no blank before its LF', () => {
    const two = '1=5.000012 \n2=0.000000\n';
    for (let length = 0; length < two.length; length++)
      expect(find(gcsFraming.end('POS?'), two.slice(0, length))).toBe(-1);
    expect(find(gcsFraming.end('POS?'), `${two}0\n`)).toBe(two.length);
    expect(byAxis(gcsFraming.decode(two, 'POS?'))).toEqual(
      new Map([
        ['1', '5.000012'],
        ['2', '0.000000'],
      ]),
    );
    expect(find(gcsFraming.end('\x07'), '\xb1\n')).toBe(2);
    expect(gcsFraming.encode('\x07')).toBe('\x07');
    expect(gcsFraming.encode('ERR?')).toBe('ERR?\n');
  });

  it('to a probe are two where the question is known, and the number of the error where it is not', () => {
    const question = probe('FRF? 1');
    expect(find(gcsFraming.end(question), '1=0\n')).toBe(-1);
    expect(find(gcsFraming.end(question), '1=0\n0\n')).toBe(6);
    expect(find(gcsFraming.end(question), '2\n')).toBe(2);
    expect(probed(gcsFraming.decode('1=0\n0\n', question))).toBe('1=0');
    expect(probed(gcsFraming.decode('2\n', question))).toBeUndefined();
  });

  it('give the values back that were written, and end somewhere or nowhere in any junk', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{1,4}$/), { minLength: 1, maxLength: 6 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (axes, value) => {
          const reply = `${axes.map((axis) => `${axis}=${value}`).join(' \n')}\n`;
          expect(find(gcsFraming.end('POS?'), reply)).toBe(reply.length);
          const read = byAxis(gcsFraming.decode(reply, 'POS?'));
          expect([...read.keys()]).toEqual(axes);
          for (const text of read.values()) expect(Number(text)).toBe(value + 0);
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (junk) => {
        for (const command of ['POS?', probe('FRF? 1')])
          expect(find(gcsFraming.end(command), junk)).toBeLessThanOrEqual(junk.length);
        byAxis(junk);
      }),
    );
  });
});

describe('the driver of PI controllers', () => {
  it('says who it is, switches servos on, and makes no reference run of its own accord', async () => {
    const controller = new Controller();
    await onMachine(piGcs, controller.machine, options, async (device) => {
      expect(await firstValueFrom(device.identity$)).toEqual({
        manufacturer: 'Physik Instrumente',
        model: 'C-863.11',
        serialNumber: '0185500006',
        firmware: '2.03',
      });
      expect(await device.x?.travel.read()).toEqual({ min: 0, max: 50_000 });
    });
    expect(controller.sent).toContain('SVO 1 1');
    expect(controller.sent.some((command) => command.startsWith('FRF '))).toBe(false);
  });

  it('moves in micrometres and waits until the axis is on its target', async () => {
    const controller = new Controller();
    await onMachine(piGcs, controller.machine, options, async (device, clock) => {
      controller.settling = 3;
      const from = clock.monotonic();
      expect(await device.x?.moveTo({ position: 5000 })).toEqual({ position: 5000 });
      expect(clock.monotonic() - from).toBeGreaterThan(300);
      expect(controller.sent).toContain('MOV 1 5');
      expect(await device.y?.position.read()).toBe(0);
      expect(await device.moveTo({ x: 1000, y: 2000.5 })).toEqual({ x: 1000, y: 2000.5 });
      expect(controller.sent).toContain('MOV 2 2.0005');
      await expect(device.x?.moveTo({ position: 50_001 })).rejects.toMatchObject({ code: 'axis-limit' });
    });
  });

  it('finds the reference when it is told to, waiting for the byte of readiness', async () => {
    const controller = new Controller();
    controller.referenced.delete('1');
    await onMachine(piGcs, controller.machine, options, async (device) => {
      await expect(device.x?.moveTo({ position: 1000 })).rejects.toMatchObject({ code: 'not-referenced' });
      await device.x?.reference?.home();
      expect(controller.sent.filter((command) => command === '\x07').length).toBeGreaterThan(2);
      expect(await device.x?.moveTo({ position: 1000 })).toEqual({ position: 1000 });
    });
  });

  it('reads the error away that a stop leaves, and raises those of commands with their number', async () => {
    const controller = new Controller();
    await onMachine(piGcs, controller.machine, options, async (device, clock) => {
      const move = device.x?.moveTo({ position: 50_000 });
      await clock.sleep(300);
      expect(await move?.stop()).toMatchObject({ outcome: 'stopped' });
      await move?.then(undefined, () => {});
      expect(controller.error).toBe(0);
      // Whatever stood in the latch before is not taken for an error of the move.
      controller.error = 1024;
      expect(await device.x?.moveTo({ position: 0 })).toEqual({ position: 0 });
      controller.unknown.add('MOV');
      await expect(device.x?.moveTo({ position: 1000 })).rejects.toMatchObject({
        code: 'instrument-refused',
        device: { code: 2 },
      });
    });
  });

  it('refuses a move when the servo has gone off by itself', async () => {
    const controller = new Controller();
    await onMachine(piGcs, controller.machine, options, async (device) => {
      controller.servo = false;
      await expect(device.x?.moveTo({ position: 1000 })).rejects.toMatchObject({ code: 'axis-fault' });
    });
  });

  it('has neither reference run nor speed where the controller does not know them', async () => {
    const controller = new Controller();
    for (const question of ['FRF?', 'VEL?', 'ONT?']) controller.unknown.add(question);
    await onMachine(piGcs, controller.machine, options, async (device) => {
      expect(device.x?.reference).toBeUndefined();
      expect(device.x?.velocity).toBeUndefined();
      expect(await device.x?.moveTo({ position: 3000 })).toEqual({ position: 3000 });
    });
  });

  it('refuses an axis that the controller does not have, and a unit that does not fit', async () => {
    for (const axes of [{ x: { axis: '3', unit: 'mm' } }, { x: { axis: '1', unit: 'deg' } }] as const)
      await expect(
        onMachine(piGcs, new Controller().machine, { axes }, async () => {}),
      ).rejects.toMatchObject({
        code: 'option-refused',
      });
  });
});
