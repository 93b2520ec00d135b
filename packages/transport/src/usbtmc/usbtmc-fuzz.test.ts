import { FourwireError, Turn } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../test/scripted-service.ts';
import { UsbtmcBench } from '../../test/usbtmc-link.ts';

const late = new FourwireError('timeout', 'timeout', 'Too late.');

/** Bytes that are often nearly a header, so that the fuzz gets past it. */
const packet = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc
    .tuple(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 0, max: 200 }),
      fc.nat(3),
      fc.uint8Array({ maxLength: 52 }),
    )
    .map(([tag, size, attributes, data]) =>
      Uint8Array.of(2, tag, ~tag & 0xff, 0, size, 0, 0, 0, attributes, 0, 0, 0, ...data),
    ),
);

describe('arbitrary bytes from the device', () => {
  it('on every endpoint end every operation with a value or an error of ours, and closing works', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(packet, { maxLength: 12 }),
        fc.array(fc.uint8Array({ maxLength: 2 }), { maxLength: 12 }),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 24 }), { minLength: 1, maxLength: 12 }),
        fc.constantFrom(undefined, 0x0588),
        async (packets, interrupts, answers, productId) => {
          const bench = new UsbtmcBench(productId === undefined ? {} : { vendorId: 0x1ab1, productId });
          const { device } = bench;
          const outcomes: unknown[] = [];
          await bench.clock.run(async () => {
            await bench.open();
            let asked = 0;
            device.control = () => toHex(answers[asked++ % answers.length] ?? Uint8Array.of(1));
            device.tamper = () => packets.splice(0, 3);
            device.interrupts.push(...interrupts);
            for (let round = 0; round < 3; round++) {
              for (const operation of [
                async (turn: Turn) => bench.query('?', turn),
                async (turn: Turn) => bench.transport.statusByte?.(turn),
                async (turn: Turn) => bench.transport.recover(turn),
                async (turn: Turn) => bench.transport.clear(turn),
              ]) {
                const turn = new Turn();
                const timer = bench.clock.setTimer(1000, () => turn.interrupt(late));
                outcomes.push(await operation(turn).catch((error: unknown) => error));
                timer.cancel();
              }
            }
            await bench.transport.close();
          });
          const foreign = outcomes.filter(
            (outcome) =>
              outcome instanceof Error && !(FourwireError.is(outcome) && outcome.kind !== 'internal'),
          );
          expect(foreign).toEqual([]);
          expect(outcomes).toHaveLength(12);
          expect(device.violations).toEqual([]);
          expect(bench.clock.pendingTimers).toBe(0);
        },
      ),
      { seed: 1, numRuns: 150 },
    );
  });
});
