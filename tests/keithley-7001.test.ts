import { Keithley7001Simulator, virtualBench } from '@fourwire/mock';
import { openSwitchMatrix } from '@fourwire/scpi';
import type { Keithley7001Options, SwitchMatrix } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';

async function onBench(
  work: (matrix: SwitchMatrix, simulator: Keithley7001Simulator, sent: string[]) => Promise<void>,
  options: Keithley7001Options = { matrixSlots: [2] },
): Promise<void> {
  const bench = virtualBench(({ clock }) => ({ switch: new Keithley7001Simulator({ clock }) }));
  await bench.run(async () => {
    await using matrix = await openSwitchMatrix('TCPIP0::switch::5025::SOCKET', {
      driver: 'keithley-7001',
      options,
      ...bench.links,
    });
    const sent: string[] = [];
    const trace = matrix.trace$.subscribe({
      next: ({ direction, bytes }) => {
        if (direction === 'sent') sent.push(new TextDecoder().decode(bytes).trim());
      },
      error: () => {},
    });
    await work(matrix, bench.simulators.switch, sent);
    trace.unsubscribe();
  });
}

const multiplexed = { slot: 1, row: 1, column: 5 };
const crossed = { slot: 2, row: 3, column: 10 };

describe('the 7001 driver and the simulated switch', () => {
  it('open what is to be open before the rest closes', async () => {
    await onBench(async (matrix, { model }, sent) => {
      await matrix.closed.write([multiplexed, crossed]);
      expect(model.closed).toEqual(['1!5', '2!3!10']);
      sent.length = 0;
      await matrix.closed.write([crossed, { ...crossed, column: 1 }]);
      expect(model.closed).toEqual(['2!3!1', '2!3!10']);
      const orders = sent.filter((line) => /^ROUT:(?:OPEN|CLOS) /.test(line));
      expect(orders).toEqual(['ROUT:OPEN (@1!5)', 'ROUT:CLOS (@2!3!1)']);
      expect((await matrix.safe('the test is over')).ok).toBe(true);
      expect(model.closed).toEqual([]);
    });
  });

  it('refuse a slot and a row that are not there before a byte is sent', async () => {
    await onBench(async (matrix, _simulator, sent) => {
      const wrong = [{ slot: 3, row: 1, column: 1 }];
      await expect(matrix.connect({ crosspoints: wrong })).rejects.toThrow('slot 3 refused, allowed 1 to 2');
      await expect(matrix.closed.write([{ slot: 1, row: 2, column: 1 }])).rejects.toThrow('matrixSlots');
      expect(sent).toEqual([]);
    });
  });

  it('refuse matrices in slots that the mainframe has not', async () => {
    await expect(onBench(async () => {}, { matrixSlots: [3] })).rejects.toThrow(
      /matrixSlots refused: .*7001.* has slots 1 to 2; got 3/,
    );
    await expect(onBench(async () => {}, { matrixSlots: [11] })).rejects.toThrow(
      'options.matrixSlots[0] 11 refused, allowed 1 to 10.',
    );
  });

  it('tell the instrument’s own refusal of a relay that its card has not', async () => {
    await onBench(async (matrix) => {
      await expect(matrix.connect({ crosspoints: [{ slot: 2, row: 5, column: 1 }] })).rejects.toMatchObject({
        code: 'scpi-error',
        device: { code: -222 },
      });
    });
  });

  it('say so when a relay does not close', async () => {
    await onBench(async (matrix, { model }) => {
      model.stuck = '1!5';
      await expect(matrix.connect({ crosspoints: [multiplexed, crossed] })).rejects.toMatchObject({
        kind: 'device',
        code: 'not-confirmed',
        details: { crosspoints: [multiplexed] },
      });
    });
  });
});
