import { FourwireError } from '@fourwire/core';
import type { Call, ImplementationOf } from '@fourwire/core';
import { patience } from '../classes/patience.ts';
import type { programStore } from '../classes/program-store.ts';
import { fromProgramRecord, toProgramRecord } from '../programs/program-record.ts';
import type { Program } from '../programs/program.ts';
import type { StorageLimits } from '../programs/storage-problems.ts';
import type { ProgramAccess } from './chamber-access.ts';
import { refuseProgram } from './refuse-program.ts';

type Implementation = ImplementationOf<typeof programStore>;

/** Where a program stands that the controller runs. */
export type StoredProgress = Awaited<ReturnType<Implementation['progress']['read']>>;

/** How a controller keeps and runs programs. */
export interface StoredProgramAccess extends ProgramAccess {
  /** How many slots there are, from 1. */
  readonly slots: number;
  /** What a slot can hold, asked before anything is written. */
  readonly storage: (call: Call) => Promise<StorageLimits>;
  readonly list: (call: Call) => Promise<readonly { slot: number; name: string }[]>;
  readonly progress: (call: Call) => Promise<StoredProgress>;
  /** Writes a program, compares what was stored, and gives the slot that it got. */
  readonly write: (slot: number, program: Program, call: Call) => Promise<number>;
  readonly read: (slot: number, call: Call) => Promise<Program>;
  readonly erase: (slot: number, call: Call) => Promise<void>;
  readonly start: (slot: number, step: number, call: Call) => Promise<void>;
  /** Ends the program and holds the temperature that there is; true when both were read back. */
  readonly stop: (call: Call) => Promise<boolean>;
  readonly pause: (call: Call) => Promise<void>;
  readonly resume: (call: Call) => Promise<void>;
  /** How often a running program is looked at, in ms; 1000 unless given. */
  readonly lookMs?: number;
}

/** A controller that does not show a program by now has not started it, in ms. */
const startMs = 10_000;

/** The stored programs of a controller as the class has them. */
export function storedPrograms(access: StoredProgramAccess): Implementation {
  const { clock, slots, lookMs = 1000 } = access;
  const checkSlot = (slot: number): void => {
    if (slot >= 1 && slot <= slots) return;
    throw new FourwireError('range', 'value-refused', `slot ${slot} refused, allowed 1 to ${slots}.`);
  };
  const isGoing = ({ state }: StoredProgress): boolean => state !== 'none' && state !== 'ended';
  return {
    stored: { read: access.list },
    progress: { read: access.progress },
    store: {
      run: async ({ slot, program: record }, operation) => {
        checkSlot(slot);
        const program = fromProgramRecord(record);
        await refuseProgram(program, access, operation, await access.storage(operation));
        return { slot: await access.write(slot, program, operation) };
      },
    },
    fetch: {
      run: async ({ slot }, operation) => {
        checkSlot(slot);
        return toProgramRecord(await access.read(slot, operation));
      },
    },
    erase: {
      run: async ({ slot }, operation) => {
        checkSlot(slot);
        await access.erase(slot, operation);
      },
    },
    run: {
      stop: access.stop,
      run: async ({ slot, step = 1, interval = lookMs / 1000 }, operation) => {
        checkSlot(slot);
        if (isGoing(await access.progress(operation))) {
          throw new FourwireError(
            'busy',
            'program-runs',
            'run refused: the controller runs a program already; stop it first.',
          );
        }
        const patiently = patience(clock, operation, lookMs);
        const began = clock.monotonic();
        await access.start(slot, step, operation);
        let wasSeen = false;
        for (;;) {
          const progress = await patiently(access.progress);
          const elapsed = (clock.monotonic() - began) / 1000;
          operation.progress(progress);
          if (isGoing(progress)) wasSeen = true;
          else if (wasSeen) return { elapsed };
          else if (elapsed * 1000 > startMs) {
            throw new FourwireError(
              'device',
              'program-not-started',
              `The controller took the order to run program ${slot}, but does not run it; look at its panel.`,
            );
          }
          // A short program must not be over before it was seen.
          await clock.sleep(wasSeen ? interval * 1000 : lookMs, operation.signal);
        }
      },
    },
    pause: {
      run: async (_input, operation) => {
        await access.pause(operation);
      },
    },
    resume: {
      run: async (_input, operation) => {
        await access.resume(operation);
      },
    },
  };
}

/** Refuses to believe a stored program that reads back as another. */
export function confirmStored(slot: number, isSame: boolean): void {
  if (isSame) return;
  throw new FourwireError(
    'device',
    'not-confirmed',
    `The program in slot ${slot} was written, but the controller gives another one back; do not run it.`,
  );
}

/** There is nothing in this slot. */
export function slotEmpty(slot: number): FourwireError {
  return new FourwireError('state', 'slot-empty', `There is no program in slot ${slot}.`);
}
