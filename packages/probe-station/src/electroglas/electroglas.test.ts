import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ScriptedMachine, ending, onMachine } from '../../test/scripted-machine.ts';
import { electroglas } from './electroglas.ts';

/** A 2001X as the measured notes have it. */
class Prober {
  die = { x: 0, y: 0 };
  up = false;
  error = 'E0';
  id = '2001.EGCMD-000-6.0.00-0031a';
  /** Steps that are taken for done without being made. */
  stuck = false;
  /** Commands that are not answered now; what they owe comes before the next answer. */
  silent = new Set<string>();
  #owed = '';
  readonly machine = new ScriptedMachine((message) => this.answer(message.trim()), ending('\n'));

  get commands(): readonly string[] {
    return this.machine.sent.map((message) => message.trim());
  }

  answer(command: string): string | undefined {
    const reply = `${this.#carryOut(command)}\r\n`;
    if (this.silent.delete(command)) {
      this.#owed += reply;
      return undefined;
    }
    const all = this.#owed + reply;
    this.#owed = '';
    return all;
  }

  #carryOut(command: string): string {
    const step = /^MDX(-?\d+)Y(-?\d+)$/.exec(command);
    if (step !== null) {
      this.up = false;
      const target = { x: this.die.x + Number(step[1]), y: this.die.y + Number(step[2]) };
      if (target.x < 0) {
        this.error = 'E38';
        return 'MF';
      }
      if (!this.stuck) this.die = target;
      return 'mc';
    }
    if (command === 'ID') return this.id;
    if (command === '?S') return this.up ? 'SZUW1C1' : 'SZDW1C0';
    if (command === '?P') return `X${this.die.x}Y${this.die.y}`;
    if (command === '?Z') return this.up ? 'Z2987' : 'Z2000';
    if (command === '?E') {
      const was = this.error;
      this.error = 'E0';
      return was;
    }
    if (command === 'ZU') this.up = true;
    if (command === 'ZD') this.up = false;
    return 'MC';
  }
}

const route = [
  { column: 0, row: 0 },
  { column: 1, row: 0 },
  { column: 1, row: 1 },
];

describe('an Electroglas prober', () => {
  it('is told to acknowledge everything, and says who it is', async () => {
    const prober = new Prober();
    await onMachine(electroglas, prober.machine, {}, async (device) => {
      expect(await firstValueFrom(device.identity$)).toMatchObject({
        model: '2001',
        firmware: 'EGCMD-000-6.0.00-0031a',
      });
      expect(prober.commands).toEqual(['ID', 'SM15M111100000']);
      expect([device.position, device.overtravel, device.bin]).toEqual([undefined, undefined, undefined]);
    });
  });

  it('steps by relative dies along the route, contacts and separates, all read back', async () => {
    const prober = new Prober();
    await onMachine(electroglas, prober.machine, { route }, async (device) => {
      await expect(device.stepFirst()).resolves.toMatchObject({
        ended: false,
        column: 0,
        row: 0,
        last: false,
      });
      await expect(device.stepNext()).resolves.toMatchObject({ column: 1, row: 0 });
      await expect(device.contact()).resolves.toEqual({ z: expect.closeTo(7586.98, 2) as number });
      await expect(device.height.read()).resolves.toBe('contact');
      await expect(device.stepNext()).rejects.toMatchObject({ code: 'in-contact' });
      await expect(device.separate()).resolves.toEqual({ z: 5080 });
      await expect(device.stepNext()).resolves.toMatchObject({ column: 1, row: 1, last: true });
      await expect(device.stepNext()).resolves.toMatchObject({ ended: true, column: 1, row: 1 });
      expect(prober.commands.filter((command) => command.startsWith('MD'))).toEqual(['MDX1Y0', 'MDX0Y1']);
    });
  });

  it('goes nowhere that it was not told to be safe, as the prober has no limits', async () => {
    const prober = new Prober();
    await onMachine(electroglas, prober.machine, { route }, async (device) => {
      await expect(device.stepTo({ column: 2, row: 0 })).rejects.toMatchObject({ code: 'die-limit' });
      await expect(device.stepTo({ column: 1, row: 0, subsite: 1 })).rejects.toMatchObject({
        code: 'subsite-unsupported',
      });
      expect(prober.commands.filter((command) => command.startsWith('MD'))).toEqual([]);
    });
    await onMachine(electroglas, new Prober().machine, {}, async (device) => {
      await expect(device.stepTo({ column: 0, row: 0 })).rejects.toMatchObject({ code: 'route-missing' });
    });
  });

  it('asks for the error once when a command failed, and tells where the chuck is', async () => {
    const prober = new Prober();
    const dies = { columns: { min: -5, max: 5 }, rows: { min: -5, max: 5 } };
    await onMachine(electroglas, prober.machine, { dies }, async (device) => {
      await expect(device.stepTo({ column: -1, row: 0 })).rejects.toMatchObject({
        kind: 'device',
        code: 'instrument-refused',
        device: { code: 'E38' },
        details: { chuck: { height: 'separation' } },
      });
      expect(prober.commands.filter((command) => command === '?E')).toHaveLength(1);
    });
  });

  it('believes no contact and no step that it cannot read back', async () => {
    const prober = new Prober();
    await onMachine(electroglas, prober.machine, { route }, async (device) => {
      prober.stuck = true;
      await expect(device.stepTo({ column: 1, row: 1 })).rejects.toMatchObject({ code: 'not-confirmed' });
      Object.defineProperty(prober, 'up', { get: () => false, set: () => {} });
      await expect(device.contact()).rejects.toMatchObject({ code: 'not-confirmed' });
    });
  });

  it('takes the late acknowledge of a command for no other', async () => {
    const prober = new Prober();
    await onMachine(electroglas, prober.machine, { route }, async (device) => {
      prober.silent.add('ZU');
      await expect(device.contact()).rejects.toMatchObject({ kind: 'timeout' });
      await expect(device.separate()).resolves.toEqual({ z: 5080 });
      await expect(device.stepTo({ column: 1, row: 0 })).resolves.toMatchObject({ column: 1 });
      prober.silent.add('ZU');
      await expect(device.contact()).rejects.toMatchObject({ kind: 'timeout' });
      await expect(device.height.read()).resolves.toBe('contact');
    });
  });

  it('is refused when it is another make, and when its answers follow no rule', async () => {
    const other = new Prober();
    other.id = 'UF3000';
    await expect(onMachine(electroglas, other.machine, {}, async () => {})).rejects.toMatchObject({
      code: 'model-unsupported',
    });
    const odd = new ScriptedMachine(
      (line) => (line.startsWith('ID') ? '4090.X\r\n' : 'hello\r\n'),
      ending('\n'),
    );
    await expect(onMachine(electroglas, odd, {}, async () => {})).rejects.toMatchObject({
      kind: 'protocol',
      code: 'reply-unexpected',
    });
  });
});
