import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A fenced block of TypeScript. */
interface Block {
  readonly file: string;
  readonly text: string;
  readonly runs: boolean;
}

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside this package, so that the blocks find every package of the workspace and RxJS.
const folder = join(root, 'tests/.readme');
const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;
const limitMs = 180_000;

const packagePages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`);
const pages = ['README.md', 'CONTRIBUTING.md', ...packagePages]
  .filter((page) => existsSync(join(root, page)))
  .map((page) => ({ page, blocks: blocksOf(page) }));

/** The TypeScript of a page: blocks fenced as `ts`, or as `ts no-run` where running needs what a test cannot have. */
function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```(?:ts|typescript)( no-run)?\n(.*?)^```$/gms)].map((match) => {
    const line = text.slice(0, match.index).split('\n').length + 1;
    return {
      file: `${page.replaceAll('/', '.')}.${line}.ts`,
      // Blank lines first, so that an error names the line of the page.
      text: '\n'.repeat(line - 1) + match[2],
      runs: match[1] === undefined,
    };
  });
}

/** What a program printed when it failed or did not end by itself; nothing when all went well. */
async function failure(args: string[], cwd: string): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, args, { cwd, timeout: limitMs });
    return '';
  } catch (error) {
    const { killed, stdout, stderr } = error as { killed: boolean; stdout: string; stderr: string };
    return `${killed ? `did not end within ${limitMs} ms\n` : ''}${stdout}${stderr}`;
  }
}

describe('the code in the README files', () => {
  let empty = '';

  beforeAll(() => {
    empty = mkdtempSync(join(tmpdir(), 'fourwire-readme-'));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const { page, blocks } of pages) {
      for (const { file, text } of blocks) writeFileSync(join(folder, file), text);
      const running = blocks.filter(({ runs }) => runs).map(({ file }) => `await import('./${file}');\n`);
      writeFileSync(join(folder, `${page.replaceAll('/', '.')}.mjs`), running.join(''));
    }
    const tsconfig = {
      extends: '../../tsconfig.base.json',
      // Every block is a module of its own, also one that imports nothing.
      compilerOptions: { moduleDetection: 'force' },
      files: pages.flatMap(({ blocks }) => blocks.map(({ file }) => file)),
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  });

  afterAll(() => {
    rmSync(empty, { recursive: true, force: true });
  });

  const none = pages.every(({ blocks }) => blocks.length === 0);

  it.skipIf(none)('has the right types', { timeout: limitMs * 2 }, async () => {
    const compiler = join(root, 'node_modules/typescript7/bin/tsc');
    expect(await failure([compiler, '-p', folder], root)).toBe('');
  });

  for (const { page } of pages) {
    it.concurrent(
      `runs, block after block, and ends by itself: ${page}`,
      { timeout: limitMs * 2 },
      async () => {
        const module = join(folder, `${page.replaceAll('/', '.')}.mjs`);
        expect(await failure(['--conditions=@fourwire/source', '--import', tsx, module], empty)).toBe('');
      },
    );
  }
});
