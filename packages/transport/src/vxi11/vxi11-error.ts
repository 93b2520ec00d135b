import { FourwireError } from '@fourwire/core';
import type { ErrorKind, RetryAdvice } from '@fourwire/core';

/** Device_ErrorCode (sheet vxi11.md, 2.3). */
const texts: Readonly<Record<number, string>> = {
  1: 'syntax error',
  3: 'device not accessible',
  4: 'invalid link id',
  5: 'parameter error',
  6: 'channel not established',
  8: 'operation not supported',
  9: 'out of resources',
  11: 'device locked by another link',
  12: 'no lock held by this link',
  15: 'I/O time-out',
  17: 'I/O error',
  21: 'invalid address',
  23: 'abort',
  29: 'channel already established',
};

/** The codes that the transport itself acts upon. */
export const vxi11Code = { invalidLink: 4, unsupported: 8, timeout: 15 } as const;

/** An error that an instrument answered. */
interface Answer {
  readonly address: string;
  readonly doing: string;
  readonly device: { readonly code: number; readonly text: string };
}

/**
 * The error for a Device_ErrorCode other than 0. Kinds `link` and `protocol` also make the bus bring the wire back in
 * step, since a message may have been cut short.
 *
 * @param doing - what was asked of the instrument, such as `read`
 */
export function vxi11Error(address: string, doing: string, number: number): FourwireError {
  const text = texts[number] ?? 'which VXI-11 does not define';
  const answer: Answer = { address, doing, device: { code: number, text } };
  switch (number) {
    case 3:
    case 4:
      return answered('link', 'vxi11-error', answer);
    case 17:
      return answered('link', 'vxi11-error', answer, 'later');
    case 6:
    case 29:
      return answered('state', 'vxi11-error', answer);
    case 8:
      return answered('device', 'vxi11-error', answer, 'never');
    case 9:
      return answered('busy', 'vxi11-error', answer);
    case 11:
      return answered('busy', 'lock-refused', answer);
    case 12:
      return answered('state', 'lock-invalid', answer);
    case 15:
      return answered('timeout', 'vxi11-error', answer);
    case 23:
      return answered('aborted', 'vxi11-error', answer, 'later');
    default:
      return answered('protocol', 'vxi11-error', answer);
  }
}

function answered(kind: ErrorKind, code: string, answer: Answer, retry?: RetryAdvice): FourwireError {
  const { address, doing, device } = answer;
  return new FourwireError(
    kind,
    code,
    `${address}: the instrument answers ${doing} with error ${device.code}, ${device.text}.`,
    { retry, device },
  );
}
