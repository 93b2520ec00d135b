import { openBench } from '@fourwire/bench';
import type { Bench, BenchFile } from '@fourwire/bench';
import { FourwireError, aborted, systemClock } from '@fourwire/core';
import type { Device, Options } from '@fourwire/core';
import type { Io } from '../io.ts';
import type { DeviceChoice } from './device-options.ts';
import { driverEntry } from './driver-entry.ts';
import { readOptionsFile } from './options-file.ts';

const benchName = 'cli';

/** A message without the name of the bench of one device, which is nobody's but this file's. */
export function withoutBench(message: string): string {
  return message.startsWith(`${benchName}/`) ? message.slice(benchName.length + 1) : message;
}

/**
 * Opens the device at an address, does something with it and closes it, whatever happened. The options that `work` gets
 * carry the end of the time and the signal of `io`.
 *
 * @throws FourwireError of kind `range` for a driver, address or options that cannot be used; `timeout` when all of it
 * takes too long; otherwise as opening and `work`
 */
export async function withDevice<R>(
  io: Io,
  address: string,
  choice: DeviceChoice,
  work: (device: Device, options: Options) => Promise<R>,
): Promise<R> {
  const { name } = driverEntry(choice.driver);
  const options = choice.options === undefined ? {} : { options: await readOptionsFile(choice.options) };
  const file: BenchFile = { name: benchName, devices: { [name]: { driver: name, address, ...options } } };
  const limit = new AbortController();
  const timer = systemClock.setTimer(choice.timeout * 1000, () =>
    limit.abort(tookTooLong(address, choice.timeout)),
  );
  const signal = io.signal === undefined ? limit.signal : AbortSignal.any([limit.signal, io.signal]);
  try {
    const bench = await openUntil(file, signal);
    try {
      const device = bench.entries[0]?.device;
      if (device === undefined) throw new FourwireError('internal', 'unexpected', 'The bench has no device.');
      return await work(device, { signal });
    } finally {
      await bench.close();
    }
  } finally {
    timer.cancel();
  }
}

/** Opens a bench unless the signal comes first; what then opens nevertheless is closed again. */
async function openUntil(file: BenchFile, signal: AbortSignal): Promise<Bench> {
  if (signal.aborted) throw aborted(signal);
  const opening = openBench(file);
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

function tookTooLong(address: string, seconds: number): FourwireError {
  return new FourwireError(
    'timeout',
    'timeout',
    `${address}: not done within ${seconds} s, the time that --timeout gives.`,
  );
}
