import { describe, expect, it } from 'vitest';
import { cycleByStandard } from './jesd22-a104.ts';

describe('a qualification by JESD22-A104 in virtual time', () => {
  it('passes the check of its record, and a second run writes the same journal, byte by byte', async () => {
    const first = await cycleByStandard(10);
    expect(first.report).toMatchObject({ passed: true, achieved: 10, failures: [], notChecked: [] });
    expect(first.result).toEqual({ cycles: 10, deviations: 0, failures: 0 });
    expect(first.report.accepted).toEqual(['dwell']);
    expect(first.timers).toBe(0);
    // A cycle has 20 min of soak, and the way of 165 K twice.
    expect(first.hours).toBeGreaterThan((10 * 20) / 60);
    const second = await cycleByStandard(10);
    expect(second.journal === first.journal).toBe(true);
    expect((await cycleByStandard(2, { seed: 2 })).journal).not.toBe((await cycleByStandard(2)).journal);
  });

  it('says where the record fails when somebody opened the door during a soak', async () => {
    const opened = { after: { minutes: 40 }, for: { minutes: 2 } };
    const { report, result, journal } = await cycleByStandard(2, {
      faults: [{ fault: 'door-open', ...opened }],
    });
    expect(result.deviations).toBe(1);
    expect(journal).toContain('Cycle 2: ');
    expect(report.passed).toBe(false);
    expect(report.failures).toMatchObject([{ code: 'tolerance', cycle: 2, where: 'low', measured: 19 }]);
  });
});
