import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/setup/longest-first.ts';

const conditions = ['@fourwire/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'examples/**/*.test.ts', 'tests/**/*.test.ts'],
    setupFiles: ['./tests/setup/silent.ts'],
    benchmark: { include: ['{packages/*/{src,test},tests}/**/*.bench.ts'] },
    // No test replaces modules, so the files of one process may share them: four times as fast.
    isolate: false,
    restoreMocks: true,
    // One more than the two cores that are there at least: tests on real wires wait more than they work.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Those of them that are run side by side.
    maxConcurrency: 4,
    testTimeout: 20_000,
    typecheck: {
      enabled: true,
      include: ['{packages/*/{src,test},tests}/**/*.test-d.ts'],
      tsconfig: './tsconfig.json',
    },
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**'],
      exclude: ['**/*.test.ts', '**/*.test-d.ts', '**/*.bench.ts'],
    },
  },
});
