import { systemClock } from '@fourwire/core';
import { abortTrials } from './aborts.ts';

// `pnpm aborts` ends the work of eight machines at 2,000 random moments; `pnpm aborts 100 7` at 100, with seed 7.
const [points = 2000, seed = 1] = process.argv.slice(2).map(Number);
const begun = systemClock.monotonic();
const tally = await abortTrials(points, seed);
const seconds = Math.round((systemClock.monotonic() - begun) / 1000);
process.stdout.write(
  [
    `${tally.points} runs ended (seed ${seed}, ${seconds} s): ${JSON.stringify(tally.byCause)}; ${tally.withFault} with a faulty wire`,
    `${tally.hazardous} machines were in a hazardous state; ${tally.confirmed} members read back as safe, ${tally.notConfirmed} reported as not confirmed ${JSON.stringify(tally.why)}`,
    ...(tally.faults.length === 0 ? ['nothing went wrong'] : tally.faults.slice(0, 50)),
    '',
  ].join('\n'),
);
process.exitCode = tally.faults.length === 0 ? 0 : 1;
