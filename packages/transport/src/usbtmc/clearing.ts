import type { Turn } from '@fourwire/core';
import type { BulkChannel } from './bulk-channel.ts';
import { ask, expectSuccess, status } from './class-request.ts';
import type { RequestName } from './class-request.ts';
import type { UsbLink } from './usb-link.ts';

/** How long to wait before asking again whether an abort or a clear has ended, as other drivers do. */
const pollMs = 50;

/**
 * Ends what was under way on the bulk endpoints and clears the device, so that no late answer can come.
 *
 * @param idle - resolves when the operation that was interrupted does nothing any more
 * @throws FourwireError when the device does not do its part; nothing is certain then
 */
export async function bringInStep(
  link: UsbLink,
  bulk: BulkChannel,
  idle: Promise<unknown>,
  turn: Turn,
): Promise<void> {
  const { reading, writing } = bulk;
  // Clearing would do by the standard; some instruments hang after a time-out unless the transfer is aborted first.
  try {
    if (reading !== undefined) await abortBulkIn(link, reading, idle, turn);
    if (writing !== undefined) await abortBulkOut(link, writing, idle, turn);
  } catch {
    turn.check();
  }
  await clearDevice(link, idle, turn);
  bulk.reading = undefined;
  bulk.writing = undefined;
}

/** INITIATE_CLEAR to its end (USBTMC 1.0 section 4.2.1.6). */
export async function clearDevice(link: UsbLink, idle: Promise<unknown>, turn: Turn): Promise<void> {
  expectSuccess(link, 'initiateClear', await ask(link, 'initiateClear'));
  // The device has halted its bulk-OUT endpoint, which ends a transfer that it held back.
  await idle;
  turn.check();
  await completed(link, 'checkClearStatus', turn);
  await link.clearHalt('bulkOut');
  if (link.isHalted('bulkIn')) await link.clearHalt('bulkIn');
}

/** INITIATE_ABORT_BULK_IN to its end (USBTMC 1.0 section 4.2.1.4). */
async function abortBulkIn(link: UsbLink, tag: number, idle: Promise<unknown>, turn: Turn): Promise<void> {
  link.endedShort = false;
  const answer = await ask(link, 'initiateAbortBulkIn', tag);
  if (answer[0] !== status.success) return;
  await idle;
  if (!link.endedShort) await drain(link, turn);
  await completed(link, 'checkAbortBulkInStatus', turn);
}

/** INITIATE_ABORT_BULK_OUT to its end (USBTMC 1.0 section 4.2.1.2). */
async function abortBulkOut(link: UsbLink, tag: number, idle: Promise<unknown>, turn: Turn): Promise<void> {
  const answer = await ask(link, 'initiateAbortBulkOut', tag);
  if (answer[0] !== status.success) return;
  await idle;
  await completed(link, 'checkAbortBulkOutStatus', turn);
  await link.clearHalt('bulkOut');
}

/** Asks until an abort or a clear has ended, and takes from the device what it still has to say. */
async function completed(link: UsbLink, name: RequestName & `check${string}`, turn: Turn): Promise<void> {
  for (;;) {
    turn.check();
    const answer = await ask(link, name);
    if (answer[0] !== status.pending) {
      expectSuccess(link, name, answer);
      return;
    }
    turn.check();
    const queued = name !== 'checkAbortBulkOutStatus' && ((answer[1] ?? 0) & 1) === 1;
    if (queued) await drain(link, turn);
    else await link.clock.sleep(pollMs);
  }
}

/** Drops what comes, up to a short packet or to silence. */
async function drain(link: UsbLink, turn: Turn): Promise<void> {
  do {
    turn.check();
    if ((await link.bulkIn()) === undefined) return;
  } while (!link.endedShort);
}
