import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { asList, asNumber } from '../secs-ii/access.ts';
import { L, U1 } from '../secs-ii/constructors.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { codeText } from './gem-codes.ts';

/** What is to be spooled: functions by stream; all of the stream where the list is empty. */
export type SpooledStreams = Readonly<Record<number, readonly number[]>>;

/**
 * The equipment's spool, which keeps what it could not tell while there was no link. Until the host has emptied it,
 * equipment that spools says nothing new but puts it behind: ask for it after every connection.
 *
 * Source: SEMI E30; sheet gem.md section 8.
 */
export class HostSpool {
  readonly #conversation: Conversation;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /**
   * S2F43: says what is to be spooled, in place of what was said before; nothing when it is empty. For events and
   * alarms: `{ 5: [], 6: [] }`.
   *
   * @throws FourwireError of kind `device`, code `gem-refused`, with the streams at fault in `details`
   */
  async select(streams: SpooledStreams, call?: Call): Promise<void> {
    const entries = Object.entries(streams).map(([stream, functions]) =>
      L(U1(Number(stream)), L(functions.map((one) => U1(one)))),
    );
    const reply = await this.#conversation.tell('S2F43 W', L(entries), call);
    const [rspack, faults] = asList(reply, 'S2F44', 2);
    const code = asNumber(rspack, 'RSPACK');
    if (code === 0) return;
    const which = asList(faults, 'S2F44 streams').map((fault) => {
      const [stream, strack] = asList(fault, 'S2F44 stream', 3);
      return `stream ${asNumber(stream, 'STRID')}: ${codeText('STRACK', asNumber(strack, 'STRACK'))}`;
    });
    throw new FourwireError(
      'device',
      'gem-refused',
      `The equipment refused what is to be spooled: ${which.join('; ')}.`,
      { device: { code, text: codeText('RSPACK', code) }, details: { streams: which } },
    );
  }

  /**
   * S6F23: has the spooled messages sent; they come like any others, oldest first. With a limit at the equipment
   * (MaxSpoolTransmit) ask again.
   *
   * @returns false when there was nothing in it
   */
  async transmit(call?: Call): Promise<boolean> {
    return this.#request(0, 'to send what it spooled', call);
  }

  /** S6F23: has the spooled messages thrown away; false when there was nothing in it. */
  async purge(call?: Call): Promise<boolean> {
    return this.#request(1, 'to throw away what it spooled', call);
  }

  async #request(rsdc: number, what: string, call: Call | undefined): Promise<boolean> {
    return accepted(await this.#conversation.tell('S6F23 W', U1(rsdc), call), 'RSDA', what, [2]) === 0;
  }
}
