import { FourwireError } from '@fourwire/core';
import { ask } from './class-request.ts';
import type { UsbLink } from './usb-link.ts';

/** What a device says it can (GET_CAPABILITIES; USBTMC 1.0 table 37, USB488 1.0 table 8). */
export interface UsbtmcCapabilities {
  /** It ends an answer at a termination character on request. */
  readonly termChar: boolean;
  /** It takes the TRIGGER message. */
  readonly trigger: boolean;
  /** It takes REN_CONTROL. */
  readonly remote: boolean;
}

/**
 * Asks a device what it can. Bytes 14 and 15 count only for USB488. One that refuses the mandatory request is taken for
 * one that can nothing beyond messages.
 */
export async function readCapabilities(link: UsbLink): Promise<UsbtmcCapabilities> {
  const answer = await ask(link, 'getCapabilities').catch((error: unknown) => {
    if (FourwireError.is(error) && error.kind === 'protocol') return new Uint8Array(24);
    throw error;
  });
  const usb488 = link.interface.usb488 ? (answer[14] ?? 0) : 0;
  return {
    termChar: ((answer[5] ?? 0) & 0x01) !== 0,
    trigger: (usb488 & 0x01) !== 0,
    remote: (usb488 & 0x02) !== 0,
  };
}
