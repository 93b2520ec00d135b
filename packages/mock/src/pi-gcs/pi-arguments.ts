import type { PiAxis } from './pi-axis.ts';
import { PiRefusal } from './pi-controller.ts';
import type { PiController } from './pi-controller.ts';

/** Axes by their ids, in the order given; all of them when none is given. */
export function axesOf(controller: PiController, given: readonly string[]): readonly PiAxis[] {
  return given.length === 0 ? controller.axes : given.map((id) => axisOf(controller, id));
}

/** One axis by its id. */
export function axisOf(controller: PiController, given: string): PiAxis {
  const axis = controller.axes.find(({ id }) => id === given);
  if (axis === undefined) throw new PiRefusal('invalidAxis');
  return axis;
}

/** A decimal number. */
export function numberOf(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) throw new PiRefusal('invalidNumber');
  return Number(text);
}

/** 0 or 1. */
export function switchOf(value: number): boolean {
  if (value !== 0 && value !== 1) throw new PiRefusal('outOfRange');
  return value === 1;
}

/** Pairs of an axis and a number. */
export function pairsOf(
  controller: PiController,
  given: readonly string[],
): readonly { readonly axis: PiAxis; readonly value: number }[] {
  if (given.length === 0) throw new PiRefusal('missingParameter');
  if (given.length % 2 !== 0) throw new PiRefusal('parameterCount');
  return Array.from({ length: given.length / 2 }, (_, index) => ({
    axis: axisOf(controller, given[2 * index] ?? ''),
    value: numberOf(given[2 * index + 1] ?? ''),
  }));
}

/** The number of a parameter, in decimal or hexadecimal digits. */
export function parameterId(text: string): number {
  if (!/^(0[xX][0-9a-fA-F]{1,8}|\d{1,9})$/.test(text)) throw new PiRefusal('parameterSyntax');
  return Number(text);
}
