import { excerpt, malformed, refused } from './fault.ts';

/** A channel: its number, or its numbers in several dimensions (`[2, 1]` is written `2!1`: row 2, column 1). */
export type ScpiChannel = number | readonly number[];

/** All channels from one to another, both included; it may run down. */
export interface ScpiChannelRange {
  readonly from: ScpiChannel;
  readonly to: ScpiChannel;
}

/** What stands between `(@` and `)`. */
export type ScpiChannelList = readonly (ScpiChannel | ScpiChannelRange)[];

const MOST_CHANNELS = 100_000;

/**
 * A channel list as instruments take it: `[1, { from: 3, to: 5 }, [2, 1]]` becomes `(@1,3:5,2!1)`, `[]` becomes `(@)`.
 *
 * @throws FourwireError of kind `range` when a number is not a whole number of 0 or more.
 */
export function formatChannelList(list: ScpiChannelList): string {
  const items = list.map((item) =>
    isRange(item) ? `${formatChannel(item.from)}:${formatChannel(item.to)}` : formatChannel(item),
  );
  return `(@${items.join(',')})`;
}

/**
 * The channels in a list as instruments answer it, ranges kept as ranges: `(@1,3:5,2!1)`.
 *
 * @throws FourwireError of kind `protocol` when the text is not a channel list.
 */
export function parseChannelList(text: string): ScpiChannelList {
  const trimmed = text.trim();
  const inside = trimmed.startsWith('(@') && trimmed.endsWith(')') ? trimmed.slice(2, -1).trim() : undefined;
  if (inside === undefined) throw listError(text, text);
  if (inside === '') return [];
  return inside.split(',').map((item) => {
    const [from = '', to, ...rest] = item.split(':');
    if (rest.length > 0) throw listError(item, text);
    const first = parseChannel(from, text);
    return to === undefined ? first : { from: first, to: parseChannel(to, text) };
  });
}

/**
 * Every channel of a list, ranges written out in the order they name: `3:5` is 3, 4, 5 and `5:3` is 5, 4, 3. A range in
 * several dimensions covers the rectangle, the last dimension running fastest. Unconfirmed: that order, and
 * instruments with slots leave out the numbers that do not exist, so ask them rather than expanding `101:210`.
 *
 * @throws FourwireError of kind `range` when the ends of a range differ in dimensions or there are more than 100,000.
 */
export function expandChannels(list: ScpiChannelList): ScpiChannel[] {
  const channels: ScpiChannel[] = [];
  for (const item of list) {
    if (!isRange(item)) {
      channels.push(item);
      continue;
    }
    const from = numbersOf(item.from);
    const to = numbersOf(item.to);
    const count = from.reduce((product, low, index) => product * (Math.abs((to[index] ?? 0) - low) + 1), 1);
    if (from.length !== to.length || channels.length + count > MOST_CHANNELS) {
      throw refused(
        'scpi-value-refused',
        `The channel range ${formatChannel(item.from)}:${formatChannel(item.to)} must have ends of the same dimensions and the list at most ${MOST_CHANNELS} channels.`,
      );
    }
    for (const numbers of rectangle(from, to)) channels.push(channelOf(numbers));
  }
  return channels;
}

function rectangle(from: readonly number[], to: readonly number[]): number[][] {
  let rows: number[][] = [[]];
  for (const [dimension, low] of from.entries()) {
    const span = (to[dimension] ?? low) - low;
    const steps = Array.from({ length: Math.abs(span) + 1 }, (_, step) => low + Math.sign(span) * step);
    rows = rows.flatMap((row) => steps.map((number) => row.concat(number)));
  }
  return rows;
}

function isRange(item: ScpiChannel | ScpiChannelRange): item is ScpiChannelRange {
  return typeof item === 'object' && 'from' in item;
}

function numbersOf(channel: ScpiChannel): readonly number[] {
  return typeof channel === 'number' ? [channel] : channel;
}

function channelOf(numbers: readonly number[]): ScpiChannel {
  return numbers.length === 1 && numbers[0] !== undefined ? numbers[0] : numbers;
}

function formatChannel(channel: ScpiChannel): string {
  const numbers = numbersOf(channel);
  if (numbers.length === 0 || !numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) {
    throw refused(
      'scpi-value-refused',
      `A channel must be a whole number of 0 or more, or a list of them, got ${JSON.stringify(channel)}.`,
    );
  }
  return numbers.join('!');
}

function parseChannel(text: string, list: string): ScpiChannel {
  return channelOf(
    text.split('!').map((part) => {
      if (!/^\s*\d{1,15}\s*$/.test(part)) throw listError(part, list);
      return Number(part);
    }),
  );
}

function listError(part: string, text: string): Error {
  return malformed(
    'scpi-channel-list-malformed',
    `Expected a channel list such as (@1,3:5,2!1), got ${excerpt(part)}.`,
    text,
    Math.max(0, text.indexOf(part)),
  );
}
