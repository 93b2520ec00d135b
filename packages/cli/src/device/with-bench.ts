import { openBench } from '@fourwire/bench';
import type { Bench, BenchFile } from '@fourwire/bench';
import { FourwireError, aborted, systemClock } from '@fourwire/core';
import type { Device, Options } from '@fourwire/core';
import type { Io } from '../io.ts';
import type { DeviceChoice } from './device-options.ts';

/**
 * Opens a bench, does something with it and closes it, whatever happened. The options that `work` gets carry the end of
 * the time, where there is one, and the signal of `io`.
 *
 * @throws FourwireError of kind `timeout` when all of it takes too long; otherwise as opening and `work`
 */
export async function withBench<R>(
  io: Io,
  file: BenchFile,
  choice: { readonly timeout?: number } & Pick<DeviceChoice, 'mock'>,
  work: (bench: Bench, options: Options & { readonly signal: AbortSignal }) => Promise<R>,
): Promise<R> {
  const { timeout, mock = false } = choice;
  const limit = new AbortController();
  const timer =
    timeout === undefined
      ? undefined
      : systemClock.setTimer(timeout * 1000, () => limit.abort(tookTooLong(file, timeout)));
  const signal = io.signal === undefined ? limit.signal : AbortSignal.any([limit.signal, io.signal]);
  try {
    const bench = await openUntil(file, mock, signal);
    try {
      return await work(bench, { signal });
    } finally {
      await bench.close();
    }
  } finally {
    timer?.cancel();
  }
}

/** An open device of a bench by its name. */
export function deviceOf(bench: Bench, name: string): Device {
  const entry = bench.entries.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry.device;
  throw new FourwireError('internal', 'unexpected', `The bench has no device "${name}".`);
}

/** Opens a bench unless the signal comes first; what then opens nevertheless is closed again. */
async function openUntil(file: BenchFile, mock: boolean, signal: AbortSignal): Promise<Bench> {
  if (signal.aborted) throw aborted(signal);
  const opening = openBench(file, mock ? { mock } : {});
  let onAbort = (): void => {};
  const ended = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      reject(aborted(signal));
      opening
        .then(
          async (bench) => bench.close(),
          () => {},
        )
        .catch(() => {});
    };
  });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([opening, ended]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function tookTooLong({ devices }: BenchFile, seconds: number): FourwireError {
  const where = Object.values(devices).map(({ address }) => address);
  return new FourwireError(
    'timeout',
    'timeout',
    `${where.join(', ')}: not done within ${seconds} s, the time that --timeout gives.`,
  );
}
