import { describe, expect, it } from 'vitest';
import { lineClient, perfectWafer } from '../prober/test-client.ts';
import { simulated } from '../testing/simulated.ts';
import { P200lSimulator } from './micromanipulator-p200l.ts';

function bench() {
  const { clock, simulator } = simulated(P200lSimulator, { wafer: perfectWafer() });
  const client = lineClient(simulator.services.tcp, '\r');
  /** Sends a command and gives the lines of its reply. */
  const say = async (command: string): Promise<string> =>
    clock.run(async () => {
      const lines = [await client.ask(command)];
      while (!/^#0(?:64|66|79)$/.test(lines.at(-1) ?? '')) lines.push(await client.next());
      return lines.join(' ');
    });
  return { clock, simulator, model: simulator.model, say, ...client };
}

describe('the sheet, section A', () => {
  it('answers in lines that end with carriage returns', async () => {
    const { say, model, clock } = bench();
    expect(await say(':PRB:UP')).toBe('#080 #064');
    expect(await say(':WFR:FIRST?')).toBe('#192 3 8 #064');
    expect(await say(':SUB:NEXT?')).toBe('#192 -1 #064');
    expect(await say(':WFR:FOO')).toBe('#066');
    expect(await say(':PRB:DN')).toBe('#080 #064');
    expect(model.inContact).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('raises before and lowers after a step as its switches say', async () => {
    const { say, model } = bench();
    expect(await say(':PRB:DNM?')).toBe('#192 True False #064');
    await say(':PRB:DN');
    await say(':WFR:MOV:CR 4 5');
    expect([await say(':WFR:POS:CR?'), model.inContact]).toEqual(['#192 4 5 #064', false]);
    expect(await say(':PRB:DNM False True')).toBe('#066');
    await say(':PRB:DNM True True');
    await say(':PRB:DN');
    await say(':WFR:NEXT?');
    expect([model.inContact, model.scratches]).toEqual([true, 0]);
    await say(':PRB:DNM False False');
    await say(':WFR:NEXT?');
    expect(model.scratches).toBe(1);
  });

  it('steps subsites to −1, and tells its map in records', async () => {
    const { say, model } = bench();
    model.map.subsites.push({ id: '0', x: 0, y: 0 }, { id: '1', x: 100, y: -50 });
    await say(':WFR:FIRST?');
    expect([await say(':SUB:NEXT?'), await say(':SUB:NEXT?'), await say(':SUB:GOTO 0')]).toEqual([
      '#192 1 100 -50 #064',
      '#192 -1 #064',
      '#064',
    ]);
    const records = (await say(':WFR:MAP:CSV?')).split(' ')[1]?.split('~') ?? [];
    expect([records[3]?.split(',')[1], records[4]?.split(',')[1]]).toEqual(['9', '9']);
    expect(records).toHaveLength(5 + model.map.route.length);
    await say(':WFR:PATREC true');
    expect(await say(':WFR:PATREC?')).toBe('#192 True #064');
  });
});

describe('what goes wrong', () => {
  it.each(['door-open', 'vacuum-lost', 'local-mode', 'emergency-stop'] as const)(
    '%s aborts a move on the way',
    async (fault) => {
      const { clock, send, next, simulator, model, say } = bench();
      const before = model.map.current;
      const reply = await clock.run(async () => {
        send(':WFR:MOV:CR 8 4\r');
        await clock.sleep({ seconds: 0.8 });
        simulator.faults[fault]?.(true);
        return next();
      });
      expect(reply).toBe('#079');
      expect([model.prober.busy, model.map.current]).toEqual([false, before]);
      simulator.faults[fault]?.(false);
      expect(await say(':WFR:MOV:CR 8 4')).toBe('#064');
    },
  );

  it('says −1 at the end of the wafer, wherever it comes', async () => {
    const { say, simulator, model } = bench();
    await say(':WFR:FIRST?');
    simulator.faults['wafer-ends']?.(true);
    expect(await say(':WFR:NEXT?')).toBe('#192 -1 #064');
    expect(await say(':WFR:POS:CR?')).toBe('#192 3 8 #064');
    expect(await say(':WFR:MOV:CR 99 99')).toBe('#066');
    model.contactSet = false;
    expect(await say(':PRB:DN')).toBe('#080 #079');
  });
});
