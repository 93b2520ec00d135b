import type { Simulator, SimulatorOptions } from '@fourwire/mock';
import { openSwitchMatrix, switchMatrix } from '@fourwire/scpi';
import type { Crosspoint, SwitchMatrix } from '@fourwire/scpi';
import { subject } from './subject.ts';
import type { Subject, SubjectEntry } from './subject.ts';

/** What a switch with a driver and a simulator differs in from the others. */
export interface SwitchEntry<S extends Simulator> extends Pick<
  SubjectEntry<SwitchMatrix, S>,
  'driver' | 'wires' | 'options' | 'values' | 'commands'
> {
  readonly simulate: (time: SimulatorOptions) => S;
  /** The relays of the simulator that are closed. */
  readonly closed: (simulator: S) => readonly Crosspoint[];
  /** A column of a first card and two crosspoints of a second, or of the same. */
  readonly relays: readonly [Crosspoint, Crosspoint, Crosspoint];
}

/** The same relays, in whatever order. */
function areSame(a: unknown, b: unknown): boolean {
  const names = (list: unknown): string =>
    (list as readonly Crosspoint[])
      .map(({ slot, row, column }) => `${slot}/${row}/${column}`)
      .toSorted()
      .join();
  return names(a) === names(b);
}

/** Makes a switch a subject: what holds for all of them is said here once. */
export function switchSubject<S extends Simulator>(entry: SwitchEntry<S>): Subject {
  const { closed, relays, values = {}, commands = {}, ...rest } = entry;
  const [first, second, third] = relays;
  const hasClosed =
    (...wanted: readonly Crosspoint[]) =>
    ({ simulator }: { readonly simulator: S }): boolean =>
      wanted.every((one) => closed(simulator).some((other) => areSame([one], [other])));
  return subject<SwitchMatrix, S>({
    ...rest,
    deviceClass: switchMatrix,
    open: openSwitchMatrix,
    values: {
      closed: {
        values: [[first, second], [third], []],
        same: areSame,
        actual: ({ simulator }) => closed(simulator),
      },
      ...values,
    },
    commands: {
      connect: { input: { crosspoints: [first, third] }, arrived: hasClosed(first, third) },
      disconnect: {
        input: { crosspoints: [third] },
        arrived: (bench) => !hasClosed(third)(bench),
      },
      ...commands,
    },
    onWire: ['shape', 'safe'],
  });
}
