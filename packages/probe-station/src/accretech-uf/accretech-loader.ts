import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type { StationImplementation } from '../classes/station-dialect.ts';
import { unexpected } from '../faults.ts';
import type { AccretechSession } from './accretech-session.ts';
import { status } from './accretech-status.ts';

const loading = { minutes: 5 } as const;

/** A cassette has so many slots. */
const slotCount = 25;

/** What a digit of `w` says of a slot. */
const slotStates = ['empty', 'waiting', 'done', 'in-process'] as const;

/** The loader (sheet accretech-uf.md, sections 5 and 6). Cassettes count from 1, and slots too. */
export function accretechLoader(session: AccretechSession): NonNullable<StationImplementation['loader']> {
  /** The prober does not tell what its loader does, but that does nothing unless told. */
  let busy = false;
  const act = async (command: string, ends: readonly number[], call: Call): Promise<number> => {
    busy = true;
    try {
      return await session.act(command, ends, loading, call);
    } finally {
      busy = false;
    }
  };
  return {
    busy: {
      read: async (call) => {
        // A prober that is gone must not pass for one with an idle loader.
        await session.ask('ms', call);
        return busy;
      },
    },
    slots: {
      read: async (call) => {
        const text = await session.ask('w', call);
        const cassettes = text.split('.');
        if (!cassettes.every((cassette) => /^\d{26}$/.test(cassette)))
          throw unexpected('cassettes of 26 digits after "w"', text);
        return cassettes.flatMap((digits, index) =>
          // A cassette that is not ready has no slots to tell of.
          digits.startsWith('0')
            ? []
            : Array.from({ length: slotCount }, (_, slot) => ({
                cassette: index + 1,
                slot: slot + 1,
                state: slotStates[Number(digits[slot + 1])] ?? ('unknown' as const),
              })),
        );
      },
    },
    load: {
      run: async ({ cassette, slot }, operation) => {
        const end = await act(loadCommand(cassette, slot), [status.loaded, status.lotEnd], operation);
        return { ended: end === status.lotEnd };
      },
    },
    unload: {
      run: async (_input, operation) => {
        await act('U', [status.unloaded, status.lotEnd], operation);
        return undefined;
      },
    },
  };
}

function loadCommand(cassette: number | undefined, slot: number | undefined): string {
  if (slot === undefined && cassette === undefined) return 'L';
  const [from = 1, which = 0] = [cassette, slot];
  if (from >= 1 && from <= 2 && which >= 1 && which <= slotCount)
    return `j2${from}${String(which).padStart(2, '0')}`;
  throw new FourwireError(
    'range',
    'slot-refused',
    `loader.load takes cassette 1 or 2 and slot 1 to ${slotCount}, or neither for the next wafer; got ${cassette ?? 'no cassette'}, ${slot ?? 'no slot'}.`,
  );
}
