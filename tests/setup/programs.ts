import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

/** A program that runs until it is disposed of. */
export interface RunningProgram extends AsyncDisposable {
  /** The first line that it printed: that it is ready, or where it listens. */
  readonly said: string;
}

/**
 * Whether other people's programs are there to check against: names of commands, or `python:` and the name of a module.
 * A test that needs them runs `it.skipIf(!installed('lxi'))`. Where `FOURWIRE_CROSS_CHECKS` is `required`, as in `.ci/run`,
 * a missing program is an error instead of a skipped test.
 */
export function installed(...programs: string[]): boolean {
  const missing = programs.filter((program) => !found(program));
  if (missing.length > 0 && process.env['FOURWIRE_CROSS_CHECKS'] === 'required') {
    throw new Error(
      `Cross-checks are required, and these programs are not installed: ${missing.join(', ')}.`,
    );
  }
  return missing.length === 0;
}

/**
 * Whether a program is there that `.ci/run` cannot install, because Debian has no package of it; it is never demanded. Named
 * as for {@link installed}.
 */
export function present(program: string): boolean {
  return found(program);
}

/** Debian's Python: a version manager's `python3` earlier in PATH does not see Debian's modules. */
export const python = '/usr/bin/python3';

function found(program: string): boolean {
  const [command, ...args] = program.startsWith('python:')
    ? [python, '-c', `import ${program.slice('python:'.length)}`]
    : ['which', program];
  return spawnSync(command ?? '', args).status === 0;
}

/** Runs a program to its end and gives what it printed. */
export async function output(program: string, args: readonly string[], limitMs = 20_000): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [...args], { timeout: limitMs });
  return stdout;
}

/**
 * Starts a program and waits until it says that it is ready: by its first line, or by what is given, on either stream.
 */
export async function start(program: string, args: readonly string[], ready = /\n/): Promise<RunningProgram> {
  const child = spawn(program, [...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (ready.test(said)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`${program} ended with ${code}: ${said}`)));
  });
  return {
    said: said.split('\n')[0] ?? '',
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return;
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
}
