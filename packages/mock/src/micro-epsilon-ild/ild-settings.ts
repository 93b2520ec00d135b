/** Values that may go out besides the distance, in their order. Unconfirmed: the order, and that the distance is first. */
export const extraValues = ['SHUTTER', 'COUNTER', 'TIMESTAMP', 'INTENSITY', 'STATE'] as const;

/** A value that may go out besides the distance. */
export type ExtraValue = (typeof extraValues)[number];

/** What is set at a sensor. */
export interface IldSettings {
  /** Where values go. */
  output: 'NONE' | 'RS422' | 'ANALOG';
  /** In kHz. */
  rate: number;
  /** Every so many values go out. */
  reduction: number;
  readonly extras: Set<ExtraValue>;
  /** The master value in mm, where it is mastered. */
  master: number | undefined;
  laser: 'FULL' | 'REDUCED' | 'OFF';
  echo: boolean;
  /** Settings that change nothing here, as they were written. */
  readonly others: Map<string, string>;
}

/** The settings of the factory. */
export function factorySettings(rate: number): IldSettings {
  return {
    output: 'RS422',
    rate,
    reduction: 1,
    extras: new Set(),
    master: undefined,
    laser: 'FULL',
    echo: true,
    others: new Map([
      ['AVERAGE', 'NONE'],
      ['OUTHOLD', 'NONE'],
      ['OUTREDUCEDEVICE', 'NONE'],
      ['TRIGGER', 'NONE'],
      ['LANGUAGE', 'EN'],
    ]),
  };
}
