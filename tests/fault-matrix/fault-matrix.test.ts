import { faultCatalogue } from '@fourwire/mock';
import { describe, expect, it } from 'vitest';
import { allSubjects } from '../subjects/of-package.ts';

/** How many trials there are in all, however many drivers; `pnpm fault-matrix` makes 10,000. */
const runs = process.env['MODE'] === 'fault-matrix' ? 10_000 : 2000;
const share = Math.ceil(runs / allSubjects.length);

describe('every driver with every fault', () => {
  it.each(allSubjects.map((subject) => [subject.driver, subject] as const))(
    '%s ends in its deadline, in a declared kind, without a wrong value, and recovers',
    async (_driver, subject) => {
      const { wires, faults } = subject;
      const untried = new Set<string>(faults);
      const findings: unknown[] = [];
      for (let seed = 1; seed <= share || untried.size > 0; seed++) {
        // One wire after the other; one further each time that the faults begin again, so that all meet all.
        const wire = wires[(seed - 1 + Math.floor((seed - 1) / faults.length)) % wires.length];
        if (wire === undefined) throw new Error(`${subject.driver} has no wire`);
        const trial = await subject.trial(wire, seed);
        for (const fault of trial.faults) untried.delete(fault);
        if (trial.problem !== undefined) findings.push({ wire, ...trial });
      }
      expect(findings).toEqual([]);
    },
    600_000,
  );

  it('tries every fault of the catalogue', () => {
    const tried = new Set(allSubjects.flatMap(({ faults }) => faults));
    expect(Object.keys(faultCatalogue).filter((fault) => !tried.has(fault as never))).toEqual([]);
  });
});
