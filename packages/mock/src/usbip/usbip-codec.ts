import { FourwireError } from '@fourwire/core';
import type { UsbDescriptors } from '../usbtmc/usb-descriptors.ts';
import type { UsbStatus } from '../usbtmc/usb-peripheral.ts';

/** Version 1.1.1 of the protocol, the only one that the usbip tool takes. */
const version = 0x0111;

/** Codes of the messages before an import (sheet usbip.md, section 1). */
export const operations = {
  requestImport: 0x8003,
  requestList: 0x8005,
  replyImport: 3,
  replyList: 5,
} as const;

/** Codes of the messages after an import (sheet usbip.md, section 2). */
export const commands = { submit: 1, unlink: 2, submitReply: 3, unlinkReply: 4 } as const;

/** Why an import is refused, as the usbip tool knows the numbers. */
const refusals = { busy: 2, missing: 4 } as const;

export const operationHeaderLength = 8;
export const busIdLength = 32;
export const urbHeaderLength = 48;

/** A device as a client finds it in the list. */
export interface Exported {
  readonly busId: string;
  readonly bus: number;
  readonly device: number;
  readonly configuration: number;
  readonly descriptors: UsbDescriptors;
}

/** The start of a CMD_SUBMIT or CMD_UNLINK message; all numbers are big-endian. */
export interface UrbHeader {
  readonly command: number;
  readonly sequence: number;
  readonly direction: 'in' | 'out';
  readonly endpoint: number;
  /** CMD_SUBMIT: the length of the buffer. CMD_UNLINK: the sequence number to cancel. */
  readonly argument: number;
  readonly setup: Uint8Array;
}

/** Linux error numbers that end a transfer. */
const statusNumbers: Readonly<Record<UsbStatus, number>> = { ok: 0, stall: -32, overflow: -75, gone: -108 };
const unlinked = -104;
const speeds = { full: 2, high: 3 } as const;

/**
 * Reads the header of a message before an import and gives its code.
 *
 * @throws FourwireError of kind `protocol` when the version is another
 */
export function decodeOperation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, operationHeaderLength);
  const found = view.getUint16(0);
  if (found !== version)
    throw malformed(`byte 0: version 0x${found.toString(16).padStart(4, '0')}, must be 0x0111`);
  return view.getUint16(2);
}

/** Reads the header of a message after an import. */
export function decodeUrbHeader(bytes: Uint8Array): UrbHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, urbHeaderLength);
  const command = view.getUint32(0);
  if (command !== commands.submit && command !== commands.unlink)
    throw malformed(`byte 0: command ${command}, must be 1 (submit) or 2 (unlink)`);
  return {
    command,
    sequence: view.getUint32(4),
    direction: view.getUint32(12) === 0 ? 'out' : 'in',
    endpoint: view.getUint32(16) & 0xf,
    argument: view.getUint32(command === commands.submit ? 24 : 20),
    setup: bytes.slice(40, urbHeaderLength),
  };
}

/** A protocol error of a USB/IP client. */
export function malformed(what: string): FourwireError {
  return new FourwireError('protocol', 'usbip-malformed', `USB/IP message, ${what}.`);
}

function operationHeader(code: number, status: number): Uint8Array {
  const header = new Uint8Array(operationHeaderLength);
  const view = new DataView(header.buffer);
  view.setUint16(0, version);
  view.setUint16(2, code);
  view.setUint32(4, status);
  return header;
}

/** OP_REP_DEVLIST. */
export function encodeList(devices: readonly Exported[]): Uint8Array {
  const count = new Uint8Array(4);
  new DataView(count.buffer).setUint32(0, devices.length);
  const records = devices.flatMap((exported) => {
    const { interfaceClass, interfaceSubclass, interfaceProtocol } = exported.descriptors;
    return [deviceRecord(exported), Uint8Array.of(interfaceClass, interfaceSubclass, interfaceProtocol, 0)];
  });
  return Buffer.concat([operationHeader(operations.replyList, 0), count, ...records]);
}

/** OP_REP_IMPORT: the device, or why there is none to be had. */
export function encodeImport(exported: Exported | keyof typeof refusals): Uint8Array {
  if (typeof exported === 'string') return operationHeader(operations.replyImport, refusals[exported]);
  return Buffer.concat([operationHeader(operations.replyImport, 0), deviceRecord(exported)]);
}

function deviceRecord({ busId, bus, device, configuration, descriptors }: Exported): Uint8Array {
  const record = new Uint8Array(312);
  const view = new DataView(record.buffer);
  record.set(Buffer.from(`/sys/devices/fourwire/usb${bus}/${busId}`, 'latin1'), 0);
  record.set(Buffer.from(busId, 'latin1'), 256);
  view.setUint32(288, bus);
  view.setUint32(292, device);
  view.setUint32(296, speeds[descriptors.speed]);
  view.setUint16(300, descriptors.vendorId);
  view.setUint16(302, descriptors.productId);
  view.setUint16(304, descriptors.deviceRelease);
  // Class, subclass and protocol are in the interface.
  record.set([0, 0, 0, configuration, 1, 1], 306);
  return record;
}

/** RET_SUBMIT, with what an IN transfer brought. */
export function encodeSubmitReply(
  sequence: number,
  status: UsbStatus,
  transferred: number,
  data: Uint8Array,
): Uint8Array {
  const reply = new Uint8Array(urbHeaderLength + data.length);
  const view = new DataView(reply.buffer);
  view.setUint32(0, commands.submitReply);
  view.setUint32(4, sequence);
  view.setInt32(20, statusNumbers[status]);
  view.setUint32(24, transferred);
  reply.set(data, urbHeaderLength);
  return reply;
}

/** RET_UNLINK: whether the transfer was still waiting. */
export function encodeUnlinkReply(sequence: number, cancelled: boolean): Uint8Array {
  const reply = new Uint8Array(urbHeaderLength);
  const view = new DataView(reply.buffer);
  view.setUint32(0, commands.unlinkReply);
  view.setUint32(4, sequence);
  view.setInt32(20, cancelled ? unlinked : 0);
  return reply;
}
