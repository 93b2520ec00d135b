import { expandChannels, parseChannelList } from '../codec/channel-list.ts';
import type { ScpiChannel } from '../codec/channel-list.ts';
import { excerpt, malformed } from '../codec/fault.ts';
import type { Crosspoint } from '../classes/switch-matrix.ts';

/** A relay as a 7001 names it: slot and channel, or slot, row and column of a matrix. */
export function channelOf({ slot, row, column }: Crosspoint, isMatrix: boolean): ScpiChannel {
  return isMatrix ? [slot, row, column] : [slot, column];
}

/**
 * The relays in an answer such as `(@1!1,2!2!10)`.
 *
 * @throws FourwireError of kind `protocol` when it is no such list
 */
export function crosspointsOf(reply: string): readonly Crosspoint[] {
  return expandChannels(parseChannelList(reply)).map((channel) => {
    const [slot, second, third] = typeof channel === 'number' ? [channel] : channel;
    if (slot === undefined || second === undefined) {
      throw malformed(
        'scpi-channel-list-malformed',
        `Expected channels with a slot, such as (@1!5), got ${excerpt(reply)}.`,
        reply,
      );
    }
    return third === undefined ? { slot, row: 1, column: second } : { slot, row: second, column: third };
  });
}
