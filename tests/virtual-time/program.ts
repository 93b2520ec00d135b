import { createHash } from 'node:crypto';
import { cycleByHand } from './cycles-by-hand.ts';
import { cycleByStandard } from './jesd22-a104.ts';
import { burnInAtLength, cycleTemperature } from './qualification.ts';
import type { Qualification } from './qualification.ts';

// One run: prints how many seconds it took, how many of them the processor was busy, and what came of it, with tabs
// between. Arguments: its name and its length, in cycles or hours.
const [, , name = '', length = '1000'] = process.argv;
const start = performance.now();
const busy = process.cpuUsage();
const { journal, hours, timers } = await run(Number(length));
const { user, system } = process.cpuUsage(busy);
const seconds = (performance.now() - start) / 1000;
if (timers > 0) throw new Error(`${timers} timers are left`);
const hash = createHash('sha256').update(journal).digest('hex');
process.stdout.write(
  `${seconds.toFixed(1)}\t${((user + system) / 1e6).toFixed(2)}\t${hours.toFixed(0)} h, ${journal.length} characters of journal, SHA-256 ${hash}`,
);

async function run(count: number): Promise<Qualification> {
  if (name === 'cycles') return cycleTemperature(count);
  if (name === 'by-hand') return cycleByHand(count);
  if (name === 'burn-in') return burnInAtLength(count);
  const cycling = await cycleByStandard(count);
  if (!cycling.report.passed) throw new Error(JSON.stringify(cycling.report.failures[0]));
  if (cycling.result.deviations > 0) throw new Error(`${cycling.result.deviations} deviations`);
  return cycling;
}
