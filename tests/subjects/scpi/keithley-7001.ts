import { Keithley7001Simulator } from '@fourwire/mock';
import { openSwitchMatrix, switchMatrix } from '@fourwire/scpi';
import type { Crosspoint } from '@fourwire/scpi';
import { subject } from '../subject.ts';

const relay = (slot: number, row: number, column: number): Crosspoint => ({ slot, row, column });

/** A relay as the simulator names it: slot and channel, or slot, row and column. */
function crosspointOf(name: string): Crosspoint {
  const [slot = 0, second = 0, third] = name.split('!').map(Number);
  return third === undefined ? relay(slot, 1, second) : relay(slot, second, third);
}

/** The same relays, in whatever order. */
function areSame(a: unknown, b: unknown): boolean {
  const names = (list: unknown): string =>
    (list as readonly unknown[])
      .map((one) => JSON.stringify(one))
      .toSorted()
      .join();
  return names(a) === names(b);
}

export const keithley7001 = subject({
  deviceClass: switchMatrix,
  driver: 'keithley-7001',
  open: openSwitchMatrix,
  simulate: (time) => new Keithley7001Simulator(time),
  wires: ['gpib', 'socket'],
  options: { matrixSlots: [2] },
  values: {
    closed: {
      values: [[relay(1, 1, 1), relay(2, 4, 10)], [relay(1, 1, 40)], []],
      same: areSame,
      actual: ({ simulator: { model } }) => model.closed.map((name) => crosspointOf(name)),
    },
  },
  commands: {
    connect: {
      input: { crosspoints: [relay(1, 1, 5), relay(2, 3, 2)] },
      arrived: ({ simulator: { model } }) => model.isClosed('1!5') && model.isClosed('2!3!2'),
    },
    disconnect: {
      input: { crosspoints: [relay(2, 3, 2)] },
      arrived: ({ simulator: { model } }) => !model.isClosed('2!3!2'),
    },
  },
  onWire: ['shape', 'safe'],
});
