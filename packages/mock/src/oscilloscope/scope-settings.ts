import { field, mapped } from '../scpi/settings.ts';
import type { Setting } from '../scpi/settings.ts';
import type { ScopeModel, TriggerSettings } from './scope-model.ts';
import type { SampleQuality } from './scope-record.ts';

/** The edges of a trigger in an instrument's words, in their short forms. */
export function edgeSetting(
  scope: ScopeModel,
  words: Readonly<Record<TriggerSettings['edge'], string>>,
): Setting<string> {
  return mapped(
    field(scope.settings.trigger, 'edge', () => scope.changed()),
    (edge) => words[edge],
    (word) => keyOf(words, word) ?? 'rising',
  );
}

/** How samples are made, in an instrument's words. */
export function typeSetting(
  scope: ScopeModel,
  words: Readonly<Record<SampleQuality['type'], string>>,
): Setting<string> {
  return mapped(
    field(scope.settings.quality, 'type', () => scope.changed()),
    (type) => words[type],
    (word) => keyOf(words, word) ?? 'normal',
  );
}

/** Where the trigger looks; `channel` begins the names of inputs. */
export function sourceSetting(
  scope: ScopeModel,
  words: { readonly channel: string; readonly external?: string; readonly line: string },
): Setting<string> {
  return mapped(
    field(scope.settings.trigger, 'source', () => scope.changed()),
    (source) => (typeof source === 'number' ? `${words.channel}${source}` : (words[source] ?? words.line)),
    (word) =>
      word.startsWith(words.channel)
        ? Number(word.slice(words.channel.length))
        : word === words.external
          ? 'external'
          : 'line',
  );
}

/** An input by its number, as `CHAN1`. */
export function inputSetting<K extends string>(
  target: Record<K, number>,
  key: K,
  channel: string,
): Setting<string> {
  return {
    get: () => `${channel}${target[key]}`,
    set(word) {
      target[key] = Number(word.slice(channel.length));
    },
  };
}

function keyOf<K extends string>(words: Readonly<Record<K, string>>, word: string): K | undefined {
  return (Object.keys(words) as K[]).find((key) => words[key] === word);
}
