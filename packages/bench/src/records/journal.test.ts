import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FourwireError, VirtualClock } from '@fourwire/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry } from './entry.ts';
import { openJournal } from './journal.ts';
import { parseJournal, readJournal } from './read-journal.ts';
import type { JournalReader } from './read-journal.ts';
import { memorySink } from './sink.ts';
import type { JournalSink } from './sink.ts';

async function all(reader: JournalReader): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of reader) entries.push(entry);
  return entries;
}

const run = { title: 'T', who: 'A', why: 'B', script: 's.ts', versions: { node: 'v20' } };

describe('a journal', () => {
  it('writes at the latest 100 ms after an entry, and leaves no timer', async () => {
    const clock = new VirtualClock();
    const sink = memorySink();
    const journal = await openJournal(sink, { clock });
    expect(clock.pendingTimers).toBe(0);
    journal.append({ type: 'note', text: 'first' });
    journal.append({ type: 'note', text: 'second' });
    expect(clock.pendingTimers).toBe(1);
    expect(sink.text).toBe('');
    await clock.advance(100);
    expect(sink.text.split('\n')).toHaveLength(3);
    expect(clock.pendingTimers).toBe(0);
    journal.append({ type: 'note', text: 'third' });
    await journal.close();
    expect(clock.pendingTimers).toBe(0);
    expect(sink.text).toContain('third');
    expect(() => journal.append({ type: 'note', text: 'late' })).toThrow(/closed/);
  });

  it('gives the same bytes for the same run in virtual time', async () => {
    const once = async (): Promise<string> => {
      const clock = new VirtualClock();
      const sink = memorySink();
      await clock.run(async () => {
        await using journal = await openJournal(sink, { clock });
        journal.start(run);
        for (let index = 0; index < 50; index++) {
          journal.append({
            type: 'reading',
            path: 'oven/temperature',
            value: index / 7,
            unit: 'Cel',
            quality: 'good',
          });
          await clock.sleep(33);
        }
        journal.end({ outcome: 'completed' });
      });
      return sink.text;
    };
    expect(await once()).toBe(await once());
  });

  it('asks its caller to wait while the disk is slow, keeps the order, and refuses at its bound', async () => {
    const taken: string[] = [];
    let release = (): void => {};
    const slow: JournalSink = {
      write: (lines) => {
        taken.push(lines);
        return new Promise((resolve) => {
          release = resolve;
        });
      },
      sync: async () => {},
      close: async () => {},
    };
    const journal = await openJournal(slow, { clock: new VirtualClock() });
    const text = 'x'.repeat(1_000_000);
    expect(journal.append({ type: 'note', text })).toBe(true);
    expect(journal.append({ type: 'note', text: `a${text}` })).toBe(true);
    expect(journal.append({ type: 'note', text: `b${text}` })).toBe(false);
    expect(() => {
      for (let index = 0; index < 20; index++) journal.append({ type: 'note', text });
    }).toThrow(expect.objectContaining({ kind: 'busy', code: 'journal-stalled' }) as Error);
    expect(taken).toHaveLength(1);
    release();
    const flushed = journal.flush();
    await Promise.resolve();
    await Promise.resolve();
    release();
    await flushed;
    expect(taken).toHaveLength(2);
    expect(taken[1]?.indexOf('"a')).toBeLessThan(taken[1]?.indexOf('"b') ?? 0);
  });

  it('takes nothing more after a failed write, and says so to every caller', async () => {
    const full: JournalSink = {
      write: () => Promise.reject(new Error('ENOSPC')),
      sync: async () => {},
      close: async () => {},
    };
    const journal = await openJournal(full, { clock: new VirtualClock() });
    journal.append({ type: 'note', text: 'x' });
    await expect(journal.flush()).rejects.toMatchObject({ kind: 'link', code: 'journal-write-failed' });
    expect(() => journal.append({ type: 'note', text: 'y' })).toThrow(/ENOSPC/);
    await expect(journal.close()).rejects.toThrow(/ENOSPC/);
  });
});

