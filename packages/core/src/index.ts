export { FourwireError } from './errors/fourwire-error.ts';
export type { ErrorKind, FourwireErrorFacts, RetryAdvice } from './errors/fourwire-error.ts';
export type { Clock, Instant, Timer } from './time/clock.ts';
export { formatDuration, toMilliseconds } from './time/duration.ts';
export type { Duration } from './time/duration.ts';
export { seededRandom, systemRandom } from './time/random.ts';
export type { Random } from './time/random.ts';
