import { describe, expect, it } from 'vitest';
import { onExampleChamber } from '../../test/example-chamber.ts';
import { toProgramRecord } from '../programs/program-record.ts';
import { jump, ramp, soak, waitFor } from '../programs/program.ts';
import type { Program } from '../programs/program.ts';

const cycling: Program = {
  name: 'cycling',
  steps: [
    ramp(-40, { rate: 20 }, { outputs: { '1': true } }),
    soak(600),
    ramp(100, { rate: 20 }, { outputs: { '1': false, '2': true } }),
    soak(600),
    jump(1, 2),
    ramp(25, 'fastest', { outputs: { '2': false } }),
  ],
  end: { action: 'off' },
};

/** Time of the program in s: the first ramp from 23 °C, then two more cycles. */
const cyclingTime = 63 * 3 + 600 + 140 * 3 + 600 + 2 * (140 * 3 + 600 + 140 * 3 + 600);

describe('a program that the host runs', () => {
  it('takes the time that its steps take, and says step, cycle and time left', async () => {
    await onExampleChamber(async (chamber, model) => {
      const seen: string[] = [];
      const left: number[] = [];
      const running = chamber.runProgram({ program: toProgramRecord(cycling), interval: 7 });
      running.progress$.subscribe({
        next: ({ step, cycle, timeLeft, state }) => {
          const line = `${state} ${cycle}/${step}`;
          if (seen.at(-1) !== line) seen.push(line);
          left.push(timeLeft);
        },
        error: () => {},
      });
      const { elapsed } = await running;
      expect(elapsed).toBeCloseTo(cyclingTime, 0);
      expect(seen).toEqual([
        ...[1, 2, 3].flatMap((cycle) => [1, 2, 3, 4].map((step) => `running ${cycle}/${step}`)),
        'running 1/6',
      ]);
      expect(left[0]).toBeCloseTo(cyclingTime, 0);
      expect(left.at(-1)).toBe(0);
      expect(left.every((value, index) => index === 0 || value <= (left[index - 1] ?? 0) + 1e-9)).toBe(true);
      expect(model.running).toBe(false);
      expect(model.outputs).toEqual([false, false, false]);
      expect(Math.min(...model.written)).toBe(-40);
      expect(Math.max(...model.written)).toBe(100);
    });
  });

  it('counts a guaranteed soak only while the sensor is within its band', async () => {
    const guaranteed: Program = {
      name: 'guaranteed',
      steps: [ramp(83), soak(600, { guaranteed: true })],
      end: { action: 'hold' },
      guarantee: { band: 2, sensor: 'air' },
    };
    // 60 K at 2 K/min, of which the last 2 K are inside the band.
    await onExampleChamber(
      async (chamber, model) => {
        const states = new Set<string>();
        const running = chamber.runProgram({ program: toProgramRecord(guaranteed) });
        running.progress$.subscribe({ next: ({ state }) => states.add(state), error: () => {} });
        const { elapsed } = await running;
        expect(elapsed).toBeGreaterThanOrEqual(29 * 60 + 600);
        expect(elapsed).toBeLessThan(29 * 60 + 605);
        expect(states).toEqual(new Set(['running', 'waiting']));
        expect(model.running).toBe(true);
        expect(model.setpoint).toBe(83);
      },
      { rate: 2 },
    );
  });

  it('waits for a sensor and for an input', async () => {
    const waiting: Program = {
      name: 'waiting',
      steps: [ramp(83), waitFor({ sensor: 'product', above: 60 }), waitFor({ input: '2', is: true })],
      end: { action: 'idle', temperature: 30, humidity: 40 },
    };
    await onExampleChamber(async (chamber, model, clock) => {
      const running = chamber.runProgram({ program: toProgramRecord(waiting) });
      const products: (number | undefined)[] = [];
      running.progress$.subscribe({ next: ({ product }) => products.push(product), error: () => {} });
      await clock.sleep({ seconds: 41 });
      // It goes by the product, so it reports it: 5 K behind the air, at the look a second ago.
      expect(products.at(-1)).toBeCloseTo(model.air - 6, 0);
      expect(model.air - 5).toBeLessThan(60);
      await clock.sleep({ minutes: 5 });
      model.inputs[1] = true;
      const { elapsed } = await running;
      expect(elapsed).toBeGreaterThanOrEqual(341);
      expect(elapsed).toBeLessThan(343);
      expect(model.setpoint).toBe(30);
      expect(model.humiditySetpoint).toBe(40);
      expect(model.humidityOn).toBe(true);
    });
  });

  it('stands still while it is paused, and goes on from there', async () => {
    const steady: Program = { name: 'steady', steps: [ramp(83, { rate: 2 })], end: { action: 'hold' } };
    await onExampleChamber(async (chamber, model, clock) => {
      const running = chamber.runProgram({ program: toProgramRecord(steady) });
      await clock.sleep({ minutes: 10 });
      await chamber.pauseProgram();
      await clock.sleep({ seconds: 6 });
      const held = model.setpoint;
      expect(held).toBeGreaterThan(42);
      expect(held).toBeLessThan(44);
      await clock.sleep({ minutes: 30 });
      expect(model.setpoint).toBe(held);
      await chamber.resumeProgram();
      expect((await running).elapsed / 60).toBeCloseTo(60, 0);
      await expect(chamber.pauseProgram()).rejects.toMatchObject({ kind: 'state', code: 'no-program' });
    });
  });

  it('holds the temperature it has when it is stopped', async () => {
    await onExampleChamber(async (chamber, model, clock) => {
      const running = chamber.runProgram({ program: toProgramRecord(cycling) });
      await clock.sleep({ seconds: 60 });
      expect(await running.stop()).toMatchObject({ mode: 'hold', outcome: 'stopped' });
      await expect(running).rejects.toMatchObject({ kind: 'aborted', code: 'stopped' });
      const { length } = model.written;
      expect(model.setpoint).toBeCloseTo(model.air, 0);
      await clock.sleep({ hours: 1 });
      expect(model.written.length).toBe(length);
      expect(model.running).toBe(true);
    });
  });

  it('is ended by safe(), which leaves the chamber off', async () => {
    await onExampleChamber(async (chamber, model, clock) => {
      const running = chamber.runProgram({ program: toProgramRecord(cycling) });
      await clock.sleep({ seconds: 60 });
      const report = await chamber.safe('smoke');
      expect(report).toMatchObject({ ok: true, commands: [{ path: 'oven/runProgram', outcome: 'stopped' }] });
      await expect(running).rejects.toMatchObject({ code: 'made-safe' });
      await clock.sleep({ hours: 1 });
      expect(model.running).toBe(false);
    });
  });

  it.each([
    ['off', { running: false }],
    ['hold', { running: true }],
    ['end', { running: false }],
  ] as const)('ends at an alarm with "%s", read back', async (onFault, after) => {
    await onExampleChamber(async (chamber, model, clock) => {
      const running = chamber.runProgram({ program: toProgramRecord(cycling), onFault });
      await clock.sleep({ seconds: 90 });
      model.alarms.push({ code: '31', text: 'temperature limiter' });
      await expect(running).rejects.toMatchObject({
        kind: 'device',
        code: 'chamber-alarm',
        device: { code: '31', text: 'temperature limiter' },
        details: { action: onFault, confirmed: true },
      });
      expect(model.running).toBe(after.running);
    });
  });

  it('ends at an open sensor; holding is then not confirmed, and no reading is good', async () => {
    await onExampleChamber(async (chamber, model, clock) => {
      const running = chamber.runProgram({ program: toProgramRecord(cycling), onFault: 'hold' });
      const good: number[] = [];
      running.progress$.subscribe({ next: ({ temperature }) => good.push(temperature), error: () => {} });
      await clock.sleep({ seconds: 90 });
      model.isOpen = true;
      const { length } = good;
      await expect(running).rejects.toMatchObject({
        code: 'value-invalid',
        details: { action: 'hold', confirmed: false },
      });
      expect(good.length).toBe(length);
      expect(good.every(Number.isFinite)).toBe(true);
      await expect(chamber.temperature.read()).rejects.toMatchObject({ code: 'value-invalid' });
    });
  });

  it('names the alarm where a failure comes from one that it has not looked for yet', async () => {
    await onExampleChamber(async (chamber, model, clock) => {
      const running = chamber.runProgram({ program: toProgramRecord(cycling), interval: 10 });
      await clock.sleep({ seconds: 15 });
      model.alarms.push({ code: '7', text: 'sensor broken' });
      model.isOpen = true;
      await expect(running).rejects.toMatchObject({
        code: 'chamber-alarm',
        device: { code: '7' },
        cause: { code: 'value-invalid' },
      });
      expect(model.running).toBe(false);
    });
  });

  it('ends when somebody switches the chamber off', async () => {
    await onExampleChamber(async (chamber, model, clock) => {
      const running = chamber.runProgram({ program: toProgramRecord(cycling) });
      await clock.sleep({ seconds: 90 });
      model.running = false;
      await expect(running).rejects.toMatchObject({ kind: 'state', code: 'chamber-stopped' });
    });
  });

  it('goes on after a gap in the link, and fails when it stays away', async () => {
    await onExampleChamber(async (chamber, model, clock) => {
      const running = chamber.runProgram({ program: toProgramRecord(cycling), interval: 5 });
      await clock.sleep({ seconds: 90 });
      model.isUnplugged = true;
      await clock.sleep({ seconds: 30 });
      model.isUnplugged = false;
      expect((await running).elapsed).toBeCloseTo(cyclingTime, 0);
      const again = chamber.runProgram({ program: toProgramRecord(cycling) });
      await clock.sleep({ seconds: 90 });
      model.isUnplugged = true;
      await expect(again).rejects.toMatchObject({
        kind: 'link',
        details: { action: 'off', confirmed: false },
      });
    });
  });

  it('reads the temperature at even intervals where a look takes seconds', async () => {
    const steady: Program = { name: 'steady', steps: [ramp(24), soak(300)], end: { action: 'hold' } };
    await onExampleChamber(async (chamber, model, clock) => {
      model.alarmsMs = 3000;
      const times: number[] = [];
      const running = chamber.runProgram({ program: toProgramRecord(steady), interval: 8 });
      running.progress$.subscribe({ next: () => times.push(clock.monotonic() / 1000), error: () => {} });
      await running;
      const gaps = times.slice(2).map((time, index) => time - (times[index + 1] ?? 0));
      expect(gaps.length).toBeGreaterThan(35);
      expect(Math.max(...gaps)).toBeCloseTo(8, 6);
    });
  });

  it.each([
    [1, 5, 6],
    [10, 50, 60],
    [20, 40, 60],
    [60, 60, 60],
    [300, 300, 300],
  ])('looks every %d s, and for alarms every %d to %d s', async (interval, shortest, longest) => {
    const steady: Program = { name: 'steady', steps: [ramp(24), soak(3600)], end: { action: 'hold' } };
    await onExampleChamber(async (chamber, model) => {
      await chamber.runProgram({ program: toProgramRecord(steady), interval });
      const gaps = model.alarmsReadAt
        .slice(2)
        .map((time, index) => time - (model.alarmsReadAt[index + 1] ?? 0));
      expect(Math.min(...gaps.slice(0, -1))).toBeGreaterThanOrEqual(shortest - 1e-6);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(longest + 1e-6);
    });
  });

  it('is refused with every reason before anything is written', async () => {
    const wrong: Program = {
      name: 'wrong',
      steps: [ramp(190), soak(60), ramp(160, 'fastest', { outputs: { '9': true }, humidity: 99 })],
      end: { action: 'off' },
    };
    await onExampleChamber(
      async (chamber, model) => {
        const refused = chamber.runProgram({ program: toProgramRecord(wrong) });
        await expect(refused).rejects.toThrow('Step 1 asks for 190 °C; allowed are -70 to 150 °C');
        await expect(refused).rejects.toMatchObject({
          kind: 'range',
          code: 'program-refused',
          details: { problems: { length: 4 } },
        });
        expect(model.written).toEqual([]);
        expect(model.running).toBe(false);
      },
      { limits: { setpoint: { max: 150 } } },
    );
  });

  it('keeps time over a thousand cycles', async () => {
    const long: Program = {
      name: 'long',
      steps: [ramp(30), soak(3600), ramp(20), soak(3600), jump(1, 999)],
      end: { action: 'hold' },
    };
    await onExampleChamber(async (chamber) => {
      const { elapsed } = await chamber.runProgram({ program: toProgramRecord(long), interval: 600 });
      expect(elapsed).toBe(1000 * 7200);
    });
  });
});
