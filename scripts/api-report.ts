/**
 * Keeps `etc/<package>.api.md`, the public interface of every package as text, so that a change of it is seen in review.
 * Compares the reports with what was built; `--update` writes them.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { packages, root, run } from './workspace.ts';

const update = process.argv.includes('--update');
const temporary = join(root, 'node_modules/.cache/api-report');
mkdirSync(join(root, 'etc'), { recursive: true });
let wrong = false;
let changed = false;

for (const { folder, path, exports } of packages()) {
  for (const subpath of Object.keys(exports).filter((key) => !key.endsWith('.json'))) {
    const entry = subpath === '.' ? 'index' : subpath.slice(2);
    const types = join(path, 'dist', `${entry}.d.ts`);
    if (!existsSync(types))
      throw new Error(`${types} is missing: build the packages first, with pnpm build.`);
    if (/^\s*export \{ *\};?\s*$/.test(readFileSync(types, 'utf8'))) continue;

    const report = `${folder}${entry === 'index' ? '' : `.${entry.replaceAll('/', '.')}`}.api.md`;
    const config = ExtractorConfig.prepare({
      configObjectFullPath: undefined,
      packageJsonFullPath: join(path, 'package.json'),
      configObject: {
        projectFolder: path,
        mainEntryPointFilePath: types,
        // Without the source condition, so that other packages are seen as consumers see them.
        compiler: {
          overrideTsconfig: {
            compilerOptions: {
              target: 'ES2022',
              lib: ['ES2023', 'ESNext.Disposable'],
              types: ['node'],
              module: 'nodenext',
              moduleResolution: 'nodenext',
              strict: true,
              skipLibCheck: true,
            },
            files: [types],
          },
        },
        apiReport: {
          enabled: true,
          reportFileName: report,
          reportFolder: join(root, 'etc'),
          reportTempFolder: temporary,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        newlineKind: 'lf',
        messages: {
          extractorMessageReporting: {
            default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
            'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
            // typedoc checks the links.
            'ae-unresolved-link': { logLevel: ExtractorLogLevel.None },
            'ae-undocumented': { logLevel: ExtractorLogLevel.None },
          },
          // typedoc checks the comments.
          tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        },
      },
    });
    const { apiReportChanged } = Extractor.invoke(config, {
      localBuild: update,
      messageCallback: (message) => {
        message.handled = message.logLevel !== ExtractorLogLevel.Error;
      },
    });
    for (const [, name = ''] of readFileSync(join(temporary, report), 'utf8').matchAll(
      /\(undocumented\)\nexport (?:declare |abstract )*(\w+ \w+)/g,
    )) {
      wrong = true;
      console.log(`UNDOCUMENTED ${name} of ${folder} has no doc comment`);
    }
    if (!apiReportChanged) continue;
    console.log(`${update ? 'updated' : 'CHANGED'} etc/${report}`);
    if (update) continue;
    changed = true;
    const { text } = await run('diff', ['-u', join(root, 'etc', report), join(temporary, report)]);
    console.log(text.split('\n').slice(2, 60).join('\n'));
  }
}
if (changed) {
  console.log(
    'The public interface is not what etc/ says. If that is meant, run pnpm api and commit the reports.',
  );
}
if (changed || wrong) process.exitCode = 1;
