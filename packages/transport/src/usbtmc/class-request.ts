import { FourwireError } from '@fourwire/core';
import type { UsbLink, UsbtmcRequest } from './usb-link.ts';

/** USBTMC_status values (USBTMC 1.0 table 16, USB488 1.0 table 7). */
export const status = { success: 0x01, pending: 0x02, interruptInBusy: 0x20 } as const;

const statusNames: Readonly<Record<number, string>> = {
  [status.pending]: 'PENDING',
  [status.interruptInBusy]: 'INTERRUPT_IN_BUSY',
  0x80: 'FAILED',
  0x81: 'TRANSFER_NOT_IN_PROGRESS',
  0x82: 'SPLIT_NOT_IN_PROGRESS',
  0x83: 'SPLIT_IN_PROGRESS',
};

/** The class requests (USBTMC 1.0 table 15, USB488 1.0 table 9) and how many bytes their answers have. */
const requests = {
  initiateAbortBulkOut: { request: 1, endpoint: 'bulkOut', length: 2 },
  checkAbortBulkOutStatus: { request: 2, endpoint: 'bulkOut', length: 8 },
  initiateAbortBulkIn: { request: 3, endpoint: 'bulkIn', length: 2 },
  checkAbortBulkInStatus: { request: 4, endpoint: 'bulkIn', length: 8 },
  initiateClear: { request: 5, length: 1 },
  checkClearStatus: { request: 6, length: 2 },
  getCapabilities: { request: 7, length: 24 },
  readStatusByte: { request: 128, length: 3 },
  renControl: { request: 160, length: 1 },
} as const satisfies Readonly<Record<string, UsbtmcRequest>>;

/** The name of a request, for messages. */
export type RequestName = keyof typeof requests;

/**
 * Makes a class request.
 *
 * @returns its answer, at least as long as the standard has it; byte 0 is the status
 * @throws FourwireError of kind `protocol`, code `usbtmc-reply-invalid`, when it is shorter
 */
export async function ask(link: UsbLink, name: RequestName, value = 0): Promise<Uint8Array> {
  const answer = await link.request({ ...requests[name], value });
  if (answer.length >= requests[name].length) return answer;
  throw new FourwireError(
    'protocol',
    'usbtmc-reply-invalid',
    `${link.address}: the answer to ${name} has ${answer.length} bytes instead of ${requests[name].length}.`,
  );
}

/**
 * Checks that an answer says that the request was carried out.
 *
 * @throws FourwireError of kind `device`, code `usbtmc-refused`
 */
export function expectSuccess(link: UsbLink, name: RequestName, answer: Uint8Array): void {
  const code = answer[0] ?? 0;
  if (code === status.success) return;
  const text = statusNames[code] ?? 'an unknown status';
  throw new FourwireError(
    'device',
    'usbtmc-refused',
    `${link.address}: the device answered ${name} with the status 0x${code.toString(16).padStart(2, '0')}, ${text}.`,
    { device: { code, text }, ...(code === status.interruptInBusy ? { retry: 'later' as const } : {}) },
  );
}
