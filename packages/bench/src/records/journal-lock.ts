import { open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { FourwireError } from '@fourwire/core';

/** Journals that this process writes. */
const held = new Set<string>();

/** Who writes a journal, as its lock file says. */
interface Holder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Takes a journal for this process alone, by a file beside it: two that append to one would mix their runs, and one that
 * resumes would cut off a line that the other is writing. What a killed process left behind is taken over.
 *
 * @returns gives it back
 * @throws FourwireError of kind `state`, code `journal-in-use`, when another process, or this one, writes it
 */
export async function lockJournal(path: string): Promise<() => Promise<void>> {
  const lock = `${resolve(path)}.lock`;
  if (held.has(lock)) throw inUse(path, lock, { pid: process.pid, host: hostname() });
  held.add(lock);
  try {
    while (!(await create(lock))) {
      const holder = await readHolder(lock);
      if (holder !== undefined && (await writes(holder))) throw inUse(path, lock, holder);
      await rm(lock, { force: true });
    }
  } catch (error) {
    held.delete(lock);
    throw error;
  }
  return async () => {
    held.delete(lock);
    await rm(lock, { force: true });
  };
}

/** Makes the lock file; false when there is one. */
async function create(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx');
    try {
      await file.writeFile(JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when the file says nothing, because its writer was killed. */
async function readHolder(lock: string): Promise<Holder | undefined> {
  try {
    const holder: unknown = JSON.parse(await readFile(lock, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('host' in holder))
      return undefined;
    const { pid, host } = holder;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process that left a lock may still be writing. */
async function writes({ pid, host }: Holder): Promise<boolean> {
  // Nothing can be known of another computer.
  if (host !== hostname()) return true;
  // Held by this process it would be known; in a container each run may get the same number.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return !(await isZombie(pid));
  } catch (error) {
    // One of another user is there, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process is gone and only its entry in the table is left, as where nobody waits for the killed ones. */
async function isZombie(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // The name before it, in brackets, may hold anything.
  return status.slice(status.lastIndexOf(')') + 2).startsWith('Z');
}

function inUse(path: string, lock: string, { pid, host }: Holder): FourwireError {
  return new FourwireError(
    'state',
    'journal-in-use',
    `The journal ${path} is being written by process ${pid} on ${host}; wait for its end or give another name. Delete ${lock} only when that process is gone.`,
    { retry: 'later' },
  );
}
