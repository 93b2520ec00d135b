import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { FourwireError, fileTrouble } from '@fourwire/core';
import type { JournalSink } from './sink.ts';

/** A journal file that is open for appending. */
export interface FileSink extends JournalSink {
  /** Bytes of an unfinished last line that were cut off on opening. */
  readonly tornBytes: number;
}

/**
 * Opens a new file for appending, or an existing one when `resume` is true. The last line of an existing file is cut
 * off when it has no end: the process that wrote it was killed in the middle.
 *
 * @throws FourwireError of kind `state` when the file is there and `resume` is false, of kind `link` when it cannot
 * be opened.
 */
export async function fileSink(path: string, resume: boolean): Promise<FileSink> {
  const file = await openForAppending(path, resume);
  let tornBytes = 0;
  if (resume) {
    const { size } = await file.stat();
    const whole = await endOfLastLine(file, size);
    tornBytes = size - whole;
    if (tornBytes > 0) await file.truncate(whole);
  }
  return {
    tornBytes,
    write: (lines) => file.appendFile(lines),
    sync: () => file.datasync(),
    close: () => file.close(),
  };
}

async function openForAppending(path: string, resume: boolean): Promise<FileHandle> {
  try {
    return await open(path, resume ? 'a+' : 'ax+');
  } catch (cause) {
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
