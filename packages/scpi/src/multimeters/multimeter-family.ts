import type { Call, OperationContext } from '@fourwire/core';
import type { multimeterFunctions } from '../classes/multimeter.ts';
import type { ScpiCommand } from '../codec/command.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

type MultimeterFunction = (typeof multimeterFunctions)[number];

/** What the meter calls a function, and how its settings are reached. */
export interface FunctionEntry {
  readonly name: MultimeterFunction;
  /** The node under which its settings stand, as `FUNC?` answers it. */
  readonly node: string;
  readonly unit: 'V' | 'A' | 'Ohm' | 'Hz' | 's' | 'Cel' | 'F';
  /** Full scales in the unit, smallest and largest; undefined where the function has no range. */
  readonly range: readonly [number, number] | undefined;
  /** Whether it has an integration time in power-line cycles. */
  readonly integrates: boolean;
}

/** What tells one kind of Keysight multimeter from another; functions and times may follow from who it says it is. */
export interface MultimeterFamily {
  readonly functions: readonly FunctionEntry[];
  /** Integration times in power-line cycles; other values are refused. */
  readonly integrationTimes: readonly number[];
  /** What a meter that was just connected is told. */
  readonly begin: readonly ScpiCommand[];
  /** Ends what it measures, and makes a reading one sample again. */
  readonly settle: ScpiCommand;
  /** Takes readings one after the other, and leaves the meter to single ones. */
  acquire(
    session: ScpiSession,
    count: number,
    operation: OperationContext<{ readonly taken: number }>,
  ): Promise<{ readonly value: Float64Array }>;
  /** Whether nothing is measured any more, once `settle` was sent. */
  isIdle(session: ScpiSession, call: Call): Promise<boolean>;
}
