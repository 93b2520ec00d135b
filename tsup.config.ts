import { defineConfig } from 'tsup';

/** How every package is built; a package with more entries lists them in its own tsup.config.ts. */
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  dts: { compilerOptions: { ignoreDeprecations: '6.0', stripInternal: true } },
  splitting: true,
  sourcemap: true,
  clean: true,
  target: 'node20',
});
