import type { Item } from './item.ts';
import { ItemWriter } from './item-writer.ts';
import { checkMaxDepth } from './limits.ts';
import type { TextCodec } from './text-codec.ts';

/** How items become bytes and bytes items. */
export interface ItemCodecOptions {
  /** How many lists may lie in one another, 1 to 512; 64 unless set. */
  readonly maxDepth?: number | undefined;
  /** How the bytes of `A` and `J` become text; Latin-1 unless set. */
  readonly text?: TextCodec | undefined;
}

/**
 * The bytes of `item`, with as few length bytes as do.
 *
 * Kind `range`: a value that its format cannot hold (code `secs-item-value`), a character without a byte
 * (`secs-item-text`), more than 16,777,215 bytes or children (`secs-item-length`), lists nested too deep
 * (`secs-item-depth`), something that is no item (`secs-item-format`). `details.path` holds the indices that lead to
 * the item. Source: SEMI E5; sheet secs-ii.md section 2.
 */
export function encodeItem(item: Item, options?: ItemCodecOptions): Uint8Array {
  return encodeItemBehind(0, item, options);
}

let idleWriter: ItemWriter | undefined;

/**
 * The bytes of `item` behind a gap of `gap` bytes, in one buffer, so that a transport can put its header before it.
 *
 * @internal
 */
export function encodeItemBehind(gap: number, item: Item, options: ItemCodecOptions | undefined): Buffer {
  // A user's text codec may encode items itself, and a failed writer may have grown: neither meets the next call.
  const writer = idleWriter ?? new ItemWriter();
  idleWriter = undefined;
  const bytes = writer.write(item, gap, options?.text, checkMaxDepth(options?.maxDepth));
  idleWriter = writer;
  return bytes;
}
