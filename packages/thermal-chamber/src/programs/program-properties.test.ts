import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProgram } from './check-program.ts';
import { estimateProgram } from './estimate-program.ts';
import { flattenProgram } from './flatten-program.ts';
import { jump, ramp, soak, waitFor } from './program.ts';
import type { Program, ProgramStep } from './program.ts';
import { programCurve } from './program-curve.ts';
import { structureProblems } from './program-structure.ts';
import { programTimeline } from './program-timeline.ts';

type Tree = ProgramStep | { readonly repeat: readonly Tree[]; readonly passes: number };

const temperature = fc.integer({ min: -60, max: 150 });
const duration = fc.integer({ min: 1, max: 10_000 });
const leaf = fc.oneof(
  temperature.map((target) => ramp(target)),
  fc.tuple(temperature, fc.integer({ min: 1, max: 30 })).map(([target, rate]) => ramp(target, { rate })),
  fc.tuple(temperature, duration).map(([target, time]) => ramp(target, { duration: time })),
  fc.tuple(duration, fc.boolean()).map(([time, guaranteed]) => soak(time, { guaranteed })),
);
const tree: fc.Arbitrary<Tree[]> = fc.letrec<{ body: Tree[]; node: Tree }>((tie) => ({
  body: fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ repeat: tie('body'), passes: fc.integer({ min: 2, max: 3 }) }),
  ),
})).body;
const rates = fc.record({
  heating: fc.integer({ min: 1, max: 40 }),
  cooling: fc.integer({ min: 1, max: 40 }),
});

/** The flat steps of a tree and, worked out apart from them, the numbers of the steps in the order they run. */
function lay(nodes: readonly Tree[], steps: ProgramStep[]): number[] {
  return nodes.flatMap((node) => {
    if ('type' in node) return [steps.push(node)];
    const first = steps.length + 1;
    const pass = lay(node.repeat, steps);
    steps.push(jump(first, node.passes - 1));
    return Array.from({ length: node.passes }, () => pass).flat();
  });
}

function programOf(nodes: readonly Tree[]): { program: Program; order: number[] } {
  const steps: ProgramStep[] = [];
  const order = lay(nodes, steps);
  return {
    program: { name: 'any', steps, end: { action: 'off' }, guarantee: { band: 2, sensor: 'air' } },
    order,
  };
}

function refusal(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return FourwireError.is(error) ? `${error.kind} ${error.code}` : String(error);
  }
}

