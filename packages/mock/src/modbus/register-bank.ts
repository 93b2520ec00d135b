/** The exception codes of the Modbus application protocol V1.1b3, section 7, that a server here may answer. */
export const modbusExceptions = {
  illegalFunction: 1,
  illegalAddress: 2,
  illegalValue: 3,
  deviceFailure: 4,
  /** Some controllers refuse a write with it. */
  acknowledge: 5,
  deviceBusy: 6,
  targetFailedToRespond: 0x0b,
} as const;

/** One of {@link modbusExceptions}. */
export type ModbusExceptionCode = (typeof modbusExceptions)[keyof typeof modbusExceptions];

/** What a bank gives instead of a result when it refuses: the client receives it as an exception reply. */
export class ModbusException {
  readonly code: ModbusExceptionCode;

  constructor(code: ModbusExceptionCode) {
    this.code = code;
  }
}

/**
 * The registers of a simulated machine, addressed from 0. Words are whole numbers from 0 to 65535. A bank refuses by
 * giving a {@link ModbusException}; it does not throw.
 */
export interface RegisterBank {
  /** `count` words from `address` on; functions 3 (`holding`) and 4 (`input`). */
  read(kind: 'holding' | 'input', address: number, count: number): readonly number[] | ModbusException;
  /** Writes holding registers from `address` on; functions 6 and 16. */
  write(address: number, words: readonly number[]): ModbusException | undefined;
  /** Function 16, where it does something else than {@link write}. */
  writeMany?(address: number, words: readonly number[]): ModbusException | undefined;
  /** `count` bits from `address` on; functions 1 (`coil`) and 2 (`discrete`). Without it they are illegal functions. */
  readBits?(kind: 'coil' | 'discrete', address: number, count: number): readonly boolean[] | ModbusException;
  /** Writes coils from `address` on; functions 5 and 15. Without it they are illegal functions. */
  writeCoils?(address: number, values: readonly boolean[]): ModbusException | undefined;
}
