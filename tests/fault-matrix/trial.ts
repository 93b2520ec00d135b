import { FourwireError, seededRandom } from '@fourwire/core';
import type { ErrorKind } from '@fourwire/core';
import { virtualBench } from '@fourwire/mock';
import type { FaultName } from '@fourwire/mock';
import { WrongValue } from './subjects.ts';
import type { Patient, Subject } from './subjects.ts';

/** What a driver may end with when a machine or a wire is faulty. Bad arguments and bugs have other kinds. */
const declared: ReadonlySet<ErrorKind> = new Set(['busy', 'device', 'link', 'protocol', 'state', 'timeout']);

/** No action takes longer than this, whatever happens: a move has 2 minutes, then the link is opened and set up anew. */
const deadline = { seconds: 180 };

/** How long after the last fault has gone everything must work again: the longest pause between two connections. */
const recovery = { seconds: 60 };

/** What one trial found; undefined where the driver did as it should. */
export interface Finding {
  readonly driver: string;
  readonly address: string;
  readonly seed: number;
  readonly faults: readonly FaultName[];
  readonly problem: string;
}

/** What a trial tried, for the count. */
export interface Trial {
  readonly faults: readonly FaultName[];
  readonly finding?: Finding;
}

/** One seeded trial: a device is opened, a fault or two come, a few things are done to it, the faults go. */
export async function trial(subject: Subject, seed: number): Promise<Trial> {
  const random = seededRandom(seed).fork(subject.address);
  const bench = virtualBench((context) => ({ subject: subject.simulate(context) }), { seed });
  const faults = bench.faults.subject;
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[random.integer(0, list.length - 1)];
    if (chosen === undefined) throw new Error('Nothing to choose from');
    return chosen;
  };
  const chosen = [...new Set([pick(faults.names), ...(random.next() < 0.3 ? [pick(faults.names)] : [])])];
  const problems: string[] = [];

  /** Runs one action to its end and notes what it must not do. */
  const attempt = async (patient: Patient, tolerant: boolean): Promise<boolean> => {
    const [name, action] = pick(Object.entries(patient.actions));
    const late = new AbortController();
    const hang = bench.clock.sleep(deadline, late.signal).then(
      () => 'hang' as const,
      () => 'ended' as const,
    );
    const outcome = await Promise.race([
      action().then(
        () => 'done' as const,
        (error: unknown) => ({ error }),
      ),
      hang,
    ]);
    late.abort();
    if (outcome === 'hang') problems.push(`${name} did not end within ${deadline.seconds} s`);
    if (typeof outcome === 'string') return outcome === 'done';
    const { error } = outcome;
    if (error instanceof WrongValue) {
      if (!tolerant) problems.push(`${name}: ${error.message}`);
    } else if (!FourwireError.is(error)) problems.push(`${name}: ${String(error)}`);
    else if (!declared.has(error.kind)) problems.push(`${name}: kind ${error.kind}: ${error.message}`);
    return false;
  };

  await bench.run(async () => {
    const patient = await subject.open(subject.address, bench.links, bench.simulators.subject);
    const garbled = chosen.includes('garble') && !subject.checked;
    await attempt(patient, false);
    for (const fault of chosen) faults.set(fault);
    for (let count = 0; count < 3; count++) {
      await attempt(patient, garbled);
      await bench.clock.sleep(random.integer(0, 1500));
    }
    faults.clear();
    const until = bench.clock.monotonic() + recovery.seconds * 1000;
    let recovered = false;
    while (!recovered && bench.clock.monotonic() < until) {
      await bench.clock.sleep(500);
      recovered = await attempt(patient, garbled);
    }
    if (!recovered && !chosen.includes('emergency-stop')) problems.push('did not recover');
    await patient.device.close();
  });
  if (bench.clock.pendingTimers > 0) problems.push(`${bench.clock.pendingTimers} timers left`);
  const [problem] = problems;
  if (problem === undefined) return { faults: chosen };
  const { driver, address } = subject;
  return { faults: chosen, finding: { driver, address, seed, faults: chosen, problem } };
}
