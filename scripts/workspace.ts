import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FormatConfig } from 'oxfmt';

/** The folder of the workspace. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** How oxfmt formats here, for what scripts write. */
export const formatting = JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8')) as FormatConfig;

/** A published package of the workspace. */
export interface Package {
  /** `core` */
  readonly folder: string;
  /** `@fourwire/core` */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Its absolute path. */
  readonly path: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** The published packages, by folder name. */
export function packages(): Package[] {
  return readdirSync(join(root, 'packages')).map((folder) => {
    const path = join(root, 'packages', folder);
    const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Package;
    const { name, version, description, exports } = manifest;
    return { folder, name, version, description, path, exports };
  });
}

/** What a program printed, both streams in one text. */
export interface Output {
  readonly ok: boolean;
  readonly text: string;
}

/** Runs a program to its end and never throws because of what it answers. */
export async function run(program: string, args: readonly string[], cwd = root): Promise<Output> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { cwd, maxBuffer: 64 * 1024 * 1024 });
    return { ok: true, text: stdout + stderr };
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    return { ok: false, text: stdout + stderr || message };
  }
}

/** Runs a program and throws its output when it fails. */
export async function mustRun(program: string, args: readonly string[], cwd = root): Promise<string> {
  const { ok, text } = await run(program, args, cwd);
  if (!ok) throw new Error(`${program} ${args.join(' ')} failed in ${cwd}:\n${text}`);
  return text;
}

/** Calls `work` for every item, as many at a time as there are processors, and keeps the order of the results. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

/** A new empty folder outside the workspace. */
export function emptyFolder(purpose: string): string {
  return mkdtempSync(join(tmpdir(), `fourwire-${purpose}-`));
}

/** Packs every package as it would be published (build first) and answers the tarballs, in the order of `packages()`. */
export async function packAll(
  folder: string,
): Promise<{ readonly package: Package; readonly tarball: string }[]> {
  return inParallel(packages(), async (one) => {
    await mustRun('pnpm', ['pack', '--pack-destination', folder], one.path);
    return { package: one, tarball: join(folder, `fourwire-${one.folder}-${one.version}.tgz`) };
  });
}
