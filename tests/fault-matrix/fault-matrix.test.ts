import { faultCatalogue } from '@fourwire/mock';
import { describe, expect, it } from 'vitest';
import { allSubjects } from '../subjects/of-package.ts';

/** How many trials there are in all; every fault of every subject is tried even where they would be fewer. */
const runs = Number(process.env['FOURWIRE_FAULT_RUNS'] ?? 2000);
const rows = allSubjects.flatMap((subject) => subject.wires.map((wire) => ({ subject, wire })));
const share = Math.ceil(runs / rows.length);

describe('every driver with every fault', () => {
  it.each(rows.map((row) => [row.subject.driver, row.wire, row] as const))(
    '%s on %s ends in its deadline, in a declared kind, without a wrong value, and recovers',
    async (_driver, _wire, { subject, wire }) => {
      const tried = new Set<string>();
      const findings: unknown[] = [];
      let untried: readonly string[] = subject.faults;
      for (let seed = 1; seed <= share || untried.length > 0; seed++) {
        const { available, ...trial } = await subject.trial(wire, seed);
        for (const fault of trial.faults) tried.add(fault);
        untried = available.filter((fault) => !tried.has(fault));
        if (trial.problem !== undefined) findings.push(trial);
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
