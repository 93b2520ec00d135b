import { spawnSync } from 'node:child_process';

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

/** Debian's Python: a version manager's `python3` earlier in PATH does not see Debian's modules. */
export const python = '/usr/bin/python3';

function found(program: string): boolean {
  const [command, ...args] = program.startsWith('python:')
    ? [python, '-c', `import ${program.slice('python:'.length)}`]
    : ['which', program];
  return spawnSync(command ?? '', args).status === 0;
}
