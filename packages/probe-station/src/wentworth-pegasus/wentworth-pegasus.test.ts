import { describe, expect, it } from 'vitest';
import { ScriptedMachine, ending, onMachine } from '../../test/scripted-machine.ts';
import { wentworthPegasus } from './wentworth-pegasus.ts';

/** A Pegasus as its sheet's transcripts have it. */
class Prober {
  at = { x: 100_000, y: 100_000 };
  z = 10_000;
  theta = 0;
  overtravel = 20;
  /** Codes that commands end with instead of 0; by their first word. */
  readonly codes = new Map<string, string>();
  /** Whether the chuck follows `CUP`. */
  follows = true;
  readonly machine = new ScriptedMachine((message) => `${this.answer(message.trim())}\n`, ending('\n'));

  get commands(): readonly string[] {
    return this.machine.sent.map((message) => message.trim());
  }

  answer(command: string): string {
    const [word = '', argument = ''] = command.split(' ');
    const code = this.codes.get(word);
    if (code !== undefined) return `INF ${code}`;
    if (command === 'PSS XY') return `PSS XY,${this.at.x},${String(this.at.y).padStart(6, '0')}`;
    if (command === 'PSS Z') return `PSS Z,${this.z}`;
    if (command === 'PSTH') return `PSTH ${this.theta}`;
    if (command === 'RZIM') return `RZIM ${this.overtravel}`;
    if (['GID', 'GSN', 'VSN'].includes(word)) return `${word} ${word === 'GID' ? 'S200, PR, CAP' : '1.2'}`;
    const [x = NaN, y = NaN] = argument.split(',').map(Number);
    if (word === 'GTXY') this.at = { x, y };
    else if (word === 'CUP' && this.follows) this.z = 10_250;
    else if (word === 'CDW') this.z = 10_000;
    else if (word === 'GTTH') this.theta = x;
    else if (word === 'WZIM') this.overtravel = x;
    return 'INF 000';
  }
}

const options = {
  grid: { origin: { x: 100_000, y: 100_000 }, pitch: { x: 5000, y: 4000 } },
  route: [
    { column: 0, row: 0 },
    { column: 1, row: -1 },
  ],
};

describe('a Wentworth Pegasus', () => {
  it('steps by position, contacts and separates, and leaves it half a second between commands', async () => {
    const prober = new Prober();
    await onMachine(wentworthPegasus, prober.machine, options, async (device, clock) => {
      await expect(device.stepFirst()).rejects.toMatchObject({ code: 'in-contact' });
      await device.separate();
      await expect(device.stepFirst()).resolves.toMatchObject({ column: 0, row: 0 });
      await expect(device.stepNext()).resolves.toMatchObject({ column: 1, row: -1, last: true });
      expect(prober.at).toEqual({ x: 95_000, y: 104_000 });
      await expect(device.contact()).resolves.toEqual({ z: 10_250 });
      await expect(device.stepFirst()).rejects.toMatchObject({ code: 'in-contact' });
      expect(await device.height.read()).toBe('contact');
      const count = prober.commands.length;
      const before = clock.monotonic();
      await device.position?.read();
      expect(prober.commands.length - count).toBe(3);
      expect(clock.monotonic() - before).toBeGreaterThanOrEqual(1000);
    });
  });

  it('believes no contact without a move, and none when somebody moved the chuck since', async () => {
    const prober = new Prober();
    await onMachine(wentworthPegasus, prober.machine, options, async (device) => {
      await device.separate();
      prober.follows = false;
      await expect(device.contact()).rejects.toMatchObject({ code: 'not-confirmed' });
      prober.follows = true;
      await device.contact();
      prober.z = 9000;
      expect(await device.height.read()).toBe('between');
    });
  });

  it('moves and turns in µm and degrees, within its travel', async () => {
    const prober = new Prober();
    await onMachine(wentworthPegasus, prober.machine, options, async (device) => {
      await device.separate();
      await expect(device.moveTo?.({ x: 1000, y: -2000 })).resolves.toEqual({ x: 1000, y: -2000 });
      await expect(device.rotateTo?.({ theta: 1.5 })).resolves.toEqual({ theta: 1.5 });
      await expect(device.position?.read()).resolves.toEqual({ x: 1000, y: -2000, z: 10_000, theta: 1.5 });
      await expect(device.moveTo?.({ x: 120_000, y: 0 })).rejects.toMatchObject({ code: 'axis-limit' });
      await expect(device.home?.()).resolves.toEqual({ x: 0, y: 0 });
      await device.overtravel?.write(55);
      expect(prober.overtravel).toBe(55);
      await expect(device.overtravel?.write(101)).rejects.toMatchObject({ kind: 'range' });
    });
  });

  it.each([
    ['010', 'chuck raised'],
    ['011', 'not referenced'],
    ['602', 'door was opened'],
    ['004', 'see the manual'],
  ])('says what code %s means', async (code, text) => {
    const prober = new Prober();
    await onMachine(wentworthPegasus, prober.machine, options, async (device) => {
      await device.separate();
      prober.codes.set('GTXY', code);
      await expect(device.stepFirst()).rejects.toMatchObject({
        code: 'instrument-refused',
        message: expect.stringContaining(text) as string,
        details: { chuck: { height: 'separation' } },
      });
    });
  });

  it('passes over the message of going back to remote', async () => {
    const prober = new Prober();
    await onMachine(wentworthPegasus, prober.machine, options, async (device) => {
      await device.separate();
      prober.machine.say('INF_000\n');
      expect(await device.height.read()).toBe('separation');
    });
  });

  it('makes no step without a grid', async () => {
    await onMachine(wentworthPegasus, new Prober().machine, { route: options.route }, async (device) => {
      await device.separate();
      await expect(device.stepFirst()).rejects.toMatchObject({ code: 'route-missing' });
      expect(device.home).toBeUndefined();
    });
  });
});
