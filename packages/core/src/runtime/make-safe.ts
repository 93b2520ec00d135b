import { FourwireError } from '../errors/fourwire-error.ts';
import type { Options, SafeMember, SafeReport, StoppedCommand } from '../model/device.ts';
import type { Call } from '../model/implementation.ts';
import type { Clock } from '../time/clock.ts';
import { callScope, withCall } from './call-scope.ts';
import type { OperationRun } from './operation-run.ts';
import type { PendingWrites } from './pending-writes.ts';

/** A member that must be brought to a safe value. */
export interface HazardousMember {
  readonly path: string;
  readonly wanted: readonly unknown[];
  /** Reads it as it is. */
  read(call: Call): Promise<unknown>;
  /** Brings it there, urgently, and reads it back. */
  makeSafe(call: Call): Promise<unknown>;
  isSafe(value: unknown): boolean;
}

/** What is to be made safe. */
export interface Endangered {
  readonly path: string;
  readonly clock: Clock;
  readonly hazards: readonly HazardousMember[];
  /** What the user states for the safe state, in this order. */
  readonly stated: readonly HazardousMember[];
  readonly runs: readonly OperationRun[];
  readonly writes: PendingWrites;
  /** Why the device cannot be reached at all, if so. */
  refusal(): FourwireError | undefined;
}

/** Ends what runs and is being written, begins nothing else meanwhile, brings every hazard to its safe value or to the stated safe state, and tells what became of it. Never rejects. */
export async function makeSafe(
  device: Endangered,
  reason: string,
  options: Options = {},
): Promise<SafeReport> {
  const { signal, release } = limit(device.clock, options);
  const error = new FourwireError('aborted', 'made-safe', `It was ended to make the device safe: ${reason}.`);
  const wereRunning = device.runs.some((run) => run.running);
  const writes = device.writes.hold(error);
  const ending = device.runs.map(async (run) => endRun(device, run, error, signal));
  const secure = async (): Promise<readonly SafeMember[]> => secureMembers(device, signal);
  // Not after the commands but at once: a slow stop must not delay it.
  let members = await secure();
  const commands = await Promise.all(ending);
  await writes.ended;
  // What a write or a command did before it ended, or its way to stop (hold the temperature), may have undone it.
  if (wereRunning || writes.any) members = await secure();
  writes.release();
  release();
  return {
    path: device.path,
    reason,
    at: device.clock.now(),
    ok: members.every(isConfirmed) && commands.every((command) => command.outcome !== 'not-confirmed'),
    members,
    commands,
  };
}

function limit(
  clock: Clock,
  options: Options,
): { readonly signal: AbortSignal | undefined; readonly release: () => void } {
  try {
    const { call, release } = callScope(clock, options);
    return { signal: call.signal, release };
  } catch {
    // A timeout that makes no sense must not keep anybody from making a machine safe.
    return { signal: options.signal, release: () => {} };
  }
}

async function endRun(
  device: Endangered,
  run: OperationRun,
  error: FourwireError,
  signal: AbortSignal | undefined,
): Promise<StoppedCommand> {
  const { path, mode } = run;
  const ended = run.end(error);
  if (run.running && mode === 'cannot') {
    return { path, mode, outcome: 'not-confirmed', text: 'This command cannot be stopped and goes on.' };
  }
  try {
    return { path, ...(await withCall(device, path, within(signal), async () => ended)) };
  } catch (caught) {
    return { path, mode, outcome: 'not-confirmed', text: FourwireError.from(caught).message };
  }
}

/** Reads the hazardous members as they are: after the link was away nobody knows what the device does meanwhile. */
export async function findHazards(
  hazards: readonly HazardousMember[],
  call: Call,
): Promise<readonly SafeMember[]> {
  const found: SafeMember[] = [];
  for (const hazard of hazards) {
    const { path, wanted } = hazard;
    try {
      const value = await hazard.read(call);
      found.push({ path, wanted, value, outcome: hazard.isSafe(value) ? 'confirmed' : 'not-confirmed' });
    } catch (caught) {
      const error = FourwireError.from(caught).with({ path });
      found.push({ path, wanted, value: undefined, outcome: 'not-confirmed', error });
    }
  }
  return found;
}

async function secureMembers(
  device: Endangered,
  signal: AbortSignal | undefined,
): Promise<readonly SafeMember[]> {
  const { hazards, stated } = device;
  const isStated = ({ path }: HazardousMember): boolean => stated.some((member) => member.path === path);
  const all = async (members: readonly HazardousMember[]): Promise<readonly SafeMember[]> =>
    Promise.all(members.map(async (member) => secureMember(device, member, signal)));
  const [others, named] = await Promise.all([
    all(hazards.filter((hazard) => !isStated(hazard))),
    reachStated(device, () => all(hazards.filter(isStated)), signal),
  ]);
  return [...others, ...named];
}

/**
 * Brings a device to its stated safe state. Where that does not succeed, its hazards go to what their class calls safe,
 * which also ends what kept the device from it, such as a stored program; then it is tried once more.
 */
async function reachStated(
  device: Endangered,
  secureByClass: () => Promise<readonly SafeMember[]>,
  signal: AbortSignal | undefined,
): Promise<readonly SafeMember[]> {
  const { stated } = device;
  for (let attempt = 1; ; attempt++) {
    const members: SafeMember[] = [];
    for (const member of stated) {
      members.push(await secureMember(device, member, signal));
      // Never on with the next: a chamber whose setpoint stays hot must not be told to run.
      if (!members.every(isConfirmed)) break;
    }
    if (members.every(isConfirmed)) return members;
    const byClass = await secureByClass();
    if (attempt === 2 || !byClass.every(isConfirmed)) return [...members, ...byClass];
  }
}

function isConfirmed({ outcome }: SafeMember): boolean {
  return outcome === 'confirmed';
}

async function secureMember(
  device: Endangered,
  hazard: HazardousMember,
  signal: AbortSignal | undefined,
): Promise<SafeMember> {
  const { path, wanted } = hazard;
  try {
    const refusal = device.refusal();
    if (refusal !== undefined) throw refusal;
    const value = await withCall(device, path, within(signal), async (call) =>
      hazard.makeSafe({ ...call, urgent: true }),
    );
    return { path, wanted, value, outcome: hazard.isSafe(value) ? 'confirmed' : 'not-confirmed' };
  } catch (caught) {
    const error = FourwireError.from(caught).with({ path });
    return { path, wanted, value: undefined, outcome: 'not-confirmed', error };
  }
}

function within(signal: AbortSignal | undefined): Options {
  return signal === undefined ? {} : { signal };
}
