import { ScpiRefusal } from '../scpi/status-model.ts';
import { isOnCard } from './switch-cards.ts';
import type { SwitchCard } from './switch-cards.ts';

/**
 * The relays of a list: `(@1!1,1!3:1!5,2!2!10)`, a range within one row or card. Refused with -171 when it is no list, with
 * -222 when there is no such relay.
 */
export function crosspoints(text: string, cards: readonly (SwitchCard | undefined)[]): readonly string[] {
  const inner = /^\(@\s*(.*?)\s*\)$/.exec(text)?.[1];
  if (inner === undefined || inner === '') throw new ScpiRefusal(-171);
  return inner.split(',').flatMap((item) => range(item.replaceAll(/\s/g, ''), cards));
}

function range(item: string, cards: readonly (SwitchCard | undefined)[]): readonly string[] {
  const ends = item.split(':').map((end) => place(end, cards));
  const [first, last = first] = ends;
  if (first === undefined || last === undefined || ends.length > 2) throw new ScpiRefusal(-171);
  const head = first.slice(0, -1);
  if (last.length !== first.length || head.some((number, index) => number !== last[index]))
    throw new ScpiRefusal(-171);
  const [from = 0, to = 0] = [first.at(-1), last.at(-1)];
  const step = to < from ? -1 : 1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) =>
    [...head, from + step * index].join('!'),
  );
}

function place(text: string, cards: readonly (SwitchCard | undefined)[]): readonly number[] {
  if (!/^\d{1,2}(!\d{1,3}){1,2}$/.test(text)) throw new ScpiRefusal(-171);
  const [slot = 0, ...rest] = text.split('!').map(Number);
  const card = cards[slot - 1];
  if (card === undefined || !isOnCard(card, rest)) throw new ScpiRefusal(-222);
  return [slot, ...rest];
}
