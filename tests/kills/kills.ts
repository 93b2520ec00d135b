import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { readJournal } from '@fourwire/bench';
import type { JournalEntry } from '@fourwire/bench';
import { seededRandom, systemClock } from '@fourwire/core';
import type { Random } from '@fourwire/core';
import { bundle } from '../setup/bundle.ts';

/** What came of killing a run again and again. */
export interface KillSummary {
  readonly kills: number;
  /** Runs that came to their end in spite of it. */
  readonly runs: number;
  /** Kills that left an unfinished last line. */
  readonly torn: number;
  /** Pull tests that were under way, and were not repeated. */
  readonly interrupted: number;
  /** Age of the oldest lost entry at each kill, in ms, in order. */
  readonly lostMs: readonly number[];
  /** What is wrong, in words; empty when all held. */
  readonly faults: readonly string[];
}

/** How it is done. */
export interface KillOptions {
  readonly kills: number;
  readonly seed: number;
  /** Cycles of a run. */
  readonly cycles: number;
}

interface Found {
  readonly entries: readonly JournalEntry[];
  readonly torn: boolean;
  readonly faults: readonly string[];
}

type Victim = ChildProcessByStdio<null, Readable, Readable>;

/** A kill comes so long after the run has begun, at most, in ms. */
const longest = 900;

/**
 * Kills a thermal-cycle run with SIGKILL at random moments, looks at what it left, and lets another process go on, until
 * it has been killed so many times.
 */
export async function killTrials({ kills, seed, cycles }: KillOptions): Promise<KillSummary> {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'fourwire-kills-'));
  const summary = {
    kills: 0,
    runs: 0,
    torn: 0,
    interrupted: 0,
    lostMs: [] as number[],
    faults: [] as string[],
  };
  try {
    await bundle({ victim: fileURLToPath(new URL('victim.ts', import.meta.url)) }, folder);
    while (summary.kills < kills) {
      const run = mkdtempSync(join(folder, 'run-'));
      for (let ended = false; !ended;) {
        const before = await look(run);
        // Once it was killed often enough it may come to its end.
        const victim = start(join(folder, 'victim.mjs'), run, cycles);
        ended = await outlive(victim, summary.kills < kills ? random : undefined);
        const after = await look(run);
        summary.faults.push(...after.faults, ...resumption(before, after), ...pulledTwice(run));
        if (ended) summary.faults.push(...unfinished(after, cycles));
        else {
          summary.kills++;
          if (after.torn) summary.torn++;
          summary.lostMs.push(lost(run, after.entries, victim.pid));
        }
      }
      summary.runs++;
      summary.interrupted += (await look(run)).entries.filter(
        (entry) => entry.type === 'measurement' && entry.reason === 'the pull test was interrupted',
      ).length;
    }
    summary.lostMs.sort((a, b) => a - b);
    return summary;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function start(program: string, run: string, cycles: number): Victim {
  return spawn(process.execPath, [program, run, String(cycles)], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Kills the process at a random moment, if it is to be killed. Gives true when it came to its end. */
async function outlive(victim: Victim, random: Random | undefined): Promise<boolean> {
  let complaint = '';
  victim.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const exit = new Promise<number | null>((resolve) => victim.once('exit', resolve));
  if (random !== undefined) {
    // Some die while they begin.
    const early = random.next() < 0.1;
    if (!early) await Promise.race([exit, new Promise((resolve) => victim.stdout.once('data', resolve))]);
    const timer = systemClock.setTimer(random.next() * longest, () => victim.kill('SIGKILL'));
    void exit.then(() => timer.cancel());
  }
  const code = await exit;
  if (code !== null && code !== 0) throw new Error(`The run failed by itself: ${complaint}`);
  return code === 0;
}

/** What a run has left in its folder. */
async function look(run: string): Promise<Found> {
  const path = join(run, 'journal.jsonl');
  if (!existsSync(path)) return { entries: [], torn: false, faults: [] };
  const journal = readJournal(path);
  const entries: JournalEntry[] = [];
  for await (const entry of journal) entries.push(entry);
  const invalid = journal.damage.filter(({ reason }) => reason !== 'torn');
  return {
    entries,
    torn: journal.damage.some(({ reason }) => reason === 'torn'),
    faults: invalid.map(({ line, message }) => `line ${line} of the journal is not readable: ${message}`),
  };
}

/** Whether the run went on at the last checkpoint that the one before it had reached. */
function resumption(before: Found, after: Found): readonly string[] {
  if (!before.entries.some(({ type }) => type === 'procedure')) return [];
  const begun = after.entries.slice(before.entries.length).find((entry) => entry.type === 'procedure');
  // It may have been killed before it began.
  if (begun === undefined) return [];
  const reached = before.entries.findLast((entry) => entry.type === 'step' && entry.phase === 'reached');
  const expected = reached?.type === 'step' ? reached.key : '0';
  return begun.resumedAt === expected
    ? []
    : [`The run went on at ${begun.resumedAt ?? 'its begin'} instead of at ${expected}.`];
}

function pulledTwice(run: string): readonly string[] {
  const pulls = linesOf(join(run, 'pulls.log'));
  return pulls
    .filter((part, index) => pulls.indexOf(part) !== index)
    .map((part) => `The bond of ${part} was pulled twice.`);
}

/** What a run that came to its end should have. */
function unfinished({ entries }: Found, cycles: number): readonly string[] {
  const taken = new Set(
    entries.flatMap((entry) =>
      entry.type === 'measurement' ? [`${entry.name} ${entry.target.part ?? ''}`] : [],
    ),
  );
  const faults =
    taken.size === 2 * cycles ? [] : [`The run has ${taken.size} of ${2 * cycles} measurements.`];
  return entries.at(-1)?.type === 'run-ended' ? faults : [...faults, 'The run has no end.'];
}

/** How old the oldest entry was that is not in the journal, when the process wrote down its last; 0 when none is lost. */
function lost(run: string, entries: readonly JournalEntry[], process: number | undefined): number {
  const told = linesOf(join(run, 'truth.log'))
    .map((line) => JSON.parse(line) as { process: number; number: number; at: number })
    .filter((tick) => tick.process === process);
  const kept = new Set(
    entries.flatMap((entry) =>
      entry.type === 'event' && (entry.data as { process: number }).process === process
        ? [(entry.data as { number: number }).number]
        : [],
    ),
  );
  const missing = told.find(({ number }) => !kept.has(number));
  return missing === undefined ? 0 : (told.at(-1)?.at ?? missing.at) - missing.at;
}

function linesOf(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  // The last line may be cut off.
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}
