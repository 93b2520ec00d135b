import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ScriptedMachine, ending, onMachine } from '../../test/scripted-machine.ts';
import { cascadeNucleus } from './nucleus.ts';

/** A Summit whose chuck goes at once where it is sent, with a plan of three dies; in the mode with responses. */
class Summit {
  contact = false;
  at = [15_000, -25_000, 7800];
  unit = 'METRIC';
  index = 1;
  readonly plan = [
    [3, 5],
    [4, 5],
    [5, 5],
  ] as const;
  readonly replies = new Map<string, string>();
  readonly machine = new ScriptedMachine((line) => {
    const reply = this.#reply(line.trim().toLowerCase());
    return reply === undefined ? undefined : `${reply}\n`;
  }, ending('\n'));

  #reply(command: string): string | undefined {
    const scripted = this.replies.get(command);
    if (scripted !== undefined) return scripted === 'silence' ? undefined : scripted;
    if (command.startsWith('$:')) return undefined;
    const [word = '', , ...rest] = command.split(' ');
    switch (word) {
      case '*idn?':
        return 'Cascade Microtech Nucleus 4.1.2';
      case ':set:unit?':
        return this.unit;
      case ':set:unit':
        this.unit = 'METRIC';
        return 'COMPLETE';
      case ':mov:cont?':
        return this.contact ? 'TRUE' : 'FALSE';
      case ':mov:sep?':
        return this.contact ? 'FALSE' : 'TRUE';
      case ':mov:cont':
      case ':mov:sep':
        this.contact = word === ':mov:cont';
        this.at[2] = this.contact ? 8123 : 7800;
        return 'COMPLETE';
      case ':mov:abs?':
        return this.at.join(' ');
      case ':mov:abs':
        [this.at[0], this.at[1]] = [Number(rest[0]), Number(rest[1])];
        return 'COMPLETE';
      case ':prob:ntes?':
        return String(this.plan.length);
      case ':mov:prob:abs:ind?':
        return String(this.index);
      case ':mov:prob:abs:die?':
        return (this.plan[this.index - 1] ?? []).join(' ');
      case ':mov:prob:abs:subs?':
        return '0';
      case ':mov:probeplan:first:die':
        this.index = 1;
        return 'COMPLETE';
      case ':mov:probeplan:next:die':
        this.index++;
        return 'COMPLETE';
      case ':mov:prob:abs:loc':
        this.index = 1 + this.plan.findIndex(([x, y]) => command.includes(`${x} ${y} `));
        return 'COMPLETE';
      default:
        return `-100 unknown command`;
    }
  }
}

describe('cascade-nucleus', () => {
  it('selects its command set and responses before it asks anything, and micrometres', async () => {
    const summit = new Summit();
    summit.unit = 'ENGLISH';
    await onMachine(cascadeNucleus, summit.machine, {}, async (device) => {
      expect(await firstValueFrom(device.identity$)).toMatchObject({ model: 'Nucleus', firmware: '4.1.2' });
    });
    expect(summit.machine.sent.slice(0, 3)).toEqual(['$:set:mode summit\n', '$:set:resp ON\n', '*idn?\n']);
    expect(summit.machine.sent).toContain(':SET:UNIT METRIC\n');
  });

  it('steps through the plan of the station to its end, which is a value', async () => {
    const summit = new Summit();
    await onMachine(cascadeNucleus, summit.machine, {}, async (device) => {
      expect(await device.stepFirst()).toEqual({ ended: false, column: 3, row: 5, subsite: 0, last: false });
      expect(await device.contact()).toEqual({ z: 8123 });
      await expect(device.stepNext()).rejects.toMatchObject({ code: 'in-contact' });
      expect(await device.separate()).toEqual({ z: 7800 });
      expect(await device.stepNext()).toMatchObject({ column: 4, last: false });
      expect(await device.stepTo({ column: 5, row: 5 })).toMatchObject({ column: 5, last: true });
      const before = summit.machine.sent.length;
      expect(await device.stepNext()).toMatchObject({ ended: true, column: 5, row: 5 });
      expect(summit.machine.sent.slice(before)).not.toContain(':MOV:PROBEPLAN:NEXT:DIE 2\n');
      expect(await device.die.read()).toEqual({ column: 5, row: 5 });
    });
  });

  it('tells a station without a plan, which answers nothing, and goes on', async () => {
    const summit = new Summit();
    await onMachine(cascadeNucleus, summit.machine, {}, async (device) => {
      summit.replies.set(':prob:ntes? 2', 'silence');
      await expect(device.stepFirst()).rejects.toMatchObject({ kind: 'state', code: 'route-missing' });
      expect(await device.height.read()).toBe('separation');
    });
  });

  it('moves in whole micrometres in the frame of the options, and reads back', async () => {
    const summit = new Summit();
    await onMachine(
      cascadeNucleus,
      summit.machine,
      { axes: { x: 1, y: -1 }, replyDelayMs: 500 },
      async (device, clock) => {
        const began = clock.monotonic();
        expect(await device.position?.read()).toEqual({ x: 15_000, y: 25_000, z: 7800 });
        expect(clock.monotonic() - began).toBeGreaterThanOrEqual(500);
        expect(await device.moveTo?.({ x: 100.4, y: 50 })).toEqual({ x: 100, y: 50 });
        expect(summit.machine.sent).toContain(':MOV:ABS 2 100 -50 none\n');
        expect(await device.moveBy?.({ x: -100, y: 5 })).toEqual({ x: 0, y: 55 });
        expect(device.vacuum).toBeUndefined();
      },
    );
    await expect(
      onMachine(cascadeNucleus, summit.machine, { replyDelayMs: -1 }, async () => {}),
    ).rejects.toMatchObject({ code: 'option-refused' });
  });

  it('believes contact only when the station says it, and gives its error with where the chuck stands', async () => {
    const summit = new Summit();
    await onMachine(cascadeNucleus, summit.machine, {}, async (device) => {
      summit.replies.set(':mov:cont 2', 'COMPLETE');
      await expect(device.contact()).rejects.toMatchObject({
        code: 'not-confirmed',
        details: { chuck: { height: 'separation' } },
      });
      summit.replies.set(':mov:cont 2', '-221, contact not set');
      await expect(device.contact()).rejects.toMatchObject({
        code: 'instrument-refused',
        device: { code: -221, text: 'contact not set' },
      });
      summit.replies.set(':mov:cont? 2', 'MAYBE');
      await expect(device.height.read()).rejects.toMatchObject({ kind: 'protocol' });
    });
  });

  it('waits for the end of a move that is stopped, and drops its late reply', async () => {
    const summit = new Summit();
    await onMachine(cascadeNucleus, summit.machine, {}, async (device, clock) => {
      summit.replies.set(':mov:abs 2 90000 0 none', 'silence');
      summit.replies.set('*idn?', 'COMPLETE\nCascade Microtech Nucleus 4.1.2');
      const move = device.moveTo?.({ x: 90_000, y: 0 });
      await clock.sleep(300);
      expect(await move?.stop()).toEqual({ mode: 'decelerate', outcome: 'stopped' });
      expect(await device.height.read()).toBe('separation');
    });
  });
});
