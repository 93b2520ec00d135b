import { systemClock } from '@fourwire/core';
import type { ByteService, Clock } from '@fourwire/core';
import { answerRequest } from './answer.ts';
import { withCrc } from './crc16.ts';
import type { ModbusFaults } from './modbus-faults.ts';
import type { RegisterBank } from './register-bank.ts';
import { RtuFrames } from './rtu-frames.ts';

/** How a bank is served over Modbus RTU. */
export interface ModbusRtuServiceOptions {
  /** The address on the line, 1 to 247; 1 unless given. */
  readonly unit?: number;
  /** Tells how long the line was silent; the system's clock unless given. */
  readonly clock?: Clock;
  /** The faults that it may have. */
  readonly faults?: ModbusFaults;
  /**
   * Answers requests with functions that a bank does not know, function code first; without an answer there is none.
   * They are refused with exception 1 unless given.
   */
  readonly otherFunctions?: (request: Uint8Array) => Uint8Array | undefined;
}

/** The functions that a bank knows. */
const bankFunctions: ReadonlySet<number | undefined> = new Set([1, 2, 3, 4, 5, 6, 15, 16]);

/**
 * Silence in ms after which an unfinished request is forgotten. The standard's 1.5 characters cannot be seen through
 * an operating system's serial port; a client that gave up and asks again waits longer than this.
 */
const silence = 100;

/**
 * Serves a bank over Modbus RTU (Modbus over serial line V1.02): frames in chunks of any size. Other units' requests
 * and wrong check sums get no answer; a broadcast (unit 0) is carried out and not answered.
 */
export function modbusRtuService(bank: RegisterBank, options: ModbusRtuServiceOptions = {}): ByteService {
  const { unit = 1, faults, otherFunctions } = options;
  const clock = (options.clock ?? systemClock).wire;
  const answer = (request: Uint8Array): Uint8Array | undefined =>
    otherFunctions === undefined || bankFunctions.has(request[0])
      ? answerRequest(bank, request)
      : otherFunctions(request);
  return {
    connect(peer) {
      const frames = new RtuFrames(unit);
      let heard = clock.monotonic();
      return {
        receive(bytes) {
          const now = clock.monotonic();
          if (now - heard > silence) frames.clear();
          heard = now;
          for (const frame of frames.push(bytes)) {
            if (frame[0] !== unit && frame[0] !== 0) continue;
            const reply = faults?.refusal(frame[1] ?? 0) ?? answer(frame.subarray(1, -2));
            if (frame[0] !== unit || reply === undefined) continue;
            const sent = withCrc(Uint8Array.of(faults?.unit(unit) ?? unit, ...reply));
            peer.send(faults?.checksum(sent) ?? sent);
          }
        },
        closed() {},
      };
    },
  };
}
