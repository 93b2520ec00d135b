import { FourwireError } from '@fourwire/core';
import type { Call, Clock, ImplementationOf, OperationContext } from '@fourwire/core';
import { Observable } from 'rxjs';
import { notConfirmed, unstable } from '../values/faults.ts';
import type { MassReading } from '../values/mass.ts';
import type { LiveWeight, balance } from './balance.ts';

type Implementation = ImplementationOf<typeof balance>;

/** What the pan shows: a stable weight, or one that moves and whose unit the balance may leave out meanwhile. */
export type Weighing =
  | { readonly stable: true; readonly mass: MassReading }
  | { readonly stable: false; readonly mass: MassReading | undefined };

/** What a family does in its own way. */
export interface BalanceDialect {
  readonly clock: Clock;
  /** Looks at the pan once, without waiting. Throws kind `device`, code `overload` or `underload`, beyond the range. */
  look(call: Call): Promise<Weighing>;
  /** Tells the balance to tare; the weight was stable just before. */
  tare(call: Call): Promise<void>;
  /** Tells the balance to set zero; the weight was stable just before. */
  zero(call: Call): Promise<void>;
  /** Whether the balance answers `tare` and `zero` when they are done; otherwise the weight is read back. */
  readonly confirms: boolean;
  /** Lines that come unasked, as weighings; `undefined` for other lines. */
  readonly printed$: Implementation['printed$'];
}

/** How long to wait between two looks, in ms: balances give 4 to 25 values a second. */
const lookMs = 100;

/** The members that every balance has, from what its family does in its own way. */
export function balanceMembers(
  dialect: BalanceDialect,
): Pick<Implementation, 'weight' | 'weighStable' | 'weighNow' | 'live$' | 'printed$' | 'tare' | 'zero'> {
  const { clock } = dialect;

  const untilStable = async (
    call: Call & { readonly signal: AbortSignal },
    onLook: (live: LiveWeight) => void = () => {},
  ): Promise<MassReading> => {
    for (;;) {
      const weighing = await dialect.look(call);
      onLook(liveOf(weighing));
      if (weighing.stable) return weighing.mass;
      await clock.sleep(lookMs, call.signal);
    }
  };

  /** After `what` the pan must show nothing. Two steps: the last digit of some balances counts in fives. */
  const expectNothing = async (what: string, call: OperationContext<undefined>): Promise<void> => {
    const { value, resolution } = await untilStable(call);
    if (Math.abs(value) <= 5 * resolution) return;
    throw notConfirmed(
      `The balance was told to ${what}, but shows ${value} g afterwards. Look at its display and try again.`,
    );
  };

  /** Only the waiting is ended: nothing moves in a balance. That it is still there is read back. */
  const stopWaiting = async (): Promise<boolean> => {
    await dialect.look({}).catch((error: unknown) => {
      if (!FourwireError.is(error) || error.kind !== 'device') throw error;
    });
    return true;
  };

  const settled = (what: 'tare' | 'zero'): Implementation['tare'] => ({
    run: async (_input, operation) => {
      await untilStable(operation);
      await dialect[what](operation);
      if (!dialect.confirms) await expectNothing(what, operation);
    },
    stop: stopWaiting,
  });

  return {
    weight: {
      read: async (call) => {
        const weighing = await dialect.look(call);
        if (weighing.stable) return weighing.mass;
        throw unstable(weighing.mass === undefined ? {} : { ...weighing.mass });
      },
    },
    weighStable: {
      run: async (_input, operation) => untilStable(operation, (live) => operation.progress(live)),
      stop: stopWaiting,
    },
    weighNow: {
      run: async (_input, operation) => {
        const { mass, stable } = await dialect.look(operation);
        // A number whose unit is not known is no weight.
        if (mass === undefined) throw unstable();
        return { value: mass.value, resolution: mass.resolution, stable };
      },
    },
    live$: liveWeights(dialect),
    printed$: dialect.printed$,
    tare: settled('tare'),
    zero: settled('zero'),
  };
}

function liveOf({ stable, mass }: Weighing): LiveWeight {
  return {
    state: stable ? 'stable' : 'unstable',
    ...(mass === undefined ? {} : { value: mass.value, resolution: mass.resolution }),
  };
}

/** Looks again and again while somebody listens. A look under way is waited for: cutting it short costs the link its step. */
function liveWeights(dialect: BalanceDialect): Observable<LiveWeight> {
  return new Observable<LiveWeight>((subscriber) => {
    const ended = new AbortController();
    const follow = async (): Promise<void> => {
      while (!ended.signal.aborted) {
        const live = await dialect.look({}).then(liveOf, beyondRange);
        if (live !== undefined && !ended.signal.aborted) subscriber.next(live);
        await dialect.clock.sleep(lookMs, ended.signal);
      }
    };
    follow().catch((error: unknown) => {
      if (!ended.signal.aborted) subscriber.error(error);
    });
    return () => ended.abort();
  });
}

function beyondRange(error: unknown): LiveWeight | undefined {
  if (!FourwireError.is(error)) throw error;
  if (error.code === 'overload' || error.code === 'underload') return { state: error.code };
  return undefined;
}
