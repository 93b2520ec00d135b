import { describe, expect, it } from 'vitest';
import { ScriptedMachine, ending, onMachine } from '../../test/scripted-machine.ts';
import { signatone } from './signatone.ts';

/** A WaveLink prober as basil drives it: commands leave an acknowledge behind, which is in the way of the next answer. */
class Prober {
  at = { column: 0, row: 0 };
  target = { column: 0, row: 0 };
  verdict = '0:';
  stuck = false;
  readonly machine = new ScriptedMachine((message) => `${this.answer(message.trim())}\n`, ending('\n'));

  get commands(): readonly string[] {
    return this.machine.sent.map((message) => message.trim());
  }

  answer(command: string): string {
    if (command === '*IDN?') return 'Signatone,CM400,17,2.1';
    if (command === 'GETCR') {
      const answer = `C${this.at.column},R${this.at.row}`;
      // One die a look.
      this.at.column += this.stuck ? 0 : Math.sign(this.target.column - this.at.column);
      this.at.row += this.stuck ? 0 : Math.sign(this.target.row - this.at.row);
      return answer;
    }
    const [, column, row] = /^MOVECR (-?\d+),(-?\d+)$/.exec(command) ?? [];
    if (row !== undefined) this.target = { column: Number(column), row: Number(row) };
    return this.verdict;
  }
}

const route = [
  { column: 0, row: 0 },
  { column: 2, row: 1 },
];

describe('a Signatone prober', () => {
  it('steps along the route until it says that it is there', async () => {
    const prober = new Prober();
    await onMachine(signatone, prober.machine, { route }, async (device) => {
      await expect(device.stepFirst()).rejects.toMatchObject({ code: 'in-contact' });
      await device.separate();
      await device.stepFirst();
      await expect(device.stepNext()).resolves.toMatchObject({ column: 2, row: 1, last: true });
      await expect(device.die.read()).resolves.toEqual({ column: 2, row: 1 });
      await device.contact();
      expect(await device.height.read()).toBe('contact');
      await expect(device.stepFirst()).rejects.toMatchObject({ code: 'in-contact' });
    });
  });

  it('counts with the signs of its set-up', async () => {
    const prober = new Prober();
    const signs = { column: -1, row: -1 } as const;
    await onMachine(signatone, prober.machine, { route, signs }, async (device) => {
      await device.separate();
      await device.stepTo({ column: 2, row: 1 });
      expect(prober.target).toEqual({ column: -2, row: -1 });
      await expect(device.die.read()).resolves.toEqual({ column: 2, row: 1 });
    });
  });

  it('believes no step that does not arrive, and no command that is refused', async () => {
    const prober = new Prober();
    await onMachine(signatone, prober.machine, { route }, async (device) => {
      await device.separate();
      prober.stuck = true;
      await expect(device.stepTo({ column: 2, row: 1 }, { timeout: { minutes: 5 } })).rejects.toMatchObject({
        code: 'not-confirmed',
      });
      prober.verdict = '7: no vacuum';
      await expect(device.contact()).rejects.toMatchObject({
        code: 'instrument-refused',
        device: { code: '7' },
      });
      expect(await device.height.read()).toBe('between');
    });
  });
});
