import type { HsmsFrame } from '../hsms/frame.ts';
import { encodeHsmsHeader, messageOf } from '../hsms/header.ts';
import type { SecsMessage } from '../messages/message.ts';
import type { DataFrame } from './secs-data.ts';

/** A data frame of HSMS as the data messages of any transport are seen. */
export class HsmsDataFrame implements DataFrame {
  readonly head: Omit<SecsMessage, 'item'>;
  readonly #frame: HsmsFrame;

  constructor(frame: HsmsFrame) {
    this.#frame = frame;
    this.head = messageOf(frame.header);
  }

  get deviceId(): number {
    return this.#frame.header.sessionId;
  }

  get systemBytes(): number {
    return this.#frame.header.systemBytes;
  }

  get body(): Uint8Array {
    return this.#frame.body;
  }

  headerBytes(): Uint8Array {
    return encodeHsmsHeader(this.#frame.header);
  }
}
