import { FourwireError } from '@fourwire/core';

/**
 * Where the samples of a waveform go: the front part of the caller's array, or a new one.
 *
 * @throws FourwireError of kind `range`, code `value-refused`, when the caller's is too small
 */
export function waveformBuffer(
  total: number,
  into: { readonly value: Float64Array } | undefined,
): Float64Array {
  if (into === undefined) return new Float64Array(total);
  if (into.value.length >= total) return into.value.subarray(0, total);
  throw new FourwireError(
    'range',
    'value-refused',
    `into.value of ${into.value.length} samples refused; this waveform needs room for ${total}.`,
  );
}

/** A channel that is off has no waveform. */
export function channelOff(channel: number): FourwireError {
  return new FourwireError(
    'state',
    'channel-off',
    `Channel ${channel} is off and has no waveform; enable it and acquire first.`,
  );
}

/** The scope sent another number of samples than it had announced. */
export function samplesMissing(came: number, expected: number): FourwireError {
  return new FourwireError(
    'protocol',
    'samples-missing',
    `The scope sent ${came} samples of a waveform instead of ${expected}; read it again.`,
  );
}
