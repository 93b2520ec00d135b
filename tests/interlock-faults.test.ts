import type { Interlock, Trip } from '@fourwire/bench';
import { filter, firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { withRigs } from './setup/rig-bench.ts';
import type { RigBench } from './setup/rig-bench.ts';

const hot: Interlock = { when: { member: 'right/temperature', above: 60 }, safe: ['left'] };

/** Watches the trips of a bench. */
function tripsOf({ bench }: RigBench): Trip[] {
  const trips: Trip[] = [];
  bench.trips$.subscribe({ next: (trip) => trips.push(trip), error: () => {} });
  return trips;
}

describe('an interlock that makes devices safe', () => {
  it('judges by the members it knows while another was never read', async () => {
    const when = {
      any: [
        { member: 'left/temperature', above: 300 },
        { member: 'right/count', above: 5 },
      ],
    };
    await withRigs(
      async (lab) => {
        const trips = tripsOf(lab);
        lab.left.values['H'] = '1';
        lab.right.values['N'] = '6';
        await lab.clock.sleep({ seconds: 5 });
        expect(lab.left.values['H']).toBe('0');
        expect(trips).toMatchObject([{ interlock: 'rule', because: 'right/count is 6' }]);
      },
      { interlocks: { rule: { when, safe: ['left'] } } },
      { readTemperature: async () => new Promise(() => {}) },
    );
  });

  it('takes a member that was never read for dangerous', async () => {
    await withRigs(
      async (lab) => {
        const trips = tripsOf(lab);
        lab.left.values['H'] = '1';
        await lab.clock.sleep({ seconds: 9 });
        expect(lab.left.values['H']).toBe('1');
        await lab.clock.sleep({ seconds: 3 });
        expect(lab.left.values['H']).toBe('0');
        expect(trips[0]?.because).toBe('right/temperature cannot be read (it was not read yet)');
      },
      { interlocks: { hot } },
      { readTemperature: async () => new Promise(() => {}) },
    );
  });

  it('does not trust a reading for ever when no other comes', async () => {
    let isHung = false;
    await withRigs(
      async (lab) => {
        const trips = tripsOf(lab);
        await lab.clock.sleep({ seconds: 5 });
        isHung = true;
        lab.left.values['H'] = '1';
        await lab.clock.sleep({ seconds: 60 });
        expect(trips).toEqual([]);
        await lab.clock.sleep({ seconds: 90 });
        expect(lab.left.values['H']).toBe('0');
        expect(trips[0]?.because).toBe('right/temperature cannot be read (nothing was read for 120 s)');
      },
      { interlocks: { hot } },
      { readTemperature: async () => (isHung ? new Promise(() => {}) : 25) },
    );
  });

  it('makes a device safe that was away when the danger came about, as soon as it is back', async () => {
    await withRigs(
      async (lab) => {
        const trips = tripsOf(lab);
        await lab.clock.sleep({ seconds: 2 });
        lab.links.left.unplug();
        lab.left.values['H'] = '1';
        lab.right.values['T'] = '70';
        await lab.clock.sleep({ seconds: 20 });
        expect(lab.left.values['H']).toBe('1');
        lab.links.left.plug();
        const { lifecycle$ } = lab.bench.devices.left;
        await firstValueFrom(lifecycle$.pipe(filter((lifecycle) => lifecycle === 'ready')));
        await lab.clock.sleep({ seconds: 1 });
        expect(lab.left.values['H']).toBe('0');
        expect(trips).toHaveLength(1);
        // When it is confirmed, that is the end of it.
        const { lines } = lab.left;
        const count = lines.length;
        await lab.clock.sleep({ minutes: 5 });
        expect(lines.slice(count)).toEqual([]);
      },
      { interlocks: { hot } },
    );
  });

  it('tries no more when the danger is over, and steps in anew when it comes back', async () => {
    await withRigs(
      async (lab) => {
        const trips = tripsOf(lab);
        lab.left.keep = (name, value) => (name === 'H' ? '1' : value);
        lab.right.values['T'] = '70';
        await lab.clock.sleep({ seconds: 40 });
        lab.right.values['T'] = '20';
        await lab.clock.sleep({ seconds: 3 });
        const count = lab.left.count('H=0');
        expect(count).toBeGreaterThan(1);
        await lab.clock.sleep({ minutes: 5 });
        expect(lab.left.count('H=0')).toBe(count);
        lab.right.values['T'] = '70';
        await lab.clock.sleep({ seconds: 3 });
        expect(lab.left.count('H=0')).toBeGreaterThan(count);
        expect(trips).toHaveLength(2);
      },
      { interlocks: { hot } },
    );
  });
});

describe('an interlock in code', () => {
  it.each([
    [{ when: { any: [] }, safe: ['left'] }, 'when: '],
    [{ when: { all: [] }, safe: ['left'] }, 'when: '],
    [{ when: { member: 'left/heating', is: true }, forbidden: ['left'] }, 'forbidden: unexpected property.'],
    [{ when: { member: 'left/temperature', above: Number.NaN }, safe: ['left'] }, 'when: '],
    [
      { when: { member: 'left/window', field: 'low' }, safe: ['left'] },
      'left/window.low is compared with nothing',
    ],
    [
      { when: { member: 'left/window', field: 'lo', is: 1 }, safe: ['left'] },
      'left/window has no field "lo"; it has low, high.',
    ],
    [
      { when: { member: 'left/window', above: 1 }, safe: ['left'] },
      'left/window is a record; name one of its fields, low, high.',
    ],
    [
      { when: { member: 'left/heating', is: 'yes' }, safe: ['left'] },
      'it is never so: left/heating must be true or false; got "yes".',
    ],
    [
      { when: { member: 'left/setpoint', in: [20, 500] }, safe: ['left'] },
      'it is never so: left/setpoint 500 °C refused, allowed -70 to 400 °C.',
    ],
    [
      { when: { member: 'left/heating', above: 0 }, safe: ['left'] },
      'left/heating is no number, and cannot be above or below one.',
    ],
    [
      { when: { member: 'left/heating', is: true }, forbid: ['left/temperature'] },
      'left/temperature is nothing that can be written or started.',
    ],
    [
      { when: { member: 'left/heating', is: true }, stop: ['left/setpoint'] },
      'left/setpoint is nothing that can be started and stopped.',
    ],
    [
      { when: { member: 'left/heating', is: true }, forbid: ['left/channels/01'] },
      'This machine has no channels/01; they count from 1 to 2.',
    ],
    [
      { when: { member: 'left/heating', is: true }, forbid: ['left/close'] },
      'acme-rig has no member "close"',
    ],
  ])('is refused at opening when it would protect nothing: %j', async (rule, message) => {
    const refused = withRigs(async () => {}, { interlocks: { rule } });
    await expect(refused).rejects.toMatchObject({
      code: 'interlock-invalid',
      message: expect.stringContaining(`The interlock "rule" of lab cannot be held: ${message}`) as string,
    });
  });

  it.each(['left', 'left/channels', 'left/channels/2', 'left/channels/2/level', 'left/settle'])(
    'may forbid %s',
    async (path) => {
      await withRigs(
        async ({ bench, right }) => {
          right.values['H'] = '1';
          const { settle, channels } = bench.devices.left;
          const refused = path.endsWith('settle') ? settle({ target: 20 }) : channels[1]?.level.write(1);
          await expect(refused).rejects.toMatchObject({ code: 'interlocked' });
        },
        { interlocks: { rule: { when: { member: 'right/heating', is: true }, forbid: [path] } } },
      );
    },
  );

  it('finds a value again that the device keeps as a short float', async () => {
    await withRigs(
      async ({ bench, right }) => {
        right.values['U'] = String(Math.fround(0.1));
        await expect(bench.devices.left.setpoint.write(20)).rejects.toMatchObject({ code: 'interlocked' });
      },
      { interlocks: { rule: { when: { member: 'right/voltage', is: 0.1 }, forbid: ['left'] } } },
    );
  });
});
