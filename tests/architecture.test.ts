import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { FourwireError as SourceError } from '../packages/core/src/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Lints files that exist for a moment only, with the rules of `.oxlintrc.json`; answers the rules broken per file. */
function lint(files: Record<string, string>): Record<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fourwire-lint-'));
  try {
    const config = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as Record<string, unknown>;
    // Type-aware rules need a whole program; the architecture rules do not.
    const plain = { ...config, options: {}, categories: {}, rules: {} };
    writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(plain));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    }
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
    const run = spawnSync(process.execPath, [oxlint, '-f', 'json', '-A', 'all'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: { filename: string; code: string }[] };
    const broken: Record<string, string[]> = {};
    for (const { filename, code } of diagnostics) (broken[filename] ??= []).push(code);
    return broken;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every source file of the packages, tests aside, from `packages/` on. */
function sources(): string[] {
  return readdirSync(join(root, 'packages')).flatMap((name) =>
    readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/\.(test|test-d|bench)\.ts$/.test(path))
      .map((path) => `${name}/src/${path}`),
  );
}

describe('the layers', () => {
  const imports = (name: string): string => `import { x } from '@fourwire/${name}';\nexport const y = x;`;
  const everything = ['core', 'transport', 'scpi', 'secs', 'thermal-chamber', 'probe-station', 'wirebonder'];
  everything.push('metrology', 'mock', 'bench', 'cli');
  const below: Record<string, string[]> = {
    core: [],
    transport: ['core'],
    scpi: ['core', 'transport'],
    secs: ['core', 'transport'],
    metrology: ['core', 'transport'],
    'thermal-chamber': ['core', 'transport', 'scpi', 'secs', 'metrology'],
    'probe-station': ['core', 'transport', 'scpi', 'secs', 'metrology'],
    wirebonder: ['core', 'transport', 'scpi', 'secs', 'metrology'],
    mock: ['core', 'scpi', 'secs'],
    bench: everything.filter((name) => !['mock', 'cli', 'bench'].includes(name)),
  };

  it('lets every package import what is below it and refuses everything else', () => {
    const files: Record<string, string> = {};
    for (const importer of Object.keys(below)) {
      for (const name of everything.filter((other) => other !== importer)) {
        files[`packages/${importer}/src/imports-${name}.ts`] = imports(name);
        files[`packages/${importer}/src/deep/imports-${name}.test.ts`] = imports(`${name}/testing`);
      }
    }
    const broken = lint(files);
    const refused = Object.keys(files).filter((path) => broken[path] !== undefined);
    const expected = Object.keys(files).filter((path) => {
      const [, importer = '', name = ''] = /^packages\/([a-z-]+)\/.*\/imports-([a-z-]+)\./.exec(path) ?? [];
      return below[importer]?.includes(name) !== true;
    });
    expect(refused.toSorted()).toEqual(expected.toSorted());
  });

  it('covers every package there is, cli aside, which may import all', () => {
    expect(Object.keys(below).concat('cli').toSorted()).toEqual(
      readdirSync(join(root, 'packages')).toSorted(),
    );
  });

  it('keeps node modules out of core, type imports and dynamic imports included', () => {
    const broken = lint({
      'packages/core/src/static.ts': `import { join } from 'node:path';\nexport const y = join;`,
      'packages/core/src/types.ts': `import type { Socket } from 'node:net';\nexport type Y = Socket;`,
      'packages/core/src/dynamic.ts': `export const y = (): unknown => import('node:fs/promises');`,
      'packages/transport/src/fine.ts': `import { join } from 'node:path';\nexport const y = join;`,
    });
    expect(broken).toEqual({
      'packages/core/src/static.ts': ['eslint(no-restricted-imports)'],
      'packages/core/src/types.ts': ['eslint(no-restricted-imports)'],
      'packages/core/src/dynamic.ts': ['eslint(no-restricted-imports)'],
    });
  });

  it('loads each I/O library in one file of transport at most, and on demand', () => {
    const statically: string[] = [];
    const onDemand: Record<string, string[]> = {};
    for (const path of sources()) {
      const text = readFileSync(join(root, 'packages', path), 'utf8');
      const named = /^(?! *(?:\/\/|\*|import type))(.*)['"](serialport|usb|modbus-serial)['"]/gm;
      for (const [, start = '', library = ''] of text.matchAll(named)) {
        if (start.endsWith('import(')) (onDemand[library] ??= []).push(path);
        else if (/\b(?:from|import|require\() *$/.test(start)) statically.push(`${path}: ${library}`);
      }
    }
    expect(statically).toEqual([]);
    for (const paths of Object.values(onDemand)) {
      expect(paths).toEqual([expect.stringMatching(/^transport\//)]);
    }
  });
});

describe('time and random numbers', () => {
  const lines = [
    'setTimeout(f, 1);',
    'setInterval(f, 1);',
    'setImmediate(f);',
    'globalThis.setTimeout(f, 1);',
    'f(Date.now());',
    'f(new Date());',
    'f(performance.now());',
    'f(Math.random());',
    'f(crypto.randomUUID());',
    'f(AbortSignal.timeout(1));',
    'f(process.hrtime.bigint());',
  ];
  const files = (folder: string, ending = '.ts'): Record<string, string> =>
    Object.fromEntries(lines.map((line, index) => [`${folder}/line-${index}${ending}`, line]));

  it('come from a Clock and a Random in every package and example', () => {
    const planted = {
      ...files('packages/core/src'),
      ...files('packages/mock/src/thermal'),
      ...files('examples/src'),
    };
    expect(Object.keys(lint(planted)).toSorted()).toEqual(Object.keys(planted).toSorted());
  });

  it('are at home in core/src/time', () => {
    expect(lint(files('packages/core/src/time'))).toEqual({});
  });

  it('may be real in a test, random numbers aside', () => {
    const broken = lint(files('packages/transport/src', '.test.ts'));
    expect(new Set(Object.values(broken).flat())).toEqual(new Set(['eslint(no-restricted-properties)']));
  });
});

describe('the workspace', () => {
  it('resolves packages to their sources, so that no stale build is tested', () => {
    expect(FourwireError).toBe(SourceError);
  });

  it('gives every package the same manifest, names and dependencies aside', () => {
    const common = ['license', 'type', 'sideEffects', 'engines', 'files', 'main', 'types', 'publishConfig'];
    const manifest = (name: string): Record<string, unknown> => {
      const text = readFileSync(join(root, 'packages', name, 'package.json'), 'utf8');
      const all = JSON.parse(text) as Record<string, unknown> & {
        exports: Record<string, unknown>;
        files: string[];
      };
      // Bench alone has a schema for editors.
      if (name === 'bench') all.files = all.files.filter((path) => path !== 'schema');
      return Object.fromEntries([...common.map((key) => [key, all[key]]), ['entry', all.exports['.']]]);
    };
    for (const name of readdirSync(join(root, 'packages')))
      expect(manifest(name), name).toEqual(manifest('core'));
  });
});
