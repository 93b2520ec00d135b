import { createHash } from 'node:crypto';
import { cycleByStandard } from './jesd22-a104.ts';
import { burnIn, cycleTemperature } from './qualification.ts';

// One run at full length: prints how many seconds it took and, after a tab, what came of it.
const start = performance.now();
const { journal, hours, timers } = await run(process.argv[2]);
const seconds = (performance.now() - start) / 1000;
if (timers > 0) throw new Error(`${timers} timers are left`);
const hash = createHash('sha256').update(journal).digest('hex');
process.stdout.write(
  `${seconds.toFixed(1)}\t${hours.toFixed(0)} h, ${journal.length} characters of journal, SHA-256 ${hash}`,
);

async function run(
  name: string | undefined,
): Promise<{ readonly journal: string; readonly hours: number; readonly timers: number }> {
  if (name === 'cycles') return cycleTemperature(1000);
  if (name === 'burn-in') return burnIn(1000);
  const cycling = await cycleByStandard(1000);
  if (!cycling.report.passed) throw new Error(JSON.stringify(cycling.report.failures[0]));
  return cycling;
}
