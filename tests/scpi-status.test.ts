import { Bus, BusClient, InProcessTransport, VirtualClock } from '@fourwire/core';
import type { ByteTransport, Reading } from '@fourwire/core';
import { MessageLink, ScpiInstrument, ScpiRefusal, scpiMessageService, scpiService } from '@fourwire/mock';
import {
  ScpiSession,
  ScpiStatus,
  complete,
  operationBits,
  scpi,
  standardEventBits,
  statusByteBits,
} from '@fourwire/scpi';
import type { CompletionWay } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';

interface Rig {
  readonly instrument: ScpiInstrument;
  readonly session: ScpiSession;
  readonly status: ScpiStatus;
  readonly clock: VirtualClock;
  readonly link: MessageLink | InProcessTransport;
  /** Every message that was sent. */
  readonly sent: string[];
}

/** An instrument whose INIT sweeps for 3 s, and fails where `fails` says so; on a wire of messages or a stream. */
async function onRig(
  wire: 'messages' | 'stream',
  work: (rig: Rig) => Promise<void>,
  { fails = false, statusByteOnly = false }: { fails?: boolean; statusByteOnly?: boolean } = {},
): Promise<void> {
  const clock = new VirtualClock();
  const instrument = new ScpiInstrument('Maker,Model,1,1.0');
  let sweep: Promise<void> = Promise.resolve();
  let abort = new AbortController();
  instrument.on(
    'INITiate',
    () => {
      abort = new AbortController();
      const { operation } = instrument.status;
      operation.set(operationBits.sweeping, true);
      sweep = clock
        .sleep(3000, abort.signal)
        .catch(() => {})
        .then(() => {
          operation.set(operationBits.sweeping, false);
          if (fails) instrument.status.raise(new ScpiRefusal(-240));
        });
    },
    0,
  );
  instrument.on('ABORt', () => abort.abort(), 0);
  instrument.idle = async () => sweep;
  const sent: string[] = [];
  await clock.run(async () => {
    const link =
      wire === 'messages'
        ? new MessageLink(scpiMessageService(instrument))
        : new InProcessTransport(scpiService(instrument));
    if (statusByteOnly) Object.defineProperty(link, 'serviceRequest$', { value: undefined });
    const bus = new Bus<ByteTransport>(link, { clock });
    bus.trace$.subscribe(({ entry }) => {
      if (entry.direction === 'sent') sent.push(Buffer.from(entry.bytes).toString('latin1').trim());
    });
    await bus.open();
    const client = new BusClient(bus, 'instrument');
    const session = new ScpiSession(client);
    await work({ instrument, session, status: new ScpiStatus(session, client), clock, link, sent });
    await bus.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

const nothing = { condition: 0, events: 0 };
const began = { condition: operationBits.measuring, events: operationBits.measuring };

const times = (sent: readonly string[], message: string): number =>
  sent.filter((one) => one === message).length;

describe('the status of an instrument', () => {
  it('comes by service request where the wire has it, at once and without polling', async () => {
    await onRig('messages', async ({ instrument, status, clock, sent }) => {
      const readings: Reading<{ condition: number; events: number }>[] = [];
      const subscriptions = [1, 2].map(() =>
        status.operation$.subscribe((reading) => readings.push(reading)),
      );
      await clock.sleep(500);
      expect(readings.map(({ value }) => value)).toEqual([nothing, nothing]);
      const asked = times(sent, 'STAT:OPER:COND?');
      instrument.status.operation.set(operationBits.measuring, true);
      await clock.sleep(1);
      expect(readings.slice(2).map(({ value }) => value)).toEqual([began, began]);
      expect(times(sent, 'STAT:OPER:COND?')).toBe(asked + 1);
      await clock.sleep(8000);
      expect(times(sent, 'STAT:OPER:COND?')).toBe(asked + 1);
      // Who comes later gets the last reading.
      const late: unknown[] = [];
      status.operation$.subscribe(({ value }) => late.push(value)).unsubscribe();
      expect(late).toEqual([began]);
      for (const subscription of subscriptions) subscription.unsubscribe();
      await clock.sleep(100);
      expect(sent.at(-1)).toBe('*SRE 0');
      await clock.sleep(60_000);
      expect(sent.at(-1)).toBe('*SRE 0');
    });
  });

  it('comes by polling over a stream, one poll for all who watch', async () => {
    await onRig('stream', async ({ instrument, status, clock, sent }) => {
      const seen: number[] = [];
      const subscriptions = [1, 2, 3].map(() =>
        status.questionable$.subscribe(({ value }) => seen.push(value?.condition ?? -1)),
      );
      await clock.sleep(2500);
      instrument.status.questionable.set(2, true);
      await clock.sleep(1000);
      expect(seen).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2]);
      expect(times(sent, 'STAT:QUES:COND?')).toBe(4);
      for (const subscription of subscriptions) subscription.unsubscribe();
      const asked = sent.length;
      await clock.sleep(10_000);
      expect(sent).toHaveLength(asked);
    });
  });

  it('survives a pulled cable, and arms an instrument anew that was switched off meanwhile', async () => {
    await onRig('messages', async ({ instrument, status, clock, link, sent }) => {
      const readings: Reading<number>[] = [];
      const subscription = status.standardEvents$.subscribe((reading) => readings.push(reading));
      await clock.sleep(100);
      link.unplug();
      instrument.powerCycle();
      await clock.sleep(100);
      expect(readings.at(-1)).toMatchObject({ quality: 'stale', error: { kind: 'link' } });
      link.plug();
      await clock.sleep(10_000);
      expect(readings.some(({ value }) => value === standardEventBits.powerOn)).toBe(true);
      const before = readings.length;
      sent.length = 0;
      instrument.status.raise(new ScpiRefusal(-222));
      await clock.sleep(1);
      expect(readings.slice(before).map(({ value }) => value)).toEqual([standardEventBits.executionError]);
      subscription.unsubscribe();
      await clock.sleep(10);
    });
  });

  it('reads the status byte by a serial poll, which takes the request away, or by *STB?', async () => {
    await onRig('messages', async ({ instrument, session, status, sent }) => {
      await session.send(scpi`*SRE ${statusByteBits.errorAvailable}`);
      instrument.status.raise(new ScpiRefusal(-222));
      const { errorAvailable, requestsService } = statusByteBits;
      expect(await status.readStatusByte()).toBe(errorAvailable | requestsService);
      expect(await status.readStatusByte()).toBe(errorAvailable);
      expect(sent).not.toContain('*STB?');
    });
    await onRig('stream', async ({ instrument, status }) => {
      instrument.status.raise(new ScpiRefusal(-222));
      expect(await status.readStatusByte()).toBe(statusByteBits.errorAvailable);
    });
  });
});

describe('an operation', () => {
  const ways: [CompletionWay | undefined, 'messages' | 'stream', boolean][] = [
    [undefined, 'messages', false],
    [undefined, 'messages', true],
    [undefined, 'stream', false],
    ['query', 'stream', false],
    ['query', 'messages', false],
    ['event-register', 'messages', false],
  ];

  it.each(ways)('is waited for by %s over %s (status byte only: %s)', async (way, wire, statusByteOnly) => {
    await onRig(
      wire,
      async ({ session, status, clock }) => {
        const start = clock.monotonic();
        const elapsed: number[] = [];
        await complete(session, status, scpi`INIT`, {
          ...(way === undefined ? {} : { way }),
          within: { seconds: 60 },
          progress: (seconds) => elapsed.push(seconds),
        });
        const lasted = clock.monotonic() - start;
        expect(lasted).toBeGreaterThanOrEqual(3000);
        expect(lasted).toBeLessThan(3200);
        expect(elapsed.length).toBeGreaterThanOrEqual(way === 'query' ? 0 : 3);
        // Another one, which finds no trace of the first.
        const again = clock.monotonic();
        await complete(session, status, scpi`INIT`, { within: { seconds: 60 } });
        expect(clock.monotonic() - again).toBeGreaterThanOrEqual(3000);
      },
      { statusByteOnly },
    );
  });

  it.each(['messages', 'stream'] as const)('leaves the link free meanwhile: %s', async (wire) => {
    await onRig(wire, async ({ session, status, clock }) => {
      const running = complete(session, status, scpi`INIT`);
      await clock.sleep(1000);
      expect(await session.queryNumber(scpi`STAT:OPER:COND?`)).toBe(operationBits.sweeping);
      expect(clock.monotonic()).toBeLessThan(1200);
      await running;
    });
  });

  it('ends also when somebody else reads the event register', async () => {
    await onRig('stream', async ({ session, status, clock }) => {
      const subscription = status.standardEvents$.subscribe();
      await complete(session, status, scpi`INIT`);
      expect(clock.monotonic()).toBeLessThan(3300);
      subscription.unsubscribe();
    });
  });

  it.each(['messages', 'stream'] as const)('that fails raises what the instrument says: %s', async (wire) => {
    await onRig(
      wire,
      async ({ session, status, clock }) => {
        await expect(complete(session, status, scpi`INIT`)).rejects.toMatchObject({
          code: 'scpi-error',
          device: { code: -240 },
          command: 'INIT',
        });
        expect(clock.monotonic()).toBeGreaterThanOrEqual(3000);
        await expect(complete(session, status, scpi`INITI`)).rejects.toMatchObject({
          device: { code: -113 },
        });
        expect(await session.errors()).toEqual([]);
      },
      { fails: true },
    );
  });

  it.each(['messages', 'stream'] as const)(
    'is stopped when its time is up or it is cancelled: %s',
    async (wire) => {
      await onRig(wire, async ({ instrument, session, status, clock }) => {
        const stop = scpi`ABOR`;
        await expect(complete(session, status, scpi`INIT`, { within: 500, stop })).rejects.toMatchObject({
          kind: 'timeout',
        });
        await clock.sleep(10);
        expect(instrument.status.operation.condition).toBe(0);
        const cancel = new AbortController();
        const running = complete(session, status, scpi`INIT`, { signal: cancel.signal, stop });
        running.catch(() => {});
        await clock.sleep(700);
        expect(instrument.status.operation.condition).toBe(operationBits.sweeping);
        cancel.abort();
        await expect(running).rejects.toMatchObject({ kind: 'aborted' });
        await clock.sleep(10);
        expect(instrument.status.operation.condition).toBe(0);
        expect(await session.query(scpi`*IDN?`)).toBe('Maker,Model,1,1.0');
      });
    },
  );

  it('that holds the link must say for how long', async () => {
    await onRig('stream', async ({ session, status }) => {
      await expect(complete(session, status, scpi`INIT`, { way: 'query' })).rejects.toMatchObject({
        kind: 'range',
        code: 'option-refused',
      });
    });
  });
});
