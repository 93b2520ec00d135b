import { FourwireError, VirtualClock, openDevice } from '@fourwire/core';
import type { ByteTransport, Turn } from '@fourwire/core';
import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ProbeStation } from '../classes/probe-station.ts';
import type { AccretechOptions } from './accretech-uf.ts';
import { accretechUf } from './accretech-uf.ts';

/** A UF3000 on GPIB: answers wait to be read, status bytes to be polled, and each byte asks for service. */
class Prober implements ByteTransport {
  readonly wire = 'bytes' as const;
  readonly address = 'GPIB0::5::INSTR';
  readonly concurrency = 1;
  readonly matchesReplies = false;
  readonly sent: string[] = [];
  readonly status: number[] = [];
  readonly requests$ = new Subject<number | undefined>();
  readonly serviceRequest$: Subject<number | undefined> = this.requests$;
  readonly #answers: string[] = [];
  /** Commands with the status bytes that they raise; by their first letters. */
  readonly raises = new Map<string, readonly number[]>([
    ['Z', [67]],
    ['D', [68]],
    ['JY', [67]],
    ['J', [66]],
    ['AY', [65]],
    ['N1', [113]],
    ['C', [69]],
    ['j2', [70]],
    ['L', [70]],
    ['U', [71]],
    ['K', [90]],
    ['h', [93]],
  ]);
  readonly texts = new Map([
    ['PV', 'UF3000EX V1.2'],
    ['B', 'PROBER1'],
    ['S1', 'C0W1A0'],
    ['Q', 'Y012X034'],
    ['q', 'Y001X002'],
    ['R', 'Y+012345X-000050'],
    ['E', 'O0661'],
    ['e', 'CANNOT EXECUTE'],
    ['f', '02501500'],
    ['w', `1${'123'.padEnd(25, '0')}.0${'0'.repeat(25)}`],
  ]);

  async open(): Promise<void> {}
  async close(): Promise<void> {}
  async recover(): Promise<boolean> {
    return true;
  }

  async write(data: Uint8Array, turn: Turn): Promise<void> {
    turn.check();
    const command = new TextDecoder().decode(data).trim();
    this.sent.push(command);
    const text = this.texts.get(command);
    if (text !== undefined) {
      this.#answers.push(`${command}${text}\r\n`);
      return;
    }
    const [, bytes = [76]] =
      [...this.raises]
        .toSorted(([a], [b]) => b.length - a.length)
        .find(([start]) => command.startsWith(start)) ?? [];
    if (command === 'Z') this.texts.set('S1', 'C1W1A0');
    if (command === 'D') this.texts.set('S1', 'C0W1A0');
    this.status.push(...bytes);
    this.requests$.next(undefined);
  }

  async read(_end: unknown, turn: Turn): Promise<Uint8Array> {
    turn.check();
    const answer = this.#answers.shift();
    if (answer === undefined) throw new FourwireError('timeout', 'timeout', 'Nothing to read.');
    return new TextEncoder().encode(answer);
  }

  async statusByte(turn: Turn): Promise<number> {
    turn.check();
    return this.status.shift() ?? 0x10;
  }
}

