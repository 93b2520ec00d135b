import { PacedClock, VirtualClock, seededRandom } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import { WatlowF4tSimulator, serve } from '@fourwire/mock';
import { connect } from 'node:net';
import { expect, it } from 'vitest';

/** Reads both words of the process value over Modbus TCP, as any program might: unit 1, function 3, registers 27586 and 27587. */
const request = Buffer.from('00010000000601036bc20002', 'hex');

/** An oven that was told to go to 100 °C. */
function warmingOven(clock: Clock): WatlowF4tSimulator {
  const oven = new WatlowF4tSimulator({ clock, random: seededRandom(1) });
  oven.model.temperature.setpoint = 100;
  oven.model.temperature.auto = true;
  return oven;
}

/** What a program that knows nothing of Fourwire gets over TCP. */
async function ask(port: number): Promise<Buffer> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      socket.once('error', reject).once('data', resolve).write(request);
    });
  } finally {
    socket.destroy();
  }
}

/** The replies at the start and after each of some spans of time, in seconds of the clock on the wall. */
async function repliesAt(pace: number, spans: readonly number[]): Promise<readonly string[]> {
  const wall = new VirtualClock();
  const clock = new PacedClock(pace, wall);
  const oven = warmingOven(clock);
  await using mount = await serve(oven, { on: 'modbus-tcp', clock });
  const replies = [await ask(mount.port ?? 0)];
  for (const seconds of spans) {
    await wall.advance(seconds * 1000);
    replies.push(await ask(mount.port ?? 0));
  }
  return replies.map((reply) => reply.toString('hex'));
}

it('goes sixty times as fast on a wire that other programs talk to: what takes an hour there takes a minute', async () => {
  const slow = await repliesAt(1, [600, 3000]);
  const fast = await repliesAt(60, [10, 50]);
  expect(fast).toEqual(slow);
  expect(new Set(fast).size).toBe(3);
});

it('is as warm at any pace as in virtual time', async () => {
  const clock = new VirtualClock();
  const { model } = warmingOven(clock);
  const [, warm = ''] = await repliesAt(60, [20]);
  await clock.advance(20 * 60 * 1000);
  // Header, unit, function and count; then the float, low word first.
  const words = Buffer.from(warm, 'hex').subarray(9);
  const celsius = Buffer.concat([words.subarray(2), words.subarray(0, 2)]).readFloatBE();
  expect(celsius).toBeCloseTo(model.processValue, 4);
  expect(celsius).toBeGreaterThan(90);
});

it('brings scheduled faults at the pace of the machine', async () => {
  const wall = new VirtualClock();
  const clock = new PacedClock(60, wall);
  const oven = warmingOven(clock);
  await using mount = await serve(oven, { on: 'modbus-tcp', clock });
  mount.faults.schedule([{ fault: 'sensor-open', after: { minutes: 30 }, for: { minutes: 10 } }]);
  await wall.advance({ seconds: 29 });
  expect(oven.model.sensorOpen).toBe(false);
  await wall.advance({ seconds: 2 });
  expect(oven.model.sensorOpen).toBe(true);
  await wall.advance({ seconds: 10 });
  expect(oven.model.sensorOpen).toBe(false);
  expect(wall.pendingTimers).toBe(0);
});
