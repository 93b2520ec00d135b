import { describe, expect, it } from 'vitest';
import { ScriptedMachine, onMachine } from '../../test/scripted-machine.ts';
import { micromanipulatorP200l } from './micromanipulator-p200l.ts';

const dies = ['3 0', '2 1'];

/** The router program, in the form of the sheet's transcripts. */
class Router {
  at = 0;
  place = dies[0] ?? '';
  raisesAndLowers = 'True False';
  /** What commands end with instead of #064. */
  readonly ends = new Map<string, string>();
  readonly machine = new ScriptedMachine((message) => this.answer(message.trim()));

  get commands(): readonly string[] {
    return this.machine.sent.map((message) => message.trim());
  }

  answer(command: string): string {
    const end = this.ends.get(command);
    if (end !== undefined) return `#080\r${end}\r`;
    const value = (text: string): string => `#192\r${text}\r#064\r`;
    if (command === ':WFR:FIRST?') this.at = 0;
    if (command === ':WFR:NEXT?') this.at += 1;
    if (command.startsWith(':WFR:MOV:CR ')) this.place = command.slice(12);
    if (command === ':WFR:FIRST?' || command === ':WFR:NEXT?') {
      const die = dies[this.at];
      this.place = die ?? this.place;
      return value(die ?? '-1');
    }
    if (command === ':WFR:POS:CR?') return value(this.place);
    if (command === ':PRB:DNM?') return value(this.raisesAndLowers);
    return '#080\r#064\r';
  }
}

describe('a Micromanipulator P200L', () => {
  it('steps along its own route to its end, which is a value', async () => {
    const router = new Router();
    await onMachine(micromanipulatorP200l, router.machine, {}, async (device) => {
      await expect(device.stepFirst()).rejects.toMatchObject({ code: 'in-contact' });
      await device.separate();
      await expect(device.stepFirst()).resolves.toEqual({ ended: false, column: 3, row: 0, subsite: 0 });
      await expect(device.stepNext()).resolves.toMatchObject({ ended: false, column: 2, row: 1 });
      await expect(device.stepNext()).resolves.toEqual({
        ended: true,
        column: 2,
        row: 1,
        subsite: 0,
        last: true,
      });
      await device.contact();
      expect(await device.height.read()).toBe('contact');
      await expect(device.stepNext()).rejects.toMatchObject({ code: 'in-contact' });
      expect(router.commands).toContain(':PRB:REFXY 0 0');
    });
  });

  it('goes to a die and a subsite, and knows when the needles came down by themselves', async () => {
    const router = new Router();
    await onMachine(micromanipulatorP200l, router.machine, {}, async (device) => {
      await device.separate();
      await expect(device.stepTo({ column: 5, row: 6, subsite: 2 })).resolves.toMatchObject({ subsite: 2 });
      expect(router.commands.at(-1)).toBe(':SUB:GOTO 2');
      await expect(device.die.read()).resolves.toEqual({ column: 5, row: 6 });
      router.raisesAndLowers = 'True True';
      await device.stepTo({ column: 5, row: 7 });
      expect(await device.height.read()).toBe('contact');
    });
  });

  it.each([
    ['#066', 'does not take'],
    ['#079', 'was aborted'],
  ])('says what %s means', async (end, text) => {
    const router = new Router();
    router.ends.set(':PRB:DN', end);
    await onMachine(micromanipulatorP200l, router.machine, {}, async (device) => {
      await device.separate();
      await expect(device.contact()).rejects.toMatchObject({
        code: 'instrument-refused',
        message: expect.stringContaining(text) as string,
      });
      expect(await device.height.read()).toBe('between');
    });
  });

  it('takes no line for an answer that follows no rule, and no step that is not read back', async () => {
    const router = new Router();
    await onMachine(micromanipulatorP200l, router.machine, {}, async (device) => {
      await device.separate();
      router.ends.set(':WFR:NEXT?', 'hello');
      await expect(device.stepNext()).rejects.toMatchObject({ code: 'reply-unexpected' });
      router.ends.set(':WFR:FIRST?', '#064');
      await expect(device.stepFirst()).rejects.toMatchObject({ code: 'reply-unexpected' });
      router.ends.set(':WFR:MOV:CR 9 9', '#064');
      await expect(device.stepTo({ column: 9, row: 9 })).rejects.toMatchObject({ code: 'not-confirmed' });
    });
  });
});
