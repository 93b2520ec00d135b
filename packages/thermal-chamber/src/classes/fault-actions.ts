/** What is done to a chamber when a program cannot go on. */
export const faultActions = ['off', 'hold', 'end'] as const;

/** What is done to a chamber when a program cannot go on. */
export type FaultAction = (typeof faultActions)[number];
