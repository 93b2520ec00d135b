import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { lineQuestions } from '../testing/line-questions.ts';
import { zaberChecksum } from './zaber-packet.ts';
import { ZaberSimulator } from './zaber.ts';
import type { ZaberSimulatorOptions } from './zaber.ts';

function chain(options: ZaberSimulatorOptions = {}) {
  const { clock, simulator } = simulated(ZaberSimulator, { axes: [1], ...options });
  return { clock, simulator, ...lineQuestions(simulator.services.serial, '\n') };
}

describe('Zaber chain', () => {
  it('answers the transcripts of the sheet', async () => {
    const { asked, ask, clock, wire } = chain();
    expect(asked('/1 0 07 get system.axiscount', '/1 1 08 move abs 10000', '/1 1 09 home')).toEqual([
      '@01 0 07 OK IDLE WR 1',
      '@01 1 08 RJ IDLE WR BADDATA',
      '@01 1 09 OK BUSY WR 0',
    ]);
    // At the switch, where it still settles.
    await clock.advance(1705);
    expect(ask('/1 1 10')).toBe('@01 1 10 OK BUSY -- 0');
    await clock.advance(1000);
    expect(asked('/1 1 11', '/1 1 12 get pos', '/1 set comm.alert 1', '/1 1 13 move abs 10000')).toEqual([
      '@01 1 11 OK IDLE -- 0',
      '@01 1 12 OK IDLE -- 0',
      '@01 0 OK IDLE -- 0',
      '@01 1 13 OK BUSY -- 0',
    ]);
    await clock.advance(10_000);
    expect(wire('')).toBe('!01 1 IDLE --\r\n');
    expect(ask('/1 foo')).toBe('@01 0 RJ IDLE -- BADCOMMAND');
    const two = chain({ axes: [1, 1] });
    expect(two.ask('/ get pos')).toBe('@01 0 OK IDLE WR 0|@02 0 OK IDLE WR 0');
    expect(two.ask('/1 warnings')).toBe('@01 0 OK IDLE WR 01 WR');
  });

  it('knows the checksums of the sheet, hears no wrong one, and writes them where they are asked for', () => {
    expect(['0 0 5', '1 tools echo', '2 0 5 get maxspeed'].map(zaberChecksum)).toEqual(['2B', 'BF', '52']);
    const { asked, simulator } = chain();
    expect(asked('/0 0 5:2B', '/0 0 5:2C', '/1 set comm.checksum 1', '/1 1')).toEqual([
      '@01 0 05 OK IDLE WR 0',
      '',
      `@01 0 OK IDLE WR 0:${zaberChecksum('01 0 OK IDLE WR 0')}`,
      `@01 1 OK IDLE WR 0:${zaberChecksum('01 1 OK IDLE WR 0')}`,
    ]);
    simulator.faults['wrong-checksum']?.(true);
    expect(asked('/1 1')[0]).not.toContain(zaberChecksum('01 1 OK IDLE WR 0'));
  });

  it('continues what does not fit into a packet, in both directions', () => {
    const { ask } = chain();
    const [first, second] = [0, 1].map((part) => Array.from({ length: 9 }, (_, index) => `w${part}${index}`));
    expect(ask(`/1 0 3 tools echo ${first?.join(' ')}\\`)).toBe('');
    const reply = ask(`/1 0 3 cont 1 ${second?.join(' ')}`).split('|');
    expect(reply).toHaveLength(2);
    expect(reply[0]).toMatch(/^@01 0 03 OK IDLE WR w00 .*\\$/);
    expect(reply[1]).toMatch(/^#01 0 03 cont 1 .*w18$/);
    expect(Math.max(...reply.map((packet) => packet.length))).toBeLessThanOrEqual(78);
    expect(ask('/1 0 3 cont 1 lost')).toBe('');
  });

  it('gives a value for each axis, sets all or none, and tells what belongs to a device from what belongs to an axis', async () => {
    const { ask, asked, clock } = chain({ axes: [3], referenced: true });
    expect(asked('/1 get limit.max', '/1 2 set limit.max 1000000', '/1 get limit.max')).toEqual([
      '@01 0 OK IDLE -- 2099738 2099738 2099738',
      '@01 2 OK IDLE -- 0',
      '@01 0 OK IDLE -- 2099738 1000000 2099738',
    ]);
    expect(asked('/1 1 get system.serial', '/1 4 get pos', '/1 move abs 1500000', '/1 get nothing')).toEqual([
      '@01 1 RJ IDLE -- DEVICEONLY',
      '@01 4 RJ IDLE -- BADAXIS',
      '@01 0 RJ IDLE -- BADDATA',
      '@01 0 RJ IDLE -- BADCOMMAND',
    ]);
    ask('/1 move abs 210000');
    await clock.advance(20_000);
    expect(ask('/1 get pos')).toBe('@01 0 OK IDLE -- 210000 210000 210000');
  });

  it('stops, notes what it interrupted, and keeps the flags of a fault until they are cleared', async () => {
    const { ask, asked, clock, simulator } = chain({ referenced: true });
    ask('/1 1 move max');
    await clock.advance(1000);
    expect(ask('/1 1 stop')).toBe('@01 1 OK BUSY NI 0');
    await clock.advance(1000);
    expect(asked('/1 1', '/1 1 warnings clear', '/1 1')).toEqual([
      '@01 1 OK IDLE NI 0',
      '@01 1 OK IDLE -- 01 NI',
      '@01 1 OK IDLE -- 0',
    ]);
    ask('/1 1 move rel 100000');
    simulator.faults.stall?.(true);
    await clock.advance(1000);
    expect(ask('/1 1')).toBe('@01 1 OK IDLE FS 0');
    simulator.faults.stall?.(false);
    simulator.faults['limit-switch']?.(true);
    asked('/1 1 warnings clear', '/1 1 move rel 100000');
    await clock.advance(3000);
    expect(ask('/1 1 warnings')).toBe('@01 1 OK IDLE WL 01 WL');
    simulator.faults['limit-switch']?.(false);
    simulator.faults['emergency-stop']?.(true);
    simulator.faults['emergency-stop']?.(false);
    expect(asked('/1 1 move min', '/1 1 driver enable', '/1 1 move min')).toEqual([
      '@01 1 RJ IDLE FD DRIVERDISABLED',
      '@01 1 OK IDLE WL 0',
      '@01 1 OK BUSY WL 0',
    ]);
  });

  it('forgets its reference and its settings when it is reset', async () => {
    const { ask, clock, simulator } = chain({ referenced: true });
    ask('/1 1 move abs 1000');
    simulator.faults['brown-out']?.(true);
    await clock.advance(5000);
    expect(ask('/1 1 get pos')).toBe('@01 1 OK IDLE WR 0');
  });

  it('is renumbered, and answers to its number only', () => {
    const { asked } = chain({ axes: [1, 2] });
    expect(asked('/2 renumber 7', '/2', '/7 get system.axiscount', '/ renumber')).toEqual([
      '@07 0 OK IDLE WR 0',
      '',
      '@07 0 OK IDLE WR 2',
      '@01 0 OK IDLE WR 0|@02 0 OK IDLE WR 0',
    ]);
  });

  it('still answers, whatever arrived in pieces of any size', () => {
    const words =
      ' |/|/1|1|0|99|:|:2B|\\|cont|move|abs|rel|vel|get|set|pos|limit.max|home|stop|1e9|-5|\r|\n|ÿ|\u0000|#|@|renumber|tools echo|warnings';
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words.split('|')), fc.string())), (pieces) => {
        const { wire } = chain();
        for (const piece of pieces) wire(piece);
        wire('\n/0 renumber\n');
        expect(wire('/1 0 42\n')).toMatch(/@01 0 42 (OK|RJ) (IDLE|BUSY) .. 0\r\n$/);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
