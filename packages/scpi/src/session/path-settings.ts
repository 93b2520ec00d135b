import type { WritableImplementation } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { booleanSetting, choiceSetting, integerSetting, numberSetting } from './settings.ts';
import type { Asker } from './settings.ts';

/** Settings by where they stand in the command tree: `number('SENS:CURR:NPLC')` asks `SENS:CURR:NPLC?`, writes `SENS:CURR:NPLC 1`. */
export interface PathSettings {
  boolean(path: string): WritableImplementation<boolean>;
  integer(path: string): WritableImplementation<number>;
  number(path: string): WritableImplementation<number>;
  /** One of a few words; see {@link choiceSetting}. */
  choice<T extends string>(path: string, words: Readonly<Record<T, string>>): WritableImplementation<T>;
}

/** The settings of an instrument that are asked and written at one place of its command tree. */
export function pathSettings(session: Asker): PathSettings {
  return {
    boolean: (path) => {
      const node = keyword(path);
      return booleanSetting(session, scpi`${node}?`, (value) => scpi`${node} ${value}`);
    },
    integer: (path) => {
      const node = keyword(path);
      return integerSetting(session, scpi`${node}?`, (value) => scpi`${node} ${value}`);
    },
    number: (path) => {
      const node = keyword(path);
      return numberSetting(session, scpi`${node}?`, (value) => scpi`${node} ${value}`);
    },
    choice: (path, words) => {
      const node = keyword(path);
      return choiceSetting(session, scpi`${node}?`, (word) => scpi`${node} ${word}`, words);
    },
  };
}
