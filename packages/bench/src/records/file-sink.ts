import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FourwireError, fileTrouble } from '@fourwire/core';
import { lockJournal } from './journal-lock.ts';
import type { JournalSink } from './sink.ts';

/** A journal file that is open for appending. */
export interface FileSink extends JournalSink {
  /** Bytes of an unfinished last line that were cut off on opening. */
  readonly tornBytes: number;
}

/**
 * Opens a new file for appending, or an existing one when `resume` is true. The last line of an existing file is cut
 * off when it has no end: the process that wrote it was killed in the middle. No other may write it meanwhile.
 *
 * @throws FourwireError of kind `state` when the file is there and `resume` is false, is no journal, or is written by
 * another process; of kind `link` when it cannot be opened.
 */
export async function fileSink(path: string, resume: boolean): Promise<FileSink> {
  const { file, unlock } = await openForAppending(path, resume);
  const close = async (): Promise<void> => {
    try {
      await file.close();
    } finally {
      await unlock();
    }
  };
  let tornBytes = 0;
  try {
    if (resume) tornBytes = await cutTornLine(file, path);
    else await syncFolder(path);
  } catch (error) {
    await close();
    throw error;
  }
  return { tornBytes, write: async (lines) => append(file, lines), sync: () => file.datasync(), close };
}

/** Appends whole lines or none: what a full disk took of the last one is taken back. */
async function append(file: FileHandle, lines: string): Promise<void> {
  const { nlink } = await file.stat();
  if (nlink === 0)
    throw new FourwireError('link', 'journal-deleted', 'its file was deleted while it was being written');
  try {
    await file.appendFile(lines);
  } catch (error) {
    const { size } = await file.stat();
    await file.truncate(await endOfLastLine(file, size)).catch(() => {});
    throw error;
  }
}

/** @returns how many bytes there were behind the last whole line */
async function cutTornLine(file: FileHandle, path: string): Promise<number> {
  const { size } = await file.stat();
  const beginning = Buffer.alloc(Math.min(size, beginningOfLine.length));
  await file.read(beginning, 0, beginning.length, 0);
  if (!beginningOfLine.startsWith(beginning.toString('latin1'))) {
    throw new FourwireError(
      'state',
      'journal-not-journal',
      `${path} is no journal and is left as it is: resume the file of the run that was interrupted.`,
    );
  }
  const whole = await endOfLastLine(file, size);
  if (whole < size) await file.truncate(whole);
  return size - whole;
}

/** How every line of a journal begins. */
const beginningOfLine = '{"type":"';

/** Makes the name of a new file survive a power cut, where the system has a way to. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(dirname(path), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // Windows opens no folders; there the file system looks after its names.
  }
}

async function openForAppending(
  path: string,
  resume: boolean,
): Promise<{ readonly file: FileHandle; readonly unlock: () => Promise<void> }> {
  let unlock = async (): Promise<void> => {};
  try {
    unlock = await lockJournal(path);
    return { file: await open(path, resume ? 'a+' : 'ax+'), unlock };
  } catch (cause) {
    await unlock();
    if (FourwireError.is(cause)) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new FourwireError(
        'state',
        'journal-exists',
        `The journal ${path} is there already and is never overwritten: give another name, or resume its run.`,
        { cause },
      );
    }
    throw new FourwireError(
      'link',
      'journal-not-opened',
      `The journal ${path} cannot be opened: ${fileTrouble(cause)}.`,
      {
        retry: 'operator',
        cause,
      },
    );
  }
}

/** The number of bytes up to and including the last line feed. */
async function endOfLastLine(file: FileHandle, size: number): Promise<number> {
  const block = Buffer.alloc(65_536);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - block.length);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const found = block.subarray(0, bytesRead).lastIndexOf(10);
    if (found >= 0) return start + found + 1;
    end = start;
  }
  return 0;
}
