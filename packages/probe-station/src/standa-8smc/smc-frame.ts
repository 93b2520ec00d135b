import { FourwireError } from '@fourwire/core';
import type { MessageEnd } from '@fourwire/core';
import { checksumWrong, refused, unexpected } from '../faults.ts';

const lettersLength = 4;
const crcLength = 2;

/** CRC-16 with the polynomial 0x8005, reflected, from 0xFFFF on: that of Modbus (sheet standa-8smc.md, section 1). */
export function smcCrc(data: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0xa001;
  }
  return crc;
}

/** A command: four letters, and where it has data these and their check. */
export function encodeSmc(command: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  const letters = new TextEncoder().encode(command);
  if (data.length === 0) return letters;
  const crc = smcCrc(data);
  return Uint8Array.of(...letters, ...data, crc & 0xff, crc >> 8);
}

/** Where the reply ends that has so many bytes of data; zeros before it are left of a resynchronisation. */
export function smcEnd(dataLength: number): MessageEnd {
  const whole = lettersLength + (dataLength === 0 ? 0 : dataLength + crcLength);
  return {
    find: (bytes) => {
      const start = startOf(bytes);
      if (start < 0 || bytes.length < start + lettersLength) return -1;
      const end = start + (isError(lettersOf(bytes, start)) ? lettersLength : whole);
      return bytes.length < end ? -1 : end;
    },
  };
}

/**
 * The data of a reply.
 *
 * @throws FourwireError of kind `protocol` when it is damaged, or answers another command, or says that the command
 * was damaged; of kind `device`, code `instrument-refused`, for a command or value that the controller refuses
 */
export function decodeSmc(command: string, reply: Uint8Array): Uint8Array {
  const start = Math.max(0, startOf(reply));
  const letters = lettersOf(reply, start);
  if (letters === 'errd') {
    throw new FourwireError(
      'protocol',
      'checksum-wrong',
      `The controller found the check of "${command}" wrong.`,
      { command },
    );
  }
  if (letters === 'errc') throw refused(command, letters, 'there is no such command');
  if (letters === 'errv') throw refused(command, letters, 'a value is out of range');
  const text = Buffer.from(reply).toString('hex');
  if (letters !== command) throw unexpected(`an answer to "${command}"`, text);
  const rest = reply.subarray(start + lettersLength);
  if (rest.length === 0) return rest;
  if (rest.length <= crcLength) throw unexpected(`data and check in answer to "${command}"`, text);
  const data = rest.subarray(0, -crcLength);
  const [low = 0, high = 0] = rest.subarray(-crcLength);
  if (smcCrc(data) !== (low | (high << 8))) throw checksumWrong(text);
  return data;
}

function startOf(bytes: Uint8Array): number {
  return bytes.findIndex((byte) => byte !== 0);
}

function lettersOf(bytes: Uint8Array, start: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + lettersLength));
}

function isError(letters: string): boolean {
  return letters === 'errc' || letters === 'errd' || letters === 'errv';
}
