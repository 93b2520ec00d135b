import { ModbusException, modbusExceptions } from './register-bank.ts';
import type { ModbusExceptionCode, RegisterBank } from './register-bank.ts';

const { illegalFunction, illegalAddress, illegalValue } = modbusExceptions;

/**
 * Carries out one request (function code and data, without unit and check sum) and gives the reply. Any bytes are
 * taken: what is not understood is answered with an exception (Modbus application protocol V1.1b3, section 6).
 *
 * @internal
 */
export function answerRequest(bank: RegisterBank, request: Uint8Array): Uint8Array {
  const functionCode = request[0] ?? 0;
  const reply = carryOut(
    bank,
    functionCode,
    new DataView(request.buffer, request.byteOffset, request.length),
  );
  return reply instanceof ModbusException ? exceptionReply(functionCode, reply.code) : reply;
}

/**
 * The reply that refuses a request.
 *
 * @internal
 */
export function exceptionReply(functionCode: number, code: ModbusExceptionCode): Uint8Array {
  return Uint8Array.of(functionCode | 0x80, code);
}

function carryOut(bank: RegisterBank, functionCode: number, request: DataView): Uint8Array | ModbusException {
  switch (functionCode) {
    case 1:
    case 2:
      return readBits(bank, functionCode, request);
    case 3:
    case 4:
      return readRegisters(bank, functionCode, request);
    case 5:
      return writeCoil(bank, request);
    case 6:
      return writeRegister(bank, request);
    case 15:
      return writeCoils(bank, request);
    case 16:
      return writeRegisters(bank, request);
    default:
      return new ModbusException(illegalFunction);
  }
}

function readBits(bank: RegisterBank, functionCode: 1 | 2, request: DataView): Uint8Array | ModbusException {
  if (bank.readBits === undefined) return new ModbusException(illegalFunction);
  const range = rangeOf(request, 5, 2000);
  if (range instanceof ModbusException) return range;
  const bits = bank.readBits(functionCode === 1 ? 'coil' : 'discrete', range.address, range.count);
  if (bits instanceof ModbusException) return bits;
  const reply = new Uint8Array(2 + Math.ceil(range.count / 8));
  reply.set([functionCode, reply.length - 2]);
  for (const [index, bit] of bits.entries()) {
    if (bit) reply[2 + (index >> 3)] = (reply[2 + (index >> 3)] ?? 0) | (1 << (index & 7));
  }
  return reply;
}

function readRegisters(
  bank: RegisterBank,
  functionCode: 3 | 4,
  request: DataView,
): Uint8Array | ModbusException {
  const range = rangeOf(request, 5, 125);
  if (range instanceof ModbusException) return range;
  const words = bank.read(functionCode === 3 ? 'holding' : 'input', range.address, range.count);
  if (words instanceof ModbusException) return words;
  const reply = new Uint8Array(2 + 2 * range.count);
  reply[0] = functionCode;
  reply[1] = 2 * range.count;
  let at = 2;
  for (const word of words) {
    reply[at++] = word >> 8;
    reply[at++] = word;
  }
  return reply;
}

function writeCoil(bank: RegisterBank, request: DataView): Uint8Array | ModbusException {
  if (bank.writeCoils === undefined) return new ModbusException(illegalFunction);
  if (request.byteLength !== 5) return new ModbusException(illegalValue);
  const value = request.getUint16(3);
  if (value !== 0 && value !== 0xff00) return new ModbusException(illegalValue);
  return bank.writeCoils(request.getUint16(1), [value !== 0]) ?? head(request);
}

function writeRegister(bank: RegisterBank, request: DataView): Uint8Array | ModbusException {
  if (request.byteLength !== 5) return new ModbusException(illegalValue);
  return bank.write(request.getUint16(1), [request.getUint16(3)]) ?? head(request);
}

function writeCoils(bank: RegisterBank, request: DataView): Uint8Array | ModbusException {
  if (bank.writeCoils === undefined) return new ModbusException(illegalFunction);
  const range = rangeOf(request, 6, 1968, (count) => Math.ceil(count / 8));
  if (range instanceof ModbusException) return range;
  const values = Array.from(
    { length: range.count },
    (_, index) => ((request.getUint8(6 + (index >> 3)) >> (index & 7)) & 1) === 1,
  );
  return bank.writeCoils(range.address, values) ?? head(request);
}

function writeRegisters(bank: RegisterBank, request: DataView): Uint8Array | ModbusException {
  const range = rangeOf(request, 6, 123, (count) => 2 * count);
  if (range instanceof ModbusException) return range;
  const words = Array.from({ length: range.count }, (_, index) => request.getUint16(6 + 2 * index));
  const refused =
    bank.writeMany === undefined ? bank.write(range.address, words) : bank.writeMany(range.address, words);
  return refused ?? head(request);
}

/** Address and count of a request, or why they are refused; `dataBytes` says how much data a write carries. */
function rangeOf(
  request: DataView,
  headBytes: number,
  longest: number,
  dataBytes?: (count: number) => number,
): { readonly address: number; readonly count: number } | ModbusException {
  if (request.byteLength < headBytes) return new ModbusException(illegalValue);
  const address = request.getUint16(1);
  const count = request.getUint16(3);
  const data = dataBytes?.(count);
  if (count < 1 || count > longest || request.byteLength !== headBytes + (data ?? 0)) {
    return new ModbusException(illegalValue);
  }
  if (data !== undefined && request.getUint8(5) !== data) return new ModbusException(illegalValue);
  return address + count > 0x10000 ? new ModbusException(illegalAddress) : { address, count };
}

/** Writes are confirmed with the first five bytes of their request. */
function head(request: DataView): Uint8Array {
  return new Uint8Array(request.buffer, request.byteOffset, 5).slice();
}
