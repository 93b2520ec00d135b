import { FourwireError } from '@fourwire/core';
import type { Wirebonder } from '@fourwire/wirebonder';
import { Subscription } from 'rxjs';
import type { Journal } from '../records/journal.ts';

/** A record of bonds that goes on. */
export interface BondRecording {
  /** Ends it, when the bonder was resumed for the last time. */
  readonly end: () => Promise<void>;
  /** Wires of which a bond was reported so far. */
  readonly wires: () => number;
}

/**
 * Writes every bond and alarm of a wire bonder into a journal.
 *
 * @param options.resume - whether the bonder is told to go on when it calls its operator
 */
export function recordBonds(
  bonder: Wirebonder,
  journal: Journal,
  { resume, signal }: { readonly resume: boolean; readonly signal: AbortSignal },
): BondRecording {
  const all = new Subscription();
  const wires = new Set<string>();
  let helped: Promise<void> = Promise.resolve();
  const note = (text: string): void => void journal.append({ type: 'note', text, deviation: true });
  const error = (cause: unknown): void =>
    note(`${bonder.path}: recording ended: ${FourwireError.from(cause).message}`);
  const goOn = async (): Promise<void> => {
    try {
      await bonder.resume({ signal });
      note(`${bonder.path}: it called its operator, and was told to go on.`);
    } catch (cause) {
      note(`${bonder.path}: ${FourwireError.from(cause).message}`);
    }
  };
  all.add(
    bonder.bond$.subscribe({
      next: ({ value, at }) => {
        const { result, trace: _trace, ...bond } = value;
        wires.add(`${bond.unit}/${bond.die ?? ''}/${bond.wire}`);
        journal.append({
          type: 'event',
          at,
          path: bonder.path,
          name: 'bond',
          data: { ...bond, outcome: result },
        });
      },
      error,
    }),
  );
  all.add(
    bonder.alarm$.subscribe({
      next: ({ value: { id, text, active }, at }) => {
        journal.append({ type: 'alarm', at, path: bonder.path, code: id, text, active });
        if (active && resume) helped = helped.then(goOn);
      },
      error,
    }),
  );
  return {
    end: async () => {
      await helped;
      all.unsubscribe();
    },
    wires: () => wires.size,
  };
}
