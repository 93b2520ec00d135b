import type { ItemCodecOptions } from './encode.ts';
import type { Item } from './item.ts';
import { ItemReader } from './item-reader.ts';
import { checkMaxDepth } from './limits.ts';

/**
 * The item that `bytes` hold. The bytes may be reused afterwards: nothing in the item points into them.
 *
 * Kind `protocol`, with the byte and the path of the item in the message and in `details` (`offset` counts from the
 * first of `bytes`): bytes missing (code `secs-item-truncated`), bytes left over (`secs-item-trailing`), an unknown
 * format or none (`secs-item-format`), a length that is no multiple of the element's (`secs-item-length`), lists
 * nested too deep (`secs-item-depth`), text that the codec refuses (`secs-item-text`). Equipment answers all of them
 * with S9F7. Source: SEMI E5; sheet secs-ii.md section 2.
 */
export function decodeItem(bytes: Uint8Array, options?: ItemCodecOptions): Item {
  return new ItemReader(bytes, options?.text, checkMaxDepth(options?.maxDepth)).read();
}
