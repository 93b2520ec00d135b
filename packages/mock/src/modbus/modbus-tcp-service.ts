import type { ByteService } from '@fourwire/core';
import { answerRequest, exceptionReply } from './answer.ts';
import type { ModbusFaults } from './modbus-faults.ts';
import { modbusExceptions } from './register-bank.ts';
import type { RegisterBank } from './register-bank.ts';

/** How a bank is served over Modbus TCP. */
export interface ModbusTcpServiceOptions {
  /** The unit ids that the bank answers; 1 alone unless given. */
  readonly units?: readonly number[];
  /**
   * What other units get: exception 0x0B, as from a gateway whose device does not answer, or silence. The exception
   * unless given.
   */
  readonly otherUnits?: 'exception' | 'silence';
  /** The faults that it may have. */
  readonly faults?: ModbusFaults;
}

/** Transaction id, protocol id, length and unit id. */
const headerBytes = 7;
/** The longest request that the application protocol allows, and the unit id. */
const longest = 254;

/**
 * Serves a bank over Modbus TCP (Modbus messaging on TCP/IP V1.0b, section 3.1): requests in chunks of any size,
 * several to a segment. A header that is not Modbus ends the connection, since nothing says where the next one begins.
 */
export function modbusTcpService(bank: RegisterBank, options: ModbusTcpServiceOptions = {}): ByteService {
  const { units = [1], faults } = options;

  /** The reply to one frame, or nothing. */
  const answer = (frame: Uint8Array): Uint8Array | undefined => {
    const request = frame.subarray(headerBytes);
    if (units.includes(frame[6] ?? 0))
      return faults?.refusal(request[0] ?? 0) ?? answerRequest(bank, request);
    if (options.otherUnits === 'silence') return undefined;
    return exceptionReply(request[0] ?? 0, modbusExceptions.targetFailedToRespond);
  };

  return {
    connect(peer) {
      let buffer: Uint8Array = new Uint8Array();
      let open = true;
      return {
        receive(bytes) {
          if (!open) return;
          buffer = buffer.length === 0 ? bytes : joined(buffer, bytes);
          while (buffer.length >= headerBytes) {
            const length = wordAt(buffer, 4);
            if (wordAt(buffer, 2) !== 0 || length < 2 || length > longest) {
              open = false;
              peer.close();
              return;
            }
            if (buffer.length < 6 + length) return;
            const frame = buffer.subarray(0, 6 + length);
            buffer = buffer.subarray(6 + length);
            const reply = answer(frame);
            if (reply === undefined) continue;
            const sent = framed(frame, reply);
            sent[6] = faults?.unit(frame[6] ?? 0) ?? frame[6] ?? 0;
            peer.send(sent);
          }
        },
        closed() {
          open = false;
        },
      };
    },
  };
}

/** A reply behind the header of its request, with its own length. */
function framed(request: Uint8Array, reply: Uint8Array): Uint8Array {
  const frame = joined(request.subarray(0, headerBytes), reply);
  frame[4] = (reply.length + 1) >> 8;
  frame[5] = reply.length + 1;
  return frame;
}

function wordAt(bytes: Uint8Array, index: number): number {
  return ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
