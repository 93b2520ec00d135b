import { build } from 'tsup';

/** Native and optional libraries: never bundled. */
const optionalLibraries = /^(serialport|usb|modbus-serial|multicast-dns|bonjour-service|@lydell\/node-pty)$/;

/**
 * Bundles programs as a user's would be, each into `NAME.mjs` in a folder; what they import of optional libraries is
 * left to be found at run time, if it can be.
 *
 * @param located - where a library is, for one that cannot be found from that folder
 */
export async function bundle(
  entry: Readonly<Record<string, string>>,
  outDir: string,
  located: Readonly<Record<string, string>> = {},
): Promise<void> {
  await build({
    config: false,
    entry: { ...entry },
    format: ['esm'],
    outExtension: () => ({ js: '.mjs' }),
    outDir,
    target: 'node20',
    silent: true,
    splitting: false,
    noExternal: [/.*/],
    esbuildOptions: (options) => {
      options.conditions = ['@fourwire/source'];
      // CommonJS modules among what is bundled ask for Node's own.
      options.banner = {
        js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);",
      };
    },
    esbuildPlugins: [
      {
        name: 'optional-libraries',
        setup: (bundler) => {
          bundler.onResolve({ filter: optionalLibraries }, ({ path }) => ({
            path: located[path] ?? path,
            external: true,
          }));
        },
      },
    ],
  });
}
