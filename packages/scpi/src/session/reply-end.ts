import type { MessageEnd } from '@fourwire/core';
import type { BlockDialect } from '../codec/block-header.ts';
import { ScpiMessageEnd } from '../codec/message-end.ts';

/** Where a reply ends on a byte stream: at the line feed that is not inside a block or a string. */
export function replyEnd(dialect?: BlockDialect): MessageEnd {
  const scanner = new ScpiMessageEnd(dialect);
  let seen = 0;
  return {
    get expected() {
      return scanner.expected;
    },
    find(bytes) {
      const end = scanner.push(bytes, seen);
      seen = bytes.length;
      return end;
    },
  };
}
