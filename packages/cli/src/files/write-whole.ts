import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FourwireError, aborted, fileTrouble } from '@fourwire/core';

/**
 * Lets a file be written that is there whole or not at all: what is not finished yet has `.part` behind its name, and goes
 * away when the work fails.
 *
 * @param work - writes the file at the path it is given
 * @throws what `work` throws, or as {@link writeWhole}
 */
export async function writtenAside<R>(path: string, work: (part: string) => Promise<R>): Promise<R> {
  const part = `${path}.part`;
  try {
    const result = await work(part);
    await rename(part, path).catch((cause: unknown) => {
      throw notWritten(path, cause);
    });
    return result;
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw error;
  }
}

/**
 * Writes a file that is there whole or not at all; see {@link writtenAside}.
 *
 * @throws FourwireError of kind `range`, code `file-not-written`, when it cannot be written; `aborted` when it was
 * interrupted; otherwise what the chunks end with
 */
export async function writeWhole(
  path: string,
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  await writtenAside(path, async (part) => {
    try {
      await pipeline(Readable.from(chunks), createWriteStream(part), signal === undefined ? {} : { signal });
    } catch (cause) {
      if (signal?.aborted === true) throw aborted(signal);
      throw FourwireError.is(cause) ? cause : notWritten(path, cause);
    }
  });
}

/**
 * Refuses to replace what is kept: a record must never be lost to a report of it.
 *
 * @throws FourwireError of kind `range`, code `file-not-written`
 */
export async function refuseSameFile(path: string, source: string): Promise<void> {
  const [to, from] = await Promise.all([path, source].map(async (one) => stat(one).catch(() => undefined)));
  if (to === undefined || from === undefined || to.dev !== from.dev || to.ino !== from.ino) return;
  throw new FourwireError(
    'range',
    'file-not-written',
    `${path} is the record itself, which is never overwritten; give another name with --out.`,
  );
}

/**
 * Refuses to replace a file that is something else, such as a bench file named in the wrong place.
 *
 * @param begins - what a file that may be replaced begins with
 * @throws FourwireError of kind `range`, code `file-not-written`
 */
export async function refuseOtherFile(path: string, begins: string, what: string): Promise<void> {
  const start = await beginningOf(path, begins.length);
  if (start === '' || start === begins) return;
  throw new FourwireError(
    'range',
    'file-not-written',
    `${path} is there already and is no ${what}; give another name, or remove it first.`,
  );
}

async function beginningOf(path: string, length: number): Promise<string> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead).toString();
  } catch {
    // Not there, or not to be read: writing it will say so.
    return '';
  }
}

/** That a file cannot be written, and why. */
function notWritten(path: string, cause: unknown): FourwireError {
  const why = fileTrouble(cause);
  return new FourwireError(
    'range',
    'file-not-written',
    `${path} cannot be written: ${why === 'there is no such file' ? 'there is no such folder' : why}.`,
    { cause },
  );
}