describe('measurements', () => {
  it('are judged by their limits, counted when repeated, and said when they were not taken', async () => {
    const sink = memorySink();
    const journal = await openJournal(sink, { clock: new VirtualClock() });
    const targets = [0, 1, 2, 3, 4].map((column) => ({ die: { column, row: 0 }, temperature: 25 }));
    const [a, b, c, d] = targets;
    const resistance = journal.declare({ name: 'R', unit: 'Ohm', limits: { min: 95, max: 105 }, targets });
    expect(resistance.record(94.9, a).verdict).toBe('fail');
    expect(resistance.record(95, a, { bin: 1 })).toMatchObject({ verdict: 'pass', retest: 1, bin: 1 });
    expect(resistance.record(NaN, b)).toMatchObject({
      verdict: 'error',
      value: null,
      reason: 'not a finite number: NaN',
    });
    expect(resistance.error('no contact', c)).toMatchObject({ verdict: 'error', reason: 'no contact' });
    expect(resistance.skip('die is excluded', d)).toMatchObject({ verdict: 'not-measured' });
    expect(() => resistance.record(100, { die: { column: 9, row: 9 } })).toThrow(
      /R of die 9\/9 was not declared; declare it/,
    );
    journal.end({ outcome: 'stopped', reason: 'Ctrl-C' });
    await journal.close();
    const entries = await all(parseJournal(sink.text));
    expect(entries.slice(-2)).toMatchObject([
      {
        verdict: 'not-measured',
        reason: 'the run stopped without it',
        target: { die: { column: 4, row: 0 } },
      },
      { type: 'run-ended', outcome: 'stopped' },
    ]);
    expect(entries.filter((entry) => entry.type === 'measurement')).toHaveLength(6);
  });
});

describe('a journal file', () => {
  let folder = '';
  let path = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-'));
    path = join(folder, 'run.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const clock = new VirtualClock();

  it('is never overwritten, and can be resumed', async () => {
    const first = await openJournal(path, { clock });
    first.start(run);
    first.declare({ name: 'R', unit: 'Ohm', targets: [{ wire: 1 }, { wire: 2 }] }).record(3, { wire: 1 });
    await first.close();
    await expect(openJournal(path, { clock })).rejects.toMatchObject({
      kind: 'state',
      code: 'journal-exists',
    });
    await expect(openJournal(join(folder, 'no/such'), { clock })).rejects.toMatchObject({ kind: 'link' });

    await writeFile(path, '{"type":"note","at":0,"te', { flag: 'a' });
    const torn = readJournal(path);
    expect(await all(torn)).toHaveLength(3);
    expect(torn.damage).toEqual([{ line: 4, reason: 'torn', message: 'The last line has no end.' }]);

    const second = await openJournal(path, { clock, resume: true });
    second.end({ outcome: 'completed' });
    await second.close();
    const whole = readJournal(path);
    expect((await all(whole)).map((entry) => entry.type)).toEqual([
      'run-started',
      'declaration',
      'measurement',
      'note',
      'measurement',
      'run-ended',
    ]);
    expect(whole.damage).toEqual([]);
    expect(await readFile(path, 'utf8')).toContain('unfinished last line of 25 bytes');
  });

  it('is readable wherever it is cut', async () => {
    const sink = memorySink();
    const journal = await openJournal(sink, { clock });
    journal.start(run);
    for (let index = 0; index < 20; index++) journal.append({ type: 'note', text: `µ\u2028 ${index}` });
    await journal.close();
    const bytes = Buffer.from(sink.text);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), async (length) => {
        const cut = bytes.subarray(0, length);
        await writeFile(path, cut);
        const reader = readJournal(path);
        const lines = cut.filter((byte) => byte === 10).length;
        expect(await all(reader)).toHaveLength(lines);
        expect(reader.damage.length).toBe(length === 0 || cut.at(-1) === 10 ? 0 : 1);
        const resumed = await openJournal(path, { clock, resume: true });
        resumed.append({ type: 'note', text: 'on' });
        await resumed.close();
        expect(await all(readJournal(path))).toHaveLength(lines + 1 + reader.damage.length);
      }),
      { seed: 1, numRuns: 15 },
    );
  });

  it('stays readable around an altered line', async () => {
    await writeFile(
      path,
      '{"type":"note","at":0,"text":"a"}\nrubbish\n\n{"type":"note","at":1,"text":"b"}\n',
    );
    const reader = readJournal(path);
    expect(await all(reader)).toHaveLength(2);
    expect(reader.damage.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'invalid'],
      [3, 'invalid'],
    ]);
  });

  it('that is not there is one clear error', async () => {
    const error: unknown = await all(readJournal(path)).catch((reason: unknown) => reason);
    expect(FourwireError.is(error) && [error.kind, error.code]).toEqual(['link', 'journal-not-read']);
  });
});