async function onProber(
  prober: Prober,
  options: AccretechOptions,
  work: (device: ProbeStation, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const device = await openDevice(accretechUf, prober, { path: 'prober', clock, options });
    try {
      await work(device, clock);
    } finally {
      await device.close();
    }
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('an Accretech prober', () => {
  it('stops a step on the way, and believes it only when the prober says so', async () => {
    const prober = new Prober();
    await onProber(prober, {}, async (device, clock) => {
      prober.raises.set('JY', []);
      const step = device.stepTo({ column: 3, row: 4 });
      await clock.sleep(200);
      await expect(step.stop()).resolves.toMatchObject({ outcome: 'stopped' });
      await expect(step).rejects.toMatchObject({ kind: 'aborted' });
      expect(prober.sent).toContain('K');
      prober.raises.set('K', []);
      const next = device.stepTo({ column: 3, row: 4 });
      await clock.sleep(200);
      await expect(next.stop()).resolves.toMatchObject({ outcome: 'not-confirmed' });
      await expect(next).rejects.toMatchObject({ kind: 'aborted' });
    });
  });

  it('steps and contacts by status bytes, and says at once which die was the last', async () => {
    const prober = new Prober();
    await onProber(prober, {}, async (device) => {
      await expect(device.stepFirst()).resolves.toEqual({ ended: false, column: 34, row: 12, subsite: 0 });
      expect(prober.sent).toContain('JY0001X0002');
      await expect(device.contact()).resolves.toEqual({});
      await expect(device.stepNext()).rejects.toMatchObject({ code: 'in-contact' });
      await device.separate();
      prober.raises.set('J', [67, 81]);
      await expect(device.stepNext()).resolves.toEqual({
        ended: false,
        column: 34,
        row: 12,
        subsite: 0,
        last: true,
      });
      prober.raises.set('J', [81]);
      await expect(device.stepNext()).resolves.toMatchObject({ ended: true, column: 34, row: 12 });
    });
  });

  it('takes no byte that waited from before for the end of a command', async () => {
    const prober = new Prober();
    await onProber(prober, {}, async (device) => {
      prober.status.push(68, 87, 3);
      prober.raises.set('D', []);
      await expect(device.separate({ timeout: { seconds: 20 } })).rejects.toMatchObject({ kind: 'timeout' });
    });
  });

  it('polls where the wire brings no requests, and where one got lost', async () => {
    for (const lost of [true, false]) {
      const prober = new Prober();
      Object.assign(prober, { serviceRequest$: lost ? new Subject() : undefined });
      await onProber(prober, {}, async (device, clock) => {
        const before = clock.monotonic();
        await device.stepNext();
        expect(clock.monotonic() - before).toBeLessThanOrEqual(lost ? 1000 : 50);
      });
    }
  });

  it('moves by µm, Y first, and reads back ten times finer', async () => {
    const prober = new Prober();
    await onProber(prober, {}, async (device) => {
      await expect(device.position?.read()).resolves.toEqual({ x: -5, y: 1234.5 });
      await device.moveTo?.({ x: -5, y: 1234.5 });
      expect(prober.sent.at(-2)).toBe('AY+000000X+000000');
      await expect(device.moveBy?.({ x: 100, y: -50 })).rejects.toMatchObject({ code: 'axis-not-arrived' });
      expect(prober.sent).toContain('AY-000050X+000100');
      await expect(device.moveBy?.({ x: 1_000_000, y: 0 })).rejects.toMatchObject({ code: 'axis-limit' });
    });
  });

  it.each([
    [74, 'outside the probing area'],
    [76, 'O0661 CANNOT EXECUTE'],
    [99, 'ended abnormally'],
    [117, 'too many dies in a row failed'],
  ])('says what status byte %d means', async (byte, text) => {
    const prober = new Prober();
    prober.raises.set('JY', [byte]);
    await onProber(prober, {}, async (device) => {
      await expect(device.stepTo({ column: 999, row: 999 })).rejects.toMatchObject({
        kind: 'device',
        code: 'instrument-refused',
        message: expect.stringContaining(text) as string,
        details: { chuck: { height: 'separation' } },
      });
    });
  });

  it('refuses what it cannot send or must not', async () => {
    const prober = new Prober();
    await onProber(prober, {}, async (device) => {
      await expect(device.stepTo({ column: -1, row: 0 })).rejects.toMatchObject({ code: 'die-limit' });
      await expect(device.stepTo({ column: 1, row: 0, subsite: 1 })).rejects.toMatchObject({
        code: 'subsite-unsupported',
      });
      await expect(device.ink?.({ inker: 2 })).rejects.toMatchObject({ code: 'option-refused' });
      await expect(device.loader?.load({ cassette: 3, slot: 1 })).rejects.toMatchObject({
        code: 'slot-refused',
      });
      prober.texts.set('S1', 'C0W0A0');
      await expect(device.contact()).rejects.toMatchObject({ code: 'no-wafer' });
      prober.texts.set('S1', 'C0W1A1');
      await expect(device.contact()).rejects.toMatchObject({
        code: 'station-alarm',
        device: { code: 'O0661', text: 'CANNOT EXECUTE' },
      });
      expect(prober.sent.filter((command) => /^[ZJ]/.test(command))).toEqual([]);
    });
  });

  it('loads wafers from its cassettes', async () => {
    const prober = new Prober();
    await onProber(prober, {}, async (device) => {
      const slots = await device.loader?.slots?.read();
      expect(slots?.slice(0, 4).map(({ state }) => state)).toEqual([
        'waiting',
        'done',
        'in-process',
        'empty',
      ]);
      expect(slots).toHaveLength(25);
      await expect(device.loader?.load({ cassette: 1, slot: 7 })).resolves.toEqual({ ended: false });
      expect(prober.sent.at(-1)).toBe('j2107');
      prober.raises.set('L', [94]);
      await expect(device.loader?.load({})).resolves.toEqual({ ended: true });
      await device.loader?.unload();
    });
  });

  it('heats its chuck in tenths of a degree', async () => {
    const prober = new Prober();
    await onProber(prober, { chuck: { min: -60, max: 250 } }, async (device) => {
      const chuck = device.chuck;
      await expect(chuck?.temperature.read()).resolves.toBe(25);
      await expect(chuck?.setpoint.read()).resolves.toBe(150);
      await expect(chuck?.state.read()).resolves.toBe('heating');
      await chuck?.setpoint.write(150);
      expect(prober.sent).toContain('h1500');
      await expect(chuck?.setpoint.write(201)).rejects.toMatchObject({ kind: 'range' });
      prober.texts.set('f', '0250-550');
      await chuck?.setpoint.write(-55);
      expect(prober.sent).toContain('h-550');
    });
  });

  it('is reached over wires with a status byte only', async () => {
    const prober = new Prober();
    Object.assign(prober, { statusByte: undefined });
    await expect(onProber(prober, {}, async () => {})).rejects.toMatchObject({ code: 'wire-unsupported' });
  });
});
