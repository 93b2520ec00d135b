import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryMessage } from '../../test/arbitrary-item.ts';
import { thrownBy } from '../../test/errors.ts';
import { secsMessage } from '../messages/message.ts';
import { A, L, U1, U4 } from '../secs-ii/constructors.ts';
import { messageFromSml, messagesFromSml, messageToSml } from './messages.ts';

const message = secsMessage('S1F3 W', L(U4(3001)));

describe('messages as SML', () => {
  it('are written in each layout', () => {
    expect(messageToSml(message)).toBe('S1F3 W\n<L [1]\n  <U4 3001>\n>.');
    expect(messageToSml(message, { singleLine: true })).toBe('S1F3 W <L [1] <U4 3001>>.');
    expect(messageToSml(message, { dialect: 'secs4net' })).toBe(
      "'S1F3' W\n  <L [1]\n    <U4 [1] 3001>\n  >\n.",
    );
    expect(messageToSml(secsMessage('S1F1 W'))).toBe('S1F1 W.');
    expect(messageToSml(secsMessage('S1F0'), { dialect: 'secs4net' })).toBe("'S1F0'\n.");
  });

  it.each([
    'S1F3 W <L <U4 3001>>.',
    'S1F3W<L<U4 3001>>.',
    "'S1F3' W <L <U4 3001>> .",
    '"S1F3" w\n<L [1] <U4 [1] 3001>\n>\n.\n',
    'Status: S1F3 W <L <U4 3001>>.',
    "Status of the tool:'S1F3' W\n    <L[1]\n        <U4[1] 3001>\n    >\n.",
    '* asks: one value\ns1f3 W // why not\n <L <U4 3001>>',
  ])('are read from %j', (text) => {
    expect(messageFromSml(text)).toEqual(message);
  });

  it('come several in a file, some with a name', () => {
    const text = "ABT_S1:'S1F0' \n.\nAreYouThere:'S1F1' W\n.\nS1F2 <L <A 'x'> <U1 1>>. S1F3 W <L>.\n";
    expect(messagesFromSml(text)).toEqual([
      { name: 'ABT_S1', message: secsMessage('S1F0') },
      { name: 'AreYouThere', message: secsMessage('S1F1 W') },
      { name: undefined, message: secsMessage('S1F2', L(A('x'), U1(1))) },
      { name: undefined, message: secsMessage('S1F3 W', L()) },
    ]);
    expect(messagesFromSml(' // nothing')).toEqual([]);
  });

  it.each([
    ['S128F1.', 1, 1, 'a stream is a whole number from 0 to 127'],
    ['S1F256.', 1, 1, 'a function'],
    ['S1F1 W <L> x', 1, 12, 'expected "."'],
    ['S1F1 W x', 1, 8, 'expected "<" or "."'],
    ['S1F1. S1F1.', 1, 7, 'expected the end'],
    ['\nfoo', 2, 1, 'a stream and function'],
    ['Name: <L>.', 1, 7, 'a stream and function'],
    ['', 1, 1, 'a stream and function'],
  ])('are refused as %j', (text, line, column, words) => {
    const error = thrownBy(() => messageFromSml(text));
    expect(error).toMatchObject({ kind: 'protocol', details: { line, column } });
    expect(error.message).toContain(words);
  });

  it('are read back as they were written', () => {
    for (const options of [{}, { singleLine: true }, { dialect: 'secs4net' }] as const) {
      const property = fc.property(arbitraryMessage, (any) => {
        expect(messageFromSml(messageToSml(any, options))).toEqual(any);
      });
      fc.assert(property, { seed: 1, numRuns: 50 });
    }
  });
});
