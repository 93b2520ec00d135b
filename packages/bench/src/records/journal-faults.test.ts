import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { FourwireError, VirtualClock, systemClock } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
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

describe('the writing of a journal', () => {
  it('takes a line that comes in the moment in which a write ends', async () => {
    const clock = new VirtualClock();
    const sink = memorySink();
    for (let ticks = 0; ticks < 12; ticks++) {
      const late: JournalSink = {
        ...sink,
        write: async (lines) => {
          await sink.write(lines);
          if (!lines.includes('first')) return;
          let later = Promise.resolve();
          for (let tick = 0; tick < ticks; tick++) later = later.then(() => {});
          void later.then(() => journal.append({ type: 'note', text: `late ${ticks}` }));
        },
      };
      const journal = await openJournal(late, { clock });
      journal.append({ type: 'note', text: 'first' });
      await clock.advance(100);
      await clock.advance(100);
      expect(sink.text).toContain(`"late ${ticks}"`);
      await journal.close();
    }
  });

  it('counts nothing as measured that it did not take', async () => {
    let release = (): void => {};
    const taken: string[] = [];
    const slow: JournalSink = {
      write: (lines) => {
        taken.push(lines);
        return new Promise((resolve) => (release = resolve));
      },
      sync: async () => {},
      close: async () => {},
    };
    const journal = await openJournal(slow, { clock: new VirtualClock() });
    const r = journal.declare({ name: 'R', unit: 'Ohm' });
    const text = 'x'.repeat(4_000_000);
    for (let index = 0; index < 5; index++) journal.append({ type: 'note', text });
    expect(() => r.record(5, {}, { reason: text })).toThrow(/journal-stalled|16 MiB wait/);
    release();
    await Promise.resolve();
    const flushed = journal.flush();
    await new Promise(setImmediate);
    release();
    await flushed;
    journal.end({ outcome: 'completed' });
    const closed = journal.close();
    release();
    await closed;
    expect(taken.join('').includes('"verdict":"not-measured"')).toBe(true);
  });

  it('tells when it fails, at once and to whoever comes later', async () => {
    const full: JournalSink = {
      write: async () => {
        throw new FourwireError('link', 'planned', 'ENOSPC: no space left on device');
      },
      sync: async () => {},
      close: async () => {},
    };
    const clock = new VirtualClock();
    const journal = await openJournal(full, { clock });
    const told: string[] = [];
    journal.failure$.subscribe({ next: ({ code }) => told.push(code), error: () => {} });
    journal.append({ type: 'note', text: 'one' });
    await clock.advance(100);
    journal.failure$.subscribe({ next: ({ message }) => told.push(message), error: () => {} });
    expect(told).toEqual([
      'journal-write-failed',
      'The journal could not be written and takes no more entries: ENOSPC: no space left on device.',
    ]);
    expect(() => journal.append({ type: 'note', text: 'two' })).toThrow(/takes no more entries/);
    expect(clock.pendingTimers).toBe(0);
    await expect(journal.close()).rejects.toMatchObject({ code: 'journal-write-failed' });
  });

  it('refuses an entry that no journal could hold, and limits that nothing passes', async () => {
    const journal = await openJournal(memorySink(), { clock: new VirtualClock() });
    expect(() => journal.append({ type: 'note', text: 'x'.repeat(17 * 1024 * 1024) })).toThrow(
      'An entry of 17 MiB refused, at most 16 MiB',
    );
    expect(() => journal.declare({ name: 'R', unit: 'Ohm', limits: { min: 5, max: 1 } })).toThrow(
      'limits: R must have a min not above its max, in Ohm; got 5 to 1.',
    );
    journal.declare({ name: 'R', unit: 'Ohm', limits: { max: 1 } }).record(-1e300);
    journal.declare({ name: 'S', unit: 'Ohm', limits: { min: 1, max: 1 } }).record(1);
    await journal.close();
  });

  it('says when the clock of the computer was set', async () => {
    let now = Date.UTC(2026, 0, 1);
    let monotonic = 0;
    const sink = memorySink();
    const set: Clock = Object.assign(Object.create(systemClock) as Clock, {
      now: () => now,
      monotonic: () => monotonic,
    });
    const journal = await openJournal(sink, { clock: set });
    journal.append({ type: 'note', text: 'a' });
    now += 5000;
    monotonic += 5000;
    journal.append({ type: 'note', text: 'b' });
    now -= 3_600_000;
    journal.append({ type: 'note', text: 'c' });
    journal.append({ type: 'note', text: 'd' });
    now += 60_000;
    journal.append({ type: 'note', text: 'e' });
    await journal.close();
    const texts = (await all(parseJournal(sink.text))).map((entry) =>
      entry.type === 'note' ? entry.text : '',
    );
    expect(texts.map((text) => text.slice(0, 53))).toEqual([
      'a',
      'b',
      'The clock of the computer went back by 3600.0 s besid',
      'c',
      'd',
      'The clock of the computer went on by 60.0 s beside th',
      'e',
    ]);
  });
});

