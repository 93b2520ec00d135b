import { FourwireError, formatDuration, sleepUntilWoken, toMilliseconds } from '@fourwire/core';
import type { Call, Duration } from '@fourwire/core';
import type { ScpiCommand } from '../codec/command.ts';
import { scpi } from '../codec/command.ts';
import { raise } from './message-session.ts';
import type { ScpiSession } from './scpi-session.ts';
import type { ScpiStatus } from './scpi-status.ts';
import { failureBits, standardEventBits, statusByteBits } from './status-bits.ts';

/**
 * How the end of an operation is found out (sheet scpi.md, section 6):
 *
 * - `service-request`: `*OPC`, and the instrument requests service; looked at now and then all the same.
 * - `status-byte`: `*OPC`, and the status byte is polled; the instrument answers that while it is busy.
 * - `event-register`: `*OPC`, and `*ESR?` is asked again and again.
 * - `query`: `*OPC?`, which holds the link until it is answered: nothing else can be sent meanwhile.
 */
export type CompletionWay = 'service-request' | 'status-byte' | 'event-register' | 'query';

/** What waiting for an operation may state. */
export interface CompletionOptions extends Call {
  /** The best that the wire has unless given: `service-request`, `status-byte`, else `event-register`. */
  readonly way?: CompletionWay;
  /** How long it may last; for ever unless given, so that a stop ends it; needed for `query`. */
  readonly within?: Duration;
  /** Told at each look how long it has lasted, in seconds. */
  readonly progress?: (elapsed: number) => void;
  /** Sent when the wait is cancelled or lasts too long: `ABOR`. */
  readonly stop?: ScpiCommand;
}

const opc = scpi`*OPC`;
const opcQuery = scpi`*OPC?`;

const endBits = failureBits | standardEventBits.operationComplete;

/** Pauses between two looks in ms: short at first, for what is soon done, then longer. */
const firstPause = 10;
const longestPause = 100;
/** The pause where service requests come: they get lost. */
const safetyPause = 1000;

/**
 * Starts an operation with `command` and waits until the instrument has completed it, without holding the link (except
 * where the way is `query`).
 *
 * @throws FourwireError of kind `device`, code `scpi-error`, when the instrument refuses the command or the operation
 * fails; `timeout` when it lasts longer than `within`; `aborted` when the signal is aborted
 */
export async function complete(
  session: ScpiSession,
  status: ScpiStatus,
  command: ScpiCommand,
  options: CompletionOptions = {},
): Promise<void> {
  const { way = bestWay(status), within = Infinity, stop } = options;
  const withinMs = toMilliseconds(within, 'within');
  const call: Call = { signal: options.signal, urgent: options.urgent };
  const quiet = session.withErrors('never');
  const isChecked = session.errorPolicy !== 'never';
  // What is in the queue by now is older than the command.
  if (isChecked) await session.errors(call);
  let events = 0;
  try {
    if (way === 'query') await askForCompletion(quiet, command, withinMs, call);
    else events = await waitForCompletion(quiet, status, command, { ...options, way, withinMs, call });
  } catch (error) {
    if (
      stop !== undefined &&
      FourwireError.is(error) &&
      (error.kind === 'aborted' || error.kind === 'timeout')
    ) {
      await quiet.send(stop, { urgent: true }).catch(() => {});
    }
    throw error;
  }
  if (isChecked) raise(await session.errors(call), command.text);
  if ((events & failureBits) !== 0) throw failed(command, events);
}

function bestWay({ client: { wire } }: ScpiStatus): CompletionWay {
  if (wire.statusByte === undefined) return 'event-register';
  return wire.serviceRequest$ === undefined ? 'status-byte' : 'service-request';
}

async function askForCompletion(
  session: ScpiSession,
  command: ScpiCommand,
  withinMs: number,
  call: Call,
): Promise<void> {
  if (withinMs === Infinity) {
    throw new FourwireError(
      'range',
      'option-refused',
      'within must be given where completion is asked for with *OPC?: the link is held until it answers.',
    );
  }
  await session.transaction(
    async (exclusive) => {
      await exclusive.send(command, call);
      await exclusive.query(opcQuery, { ...call, timeout: withinMs });
    },
    { ...call, timeout: withinMs },
  );
}

interface Wait extends CompletionOptions {
  readonly way: Exclude<CompletionWay, 'query'>;
  readonly withinMs: number;
  readonly call: Call;
}

/** Gives the standard events that ended the wait. */
async function waitForCompletion(
  session: ScpiSession,
  status: ScpiStatus,
  command: ScpiCommand,
  { way, withinMs, progress, call }: Wait,
): Promise<number> {
  const { clock } = status;
  let events = 0;
  let wake = (): void => {};
  // Whoever reads the event register clears it, so what anybody reads counts.
  const watching = status.taken$.subscribe({
    next: (taken) => {
      events |= taken;
      wake();
    },
    error: () => {},
  });
  if (way === 'service-request') watching.add(status.standardEvents$.subscribe({ error: () => {} }));
  try {
    // Before the command is sent: what is soon done would be missed otherwise.
    await status.takeStandardEvents(call);
    events = 0;
    await session.send(scpi`*ESE ${255}`, call);
    await session.transaction(async (exclusive) => {
      await exclusive.send(command, call);
      await exclusive.send(opc, call);
    }, call);
    const start = clock.monotonic();
    const growth = way === 'service-request' ? 1 : 2;
    let pause = way === 'service-request' ? safetyPause : firstPause;
    for (;;) {
      await look(status, way, call);
      if ((events & endBits) !== 0) return events;
      const elapsed = clock.monotonic() - start;
      progress?.(elapsed / 1000);
      if (elapsed >= withinMs) throw notDone(withinMs);
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await sleepUntilWoken(clock, Math.min(pause, withinMs - elapsed), woken, call.signal);
      pause = Math.max(pause, Math.min(pause * growth, longestPause));
    }
  } finally {
    watching.unsubscribe();
  }
}

/** Reads the event register; where the wire has a status byte, only when that says that there is something. */
async function look(status: ScpiStatus, way: CompletionWay, call: Call): Promise<void> {
  if (way !== 'event-register') {
    const byte = await status.readStatusByte(call);
    if ((byte & statusByteBits.standardEvent) === 0) return;
  }
  await status.takeStandardEvents(call);
}

function failed(command: ScpiCommand, events: number): FourwireError {
  return new FourwireError(
    'device',
    'scpi-error',
    `The instrument refused it, or failed at it: its standard event register reads ${events}.`,
    { command: command.text, details: { events } },
  );
}

function notDone(ms: number): FourwireError {
  return new FourwireError(
    'timeout',
    'timeout',
    `The instrument did not complete the operation within ${formatDuration(ms)}.`,
  );
}
