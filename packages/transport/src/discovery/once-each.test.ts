import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import type { Discovery } from './found.ts';
import { onceEach } from './once-each.ts';

const values: Readonly<Record<string, Discovery>> = {
  n: { type: 'found', how: 'vxi11', address: 'A' },
  m: { type: 'found', how: 'mdns', address: 'A', model: 'M' },
  o: { type: 'found', how: 'sweep', address: 'B' },
  s: { type: 'found', how: 'serial', address: 'S' },
  w: { type: 'warning', source: 'usb', message: 'no USB' },
};

describe('what was found several times', () => {
  it.each([
    ['is told once, by the source that knows its model', 'n-m-m-|', '--m---|'],
    ['is told without a model after a while, and not again', 'n-------m|', '-----n---|'],
    ['is told at the end at the latest', 'n-o|', '---(no|)'],
    ['is told at once where nobody will know more', 's-w-s-w|', 's-w----|'],
  ])('%s', (_what, source, expected) => {
    const scheduler = new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted));
    scheduler.run(({ cold, expectObservable }) => {
      expectObservable(cold(source, values).pipe(onceEach(5, scheduler))).toBe(expected, values);
    });
  });
});
