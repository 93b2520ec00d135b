import { VirtualClock, seededRandom } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { lineService } from '../line-service.ts';
import type { FaultName } from './catalogue.ts';
import { faultCatalogue } from './catalogue.ts';
import { Faults } from './faults.ts';
import { FaultyWire } from './faulty-wire.ts';
import type { FaultyWireOptions, WireFault } from './faulty-wire.ts';

/** A wire to a service that answers each line with itself in brackets. */
function wire(options: FaultyWireOptions = {}): {
  faulty: FaultyWire;
  clock: VirtualClock;
  say: (line: string) => void;
  received: () => string[];
  closed: () => boolean;
  hangUp: () => void;
} {
  const clock = new VirtualClock();
  const faulty = new FaultyWire(
    lineService((send) => ({ line: (text) => send(`<${text}>\n`) })),
    { clock, random: seededRandom(1), ...options },
  );
  const received: string[] = [];
  let closed = false;
  const session = faulty.connect({
    send: (bytes) => received.push(Buffer.from(bytes).toString('latin1')),
    close: () => {
      closed = true;
    },
  });
  return {
    faulty,
    clock,
    say: (line) => session.receive(Buffer.from(`${line}\n`, 'latin1')),
    received: () => received,
    closed: () => closed,
    hangUp: () => session.closed(),
  };
}

describe('a faulty wire', () => {
  it('changes nothing without a fault', () => {
    const { say, received } = wire();
    say('a');
    say('b');
    expect(received()).toEqual(['<a>\n', '<b>\n']);
  });

  it.each<[WireFault, string[]]>([
    ['drop', []],
    ['half-open', []],
    ['truncate', ['<a', '<b']],
    ['duplicate', ['<a>\n', '<a>\n', '<b>\n', '<b>\n']],
    ['echo', ['a\n', '<a>\n', 'b\n', '<b>\n']],
    ['merged-replies', ['<a>\n<b>\n']],
    ['split', ['<', 'a', '>', '\n', '<', 'b', '>', '\n']],
  ])('%s', (fault, expected) => {
    const { faulty, say, received } = wire();
    faulty.faults[fault](true);
    say('a');
    say('b');
    expect(received()).toEqual(expected);
    faulty.faults[fault](false);
    received().length = 0;
    say('c');
    expect(received()).toEqual(['<c>\n']);
  });

  it('garbles one byte of a reply', () => {
    const { faulty, say, received } = wire();
    faulty.faults.garble(true);
    say('abcdef');
    const [reply = ''] = received();
    const wrong = Array.from(reply).filter((character, at) => character !== '<abcdef>\n'[at]);
    expect([reply.length, wrong.length]).toEqual([9, 1]);
  });

  it.each<[WireFault, number[]]>([
    ['delay', [50]],
    ['late-reply', [3000]],
    ['slow-drip', [2, 4, 6, 8]],
  ])('%s', async (fault, times) => {
    const { faulty, clock, say, received } = wire();
    faulty.faults[fault](true);
    const arrived: number[] = [];
    say('a');
    for (let at = 0; at < 4000; at++) {
      const before = received().length;
      await clock.advance(1);
      for (let count = before; count < received().length; count++) arrived.push(at + 1);
    }
    expect(arrived).toEqual(times);
    expect(received().join('')).toBe('<a>\n');
  });

  it('never lets a reply overtake one that was delayed', async () => {
    const { faulty, clock, say, received } = wire();
    faulty.faults.delay(true);
    say('a');
    faulty.faults.delay(false);
    say('b');
    await clock.advance(100);
    expect(received()).toEqual(['<a>\n', '<b>\n']);
  });

  it('cuts the connection, also a new one, until it is plugged in', async () => {
    const { faulty, closed } = wire();
    faulty.faults.unplug(true);
    expect(closed()).toBe(true);
    let cut = 0;
    const connect = async (): Promise<void> => {
      faulty.connect({ send: () => {}, close: () => cut++ });
      await Promise.resolve();
    };
    await connect();
    expect(cut).toBe(1);
    faulty.faults.unplug(false);
    await connect();
    expect(cut).toBe(1);
  });

  it('leaves no timer behind when the client hangs up', () => {
    const { faulty, clock, say, hangUp } = wire();
    faulty.faults['late-reply'](true);
    say('a');
    expect(clock.pendingTimers).toBe(1);
    hangUp();
    expect(clock.pendingTimers).toBe(0);
  });

  it('hits the part of the replies that was asked for, the same ones with the same seed', () => {
    const run = (): string => {
      const { faulty, say, received } = wire({ probability: 0.3 });
      faulty.faults.drop(true);
      for (let count = 0; count < 200; count++) say(String(count));
      return received().join('');
    };
    expect(run()).toBe(run());
    const got = run().split('\n').length - 1;
    expect(got).toBeGreaterThan(120);
    expect(got).toBeLessThan(160);
  });
});

describe('Faults', () => {
  const bench = (): { faults: Faults; log: string[]; clock: VirtualClock } => {
    const clock = new VirtualClock();
    const log: string[] = [];
    const note = (name: FaultName) => (active: boolean) => log.push(`${name} ${active}`);
    const faults = new Faults(
      [{ 'door-open': note('door-open') }, { drop: note('drop'), 'sensor-open': note('sensor-open') }],
      clock,
    );
    return { faults, log, clock };
  };

  it('switches by name and clears all', () => {
    const { faults, log } = bench();
    faults.set('drop');
    faults.set('door-open');
    faults.clear('drop');
    expect([...faults.active]).toEqual(['door-open']);
    faults.clear();
    expect(log).toEqual(['drop true', 'door-open true', 'drop false', 'door-open false']);
    expect(faults.names).toEqual(['door-open', 'drop', 'sensor-open']);
  });

  it('switches by schedule, and forgets the schedule when it is cleared', async () => {
    const { faults, log, clock } = bench();
    faults.schedule([
      { fault: 'sensor-open', after: { minutes: 1 }, for: { seconds: 30 } },
      { fault: 'drop', after: { minutes: 2 } },
      { fault: 'drop', after: { hours: 1 } },
    ]);
    await clock.advance(61_000);
    expect(log).toEqual(['sensor-open true']);
    await clock.advance(60_000);
    expect(log).toEqual(['sensor-open true', 'sensor-open false', 'drop true']);
    faults.clear();
    expect([clock.pendingTimers, log.at(-1)]).toEqual([0, 'drop false']);
  });

  it('names the faults that there are', () => {
    const { faults, clock } = bench();
    expect(() => faults.set('garble')).toThrow(
      'There is no fault "garble" here; there are door-open, drop, sensor-open.',
    );
    expect(() =>
      faults.schedule([
        { fault: 'drop', after: 1 },
        { fault: 'split', after: 1 },
      ]),
    ).toThrow('"split"');
    expect(clock.pendingTimers).toBe(0);
  });

  it('knows at least 25 faults, each with what a driver must do', () => {
    const kinds = Object.values(faultCatalogue);
    expect(kinds.length).toBeGreaterThanOrEqual(25);
    expect(new Set(kinds.map((kind) => kind.level))).toEqual(new Set(['wire', 'protocol', 'machine']));
    for (const kind of kinds) expect(kind.driver.endsWith('.') && kind.what.endsWith('.')).toBe(true);
  });
});
