import { faultCatalogue } from '@fourwire/mock';
import { describe, expect, it } from 'vitest';
import { subjects } from './subjects.ts';
import { trial } from './trial.ts';
import type { Finding } from './trial.ts';

const runs = Number(process.env['FOURWIRE_FAULT_RUNS'] ?? 2000);
const each = Math.ceil(runs / subjects.length);

describe('every driver with every fault', () => {
  const tried = new Set<string>();

  it.each(subjects.map((subject) => [`${subject.driver} at ${subject.address}`, subject] as const))(
    '%s ends in its deadline, in a declared kind, without a wrong value, and recovers',
    async (_name, subject) => {
      const findings: Finding[] = [];
      for (let seed = 1; seed <= each; seed++) {
        const { faults, finding } = await trial(subject, seed);
        for (const fault of faults) tried.add(fault);
        if (finding !== undefined) findings.push(finding);
      }
      expect(findings).toEqual([]);
    },
    600_000,
  );

  it('tries every fault of the catalogue', () => {
    expect(Object.keys(faultCatalogue).filter((fault) => !tried.has(fault))).toEqual([]);
  });
});
