import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textClient } from '../testing/text-client.ts';
import { framed, Sb22Frames } from './sb22-frame.ts';
import { WeissSb22Simulator } from './weiss-sb22.ts';

function chamber() {
  const { clock, simulator } = simulated(WeissSb22Simulator, { parameters: { sensorNoise: 0 } });
  const { ask } = textClient(simulator.services.serial);
  return { clock, simulator, ask: (payload: string): string => ask(framed(payload)), raw: ask };
}

describe('the SB 22', () => {
  it('frames as the sheet says, section 7', () => {
    expect(Buffer.from(framed('1?'), 'latin1').toString('hex')).toBe('02313f384503');
  });

  it('tells its values where the sheet says', async () => {
    const { ask, clock } = chamber();
    expect(ask('1T-40.0F50R1000000000000000')).toBe(framed('1\u{6}'));
    const reply = ask('1?').slice(1);
    expect([reply.slice(2, 7), reply.slice(8, 10), reply.slice(19, 21)]).toEqual(['023.0', '45', '--']);
    expect([reply.slice(22, 27), reply.slice(31, 47)]).toEqual(['-40.0', '1000000000000000']);
    await clock.advance({ hours: 2 });
    expect(Number(ask('1?').slice(3, 8))).toBeCloseTo(-40, 0);
  });

  it('hears neither others, nor wrong checks, nor what is malformed', () => {
    const { ask, raw } = chamber();
    expect([ask('2?'), ask('1T5F50R1'), raw('\u{2}1?00\u{3}')]).toEqual(['', '', '']);
    expect(ask('1T500.0F50R1000000000000000')).toBe(framed('1\u{15}'));
  });

  it('shows errors, and stops', () => {
    const { ask, simulator } = chamber();
    ask('1T080.0F00R1000000000000000');
    simulator.faults['over-temperature']?.(true);
    expect([ask('1?').slice(20, 22), ask('1?')[32]]).toEqual(['13', '0']);
    simulator.faults['wrong-checksum']?.(true);
    expect(new Sb22Frames().push(Buffer.from(ask('1?'), 'latin1'))).toEqual([]);
  });

  it('finds frames in any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        const clean = noise.filter((byte) => byte !== 2 && byte !== 3);
        const frames = new Sb22Frames();
        frames.push(clean);
        expect(frames.push(Buffer.from(framed('1?'), 'latin1'))).toEqual(['1?']);
        frames.push(noise);
      }),
    );
  });
});
