import { VirtualClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { HislipServer } from './hislip-server.ts';
import { InstrumentLock } from './instrument-lock.ts';
import { RemoteState } from './remote-state.ts';
import { message, openSession, settled, twice } from './test-client.ts';
import type { TestConnection } from './test-client.ts';

type Who = 'a' | 'b' | 'c';

/** Makes requests one after the other: `a` asks for the exclusive lock, `a:key` for a shared one, `-a` releases. */
function answers(clock: VirtualClock, steps: string, waitMs = 0): (number | undefined)[] {
  const lock = new InstrumentLock<Who>(clock, () => {});
  return steps.split(' ').map((step) => {
    if (step.startsWith('-')) return lock.release(step.slice(1) as Who);
    const [who = '', key = ''] = step.split(':');
    let answered: number | undefined;
    lock.request(who as Who, key, waitMs, (answer) => {
      answered = answer;
    });
    return answered;
  });
}

describe('the table of locks', () => {
  it.each([
    ['-a', [3]],
    ['a -a -a', [1, 1, 3]],
    ['a:k -a -a', [1, 2, 3]],
    ['a a:k b:k', [1, 3, 0]],
    ['a a b', [1, 3, 0]],
    ['a:k a:k b:k b:j c:j', [1, 3, 1, 3, 0]],
    ['a:k a b', [1, 1, 0]],
    ['a:k b', [1, 0]],
    ['a:k a a:k b:k c:j', [1, 1, 3, 1, 0]],
    ['a:k b:k a a b', [1, 1, 1, 3, 0]],
    ['a:k b:k a -b -c -a -a -a', [1, 1, 1, 2, 3, 1, 2, 3]],
  ])('is kept: %s', (steps, expected) => {
    expect(answers(new VirtualClock(), steps)).toEqual(expected);
  });

  it('keeps one exclusive holder, one key, and nobody waiting who could be served', async () => {
    const step = fc.tuple(
      fc.constantFrom<Who>('a', 'b', 'c'),
      fc.constantFrom('', 'k', 'j', 'release', 'drop'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const clock = new VirtualClock();
        const lock = new InstrumentLock<Who>(clock, () => {});
        for (const [who, what] of steps) {
          if (what === 'release') lock.release(who);
          else if (what === 'drop') lock.drop(who);
          else if (!lock.awaits(who)) lock.request(who, what, 1000, () => {});
          const { exclusive, clients } = lock.info;
          const free = (['a', 'b', 'c'] as const).filter((holder) => !lock.blocks(holder)).length;
          expect(free).toBe(exclusive ? 1 : clients === 0 ? 3 : clients);
          const waiting = (['a', 'b', 'c'] as const).some((holder) => lock.awaits(holder));
          expect(waiting && clients === 0).toBe(false);
        }
        await clock.advance(1000);
        expect(clock.pendingTimers).toBe(0);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('locks over HiSLIP', () => {
  const identity = 'ACME,MOCK-2,SN0002,1.0';
  const lock = (connection: TestConnection, waitMs: number, key = ''): string[] => {
    connection.send(message(4, 1, waitMs, key));
    return connection.take();
  };
  const release = (connection: TestConnection, id = 0xffff_fefe): string[] => {
    connection.send(message(4, 0, id));
    return connection.take();
  };

  it('are the shared and the exclusive one, given back in that order', () => {
    const { async } = openSession(server().server);
    expect([lock(async, 500, 'key1'), lock(async, 500)]).toEqual(twice(['48530501 00000000']));
    async.send(message(24));
    expect(async.take()).toEqual(['48531901 00000001']);
    expect([release(async), release(async), release(async)]).toEqual([
      ['48530501 00000000'],
      ['48530502 00000000'],
      ['48530503 00000000'],
    ]);
  });

  it('are waited for as long as the client says', async () => {
    const { server: hislip, clock } = server();
    const [one, two, three] = [openSession(hislip), openSession(hislip), openSession(hislip)];
    lock(one.async, 0);
    expect(lock(two.async, 0)).toEqual(['48530500 00000000']);
    expect([lock(two.async, 300), lock(three.async, 1000)]).toEqual([[], []]);
    await clock.advance(299);
    expect(two.async.take()).toEqual([]);
    await clock.advance(1);
    expect(two.async.take()).toEqual(['48530500 00000000']);
    release(one.async);
    expect(three.async.take()).toEqual(['48530501 00000000']);
    expect(clock.pendingTimers).toBe(0);
  });

  it("keep other clients' messages unread, but not their other requests", async () => {
    const { server: hislip, clock } = server();
    const [one, two] = [openSession(hislip), openSession(hislip)];
    lock(one.async, 0);
    two.sync.send(message(7, 0, 0xffff_ff00, '*IDN?'));
    await clock.advance({ seconds: 60 });
    expect([two.sync.take(), two.sync.paused]).toEqual([[], true]);
    two.async.send(message(21, 0, 0xffff_fefe) + message(24) + message(15, 0, 0, '\0\0\0\0\0\0\x10\0'));
    expect(two.async.take().length).toBe(3);
    release(one.async);
    await settled(clock);
    expect([two.sync.take(), two.sync.paused]).toEqual([[`48530700 ffffff00 ${identity}`], false]);
  });

  it('end with their client', async () => {
    const { server: hislip, clock } = server();
    const [one, two, three] = [openSession(hislip), openSession(hislip), openSession(hislip)];
    lock(one.async, 0);
    lock(two.async, 1000);
    expect(lock(three.async, 1000)).toEqual([]);
    // One waits for it no longer, and then the holder goes.
    two.sync.hangUp();
    one.sync.hangUp();
    expect(three.async.take()).toEqual(['48530501 00000000']);
    three.async.hangUp();
    expect(lock(openSession(hislip).async, 0)).toEqual(['48530501 00000000']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('are asked for one at a time, and given up by a device clear', async () => {
    const { server: hislip } = server();
    const [one, two] = [openSession(hislip), openSession(hislip)];
    lock(one.async, 0);
    lock(two.async, 5000);
    expect(release(two.async)).toEqual(['48530503 00000000']);
    expect(hislip.violations.map(({ code }) => code)).toEqual(['lock-outstanding']);
    two.async.send(message(19));
    expect(two.async.take()).toEqual(['48530500 00000000', '48531700 00000000']);
    release(one.async);
    expect([two.async.take(), lock(one.async, 0)]).toEqual([[], ['48530501 00000000']]);
  });

  it('are released when the last message was carried out', async () => {
    const { server: hislip, clock } = server();
    const { sync, async } = openSession(hislip);
    lock(async, 0);
    sync.send(message(7, 0, 0xffff_ff00, 'WAIT 1'));
    expect(release(async, 0xffff_ff00)).toEqual([]);
    await clock.advance(900);
    expect(async.take()).toEqual([]);
    await clock.advance(200);
    expect(async.take()).toEqual(['48530501 00000000']);
    expect(lock(async, 0)).toEqual(['48530501 00000000']);
    expect(release(async, 0xffff_ff44)).toEqual([]);
    await clock.advance(20);
    expect(async.take()).toEqual(['48530501 00000000']);
    expect(hislip.violations.map(({ code }) => code)).toEqual(['release-id']);
  });

  it('belong to one instrument of several', () => {
    const service = scpiMessageService(new ScpiInstrument(identity));
    const hislip = new HislipServer({ hislip0: service, hislip1: service });
    const [one, two] = [openSession(hislip), openSession(hislip, 'hislip1')];
    expect([lock(one.async, 0), lock(two.async, 0)]).toEqual(twice(['48530501 00000000']));
  });

  function server(): { server: HislipServer; clock: VirtualClock } {
    const clock = new VirtualClock();
    const instrument = new ScpiInstrument(identity);
    instrument.on('WAIT', async ({ need }) => {
      await clock.sleep({ seconds: Number(need(0).text) });
      return undefined;
    });
    return { server: new HislipServer({ hislip0: scpiMessageService(instrument) }, { clock }), clock };
  }
});

describe('remote and local mode', () => {
  it.each([
    [0, true, false, false],
    [0, false, false, false],
    [1, false, false, true],
    [2, true, false, false],
    [3, false, false, true],
    [4, false, true, true],
    [5, false, true, true],
    [6, true, false, true],
  ])('goes from request %i, in remote before: %s', (code, before, lockout, enabled) => {
    let remote = false;
    const state = new RemoteState((on) => {
      remote = on;
    });
    if (before) state.addressed();
    expect(remote).toBe(before);
    state.request(code);
    expect([remote, state.lockout]).toEqual([code === 3 || code === 5, lockout]);
    state.addressed();
    expect(remote).toBe(enabled);
  });
});
