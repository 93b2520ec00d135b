/** Error codes of VXI-11 (sheet vxi11.md, section 2.3). */
export const vxi11Errors = {
  none: 0,
  syntax: 1,
  notAccessible: 3,
  invalidLink: 4,
  parameter: 5,
  noChannel: 6,
  notSupported: 8,
  noResources: 9,
  lockedByOther: 11,
  noLock: 12,
  timeout: 15,
  ioError: 17,
  abort: 23,
  channelThere: 29,
} as const;

/** One of {@link vxi11Errors}. */
export type Vxi11ErrorCode = (typeof vxi11Errors)[keyof typeof vxi11Errors];

/** A procedure that ends with an error code; thrown within the server, answered to the client. */
export class Vxi11Refusal extends Error {
  readonly code: Vxi11ErrorCode;

  constructor(code: Vxi11ErrorCode) {
    super(`VXI-11 error ${code}`);
    this.code = code;
  }
}
