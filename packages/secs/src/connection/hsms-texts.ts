/** Meanings of the status in Select.rsp. Source: sheet hsms.md section 1. */
export const selectTexts: Readonly<Record<number, string>> = {
  0: 'established',
  1: 'already active',
  2: 'connection not ready',
  3: 'the equipment serves another connection',
  4: 'no such entity',
  5: 'entity in use by another connection',
  6: 'entity already selected',
};

/** Reasons in Reject.req. Source: sheet hsms.md section 1. */
export const rejectReasons = {
  typeUnsupported: 1,
  presentationUnsupported: 2,
  transactionNotOpen: 3,
  notSelected: 4,
} as const;

/** Meanings of {@link rejectReasons}. */
export const rejectTexts: Readonly<Record<number, string>> = {
  1: 'SType not supported',
  2: 'PType not supported',
  3: 'transaction not open',
  4: 'entity not selected',
};
