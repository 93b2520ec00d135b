import type { ServedModels } from '../session/identify-model.ts';

/** Sheet scope-keysight-infiniivision.md: `DSOX1102G`, `MSO-X 3054A`, `DSO7104B`. */
export const models: ServedModels = {
  pattern: /\b(?:(?:DSO|MSO|EDU)-?X ?[1-6]\d{3}[A-Z]|(?:DSO|MSO)[5-7]\d{3}[AB])\b/,
  names: 'InfiniiVision scopes DSO, MSO and EDU of the series 1000 to 7000',
};

/** How many channels a model has: the last digit of its number. */
export function channelCount(model: string): number {
  const [, digit = '4'] = /[1-7]\d{2}(\d)/.exec(model) ?? [];
  return Math.min(4, Math.max(1, Number(digit)));
}