describe('any program of nested loops', () => {
  it('runs its steps as often, and in the order, that its loops say', () => {
    const property = fc.property(tree, temperature, (nodes, start) => {
      const { program, order } = programOf(nodes);
      const visits = [...flattenProgram(program, start)];
      expect(visits.map(({ number }) => number)).toEqual(order);
      expect(visits.map(({ from }) => from)).toEqual([start, ...visits.map(({ to }) => to)].slice(0, -1));
    });
    fc.assert(property, { seed: 1 });
  });

  it('names each visit of a step by a different set of passes', () => {
    const property = fc.property(tree, (nodes) => {
      const { program, order } = programOf(nodes);
      const visits = [...flattenProgram(program, 25)];
      const names = visits.map(({ number, passes }) => JSON.stringify([number, passes]));
      expect(new Set(names).size).toBe(order.length);
      expect(visits.every(({ passes }) => passes.every(({ pass, of }) => pass >= 1 && pass <= of))).toBe(
        true,
      );
    });
    fc.assert(property, { seed: 1 });
  });

  it('has no problem within limits wide enough', () => {
    const property = fc.property(tree, (nodes) => {
      expect(checkProgram(programOf(nodes).program, { temperature: { min: -60, max: 150 } })).toEqual([]);
    });
    fc.assert(property, { seed: 1 });
  });

  it('takes the sum of its own times on a chamber that follows at once', () => {
    const property = fc.property(tree, temperature, (nodes, start) => {
      const { program, order } = programOf(nodes);
      const sum = [...flattenProgram(program, start)].reduce((total, visit) => total + visit.duration, 0);
      const estimate = estimateProgram(program, start, { heating: Infinity, cooling: Infinity });
      expect(estimate.duration).toBeCloseTo(sum, 5);
      expect(estimate).toMatchObject({ visits: order.length, unknownWaits: 0 });
    });
    fc.assert(property, { seed: 1 });
  });

  it('never takes less on a real chamber, and as long as its curve', () => {
    const property = fc.property(tree, temperature, rates, (nodes, start, chamber) => {
      const { program } = programOf(nodes);
      const own = [...flattenProgram(program, start)].reduce((total, visit) => total + visit.duration, 0);
      const estimate = estimateProgram(program, start, chamber);
      expect(estimate.duration).toBeGreaterThanOrEqual(own * (1 - 1e-12));
      expect([...programCurve(program, start, chamber)].at(-1)?.time).toBe(estimate.duration);
    });
    fc.assert(property, { seed: 1 });
  });

  it('has a curve that is continuous but for ramps as fast as possible, with air within the rates', () => {
    const property = fc.property(tree, temperature, rates, (nodes, start, chamber) => {
      const { program } = programOf(nodes);
      const points = [...programCurve(program, start, chamber)];
      expect(points[0]).toMatchObject({ time: 0, setpoint: start, air: start });
      const broken = points.filter((point, index) => {
        const before = points[index - 1] ?? point;
        const minutes = (point.time - before.time) / 60;
        const rise = point.air - before.air;
        const step = program.steps[point.number - 1];
        const mayJump = step?.type === 'ramp' && step.pace === 'fastest';
        const follows = rise <= chamber.heating * minutes + 1e-6 && -rise <= chamber.cooling * minutes + 1e-6;
        return !(minutes >= 0 && follows && (minutes > 0 || mayJump || point.setpoint === before.setpoint));
      });
      expect(broken).toEqual([]);
      const last = [...flattenProgram(program, start)].at(-1);
      expect(points.at(-1)?.setpoint).toBeCloseTo(last?.to ?? NaN, 9);
    });
    fc.assert(property, { seed: 1 });
  });

  it('counts a guaranteed soak only from within its band', () => {
    const property = fc.property(tree, temperature, rates, (nodes, start, chamber) => {
      for (const { visit, end, knots } of programTimeline(programOf(nodes).program, start, chamber)) {
        if (visit.step.type !== 'soak' || visit.step.guaranteed !== true) continue;
        const counting = knots.filter(({ time }) => time >= end - visit.duration - 1e-6);
        expect(counting.every(({ air }) => Math.abs(air - visit.to) <= 2 + 1e-6)).toBe(true);
      }
    });
    fc.assert(property, { seed: 1 });
  });
});

describe('a program of arbitrary numbers', () => {
  const number = fc.oneof(fc.double(), fc.integer({ min: -2, max: 6 }));
  const wild = fc.oneof(
    fc.tuple(number, number).map(([target, rate]) => ramp(target, { rate })),
    fc.tuple(number, number).map(([target, time]) => ramp(target, { duration: time })),
    number.map((time) => soak(time, { guaranteed: true })),
    number.map((above) => waitFor({ sensor: 'air', above })),
    fc.tuple(number, number).map(([to, times]) => jump(to, times)),
  );

  it('is checked without throwing, and refused when run exactly if its structure is wrong', () => {
    const property = fc.property(fc.array(wild, { maxLength: 6 }), number, (steps, band) => {
      const program: Program = {
        name: 'wild',
        steps,
        end: { action: 'hold' },
        guarantee: { band, sensor: 'air' },
      };
      const problems = structureProblems(program);
      checkProgram(program, { temperature: { min: 0, max: 1 }, heating: 1, cooling: 1 });
      expect(refusal(() => flattenProgram(program, 0).next())).toBe(
        problems.length === 0 ? undefined : 'range program-invalid',
      );
    });
    fc.assert(property, { seed: 1, numRuns: 500 });
  });
});
