import type { Parameter } from './parameter.ts';
import { ScpiRefusal } from './status-model.ts';

/** Whether a parameter is a channel list: `(@1,3:5)`. */
export function isChannelList({ text }: Parameter): boolean {
  return text.startsWith('(@');
}

/** The channels of a list in its order; ranges may run down. Channels above `most` are refused with -222. */
export function channelList({ text }: Parameter, most: number): readonly number[] {
  const inner = /^\(@\s*(.*?)\s*\)$/.exec(text)?.[1];
  if (inner === undefined) throw new ScpiRefusal(-171);
  const channels = inner === '' ? [] : inner.split(',').flatMap((item) => range(item.trim()));
  if (channels.some((channel) => channel < 1 || channel > most)) throw new ScpiRefusal(-222);
  return channels;
}

function range(item: string): readonly number[] {
  const [, first, last = first] = /^(\d{1,4})(?:\s*:\s*(\d{1,4}))?$/.exec(item) ?? [];
  if (first === undefined) throw new ScpiRefusal(-171);
  const [from, to] = [Number(first), Number(last)];
  const step = to < from ? -1 : 1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => from + step * index);
}
