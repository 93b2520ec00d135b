export type { Script, ScriptContext } from './commands/run.ts';
export type { Io } from './io.ts';
export { run } from './run.ts';
export type { RunContext } from './runs/recorded-run.ts';
export type { Progress, ProgressDisplay } from './text/progress.ts';