describe('the file of a journal', () => {
  const clock = systemClock;
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fourwire-journal-'));
    path = join(folder, 'run.jsonl');
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is written by one at a time, and leaves nothing beside it', async () => {
    const first = await openJournal(path, { clock });
    first.append({ type: 'note', text: 'one' });
    await expect(openJournal(path, { clock, resume: true })).rejects.toMatchObject({
      kind: 'state',
      code: 'journal-in-use',
      message: expect.stringContaining(
        `is being written by process ${process.pid} on ${hostname()}`,
      ) as string,
    });
    await first.close();
    expect(await readdir(folder)).toEqual(['run.jsonl']);
    const second = await openJournal(path, { clock, resume: true });
    second.append({ type: 'note', text: 'two' });
    await second.close();
    expect(await all(readJournal(path))).toHaveLength(2);
    await expect(openJournal(path, { clock })).rejects.toMatchObject({ code: 'journal-exists' });
    expect(await readdir(folder)).toEqual(['run.jsonl']);
  });

  it.each([
    [
      'a process that is gone',
      () => ({ pid: spawnSync(process.execPath, ['-v']).pid, host: hostname() }),
      true,
    ],
    ['this process in another life', () => ({ pid: process.pid, host: hostname() }), true],
    ['a process that lives', () => ({ pid: process.ppid, host: hostname() }), false],
    ['another computer', () => ({ pid: 1, host: 'elsewhere' }), false],
    ['nobody, in half a file', () => undefined, true],
  ])('with the lock of %s', async (_whose, holder, isTaken) => {
    await writeFile(`${path}.lock`, JSON.stringify(holder()) ?? '{"pi');
    const opened = await openJournal(path, { clock }).then(
      async (journal) => journal.close(),
      (error: unknown) => (FourwireError.is(error) ? error.code : 'another error'),
    );
    expect(opened).toBe(isTaken ? undefined : 'journal-in-use');
  });

  it('is left as it is when it is no journal', async () => {
    for (const text of ['a photograph, or a letter', '{"name":"lab"}\nhalf a', '\u0000\u0000']) {
      await writeFile(path, text);
      await expect(openJournal(path, { clock, resume: true })).rejects.toMatchObject({
        kind: 'state',
        code: 'journal-not-journal',
      });
      expect(await readFile(path, 'utf8')).toBe(text);
      expect(await readdir(folder)).toEqual(['run.jsonl']);
    }
  });

  it('notes the damage that it finds when it is resumed', async () => {
    await writeFile(path, '{"type":"note","at":0,"text":"a"}\nrubbish\n{"type":"note","at":1,"text":"b"}\n');
    const journal = await openJournal(path, { clock, resume: true });
    await journal.close();
    expect((await all(readJournal(path))).at(-1)).toMatchObject({
      type: 'note',
      text: 'The journal was reopened; 1 of its lines are no entries, the first of them line 2: they were altered or damaged.',
      deviation: true,
    });
  });

  it('that is deleted while it is written ends the journal', async () => {
    const journal = await openJournal(path, { clock });
    journal.append({ type: 'note', text: 'one' });
    await journal.flush();
    await rm(folder, { recursive: true });
    journal.append({ type: 'note', text: 'two' });
    await expect(journal.flush()).rejects.toMatchObject({
      code: 'journal-write-failed',
      message: expect.stringContaining('its file was deleted while it was being written') as string,
    });
    await expect(journal.close()).rejects.toMatchObject({ code: 'journal-write-failed' });
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('that cannot be made is one clear error', async () => {
    await expect(openJournal(join(folder, 'no/run.jsonl'), { clock })).rejects.toMatchObject({
      kind: 'link',
      code: 'journal-not-opened',
    });
    await expect(openJournal(folder, { clock, resume: true })).rejects.toMatchObject({
      code: 'journal-not-opened',
    });
  });
});
