import { describe, expect, it } from 'vitest';
import { lineClient, perfectWafer, teller } from '../prober/test-client.ts';
import { simulated } from '../testing/simulated.ts';
import { PilotSimulator } from './semiprobe-pilot.ts';

function bench() {
  const { clock, simulator } = simulated(PilotSimulator, { wafer: perfectWafer() });
  const client = lineClient(simulator.services.tcp);
  const tell = teller(clock, async (line) => (await client.ask(line)).trimEnd());
  return { clock, simulator, model: simulator.model, tell, ...client };
}

describe('the sheet, section B', () => {
  it('answers each number when it is done', async () => {
    const { tell, model, clock } = bench();
    const { contact, separation } = model.active;
    expect(
      await tell(
        '70 MotorState= 1',
        '16',
        '4000 MoveState= L, X= 2, Y= -1',
        '24',
        '15',
        '25',
        '16',
        '4000 MoveState= N',
        '4007 X= -1, Y= -1',
        '4000 MoveState= P',
        '343 Type= S: Score= 75:',
        '343 Type= G',
        '331',
        '330',
        '24',
      ),
    ).toEqual([
      '70 Executed!',
      '16 Executed!',
      '4000 Executed!',
      '24 Executed! -20000 40000',
      '15 Executed!',
      `25 Executed! ${Number(model.home.theta.toFixed(3))} ${contact}`,
      '16 Executed!',
      '4000 Executed!',
      expect.stringMatching(/^4007 Executed! X= -?\d+, Y= -?\d+$/) as string,
      '4000 Executed!',
      '343 Executed!',
      '343 Executed! 75',
      '331 Executed!',
      '330 Executed!',
      '24 Executed! 0 0',
    ]);
    expect(model.position.z).toBe(separation);
    expect([model.scratches, clock.pendingTimers]).toEqual([0, 0]);
  });

  it('homes, loads and aligns', async () => {
    const { tell, model } = bench();
    expect(await tell('21', '19', '15', '329', '15')).toEqual([
      '21 Executed!',
      '19 Executed!',
      '15 Failed! Chuck is at FrontLoad',
      '329 Executed!',
      '15 Executed!',
    ]);
    expect(model.prober.overPads).toBe(true);
    expect(model.prober.overtravel).toBeGreaterThan(0);
  });

  it('protects nothing: a move in contact scratches', async () => {
    const { tell, model } = bench();
    await tell('15', '13 100 0 50');
    expect(model.scratches).toBe(1);
  });
});

describe('what goes wrong', () => {
  it('a stop ends a move on the way; its answer comes after that of the move', async () => {
    const { clock, send, next, model } = bench();
    const replies = await clock.run(async () => {
      send('13 80000 0 100\n');
      await clock.sleep({ seconds: 0.8 });
      send('35\n');
      return [await next(), await next()];
    });
    expect(replies.map((reply) => reply.trimEnd())).toEqual([
      '13 Failed! The move was stopped',
      '35 Executed!',
    ]);
    expect(model.prober.busy).toBe(false);
    expect(model.position.x).toBeLessThan(45_000);
  });

  it.each(['door-open', 'vacuum-lost', 'local-mode'] as const)('%s ends a move on the way', async (fault) => {
    const { clock, send, next, simulator, model, tell } = bench();
    const reply = await clock.run(async () => {
      send('13 80000 0 100\n');
      await clock.sleep({ seconds: 0.8 });
      simulator.faults[fault]?.(true);
      return next();
    });
    expect(reply).toMatch(/^13 Failed! /);
    expect(model.position.x).toBeLessThan(45_000);
    simulator.faults[fault]?.(false);
    expect(await tell('13 0 0 100')).toEqual(['13 Executed!']);
  });

  it('ends the wafer in the middle, and does not understand what is wrong', async () => {
    const { tell, simulator } = bench();
    simulator.faults['wafer-ends']?.(true);
    for (const reply of await tell('4000 MoveState= N', '4000', '13 a b', '343 Type= S: Score= 5:', '999'))
      expect(reply).toMatch(/^\d+ Failed! \w/);
  });
});
