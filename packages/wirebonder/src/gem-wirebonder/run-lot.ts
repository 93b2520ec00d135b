import { FourwireError } from '@fourwire/core';
import type { Clock, OperationContext } from '@fourwire/core';
import type { GemHost } from '@fourwire/secs';
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
  readonly profile: WirebonderProfile;
  readonly clock: Clock;
}

type Ending = 'completed' | 'stopped';

/** Starts a lot and sees it through to the event that ends it. */
export async function runLot(
  { host, state, profile, clock }: RunAccess,
  lot: string,
  operation: OperationContext<Pick<Counters, 'units' | 'wires'>>,
): Promise<Counters> {
  await state.requireRemote('run', operation);
  const settled = async (): Promise<boolean> => (await state.processing(operation)) !== 'setup';
  await state.comesTrue(settled, hesitationMs, operation);

  const { start } = profile.commands;
  const { processingCompleted, processingStopped } = profile.events;
  let ending: Ending | undefined;
  let woken = new AbortController();
  const subscription = host.events.event$.subscribe({
    next: ({ event }) => {
      if (event === processingCompleted) ending = 'completed';
      else if (event === processingStopped) ending = 'stopped';
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
    await host.commands.send(start.name, { [start.lot]: lot }, operation);
    let answered = clock.wire.monotonic();
    let active = clock.monotonic();
    let begun = false;
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
