import { FourwireError, PacedClock, systemClock } from '@fourwire/core';
import type { Clock, Guard, Random, Transport } from '@fourwire/core';
import { formatAddress, resolveAddress } from '@fourwire/transport';
import type { Simulators } from '@fourwire/transport';
import type { BenchDevice, BenchFile } from '../bench-file/bench-schema.ts';
import { readBenchFile } from '../bench-file/read-bench-file.ts';
import type { Variables } from '../bench-file/read-bench-file.ts';
import { InterlockKeeper } from '../interlocks/interlock-keeper.ts';
import { Bench } from './bench.ts';
import type { BenchEntry } from './bench.ts';
import { openerOf } from './openers.ts';

/** What opening a bench may state. */
export interface OpenBenchOptions {
  /** Values for `${NAME}` in the file; the environment unless given. */
  readonly variables?: Variables;
  /** Instead of the wall clock, or the paced one that the file asks for. */
  readonly clock?: Clock;
  readonly random?: Random;
  /** Transports by device name, instead of the addresses of the file: simulators in this process. */
  readonly transports?: Readonly<Record<string, Transport>>;
  /** What stands at the addresses of the file in this process, such as the simulators of a virtual bench. */
  readonly simulators?: Simulators;
  /** Looks at every write and command first, and may refuse it. */
  readonly guard?: Guard;
}

/**
 * Opens all devices of a bench at once. When one of them fails, those that are open are closed again.
 *
 * @param source - path of a bench file, or its contents
 * @throws FourwireError: the mistake in the file with line and column, or the first device that could not be opened,
 * the others in `details`
 */
export async function openBench(source: string | BenchFile, options: OpenBenchOptions = {}): Promise<Bench> {
  const file =
    typeof source === 'string' ? await readBenchFile(source, options.variables ?? process.env) : source;
  const clock = options.clock ?? (file.pace === undefined ? systemClock : new PacedClock(file.pace));
  const interlocks = new InterlockKeeper(file.name, file.interlocks ?? {}, clock);
  const guard: Guard = async (intent) => {
    await options.guard?.(intent);
    await interlocks.guard(intent);
  };
  const names = Object.keys(file.devices);
  const results = await Promise.allSettled(
    Object.entries(file.devices).map(async ([name, device]) =>
      openEntry(file, name, device, clock, { ...options, guard }),
    ),
  );
  const entries = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const bench = new Bench(file, clock, entries, interlocks);
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected'
      ? [FourwireError.from(result.reason).with({ path: `${file.name}/${names[index] ?? ''}` })]
      : [],
  );
  const [first] = failures;
  if (first === undefined) {
    try {
      interlocks.attach(entries.map(({ name, device }) => [name, device]));
      return bench;
    } catch (error) {
      await bench.close();
      throw error;
    }
  }
  await bench.close();
  throw first.with({ details: { failures: failures.map((failure) => failure.toJSON()) } });
}

async function openEntry(
  file: BenchFile,
  name: string,
  entry: BenchDevice,
  clock: Clock,
  options: OpenBenchOptions,
): Promise<BenchEntry> {
  const open = openerOf(entry.driver);
  const transport = options.transports?.[name];
  const address = formatAddress(resolveAddress(entry.address, file.aliases ?? {}));
  const device = await open(transport ?? address, {
    driver: entry.driver,
    path: `${file.name}/${name}`,
    clock,
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.simulators === undefined ? {} : { simulators: options.simulators }),
    ...(options.guard === undefined ? {} : { guard: options.guard }),
    ...(entry.options === undefined ? {} : { options: entry.options }),
    ...(entry.identity === undefined ? {} : { identity: entry.identity }),
    ...(entry.limits === undefined ? {} : { limits: entry.limits }),
    ...(entry.safeState === undefined ? {} : { safeState: entry.safeState }),
    ...(entry.serial === undefined ? {} : { serial: entry.serial }),
  } as Parameters<typeof open>[1]);
  return {
    name,
    device,
    address,
    calibratedOn: entry.calibratedOn,
    calibrationDueOn: entry.calibrationDueOn,
  };
}
