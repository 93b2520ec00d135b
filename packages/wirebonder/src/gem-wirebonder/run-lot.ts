import { FourwireError } from '@fourwire/core';
import type { Call, Clock, OperationContext } from '@fourwire/core';
import type { GemHost } from '@fourwire/secs';
import type { BonderSpool } from './bonder-spool.ts';
import type { BonderState, Counters } from './bonder-state.ts';
import type { WirebonderProfile } from './profile.ts';

/** How often a running lot is looked at, in ms. */
const lookMs = 1000;

/** How long a run goes on without an answer before it fails; old equipment is deaf while it carries out a command. */
const patienceMs = 120_000;

/** How long a bonder may stay in SETUP before a run begins, and without processing once it should. */
const hesitationMs = 60_000;

/** What a run needs. */
export interface RunAccess {
  readonly host: GemHost;
  readonly state: BonderState;
  readonly spool: BonderSpool;
  readonly profile: WirebonderProfile;
  readonly clock: Clock;
}

type Ending = 'completed' | 'stopped';
type LotOperation = OperationContext<Pick<Counters, 'units' | 'wires'>>;

/** Starts a lot and sees it through to the event that ends it. */
export async function runLot(access: RunAccess, lot: string, operation: LotOperation): Promise<Counters> {
  await makeReady(access, 'run', operation);
  return awaitEnd(access, operation, async () => {
    await sendStart(access, lot, operation);
    return false;
  });
}

/**
 * Sees a lot through that was started before, whoever did it.
 *
 * @throws FourwireError of kind `state`, code `lot-not-running`, when there is none, and none ended unheard
 */
export async function followLot(access: RunAccess, operation: LotOperation): Promise<Counters> {
  const { spool, state } = access;
  return awaitEnd(access, operation, async (ended) => {
    await spool.fetch(operation);
    const processing = await state.processing(operation);
    if (processing === 'executing' || processing === 'paused' || ended()) return true;
    throw new FourwireError(
      'state',
      'lot-not-running',
      `The bonder is ${processing}: there is no lot to wait for. Start one with run.`,
    );
  });
}

/** Starts a lot, and waits until the machine shows that it processes it. */
export async function startLot(access: RunAccess, lot: string, call: Call): Promise<void> {
  const { state } = access;
  await makeReady(access, 'start', call);
  await sendStart(access, lot, call);
  const begun = async (): Promise<boolean> => {
    const processing = await state.processing(call);
    return processing === 'executing' || processing === 'paused';
  };
  if (await state.comesTrue(begun, hesitationMs, call)) return;
  throw endUnknown(false, await state.processing(call), await state.counters(call));
}

async function makeReady({ state, spool }: RunAccess, what: string, call: Call): Promise<void> {
  await state.requireRemote(what, call);
  // What happens from now on would be kept behind what is kept already.
  await spool.fetch(call);
  const settled = async (): Promise<boolean> => (await state.processing(call)) !== 'setup';
  await state.comesTrue(settled, hesitationMs, call);
}

async function sendStart({ host, profile }: RunAccess, lot: string, call: Call): Promise<void> {
  const { start } = profile.commands;
  await host.commands.send(start.name, { [start.lot]: lot }, call);
}

/**
 * Waits for the event that ends a lot, and looks at the machine meanwhile.
 *
 * @param begin - begins the lot or finds it; says whether it has been processed already
 */
async function awaitEnd(
  { host, state, profile, clock }: RunAccess,
  operation: LotOperation,
  begin: (ended: () => boolean) => Promise<boolean>,
): Promise<Counters> {
  const { processingStarted, processingCompleted, processingStopped } = profile.events;
  let ending: Ending | undefined;
  let woken = new AbortController();
  const subscription = host.events.event$.subscribe({
    next: ({ event }) => {
      if (event === processingCompleted) ending = 'completed';
      else if (event === processingStopped) ending = 'stopped';
      else if (event === processingStarted) ending = undefined;
      else return;
      woken.abort();
    },
    // Without events the looks are left, and they tell when the machine stands.
    error: () => woken.abort(),
  });
  /** Sleeps until the next look, or until the lot has ended. */
  const pause = async (): Promise<void> => {
    woken = new AbortController();
    await clock.sleep(lookMs, AbortSignal.any([operation.signal, woken.signal])).catch((error: unknown) => {
      if (!woken.signal.aborted || operation.signal.aborted) throw error;
    });
  };

  try {
    let begun = await begin(() => ending !== undefined);
    let answered = clock.wire.monotonic();
    let active = clock.monotonic();
    let missed = false;
    for (;;) {
      // Once it has ended there is nothing to wait for, unless the last look had no answer.
      if (ending === undefined || missed) await pause();
      const look = await state.progress(operation).catch((error: unknown) => {
        if (!isGap(error) || clock.wire.monotonic() - answered > patienceMs) throw error;
        return undefined;
      });
      missed = look === undefined;
      if (look === undefined) continue;
      answered = clock.wire.monotonic();
      const { processing, counters } = look;
      operation.progress({ units: counters.units, wires: counters.wires });
      if (ending === 'completed') return counters;
      if (ending === 'stopped') throw stopped(counters);
      if (processing === 'executing' || processing === 'paused' || processing === 'setup') {
        active = clock.monotonic();
        begun ||= processing !== 'setup';
      } else if (clock.monotonic() - active > hesitationMs) {
        throw endUnknown(begun, processing, counters);
      }
    }
  } finally {
    subscription.unsubscribe();
  }
}

function isGap(error: unknown): boolean {
  return FourwireError.is(error) && (error.kind === 'link' || error.kind === 'timeout');
}

function stopped(counters: Counters): FourwireError {
  return new FourwireError(
    'device',
    'processing-stopped',
    'The bonder reports that processing was stopped.',
    {
      details: { counters },
    },
  );
}

/** The event that ends a run was lost, with the link or by the equipment: nobody knows which one it was. */
function endUnknown(begun: boolean, processing: string, counters: Counters): FourwireError {
  const [code, text] = begun
    ? ['run-end-unknown', 'and did not report whether it completed or was stopped']
    : ['run-not-started', 'though it accepted the command to start'];
  return new FourwireError('device', code, `The bonder is ${processing}, ${text}; look at the machine.`, {
    details: { counters },
  });
}
