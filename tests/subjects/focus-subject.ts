import { focusDrive, openFocusDrive } from '@fourwire/metrology';
import type { FocusDrive } from '@fourwire/metrology';
import type { CommandPlan, MotorAxis, Simulator } from '@fourwire/mock';
import { subject } from './subject.ts';
import type { Subject, SubjectBench, SubjectEntry } from './subject.ts';

/** What a focus drive with a driver and a simulator differs in from the others. */
export interface FocusEntry<S extends Simulator> extends Pick<
  SubjectEntry<FocusDrive, S>,
  'driver' | 'variant' | 'simulate' | 'options'
> {
  /** The focus of the simulator. */
  readonly axis: (simulator: S) => MotorAxis;
  /** Where it is to stand at first and to go to, near and far, in µm. */
  readonly way: { readonly start: number; readonly near: number; readonly far: number };
  /** Whether it has a reference run. */
  readonly reference?: boolean;
  /** Whether the drive tells that it moves. Of one that does not, the driver says so until it was seen to stand. */
  readonly tellsMoving?: boolean;
}

/** Makes a focus drive a subject: what holds for all of them is said here once. */
export function focusSubject<S extends Simulator>(entry: FocusEntry<S>): Subject {
  const { axis, way, reference = false, tellsMoving = true, ...rest } = entry;
  const stands = ({ simulator }: SubjectBench<FocusDrive, S>): boolean => !axis(simulator).moving;
  type Plan = CommandPlan<SubjectBench<FocusDrive, S>>;
  const move: Plan = {
    prepare: async ({ device }) => {
      await device.moveTo({ position: way.start });
    },
    stopAfter: 300,
    stands,
  };
  const at = (position: number): Plan => ({
    arrived: ({ simulator }) => Math.abs(axis(simulator).position - position) < 0.2,
  });
  return subject<FocusDrive, S>({
    ...rest,
    deviceClass: focusDrive,
    open: openFocusDrive,
    wires: ['serial', 'socket'],
    values: {
      position: { actual: ({ simulator }) => axis(simulator).position, tolerance: 0.11 },
      moving: tellsMoving ? { actual: ({ simulator }) => axis(simulator).moving } : {},
    },
    commands: {
      moveTo: { ...move, ...at(way.near), input: { position: way.near }, longInput: { position: way.far } },
      moveBy: {
        ...move,
        ...at(way.near),
        input: { distance: way.near - way.start },
        longInput: { distance: way.far - way.start },
      },
      halt: { arrived: stands },
      ...(reference ? { 'reference/home': { ...move, ...at(0) } } : {}),
    },
  });
}
