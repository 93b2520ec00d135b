import {
  VirtualClock,
  array,
  boolean,
  bytes,
  checkValue,
  command,
  deviceClass,
  event,
  integer,
  oneOf,
  optional,
  optionalField,
  part,
  parts,
  quantity,
  readable,
  record,
  seededRandom,
  table,
  text,
  until,
  writable,
} from '@fourwire/core';
import type { ValueSchema } from '@fourwire/core';
import fc from 'fast-check';
import { firstValueFrom, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { mockOf } from './mock-of.ts';
import type { Mock, MockOptions } from './mock-of.ts';
import { decodeLine, encodeLine } from './mock-wire.ts';
import { valueAt } from './value-at.ts';

const loop = deviceClass('loop', {
  humidity: readable(quantity('%')),
  setpoint: writable(quantity('%', { min: 0, max: 100 }), { limits: 'dynamic' }),
});

const oven = deviceClass('oven', {
  temperature: readable(quantity('Cel')),
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
  power: writable(boolean(), { hazard: { safe: false } }),
  door: readable(oneOf(['closed', 'open']), { hazard: { safe: ['closed'] } }),
  mode: writable(oneOf(['fast', 'slow', 'µ-step'])),
  log: readable(table({ time: quantity('s'), value: quantity('Cel') })),
  image: writable(bytes()),
  curve: writable(array(quantity('V'), { minItems: 3 })),
  position: readable(record({ x: quantity('um'), note: text() })),
  settle: command({
    input: record({ target: quantity('Cel'), dwell: optionalField(quantity('s')) }),
    output: record({ target: quantity('Cel'), elapsed: quantity('s') }),
    progress: record({ left: integer({ min: 0, max: 10 }) }),
    stop: 'hold',
  }),
  selfTest: command({ output: text(), stop: 'cannot' }),
  alarm$: event(text()),
  humidity: optional(part(loop)),
  outputs: parts(deviceClass('output', { on: writable(boolean()) })),
});
type Oven = Awaited<ReturnType<Mock<(typeof oven)['members']>['open']>>;

async function onBench(
  options: MockOptions,
  work: (device: Oven, mock: Mock<(typeof oven)['members']>, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const mock = mockOf(oven, { clock, ...options });
  await clock.run(async () => {
    const device = await mock.open();
    await work(device, mock, clock);
    await device.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('a mock made of a description', () => {
  it('has every member, with values that the description allows', async () => {
    await onBench({}, async (device) => {
      for (const name of ['temperature', 'door', 'log', 'image', 'curve', 'position'] as const) {
        const { schema } = oven.members[name];
        expect(checkValue(schema, await device[name].read(), name)).toBeUndefined();
      }
      expect(device.outputs).toHaveLength(2);
      expect(await device.power.read()).toBe(false);
      expect(await firstValueFrom(device.identity$)).toMatchObject({ model: 'mock oven' });
    });
  });

  it('drifts, the same way for the same seed', async () => {
    const drift = async (seed: number): Promise<readonly unknown[]> => {
      let values: readonly unknown[] = [];
      await onBench({ random: seededRandom(seed) }, async (device) => {
        values = (await firstValueFrom(device.temperature.value$.pipe(take(5), toArray()))).map(
          ({ value }) => value,
        );
      });
      return values;
    };
    const first = await drift(1);
    expect(new Set(first).size).toBe(5);
    expect(await drift(1)).toEqual(first);
    expect(await drift(2)).not.toEqual(first);
  });

  it('keeps what was written, whatever the sort, and sends the reading after its setpoint', async () => {
    await onBench({ limits: { setpoint: { min: -70, max: 180 } } }, async (device, { machine }, clock) => {
      await device.image.write(Uint8Array.of(0, 255));
      expect(await device.image.read()).toEqual(Uint8Array.of(0, 255));
      await device.mode.write('µ-step');
      expect(machine.get('mode')).toBe('µ-step');
      await device.outputs[1]?.on.write(true);
      expect([machine.get('outputs/1/on'), machine.get('outputs/2/on')]).toEqual([false, true]);
      expect(device.setpoint.limits).toEqual({ min: -70, max: 180 });
      await device.setpoint.write(150);
      await until(device.temperature, (celsius) => celsius > 149, { clock });
      expect(clock.monotonic()).toBeGreaterThan(60_000);
    });
  });

  it('runs commands with progress, and stops them as they say', async () => {
    await onBench({ seconds: { settle: 10 } }, async (device, { machine }, clock) => {
      const run = device.settle({ target: 85 });
      const progress = firstValueFrom(run.progress$.pipe(toArray()));
      expect(await run).toMatchObject({ target: 85 });
      expect((await progress).map(({ left }) => left)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      const stopped = device.settle({ target: 20 });
      await clock.sleep(3000);
      expect(machine.running('settle')).toBe(true);
      expect(await stopped.stop()).toEqual({ mode: 'hold', outcome: 'stopped' });
      expect(machine.running('settle')).toBe(false);
      expect(await device.selfTest()).toBeTypeOf('string');
    });
  });

  it('comes to its safe state', async () => {
    await onBench({}, async (device, { machine }) => {
      await device.power.write(true);
      machine.set('door', 'open');
      expect(await device.safe('test')).toMatchObject({ ok: true });
      expect([machine.get('power'), machine.get('door')]).toEqual([false, 'closed']);
    });
  });

  it('tells events, shows a broken sensor, and waits for a cable', async () => {
    await onBench({}, async (device, { machine, link }, clock) => {
      machine.emit('alarm$', 'before anybody listens');
      const heard: string[] = [];
      const listening = device.alarm$.subscribe({ next: ({ value }) => heard.push(value), error: () => {} });
      await clock.sleep(1000);
      machine.emit('alarm$', 'door open');
      await clock.sleep(1000);
      listening.unsubscribe();
      expect(heard).toEqual(['door open']);
      machine.fail('temperature', 'sensor open');
      await expect(device.temperature.read()).rejects.toMatchObject({ kind: 'device', code: 'mock-fault' });
      machine.fail('temperature', undefined);
      link.unplug();
      const reading = device.temperature.read();
      link.plug();
      expect(await reading).toBeTypeOf('number');
    });
  });

  it('has the parts that it is told to have', async () => {
    await onBench({ without: ['humidity'], count: 0 }, async (device) => {
      expect(device.humidity).toBeUndefined();
      expect(device.outputs).toEqual([]);
    });
  });

  it('refuses members and values that the class does not know', () => {
    const { machine } = mockOf(oven);
    expect(() => machine.set('temprature', 5)).toThrow('The mock of oven has no member at "temprature"');
    expect(() => machine.set('mode', 'medium')).toThrow('mode must be one of fast, slow');
    expect(() => machine.emit('mode', 'fast')).toThrow('no event at "mode"');
  });
});

describe('values made of a schema', () => {
  const number = fc
    .tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 1000 }))
    .map(([min, span]) => ({ min, max: min + span }));
  const leaf: fc.Arbitrary<ValueSchema> = fc.oneof(
    number.map((limits) => quantity('V', limits)),
    number.map((limits) => quantity('V', { ...limits, resolution: 0.1 })),
    number.map((limits) => integer(limits)),
    fc.constant(boolean()),
    fc.constant(oneOf(['a', 'b', 'c'])),
    fc.nat(12).map((maxLength) => text({ maxLength })),
    fc.nat(12).map((maxLength) => bytes({ maxLength })),
    fc.constant(table({ a: quantity('V'), b: quantity('A') })),
  );
  const schema = fc.oneof(
    leaf,
    leaf.map((items) => array(items, { minItems: 1, maxItems: 3 })),
    fc.tuple(leaf, leaf).map(([a, b]) => record({ a, b: optionalField(b) })),
  );

  it('are allowed by it', () => {
    fc.assert(
      fc.property(schema, fc.double({ min: 0, max: 1, noNaN: true }), (one, fraction) => {
        expect(checkValue(one, valueAt(one, fraction), 'x')).toBeUndefined();
      }),
      { seed: 1 },
    );
  });

  it('survive the wire of the mock, and junk does not', () => {
    fc.assert(
      fc.property(schema, fc.nat(), fc.nat(), fc.nat(), (one, id, at, letter) => {
        const message = { value: valueAt(one, 0.7) };
        const line = encodeLine(id, message);
        expect(decodeLine(line)).toEqual({ id, message });
        const index = at % (line.length - 1);
        const other = String.fromCharCode(33 + (letter % 90));
        if (line[index] === other) return;
        const garbled = line.slice(0, index) + other + line.slice(index + 1);
        expect(() => decodeLine(garbled)).toThrow("Expected a line of the mock's protocol");
      }),
      { seed: 1 },
    );
  });
});
