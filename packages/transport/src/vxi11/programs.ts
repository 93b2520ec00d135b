/** The programs of VXI-11 (sheet vxi11.md, 1.5). The instrument serves the first two, the client the third. */
export const vxi11Program = {
  core: { program: 0x0607af, version: 1 },
  abort: { program: 0x0607b0, version: 1 },
  interrupt: { program: 0x0607b1, version: 1 },
} as const;

/** Procedures of the core channel (sheet vxi11.md, 2). */
export const coreProcedure = {
  createLink: 10,
  write: 11,
  read: 12,
  readStatusByte: 13,
  trigger: 14,
  clear: 15,
  remote: 16,
  local: 17,
  lock: 18,
  unlock: 19,
  enableServiceRequests: 20,
  destroyLink: 23,
  createInterruptChannel: 25,
  destroyInterruptChannel: 26,
} as const;

/** The procedure of the abort channel. */
export const abortProcedure = 1;

/** The procedure with which an instrument asks for service. It is never answered. */
export const serviceRequestProcedure = 30;

/** Flags of an operation (sheet vxi11.md, 2.1). */
export const operationFlag = { waitForLock: 0x01, end: 0x08 } as const;

/** The bit among the reasons why a read ended that says that the message ends there (sheet vxi11.md, 2.2). */
export const endReason = 4;

/** Address family TCP of an interrupt channel. */
export const overTcp = 0;
