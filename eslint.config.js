import { defineConfig } from 'eslint/config';
import rxjs from 'eslint-plugin-rxjs-x';
import tseslint from 'typescript-eslint';

const takeClock = 'Take a Clock from @fourwire/core as an argument.';
const takeRandom = 'Take a Random from @fourwire/core as an argument.';
const giveScheduler = 'Give it the scheduler of the Clock; without one RxJS takes the time of the system.';

/**
 * A call of an RxJS function with fewer arguments than it takes to name a scheduler.
 *
 * @param {string[]} names
 * @param {number} enough
 */
const withoutScheduler = (names, enough) => ({
  selector: `CallExpression[callee.name=/^(${names.join('|')})$/][arguments.length<${enough}]`,
  message: giveScheduler,
});

// Only what oxlint (.oxlintrc.json) cannot do: it is fast, this is not.
export default defineConfig(
  {
    files: ['packages/*/src/**/*.ts', 'examples/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.test-d.ts', '**/*.bench.ts'],
    extends: [rxjs.configs.strict],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'rxjs',
              importNames: ['animationFrameScheduler', 'animationFrames', 'asapScheduler', 'asyncScheduler'],
              message: takeClock,
            },
            {
              name: 'node:crypto',
              importNames: ['getRandomValues', 'randomBytes', 'randomInt', 'randomUUID', 'webcrypto'],
              message: takeRandom,
            },
          ],
          patterns: [
            { group: ['node:timers', 'node:timers/*', 'node:perf_hooks'], message: takeClock },
            { regex: '^(\\.\\./)+([a-z-]+/)*src/', message: 'Import another package by its name.' },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        withoutScheduler(['timeInterval', 'timestamp'], 1),
        withoutScheduler(
          [
            'auditTime',
            'bufferTime',
            'debounceTime',
            'delay',
            'interval',
            'sampleTime',
            'throttleTime',
            'timer',
            'windowTime',
          ],
          2,
        ),
      ],
    },
  },
  {
    // The one place where time and random numbers of the system come in.
    files: ['packages/core/src/time/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // Streams of devices never fail, and an example should show what a script needs and no more.
    files: ['examples/src/**/*.ts'],
    rules: { 'rxjs-x/no-ignored-error': 'off' },
  },
);
