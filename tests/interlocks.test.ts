import { memorySink, openBench, openJournal, parseBenchFile, recordBench, runSafely } from '@fourwire/bench';
import { WatlowF4Simulator, virtualBench } from '@fourwire/mock';
import { thermalChamber } from '@fourwire/thermal-chamber';
import { describe, expect, it } from 'vitest';

const devices = `name: lab
devices:
  oven: { driver: watlow-f4, address: 'modbus-rtu:///dev/oven?baud=9600&unit=1' }
  plate: { driver: watlow-f4, address: 'modbus-rtu:///dev/plate?baud=9600&unit=1' }
`;

const rules = `interlocks:
  no hot oven beside a hot plate:
    when: { member: plate/temperature, above: 40 }
    forbid: [oven/setpoint, oven/running]
    stop: [oven/settle]
  plate too hot:
    when: { any: [{ member: plate/temperature, above: 60 }, { not: { member: plate/temperature, above: -90 } }] }
    safe: [oven, plate]
`;

function lab() {
  return virtualBench(({ clock, random }) => ({
    oven: new WatlowF4Simulator({ clock, random: random('oven') }),
    plate: new WatlowF4Simulator({ clock, random: random('plate') }),
  }));
}

async function open(bench: ReturnType<typeof lab>, interlocks = rules) {
  return openBench(parseBenchFile(devices + interlocks, 'bench.yaml', {}), bench.links);
}

describe('the interlocks of a bench', () => {
  it('refuse what they forbid before a byte is sent, but never the way to safety', async () => {
    const virtual = lab();
    await virtual.run(async () => {
      await using bench = await open(virtual);
      const oven = bench.device('oven', thermalChamber);
      const plate = bench.device('plate', thermalChamber);
      await oven.setpoint.write(30);
      await plate.settle({ target: 50, tolerance: 1, dwell: 0 });
      let sent = 0;
      const trace = oven.trace$.subscribe({
        next: ({ direction }) => (sent += direction === 'sent' ? 1 : 0),
        error: () => {},
      });
      await expect(oven.running.write(true)).rejects.toMatchObject({
        kind: 'interlock',
        code: 'interlocked',
        message: expect.stringMatching(
          /^lab\/oven\/running: The interlock "no hot oven beside a hot plate" forbids it: plate\/temperature is [\d.]+\.$/,
        ) as string,
      });
      await expect(oven.settle({ target: 35 })).rejects.toMatchObject({ code: 'interlocked' });
      expect(sent).toBe(0);
      trace.unsubscribe();
      await oven.running.write(false);
      expect(await oven.running.read()).toBe(false);
    });
  });

  it('take what cannot be read for dangerous', async () => {
    const virtual = lab();
    await virtual.run(async () => {
      await using bench = await open(virtual);
      virtual.faults.plate.set('unplug');
      await expect(bench.device('oven', thermalChamber).running.write(true)).rejects.toMatchObject({
        code: 'interlocked',
        message: expect.stringContaining('plate/temperature cannot be read') as string,
      });
      virtual.faults.plate.clear('unplug');
    });
  });

  it('stop a command when the danger comes about while it runs', async () => {
    const virtual = lab();
    await virtual.run(async () => {
      await using bench = await open(virtual);
      const oven = bench.device('oven', thermalChamber);
      const plate = bench.device('plate', thermalChamber);
      const trips: unknown[] = [];
      bench.trips$.subscribe({ next: (trip) => trips.push(trip), error: () => {} });
      const settling = oven.settle({ target: 120, tolerance: 1, dwell: 100_000 });
      await plate.settle({ target: 50, tolerance: 1, dwell: 0 });
      await expect(settling).rejects.toMatchObject({
        kind: 'interlock',
        code: 'interlocked',
        details: { stop: { outcome: 'stopped' } },
      });
      expect(trips).toMatchObject([
        {
          interlock: 'no hot oven beside a hot plate',
          stopped: 'lab/oven/settle',
        },
      ]);
    });
  });

  it('make devices safe, end the run, and stand in the record', async () => {
    const virtual = lab();
    const sink = memorySink();
    await virtual.run(async () => {
      await using bench = await open(virtual);
      await using journal = await openJournal(sink, { clock: virtual.clock });
      const recording = recordBench(bench, journal);
      const oven = bench.device('oven', thermalChamber);
      const plate = bench.device('plate', thermalChamber);
      const outcome = await runSafely(
        bench,
        async (signal) => {
          await oven.settle({ target: 30, tolerance: 1, dwell: 0 }, { signal });
          await plate.settle({ target: 80, tolerance: 1, dwell: 100_000 }, { signal });
        },
        { watchProcess: false },
      );
      recording.unsubscribe();
      expect(outcome).toMatchObject({
        outcome: 'failed',
        error: { kind: 'interlock', code: 'interlock-tripped' },
        safe: [{ ok: true }, { ok: true }],
      });
      expect(virtual.simulators.oven.model.controller.conditioning).toBe(false);
      expect(virtual.simulators.plate.model.controller.conditioning).toBe(false);
    });
    expect(sink.text).toContain(
      'The interlock \\"plate too hot\\" makes lab/oven, lab/plate safe: plate/temperature is 6',
    );
  });

  it('make devices safe when a member has been unreadable for too long, not before', async () => {
    const virtual = lab();
    await virtual.run(async () => {
      await using bench = await open(virtual);
      await bench.device('oven', thermalChamber).settle({ target: 30, tolerance: 1, dwell: 0 });
      const { controller } = virtual.simulators.oven.model;
      virtual.faults.plate.set('unplug');
      await virtual.clock.sleep({ seconds: 8 });
      expect(controller.conditioning).toBe(true);
      await virtual.clock.sleep({ seconds: 30 });
      expect(controller.conditioning).toBe(false);
      virtual.faults.plate.clear('unplug');
      await virtual.clock.sleep({ minutes: 1 });
    });
  });

  it.each([
    ['{ when: { member: plate/heat, above: 40 }, safe: [oven] }', 'This machine has no heat'],
    [
      '{ when: { member: pump/flow, above: 40 }, safe: [oven] }',
      'There is no device "pump" on lab; there are oven, plate.',
    ],
    [
      '{ when: { member: plate/settle, is: true }, safe: [oven] }',
      'plate/settle is not a member that can be read.',
    ],
    ['{ when: { member: plate/temperature, above: 40 }, forbid: [oven/start] }', 'This machine has no start'],
    [
      '{ when: { member: plate/temperature, above: 40 } }',
      'it says nothing of what to forbid, stop or make safe.',
    ],
  ])('are refused at opening: %s', async (rule, message) => {
    const virtual = lab();
    await virtual.run(async () => {
      await expect(open(virtual, `interlocks:\n  broken: ${rule}\n`)).rejects.toMatchObject({
        kind: 'range',
        code: 'interlock-invalid',
        message: expect.stringContaining(
          `The interlock "broken" of lab cannot be held: ${message}`,
        ) as string,
      });
    });
  });

  it.each([
    ['{ when: { member: plate/temperature }, safe: [oven] }', /^bench\.yaml:6:\d+: /],
    ['{ when: { member: plate/temperature, above: hot }, safe: [oven] }', /^bench\.yaml:6:\d+: /],
    ['{ safe: [oven] }', /^bench\.yaml:6:\d+: "when" is missing in interlocks\.broken\.$/],
  ])('are checked in their form: %s', (rule, message) => {
    expect(() => parseBenchFile(`${devices}interlocks:\n  broken: ${rule}\n`, 'bench.yaml', {})).toThrow(
      message,
    );
  });
});
