import { BusClient } from '@fourwire/core';
import type { Bus, ByteTransport } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { onInstrument } from '../../test/instrument.ts';
import { scpi } from '../codec/command.ts';
import { pacedSession } from './paced.ts';
import { ScpiSession } from './scpi-session.ts';

/** An instrument with an error queue: `BAD` is refused, `ODD?` answers and complains all the same, `NO?` says nothing. */
function complaining(): (line: string) => string | undefined {
  const queue: string[] = [];
  return (line) => {
    switch (line) {
      case 'BAD':
        queue.push('-113,"Undefined header;BAD"');
        return undefined;
      case 'ODD?':
        queue.push('-230,"Data corrupt or stale"');
        return '7';
      case 'NO?':
        queue.push('-224,"Illegal parameter value"');
        return undefined;
      case 'SYST:ERR?':
        return queue.shift() ?? '0,"No error"';
      default:
        return line.endsWith('?') ? '1' : undefined;
    }
  };
}

const refused = (code: number): object => ({ kind: 'device', code: 'scpi-error', device: { code } });

describe('the errors of an instrument', () => {
  it('arrive at the command that it refused', async () => {
    await onInstrument(complaining(), async (client) => {
      const session = new ScpiSession(client);
      await expect(session.send(scpi`BAD`)).rejects.toMatchObject({ ...refused(-113), command: 'BAD' });
      await session.send(scpi`GOOD`);
    });
  });

  it('arrive at no later command: not those of a query that was answered, not those of another program', async () => {
    const sent = await onInstrument(complaining(), async (client) => {
      await client.exchange((wire, turn) => wire.write(Buffer.from('BAD\n'), turn));
      const session = new ScpiSession(client);
      await session.send(scpi`GOOD`);
      expect(await session.query(scpi`ODD?`)).toBe('7');
      await session.send(scpi`GOOD`);
      await session.send(scpi`GOOD`);
      await expect(session.send(scpi`BAD`)).rejects.toMatchObject(refused(-113));
    });
    // After a command whose errors were read the queue is known to be empty: asking before the next would be in vain.
    expect(sent.join(' ')).toMatch(/GOOD SYST:ERR\? GOOD SYST:ERR\? BAD SYST:ERR\? SYST:ERR\?$/);
  });

  it('arrive at a command that was cancelled no more than at the one after it', async () => {
    await onInstrument(complaining(), async (client) => {
      const session = new ScpiSession(client);
      const cancel = new AbortController();
      const cancelled = session.send(scpi`BAD`, { signal: cancel.signal });
      cancelled.catch(() => {});
      // The exchange is on the wire by the next microtask.
      await Promise.resolve();
      cancel.abort();
      await expect(cancelled).rejects.toMatchObject({ kind: 'aborted' });
      await session.send(scpi`GOOD`);
    });
  });

  it('arrive in place of the timeout of a query that it refused', async () => {
    await onInstrument(complaining(), async (client) => {
      const session = new ScpiSession(client, { errors: 'never' });
      await expect(session.query(scpi`NO?`)).rejects.toMatchObject({
        ...refused(-224),
        command: 'NO?',
        cause: { kind: 'timeout' },
      });
    });
  });

  it('arrive at a query that was answered all the same, where every message is checked', async () => {
    await onInstrument(complaining(), async (client) => {
      const session = new ScpiSession(client, { errors: 'message' });
      await expect(session.query(scpi`ODD?`)).rejects.toMatchObject({ ...refused(-230), command: 'ODD?' });
      expect(await session.query(scpi`FINE?`)).toBe('1');
    });
  });

  it('arrive at the end of their transaction, those from before it not', async () => {
    await onInstrument(complaining(), async (client) => {
      const session = new ScpiSession(client, { errors: 'transaction' });
      await session.send(scpi`BAD`);
      const ends = await session.transaction(async (exclusive) => {
        await exclusive.send(scpi`GOOD`);
        return exclusive.query(scpi`FINE?`);
      });
      expect(ends).toBe('1');
      const failing = session.transaction(async (exclusive) => {
        await exclusive.send(scpi`BAD`);
        await exclusive.query(scpi`ODD?`);
      });
      await expect(failing).rejects.toMatchObject({
        ...refused(-113),
        details: { errors: [{ code: -113 }, { code: -230 }] },
      });
    });
  });

  it('are asked for one by one with the gap of the bus between, where an instrument needs pauses', async () => {
    const times: number[] = [];
    const answers = complaining();
    await onInstrument(answers, async (shared, clock) => {
      const client = new BusClient(shared.bus as Bus<ByteTransport>, 'instrument', { gap: 100 });
      const seen = client.trace$.subscribe(({ direction, at }) => {
        if (direction === 'sent') times.push(at);
      });
      await client.exchange((wire, turn) => wire.write(Buffer.from('BAD\n'), turn));
      await clock.sleep(100);
      const session = pacedSession(client);
      expect(await session.errors()).toHaveLength(1);
      await expect(session.send(scpi`BAD`)).rejects.toMatchObject(refused(-113));
      seen.unsubscribe();
    });
    expect(times).toHaveLength(6);
    expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) >= 100)).toBe(true);
  });

  it('say that some were lost when the queue ran over', async () => {
    const queue = ['-222,"Data out of range"', '-350,"Queue overflow"'];
    const answers = (line: string): string | undefined =>
      line === 'SYST:ERR?' ? (sentGood ? (queue.shift() ?? '0,"No error"') : '0,"No error"') : goodSent();
    let sentGood = false;
    const goodSent = (): undefined => {
      sentGood = true;
    };
    await onInstrument(answers, async (client) => {
      await expect(new ScpiSession(client).send(scpi`GOOD`)).rejects.toThrow('errors were lost');
    });
  });

  it('are asked for no more than a hundred times, should the instrument never say that there are none', async () => {
    const sent = await onInstrument(
      (line) => (line === 'SYST:ERR?' ? '-100,"Command error"' : undefined),
      async (client) => {
        expect(await new ScpiSession(client).errors()).toHaveLength(100);
      },
    );
    expect(sent).toHaveLength(100);
  });
});
