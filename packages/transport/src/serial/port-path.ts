import { FourwireError } from '@fourwire/core';

/**
 * The name under which the operating system knows a serial port.
 *
 * @param port - a path, a name such as `COM3`, or the number of a VISA address, which only Windows gives a meaning
 * @throws FourwireError of kind `range`, code `port-number-unknown`, for a number elsewhere
 */
export function portPath(port: string | number, platform: string): string {
  if (typeof port === 'string') return port;
  if (platform === 'win32') return `COM${port}`;
  throw new FourwireError(
    'range',
    'port-number-unknown',
    `ASRL${port}::INSTR names a serial port by number, which means COM${port} on Windows and nothing on ${platform}; give its path, for example ASRL/dev/ttyUSB0::INSTR, or define ASRL${port} as an alias of that.`,
  );
}
