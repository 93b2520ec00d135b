import type { DieIndex, LabelFrame } from './geometry.ts';

/** What probers and files call a die: its column number `x` and its row number `y`, counted in a {@link LabelFrame}. */
export interface DieLabel {
  readonly x: number;
  readonly y: number;
}

/** The label of a die. */
export function labelOf(frame: LabelFrame, die: DieIndex): DieLabel {
  return {
    x: along(frame.axes.endsWith('R'), die.column - frame.origin.column),
    y: along(frame.axes.startsWith('U'), die.row - frame.origin.row),
  };
}

/** The die that carries a label. */
export function dieOf(frame: LabelFrame, label: DieLabel): DieIndex {
  return {
    column: frame.origin.column + along(frame.axes.endsWith('R'), label.x),
    row: frame.origin.row + along(frame.axes.startsWith('U'), label.y),
  };
}

function along(native: boolean, steps: number): number {
  // `0 - 0` keeps a zero positive where `-0` would not.
  return native ? steps : 0 - steps;
}
