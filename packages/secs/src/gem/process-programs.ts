import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { asId, asList, isEmptyItem } from '../secs-ii/access.ts';
import { A, B, L, U4 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { checkIds } from './status-variables.ts';

/** Longest id of a process program. Source: sheet secs-ii.md section 4. */
const longestId = 120;

/** Process programs (recipes) as unformatted, opaque bodies. Source: sheet gem.md section 5, stream 7. */
export class ProcessPrograms {
  readonly #conversation: Conversation;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /** S7F19: the ids of all process programs. */
  async list(call?: Call): Promise<readonly string[]> {
    const reply = await this.#conversation.ask('S7F19 W', undefined, call);
    return asList(reply, 'S7F20').map((item) => idText(item));
  }

  /**
   * S7F5: the body of a process program, byte for byte.
   *
   * @throws FourwireError of kind `device`, code `program-unknown`, when there is none of this id
   */
  async upload(id: string, call?: Call): Promise<Uint8Array> {
    checkId(id);
    const reply = asList(await this.#conversation.ask('S7F5 W', A(id), call), 'S7F6');
    if (reply.length === 0) {
      throw new FourwireError(
        'device',
        'program-unknown',
        `The equipment has no process program ${JSON.stringify(id)}.`,
      );
    }
    const [found, body] = reply;
    const answered = idText(found);
    if (answered === id) return bodyBytes(body);
    throw new FourwireError(
      'protocol',
      'program-mismatch',
      `Asked for process program ${JSON.stringify(id)}, the equipment sent ${JSON.stringify(answered)}.`,
    );
  }

  /**
   * Asks leave with S7F1 where the equipment knows it, then S7F3: puts a process program there, in place of one of the
   * same id.
   *
   * @returns `later` when the equipment has taken it and is not done with it yet (ACKC7 6)
   * @throws FourwireError of kind `device`, code `gem-refused`, when the equipment does not take it
   */
  async download(id: string, body: Uint8Array, call?: Call): Promise<'done' | 'later'> {
    checkId(id);
    await this.#inquire(id, body.length, call);
    const reply = await this.#conversation.tell('S7F3 W', L(A(id), B(body)), call);
    return accepted(reply, 'ACKC7', `process program ${id}`, [6]) === 6 ? 'later' : 'done';
  }

  /** S7F17: deletes process programs. An empty list, which would delete all, is refused. */
  async delete(ids: readonly string[], call?: Call): Promise<void> {
    checkIds(ids, 'process program');
    for (const id of ids) checkId(id);
    const reply = await this.#conversation.tell('S7F17 W', L(ids.map((id) => A(id))), call);
    accepted(reply, 'ACKC7', `to delete process program ${ids.join(', ')}`);
  }

  async #inquire(id: string, length: number, call: Call | undefined): Promise<void> {
    try {
      const reply = await this.#conversation.tell('S7F1 W', L(A(id), U4(length)), call);
      // "Already have it" is no refusal: S7F3 replaces, and has the last word.
      accepted(reply, 'PPGNT', `to accept process program ${id}`, [1]);
    } catch (error) {
      // HSMS has no need of the inquiry, so equipment may not know it.
      if (!FourwireError.is(error) || (error.device?.code !== 'S9F5' && error.device?.code !== 'S9F3'))
        throw error;
    }
  }
}

function checkId(id: string): void {
  if (id.length > 0 && id.length <= longestId) return;
  throw new FourwireError(
    'range',
    'program-id-refused',
    `The id of a process program has 1 to ${longestId} characters; got ${id.length}.`,
  );
}

/** PPID is text, or bytes that stand for text. */
function idText(item: Item | undefined): string {
  if (item?.format === 'B') return String.fromCharCode(...item.value);
  return String(asId(item, 'PPID'));
}

/** PPBODY is B, A or an array of integers of one byte. */
export function bodyBytes(item: Item | undefined): Uint8Array {
  switch (item?.format) {
    case 'B':
      return item.value;
    case 'A':
      return new Uint8Array(Buffer.from(item.value, 'latin1'));
    case 'U1':
    case 'I1':
      return Uint8Array.from(item.value);
    default:
      if (item !== undefined && item.format !== 'L' && isEmptyItem(item)) return new Uint8Array(0);
      throw new FourwireError(
        'protocol',
        'program-format',
        `PPBODY: expected bytes (B, A, U1 or I1), found ${item?.format ?? 'nothing'}.`,
      );
  }
}
