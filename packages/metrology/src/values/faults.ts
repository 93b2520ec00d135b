import { FourwireError } from '@fourwire/core';

/** The instrument is beyond its range: there is no number. */
export function overload(text: string): FourwireError {
  return new FourwireError('device', 'overload', text);
}

/** The instrument is below its range: there is no number. */
export function underload(text: string): FourwireError {
  return new FourwireError('device', 'underload', text);
}

/** The value still moves; `details` may hold it. */
export function unstable(details: Readonly<Record<string, unknown>> = {}): FourwireError {
  return new FourwireError('device', 'unstable', 'The weight is not stable yet; wait, or use weighStable.', {
    retry: 'later',
    details,
  });
}

/** The instrument refuses a command, with its own code. */
export function refused(code: string | number, text: string, command?: string): FourwireError {
  const what = command === undefined ? 'it' : JSON.stringify(command);
  return new FourwireError(
    'device',
    'instrument-refused',
    `The instrument refused ${what}: ${text} (${code}).`,
    { device: { code, text }, ...(command === undefined ? {} : { command }) },
  );
}

/** The instrument cannot do it at this moment. */
export function busy(text: string): FourwireError {
  return new FourwireError('busy', 'instrument-busy', text);
}

/** A line that does not follow the protocol. */
export function unexpected(expected: string, line: string): FourwireError {
  return new FourwireError(
    'protocol',
    'reply-unexpected',
    `Expected ${expected}, got ${JSON.stringify(line.slice(0, 80))}.`,
  );
}

/** The instrument does not confirm what it was told. */
export function notConfirmed(text: string): FourwireError {
  return new FourwireError('device', 'not-confirmed', text);
}

/** The instrument reports a fault of its own in place of a value. */
export function sensorFault(code: string, text: string): FourwireError {
  return new FourwireError('device', 'sensor-fault', `The instrument reports a fault: ${text} (${code}).`, {
    device: { code, text },
  });
}

/** The gauge says that its battery is low. */
export function batteryLow(): FourwireError {
  return new FourwireError('device', 'battery-low', 'The battery of the gauge is low: change it.');
}
