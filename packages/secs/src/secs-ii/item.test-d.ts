import { expectTypeOf } from 'vitest';
import { asList, B, L, secsMessage, U4, U8 } from '../index.ts';
import type { Item, ListItem, NumberItem, SecsMessage } from '../index.ts';

declare const item: Item;

// The format narrows the value.
if (item.format === 'L') expectTypeOf(item.value).toEqualTypeOf<readonly Item[]>();
if (item.format === 'A' || item.format === 'J') expectTypeOf(item.value).toEqualTypeOf<string>();
if (item.format === 'U8') expectTypeOf(item.value).toEqualTypeOf<readonly bigint[]>();
if (item.format === 'B') expectTypeOf(item.value).toEqualTypeOf<Uint8Array>();

// Constructors keep the format and refuse values of another type.
expectTypeOf(U4(1, 2)).toEqualTypeOf<NumberItem<'U4'>>();
expectTypeOf(L(U4(1), B(2))).toEqualTypeOf<ListItem>();
// @ts-expect-error a U4 takes no text
U4('1');
// @ts-expect-error a list takes items
L(1);
expectTypeOf(U8(1, 2n).value).toEqualTypeOf<readonly bigint[]>();

// Items cannot be changed.
// @ts-expect-error read-only
U4(1).value[0] = 2;
// @ts-expect-error read-only
U4(1).format = 'U4';

expectTypeOf(secsMessage('S1F3 W')).toEqualTypeOf<SecsMessage>();
// @ts-expect-error not the name of a message
secsMessage('F1S1');
expectTypeOf(asList(item, 'S1F14')).toEqualTypeOf<readonly Item[]>();
