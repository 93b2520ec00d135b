import { FourwireError } from '@fourwire/core';
import { decodeHsmsHeader, hsmsHeaderBytes, messageOf } from '../hsms/header.ts';
import type { SecsMessage } from '../messages/message.ts';
import { messageName } from '../messages/message.ts';

/** What the functions of stream 9 complain about. Source: SEMI E5; sheet secs-ii.md section 3.2. */
const complaints: Readonly<Record<number, string>> = {
  1: 'unrecognized device id',
  3: 'unrecognized stream',
  5: 'unrecognized function',
  7: 'illegal data',
  9: 'transaction timer timeout',
  11: 'data too long',
  13: 'conversation timeout',
};

/** The header of the message that a stream 9 message is about; undefined where it holds none, as in S9F13. */
export function offendingHeader(
  message: SecsMessage,
): { readonly head: Omit<SecsMessage, 'item'>; readonly systemBytes: number } | undefined {
  const { item } = message;
  if (item?.format !== 'B' || item.value.length !== hsmsHeaderBytes) return undefined;
  // Stream, function and system bytes stand at the same places in headers of HSMS and of SECS-I.
  const header = decodeHsmsHeader(item.value);
  return { head: messageOf(header), systemBytes: header.systemBytes };
}

/**
 * The error for a request that the equipment complained about.
 *
 * @param ids - the device id that the request carried, and the one that the complaint carries
 */
export function complaintError(
  request: SecsMessage,
  complaint: SecsMessage,
  ids: { readonly sent: number; readonly received: number },
): FourwireError {
  const code = messageName(complaint);
  const text = complaints[complaint.function] ?? 'error';
  const hint =
    complaint.function === 1
      ? ` The request carried device id ${ids.sent}, the equipment's own messages carry ${ids.received}: set the session id of the address to the equipment's.`
      : '';
  return new FourwireError(
    'device',
    's9',
    `The equipment refused ${messageName(request)}: ${code}, ${text}.${hint}`,
    { device: { code, text }, command: messageName(request) },
  );
}
