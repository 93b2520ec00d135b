import { FourwireError } from '@fourwire/core';

/** Codes of FatalError, IVI-6.1 table 15; 128 to 255 are the device's own. */
const fatalCodes: Readonly<Record<number, string>> = {
  0: 'unidentified error',
  1: 'poorly formed message header',
  2: 'use before both channels were established',
  3: 'invalid initialization sequence',
  4: 'too many clients',
  5: 'secure connection failed',
};

/** Codes of Error, IVI-6.1 table 16; 128 to 255 are the device's own. */
const errorCodes: Readonly<Record<number, string>> = {
  0: 'unidentified error',
  1: 'unrecognized message type',
  2: 'unrecognized control code',
  3: 'unrecognized vendor defined message',
  4: 'message too large',
  5: 'authentication failed',
};

/** A device's error as it stands in the message, with what the standard says where the device says nothing. */
function own(
  names: Readonly<Record<number, string>>,
  code: number,
  payload: Uint8Array | undefined,
): { readonly code: number; readonly text: string } {
  const said = Buffer.from(payload ?? []).toString('latin1');
  return { code, text: said === '' ? (names[code] ?? 'device defined') : said };
}

/** The instrument ended the session with a FatalError message. */
export function fatalError(address: string, code: number, payload: Uint8Array | undefined): FourwireError {
  const device = own(fatalCodes, code, payload);
  return new FourwireError(
    'link',
    'hislip-fatal',
    `${address}: the instrument ended the session with fatal error ${code}, "${device.text}".`,
    { device },
  );
}

/** The instrument refused a message with an Error message. */
export function refusedMessage(
  address: string,
  code: number,
  payload: Uint8Array | undefined,
): FourwireError {
  const device = own(errorCodes, code, payload);
  return new FourwireError(
    'protocol',
    'hislip-error',
    `${address}: the instrument refused a HiSLIP message with error ${code}, "${device.text}".`,
    { device },
  );
}

/** The instrument insists on TLS. */
export function secureOnly(address: string): FourwireError {
  return new FourwireError(
    'link',
    'hislip-secure-only',
    `${address} asks for an encrypted HiSLIP connection, which is not supported here; switch encryption off at the instrument, or use another of its interfaces.`,
    { retry: 'operator' },
  );
}

/** What came cannot be a HiSLIP answer to what was sent, so nothing that follows can be trusted. */
export function outOfStep(address: string, why: string, cause?: FourwireError): FourwireError {
  return new FourwireError(
    'link',
    'link-out-of-step',
    `${address}: ${why}; the connection has to be opened anew.`,
    { cause },
  );
}
