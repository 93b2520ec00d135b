/** Checks the packages as npm would get them: publint for the manifest, attw for the types that consumers find. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { emptyFolder, inParallel, packAll, root, run } from './workspace.ts';

const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
const folder = emptyFolder('packages');
const results = await inParallel(await packAll(folder), async ({ package: { name }, tarball }) => {
  const data = readFileSync(tarball);
  const { messages, pkg } = await publint({
    strict: true,
    pack: { tarball: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) },
  });
  // Resolution `node10` knows no subpaths, and no supported Node uses it.
  const types = await run(process.execPath, [
    attw,
    tarball,
    '--profile',
    'node16',
    '--no-definitely-typed',
    '--no-emoji',
  ]);
  const problems = messages.map((message) => `publint ${message.type}: ${formatMessage(message, pkg)}`);
  if (!types.ok) problems.push(types.text);
  return { name, problems };
});
rmSync(folder, { recursive: true });

for (const { name, problems } of results) {
  console.log(problems.length === 0 ? `ok    ${name}` : `WRONG ${name}\n${problems.join('\n')}`);
}
if (results.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
