/**
 * Uses the packages as a stranger would: packs them, installs the tarballs in an empty folder with npm, and loads them as
 * ES modules, as CommonJS, under Jest, without the native libraries, and from TypeScript, old and new.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, inParallel, mustRun, packAll, packages } from './workspace.ts';

const names = packages().map(({ name }) => name);
const native = ['serialport', 'usb', 'modbus-serial'];
// 5.7 is the oldest: declarations written today say Uint8Array<ArrayBufferLike>, which older compilers do not know.
const compilers = { 'typescript-old': '5.7.3', 'typescript-6': '6.0.3', 'typescript-7': '7.0.2' };
const resolutions = { bundler: 'preserve', nodenext: 'nodenext', node16: 'node16' };

const folder = emptyFolder('smoke');
const write = (name: string, text: string | object): void =>
  writeFileSync(join(folder, name), typeof text === 'string' ? text : JSON.stringify(text));
const node = (...args: string[]): Promise<string> => mustRun(process.execPath, args, folder);

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`ok ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

const tarballs = await packAll(folder);
write('package.json', {
  name: 'consumer',
  private: true,
  dependencies: Object.fromEntries(tarballs.map((one) => [one.package.name, `file:${one.tarball}`])),
  // One copy of each, also when they depend on each other by version.
  overrides: Object.fromEntries(tarballs.map((one) => [one.package.name, `file:${one.tarball}`])),
  devDependencies: {
    ...Object.fromEntries(
      Object.entries(compilers).map(([alias, version]) => [alias, `npm:typescript@${version}`]),
    ),
    '@types/node': '^20.19.0',
    jest: '^30.0.0',
  },
});

// A plain loop over names: the same text serves import and require.
write('names.json', names);
write(
  'check.mjs',
  `import names from './names.json' with { type: 'json' };
for (const name of names) await import(name);
const { FourwireError } = await import('@fourwire/core');
if (!FourwireError.is(new FourwireError('range', 'smoke', 'x'))) throw new Error('no FourwireError');
`,
);
write(
  'check.cjs',
  `const names = require('./names.json');
void (async () => {
  for (const name of names) {
    const required = require(name);
    const imported = await import(name);
    for (const key of Object.keys(required)) {
      if (key !== 'default' && required[key] !== imported[key]) throw new Error(name + ' has two copies of ' + key);
    }
  }
  const { FourwireError } = require('@fourwire/core');
  if ((await import('@fourwire/core')).FourwireError !== FourwireError) throw new Error('two classes FourwireError');
})();
`,
);
write(
  'check.test.js',
  `const names = require('./names.json');
test.each(names)('%s is required', (name) => {
  expect(typeof require(name)).toBe('object');
});
test('errors recognise themselves', () => {
  const { FourwireError } = require('@fourwire/core');
  expect(new FourwireError('range', 'smoke', 'x')).toBeInstanceOf(FourwireError);
});
`,
);
const typed = `import { FourwireError, type ErrorKind } from '@fourwire/core';
${names.map((name, index) => `import * as package${index} from '${name}';`).join('\n')}
export const kind: ErrorKind = new FourwireError('range', 'smoke', 'x').kind;
export const all: object[] = [${names.map((_, index) => `package${index}`).join(', ')}];
// @ts-expect-error: nothing is typed as any
export const wrong: number = new FourwireError('range', 'smoke', 'x');
`;
write('check-types.mts', typed);
write('check-types.cts', typed);
for (const [moduleResolution, module] of Object.entries(resolutions)) {
  write(`tsconfig.${moduleResolution}.json`, {
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2022'],
      types: ['node'],
      module,
      moduleResolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    },
    files: ['check-types.mts', 'check-types.cts'],
  });
}

await step('npm install', () =>
  mustRun('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], folder),
);
await step('one copy of every package', async () => {
  for (const name of names) {
    if (existsSync(join(folder, 'node_modules', name, 'node_modules', '@fourwire'))) {
      throw new Error(`${name} brings its own copy of another package`);
    }
  }
});
await step('native libraries are installed', async () => {
  for (const name of native) {
    if (!existsSync(join(folder, 'node_modules', name))) throw new Error(`${name} was not installed`);
  }
});
await step('import', () => node('check.mjs'));
await step('require, and import of the same classes', () => node('check.cjs'));
await step('Jest', () => node('node_modules/jest/bin/jest.js', '--silent'));
await step('command', async () => {
  const commands = readdirSync(join(folder, 'node_modules/.bin')).filter((name) => name === 'fourwire');
  for (const command of commands)
    await mustRun(join(folder, 'node_modules/.bin', command), ['--help'], folder);
});
await step('a simulated machine is watched', async () => {
  const bin = join(folder, 'node_modules/.bin/fourwire');
  const serving = spawn(bin, ['simulate', 'watlow-f4t', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [shown] = (await once(serving.stdout, 'data')) as [Buffer];
    const { address, driver } = JSON.parse(shown.toString()) as { address: string; driver: string };
    const words = ['watch', address, 'temperature', '--driver', driver, '--for', '2', '--json'];
    const [first = ''] = (await mustRun(bin, words, folder)).split('\n');
    const { quality } = JSON.parse(first) as { quality: string };
    if (quality !== 'good') throw new Error(`a reading is ${quality}`);
  } finally {
    serving.kill('SIGINT');
  }
});
await step('types for TypeScript 5.7, 6.0 and 7.0', () =>
  inParallel(
    Object.keys(compilers).flatMap((alias) =>
      Object.keys(resolutions).map((resolution) => ({ alias, resolution })),
    ),
    ({ alias, resolution }) => node(`node_modules/${alias}/bin/tsc`, '-p', `tsconfig.${resolution}.json`),
  ),
);
await step('import and require without the native libraries', async () => {
  for (const name of native) rmSync(join(folder, 'node_modules', name), { recursive: true, force: true });
  await node('check.mjs');
  await node('check.cjs');
});
rmSync(folder, { recursive: true });
