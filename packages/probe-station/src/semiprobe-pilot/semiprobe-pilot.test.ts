import { describe, expect, it } from 'vitest';
import { ScriptedMachine, ending, onMachine } from '../../test/scripted-machine.ts';
import { semiprobePilot } from './semiprobe-pilot.ts';

/** PILOT's communication controller; positions end with two numbers, as its one public driver reads them. */
class Pilot {
  z = 100;
  follows = true;
  /** Whether moves over the wafer end only when they are stopped. */
  slow = false;
  readonly refuses = new Set<string>();
  readonly machine = new ScriptedMachine((message) => {
    const text = message.trim();
    if (this.slow && text.startsWith('4000')) return undefined;
    return `${this.slow && text === '35' ? '4000 Failed! \r\n' : ''}${this.answer(text)} \r\n`;
  }, ending('\n'));

  get commands(): readonly string[] {
    return this.machine.sent.map((message) => message.trim());
  }

  answer(text: string): string {
    const [word = ''] = text.split(' ');
    if (this.refuses.has(word)) return `${word} Failed!`;
    if (word === '24') return 'XY: 1000 2000';
    if (word === '25') return `ZT: 0.5 ${this.z}`;
    if (word === '15' && this.follows) this.z = 350;
    if (word === '16') this.z = 100;
    return `${word} Executed!`;
  }
}

const route = [
  { column: 0, row: 0 },
  { column: 0, row: 1 },
];

describe('a SemiProbe prober under PILOT', () => {
  it('steps along the route, contacts and separates', async () => {
    const pilot = new Pilot();
    await onMachine(semiprobePilot, pilot.machine, { route }, async (device) => {
      await expect(device.stepFirst()).rejects.toMatchObject({ code: 'in-contact' });
      await device.separate();
      await device.stepFirst();
      await expect(device.stepNext()).resolves.toMatchObject({ column: 0, row: 1, last: true });
      await expect(device.stepNext()).resolves.toMatchObject({ ended: true });
      expect(pilot.commands).toContain('4000 MoveState= L, X= 0, Y= 1');
      await device.contact();
      expect(await device.height.read()).toBe('contact');
      pilot.z = 300;
      expect(await device.height.read()).toBe('between');
      expect(device.position).toBeUndefined();
    });
  });

  it('believes no contact without a move, and nothing that was not executed', async () => {
    const pilot = new Pilot();
    await onMachine(semiprobePilot, pilot.machine, { route }, async (device) => {
      await device.separate();
      pilot.follows = false;
      await expect(device.contact()).rejects.toMatchObject({ code: 'not-confirmed' });
      await device.separate();
      pilot.refuses.add('4000');
      await expect(device.stepFirst()).rejects.toMatchObject({
        code: 'instrument-refused',
        message: expect.stringContaining('4000 Failed!') as string,
      });
      pilot.refuses.add('24');
      await expect(device.stepTo({ column: 0, row: 0, subsite: 1 })).rejects.toMatchObject({
        code: 'subsite-unsupported',
      });
    });
  });

  it('stops a move that is under way, and takes both answers', async () => {
    const pilot = new Pilot();
    await onMachine(semiprobePilot, pilot.machine, { route }, async (device, clock) => {
      await device.separate();
      pilot.slow = true;
      const step = device.stepFirst();
      await clock.sleep(700);
      const start = clock.monotonic();
      await expect(step.stop()).resolves.toMatchObject({ outcome: 'stopped' });
      expect(clock.monotonic() - start).toBeLessThan(1000);
      await expect(step).rejects.toMatchObject({ kind: 'aborted' });
      expect(pilot.commands).toContain('35');
      await expect(device.die.read()).rejects.toMatchObject({ code: 'die-unknown' });
      expect(await device.height.read()).toBe('separation');
    });
  });

  it('stays separated where it refuses to separate and stands still, and not after contact', async () => {
    const pilot = new Pilot();
    await onMachine(semiprobePilot, pilot.machine, { route }, async (device) => {
      await device.separate();
      await device.load?.();
      pilot.refuses.add('16');
      await expect(device.safe('the wafer is changed')).resolves.toMatchObject({ ok: true });
      await device.stepFirst();
      await device.contact();
      await expect(device.separate()).rejects.toMatchObject({ code: 'instrument-refused' });
      expect(await device.height.read()).toBe('between');
      pilot.refuses.clear();
      await device.separate();
    });
  });

  it('is not taken for one when its answers hold no position', async () => {
    const pilot = new Pilot();
    pilot.refuses.add('24');
    await expect(onMachine(semiprobePilot, pilot.machine, {}, async () => {})).rejects.toMatchObject({
      code: 'reply-unexpected',
    });
  });
});
