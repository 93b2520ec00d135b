import { defineConfig } from 'tsup';

/** The library as every package, and the command as an ES module beside it. */
export default defineConfig({
  entry: ['src/index.ts', 'src/bin.ts'],
  format: ['esm', 'cjs'],
  dts: { entry: 'src/index.ts', compilerOptions: { ignoreDeprecations: '6.0', stripInternal: true } },
  splitting: true,
  sourcemap: true,
  clean: true,
  target: 'node20',
  esbuildOptions: (options, { format }) => {
    if (format === 'cjs') options.entryPoints = ['src/index.ts'];
  },
});
