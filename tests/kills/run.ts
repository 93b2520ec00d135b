import { killTrials } from './kills.ts';

// `pnpm kills` kills a thermal-cycle run 300 times; `pnpm kills 20 7` does it 20 times with seed 7.
const [kills = 300, seed = 1] = process.argv.slice(2).map(Number);
const { runs, torn, interrupted, lostMs, faults } = await killTrials({ kills, seed, cycles: 12 });
const late = lostMs.filter((ms) => ms > 100).length;
process.stdout.write(
  [
    `${kills} kills (seed ${seed}), ${runs} runs that came to their end all the same`,
    `lost: median ${lostMs[Math.floor(lostMs.length / 2)]} ms, at most ${lostMs.at(-1)} ms; ${late} times more than 100 ms`,
    `${torn} journals with an unfinished last line; ${interrupted} pull tests were interrupted and not repeated`,
    ...(faults.length === 0 ? ['nothing went wrong'] : faults),
    '',
  ].join('\n'),
);
process.exitCode = faults.length === 0 && late === 0 ? 0 : 1;
