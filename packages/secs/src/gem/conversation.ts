import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type { SecsLink } from '../connection/secs-transport.ts';
import { secsMessage } from '../messages/message.ts';
import type { MessageName } from '../messages/message.ts';
import { asNumber } from '../secs-ii/access.ts';
import { L, U4 } from '../secs-ii/constructors.ts';
import { encodeItem } from '../secs-ii/encode.ts';
import type { Item, ListItem } from '../secs-ii/item.ts';
import { codeText } from './gem-codes.ts';
import type { CodeName } from './gem-codes.ts';

/** Asks the equipment, and turns what it refuses into errors. */
export class Conversation {
  readonly #link: SecsLink;

  constructor(link: SecsLink) {
    this.#link = link;
  }

  /** Sends a primary that changes something, and gives the body of its reply. */
  async tell(name: MessageName, item: Item | undefined, call: Call = {}): Promise<Item | undefined> {
    return this.#request(name, item, call, false);
  }

  /**
   * {@link tell} for a message that may grow long, whose body begins with DATAID: where it travels in several blocks,
   * leave is asked first (S2F39). Source: sheet secs-ii.md section 3.3.
   */
  async tellLong(name: MessageName, item: ListItem, call: Call = {}): Promise<Item | undefined> {
    const { blockBytes = Infinity } = this.#link.wire;
    const length = blockBytes === Infinity ? 0 : encodeItem(item).length;
    if (length > blockBytes) {
      const [dataId = U4(0)] = item.value;
      accepted(
        await this.tell('S2F39 W', L(dataId, U4(length)), call),
        'GRANT',
        `${name} of ${length} bytes`,
      );
    }
    return this.tell(name, item, call);
  }

  /** Sends a primary that only asks: it may be sent again when the link was lost meanwhile. */
  async ask(name: MessageName, item: Item | undefined, call: Call = {}): Promise<Item | undefined> {
    return this.#request(name, item, call, true);
  }

  async #request(
    name: MessageName,
    item: Item | undefined,
    call: Call,
    idempotent: boolean,
  ): Promise<Item | undefined> {
    const message = secsMessage(name, item);
    try {
      const reply = await this.#link.exchange((wire, turn) => wire.request(message, turn), {
        ...call,
        idempotent,
      });
      return reply.item;
    } catch (error) {
      // The name says more than the bytes, which the error would carry otherwise.
      throw FourwireError.is(error) ? renamed(error, name) : error;
    }
  }
}

function renamed(error: FourwireError, command: string): FourwireError {
  const { kind, code, message, retry, path, reply, device, details, cause } = error;
  const named = new FourwireError(kind, code, message, {
    retry,
    path,
    command,
    reply,
    device,
    details,
    cause,
  });
  if (error.stack !== undefined) named.stack = error.stack;
  return named;
}

/**
 * The code in an acknowledgement, when it is 0 or one of `accepted`.
 *
 * @param what - what was asked, for the message: `to define the reports`
 * @throws FourwireError of kind `device`, code `gem-refused`, with the equipment's code and its meaning
 */
export function accepted(
  item: Item | undefined,
  name: CodeName,
  what: string,
  alsoAccepted: readonly number[] = [],
): number {
  const code = asNumber(item, name);
  if (code === 0 || alsoAccepted.includes(code)) return code;
  const text = codeText(name, code);
  throw new FourwireError(
    'device',
    'gem-refused',
    `The equipment refused ${what}: ${name} ${code}, ${text}.`,
    {
      device: { code, text },
    },
  );
}
