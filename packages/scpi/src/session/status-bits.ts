/** Bits of the status byte, as `*STB?` and a serial poll give it (sheet scpi.md, section 4). */
export const statusByteBits = {
  /** The error queue holds something. */
  errorAvailable: 0x04,
  questionable: 0x08,
  messageAvailable: 0x10,
  /** An enabled bit of the standard event register is set. */
  standardEvent: 0x20,
  /** The instrument asks for service (serial poll), or has an enabled reason to (`*STB?`). */
  requestsService: 0x40,
  operation: 0x80,
} as const;

/** Bits of the standard event register, as `*ESR?` gives it. */
export const standardEventBits = {
  operationComplete: 0x01,
  requestControl: 0x02,
  queryError: 0x04,
  deviceError: 0x08,
  executionError: 0x10,
  commandError: 0x20,
  userRequest: 0x40,
  powerOn: 0x80,
} as const;

/**
 * Bits of the OPERation register that most instruments use alike; vendors put others to their own use (sheet scpi.md,
 * section 4).
 */
export const operationBits = {
  calibrating: 0x01,
  settling: 0x02,
  ranging: 0x04,
  sweeping: 0x08,
  measuring: 0x10,
  waitingForTrigger: 0x20,
  waitingForArm: 0x40,
  correcting: 0x80,
} as const;

/** The bits of the standard event register that say that a command failed. */
export const failureBits =
  standardEventBits.queryError |
  standardEventBits.deviceError |
  standardEventBits.executionError |
  standardEventBits.commandError;
