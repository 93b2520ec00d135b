import { FaultFlag } from '../faults/flag.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { exceptionReply } from './answer.ts';
import { modbusExceptions } from './register-bank.ts';

/** The faults of the level `protocol` that a Modbus service has. */
export class ModbusFaults {
  readonly #checksum = new FaultFlag();
  readonly #unit = new FaultFlag();
  readonly #busy = new FaultFlag();
  readonly #error = new FaultFlag();
  readonly switches = {
    'wrong-checksum': this.#checksum.switch,
    'wrong-unit-id': this.#unit.switch,
    busy: this.#busy.switch,
    'error-reply': this.#error.switch,
  } satisfies FaultSwitches;

  /** The exception that is answered whatever was asked, if there is one. */
  refusal(functionCode: number): Uint8Array | undefined {
    if (this.#busy.active) return exceptionReply(functionCode, modbusExceptions.deviceBusy);
    if (this.#error.active) return exceptionReply(functionCode, modbusExceptions.deviceFailure);
    return undefined;
  }

  /** The unit id that a reply carries. */
  unit(unit: number): number {
    return this.#unit.active ? unit ^ 0x55 : unit;
  }

  /** Spoils the check sum of an RTU reply. Modbus TCP has none. */
  checksum(frame: Uint8Array): Uint8Array {
    if (this.#checksum.active) frame[frame.length - 1] = (frame.at(-1) ?? 0) ^ 0xff;
    return frame;
  }
}
