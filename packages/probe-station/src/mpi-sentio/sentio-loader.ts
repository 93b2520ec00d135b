import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type { StationImplementation } from '../classes/station-dialect.ts';
import { unexpected } from '../faults.ts';
import { sentioError } from './sentio-errors.ts';
import { succeeded } from './sentio-session.ts';
import type { SentioSession } from './sentio-session.ts';

type Loader = NonNullable<StationImplementation['loader']>;
type Slot = Awaited<ReturnType<NonNullable<Loader['slots']>['read']>>[number];

/** How long a wafer may take on its way. */
const carrying = { minutes: 10 } as const;

/** Whether the loader has a wafer in hand: a word of the station's status that is there only when it is true. */
export async function loaderIsBusy(session: SentioSession, call: Call): Promise<boolean> {
  const words = (await session.query('status:get_machine_status', call)).split(',');
  return words.some((word) => word.trim().toLowerCase() === 'loaderbusy');
}

/**
 * The loader of automatic stations, with the cassettes that it is told of; slots count from 1 (sheet mpi-sentio.md,
 * section 4.8). The station does not say in words that are confirmed which wafers are done, so a wafer that is there
 * reads as `unknown`, and the next one is that of the next slot.
 */
export function sentioLoader(session: SentioSession, cassettes: readonly number[]): Loader {
  let last: Pick<Slot, 'cassette' | 'slot'> | undefined;

  const slots = async (call: Call): Promise<readonly Slot[]> => {
    const found: Slot[] = [];
    for (const cassette of cassettes) {
      const text = await session.query(`loader:query_station_status cas${cassette}`, call);
      if (!/^[01]+$/.test(text)) throw unexpected('a 0 or 1 for each slot', text);
      for (const [index, digit] of Array.from(text, Number).entries())
        found.push({ cassette, slot: index + 1, state: digit === 1 ? 'unknown' : 'empty' });
    }
    return found;
  };
  const unload = async (operation: Call): Promise<void> => {
    const wafer = await session.ask('loader:query_wafer_status chuck, 1', operation);
    if (wafer.error === sentioError.stationEmpty || wafer.error === sentioError.noWaferOnChuck) return;
    succeeded('loader:query_wafer_status chuck, 1', wafer);
    await session.query('loader:unload_wafer', { ...operation, timeout: carrying });
  };
  const chosen = async (
    { cassette, slot }: { readonly cassette?: number; readonly slot?: number },
    operation: Call,
  ): Promise<Pick<Slot, 'cassette' | 'slot'> | undefined> => {
    if (cassette !== undefined && slot !== undefined) return { cassette, slot };
    if (cassette !== undefined || slot !== undefined) {
      throw new FourwireError(
        'range',
        'input-refused',
        'loader.load needs both cassette and slot, or neither for the next wafer.',
      );
    }
    const all = await slots(operation);
    const from = all.findIndex((one) => one.cassette === last?.cassette && one.slot === last.slot);
    return all.slice(from + 1).find(({ state }) => state !== 'empty');
  };

  return {
    busy: { read: async (call) => loaderIsBusy(session, call) },
    slots: { read: slots },
    load: {
      run: async (input, operation) => {
        const next = await chosen(input, operation);
        if (next === undefined) return { ended: true };
        await unload(operation);
        await session.query(`loader:load_wafer cas${next.cassette}, ${next.slot}`, {
          ...operation,
          timeout: carrying,
        });
        last = next;
        return { ended: false };
      },
    },
    unload: {
      run: async (_input, operation) => {
        await unload(operation);
        return undefined;
      },
    },
  };
}
