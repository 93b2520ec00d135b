import { describe, expect, it } from 'vitest';
import { MessageOutput } from '../serve/message-output.ts';
import { Parameter } from './parameter.ts';
import { ScpiInstrument } from './scpi-instrument.ts';
import { scpiMessageService } from './scpi-message-service.ts';
import { ScpiRefusal } from './status-model.ts';

/*
 * What the tests of an independent implementation expect: j123b567/scpi-parser (libscpi) at 8866159, test_parser.c and
 * test_scpi_utils.c. The facts are theirs, message in and answer out; the few in which the standard says otherwise are
 * named with what the standard says (sheet scpi.md, section 7).
 */

/** Headers by pattern: those that are it, and those that are not. */
const headers: readonly (readonly [pattern: string, is: string, isNot: string])[] = [
  ['A', 'a', ''],
  ['Ab', 'a ab aB', ''],
  ['AB', '', 'a'],
  [
    'ABcc:AACddd',
    'ab:aac abcc:aac abcc:aacddd :ab:aac :abcc:aac :abcc:aacddd',
    'abcc:aacdd a:aac :abcc:aacdd :a:aac',
  ],
  ['A?', 'A?', 'A'],
  ['[:ABcc]:AACddd', ':ab:aac aac', 'aac?'],
  ['[:ABcc]:AACddd?', ':ab:aac? aac?', 'aac'],
  ['ABcc[:BCCdddd]:CDEFGeeeee', 'ab:bcc:cdefg ab:cdefg', 'ab:cdefg?'],
  ['ABcc[:BCCdddd]:CDEFGeeeee?', 'ab:bcc:cdefg? ab:cdefg?', 'ab:cdefg'],
  ['ABcc:BCCdddd[:CDEFGeeeee]', 'ab:bcc:cdefg ab:bcc', 'ab:bcc?'],
  ['ABcc:BCCdddd[:CDEFGeeeee]?', 'ab:bcc:cdefg? ab:bcc?', 'ab:bcc'],
  ['[:ABcc]:BCCdddd[:CDEFGeeeee]', 'ab:bcc:cdefg ab:bcc bcc:cdefg', 'ab:bcc? bcc:cdefg?'],
  ['[:ABcc]:BCCdddd[:CDEFGeeeee]?', 'ab:bcc:cdefg? ab:bcc? bcc:cdefg?', 'ab:bcc bcc:cdefg'],
  ['ABcc[:BCCdddd][:CDEFGeeeee]', 'ab:bcc:cdefg ab:bcc ab:cdefg', 'ab:bcc? ab:cdefg?'],
  [
    'ABcc[:BCCdddd][:CDEFGeeeee][:DEFFFFFFFFFfffffffffff]',
    'ab:bcc:cdefg:defffffffff ab:bcc:cdefg:deffffffffffffffffffff ab:bcc:cdefg ab:bcc:defffffffff ab:cdefg:defffffffff ab:bcc ab:cdefg ab:defffffffff ab',
    'ab:bcc:cdefg:de ab:bcc:cdefg? ab:bcc:defffffffff? ab:cdefg:defffffffff? ab:bcc? ab:cdefg? ab:defffffffff? ab?',
  ],
  ['*IDN?', '*idn?', 'idn idn? *idn :idn :idn? :*idn :*idn?'],
  [
    'MEASure[:SCALar]:CURRent[:DC]?',
    ':MEAS:CURR? MEAS:CURR? :MEAS:SCAL:CURR? MEAS:SCAL:CURR? :MEAS:SCAL:CURR:DC? MEAS:SCAL:CURR:DC? :MEAS:CURR:DC? MEAS:CURR:DC?',
    ':MEAS? MEAS? :MEAS:DC? MEAS:DC?',
  ],
  ['ABCdef#', 'abc abc1324 abcDef1324', 'abcDef124b'],
  [
    'OUTPut#:MODulation#:FM#',
    'outp1:mod10:fm output1:mod10:fm outp1:modulation:fm5 output:mod:fm',
    'abc outp1:mod10a:fm',
  ],
  ['OUTPut#[:MODulation#]:FM#', 'outp1:fm outp1:mod10:fm outp1:fm2 output:fm', ''],
];

const words = (text: string): string[] => (text === '' ? [] : text.split(' '));

/** The instrument of test_parser.c. */
function instrument(): ScpiInstrument {
  const made = new ScpiInstrument('MA,IN,0,VER', { errorDepth: 4 });
  made.on('TEXTfunction?', ({ need }) => `"${need(1).string()}"`, 2);
  made.on('TEST:TREEA?', () => '10');
  made.on('TEST:TREEB?', () => '20');
  made.on('STUB', () => {}, 0);
  made.on('STUB?', () => '0');
  return made;
}

async function codes(of: ScpiInstrument): Promise<number[]> {
  const found: number[] = [];
  for (let { code } = of.status.takeError(); code !== 0; { code } = of.status.takeError()) found.push(code);
  return found;
}

function refusal(call: () => unknown): number | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof ScpiRefusal) return error.code;
    throw error;
  }
  return undefined;
}

describe('as libscpi has it', () => {
  it.each(headers)('the header %s', async (pattern, is, isNot) => {
    let runs = 0;
    const one = new ScpiInstrument('x', { errorDepth: 20 });
    one.on(pattern, () => {
      runs++;
      return pattern.endsWith('?') ? '1' : undefined;
    });
    for (const header of words(is)) {
      await one.execute(header);
      expect([header, runs, await codes(one)]).toEqual([header, 1, []]);
      runs = 0;
    }
    for (const header of words(isNot)) {
      await one.execute(header);
      expect([header, runs]).toEqual([header, 0]);
      expect(await codes(one)).toHaveLength(1);
    }
  });

  it('the numbers in a header, where libscpi gives the missing ones as -1 and the standard as 1', async () => {
    const found: (readonly number[])[] = [];
    const one = new ScpiInstrument('x');
    one.on('OUTPut#:MODulation#:FM#', ({ numbers }) => {
      found.push(numbers);
    });
    await one.execute('outp3:mod10:fm;:output3:mod10:fm;:outp30:modulation:fm5;:output:mod:fm');
    expect(found).toEqual([
      [3, 10, 1],
      [3, 10, 1],
      [30, 1, 5],
      [1, 1, 1],
    ]);
  });

  it.each([
    ['*IDN?', 'MA,IN,0,VER', []],
    ['*IDN?;*IDN?;*IDN?;*IDN?', 'MA,IN,0,VER;MA,IN,0,VER;MA,IN,0,VER;MA,IN,0,VER', []],
    ['*IDN?;STUB', 'MA,IN,0,VER', []],
    ['*IDN?;*OPC;*IDN?', 'MA,IN,0,VER;MA,IN,0,VER', []],
    [';*IDN?', 'MA,IN,0,VER', []],
    ['TEST:TREEA?;TREEB?', '10;20', []],
    ['TEST:TREEA?;:TEXT? "PARAM1", "PARAM2"', '10;"PARAM2"', []],
    ['TEXT? "PARAM1", "PARAM2"', '"PARAM2"', []],
    ['IDN?', undefined, [-113]],
    ['*ESE', undefined, [-109]],
    ['*SRE', undefined, [-109]],
    // Libscpi answers all the same; a unit with an error is not carried out (IEEE 488.2, 6.1.6).
    ['*IDN? 12', undefined, [-108]],
    ['*ESE #H20;*ESE?', '32', []],
    // Libscpi gives 255 back; bit 6 cannot be enabled (sheet scpi.md, section 3).
    ['*SRE #HFF;*SRE?', '191', []],
    ['*TST?', '0', []],
    ['*WAI', undefined, []],
    ['SYSTem:VERSion?', '1999.0', []],
    ['STATus:QUEStionable:ENABle 2;ENABle?', '2', []],
    ['STATus:OPERation:ENABle 2;:STATus:PRESet;OPERation:ENABle?', '0', []],
    ['STUB?', '0', []],
  ])('the message %s', async (message, answer, errors) => {
    const one = instrument();
    expect(await one.execute(message)).toBe(answer);
    expect(await codes(one)).toEqual(errors);
  });

  it('the status byte after an undefined header', async () => {
    const one = instrument();
    const ask = (message: string): Promise<string | undefined> => one.execute(message);
    await ask('*CLS;*ESE #H20;*SRE #HFF');
    expect(await ask('*STB?')).toBe('0');
    await ask('ABCD');
    expect([await ask('*STB?'), await ask('*ESR?'), await ask('*STB?')]).toEqual(['100', '32', '68']);
    expect([await ask('*ESR?'), await ask('SYST:ERR:COUNT?')]).toEqual(['0', '1']);
    expect(await ask('SYST:ERR:NEXT?')).toBe('-113,"Undefined header"');
    expect([await ask('SYST:ERR:NEXT?'), await ask('*STB?')]).toEqual(['0,"No error"', '0']);
  });

  it('the event registers, cleared by reading', async () => {
    const one = instrument();
    for (const [name, register] of [
      ['QUEStionable', one.status.questionable],
      ['OPERation', one.status.operation],
    ] as const) {
      const ask = (node: string): Promise<string | undefined> => one.execute(`STATus:${name}:${node}?`);
      expect(await ask('CONDition')).toBe('0');
      register.set(1, true);
      expect([await ask('CONDition'), await ask('EVENt')]).toEqual(['1', '1']);
      register.set(1, false);
      expect([await ask('CONDition'), await ask('EVENt')]).toEqual(['0', '0']);
    }
  });

  it('a queue that runs over: the first stay, the last becomes -350', async () => {
    const one = instrument();
    for (let error = 0; error < 5; error++) one.status.raise(new ScpiRefusal(-101));
    expect(await codes(one)).toEqual([-101, -101, -101, -350]);
    expect(await one.execute('SYST:ERR?')).toBe('0,"No error"');
  });

  it.each([
    ['10', 10, undefined],
    ['10.5', 10.5, undefined],
    ['#B101010', 42, undefined],
    ['#H101010', 1_052_688, undefined],
    ['#Q10', 8, undefined],
    ['#HFFFFFFFF', 4_294_967_295, undefined],
    ['1.2e-1', 0.12, undefined],
    ['1.2e-1V', 0.12, 'V'],
    ['1.2mV', 0.0012, 'V'],
    ['100 OHM', 100, 'OHM'],
  ])('the number %s', (text, value, unit) => {
    expect(new Parameter(text).number(unit === undefined ? {} : { unit })).toBeCloseTo(value, 12);
  });

  it.each([
    ['abcd', {}, -104],
    ['10.5V', {}, -138],
    ['10V', {}, -138],
    ['100 xyz', { unit: 'OHM' }, -131],
  ])('no number in %s', (text, range, code) => {
    expect(refusal(() => new Parameter(text).number(range))).toBe(code);
  });

  it('whole numbers, which libscpi cuts off and IEEE 488.2 rounds', () => {
    expect(new Parameter('10.5').integer()).toBe(11);
    expect(new Parameter('-2147483647').integer()).toBe(-2_147_483_647);
  });

  it.each([
    [`'abc'`, 'abc'],
    ['"abc"', 'abc'],
    [`'a''c'`, "a'c"],
    [`'a"c'`, 'a"c'],
    ['"a""c"', 'a"c'],
    [`"a'c"`, "a'c"],
    ['""', ''],
  ])('the string %s', (text, value) => {
    expect(new Parameter(text).string()).toBe(value);
  });

  it('booleans and choices', () => {
    const booleans = ['ON', '1', '100', 'OFF', '0'].map((text) => new Parameter(text).boolean());
    expect(booleans).toEqual([true, true, true, false, false]);
    expect(refusal(() => new Parameter('XYZ').boolean())).toBe(-224);
    const options = ['OPTIONA', 'OPTIONB', 'SOURce'];
    expect(new Parameter('SOURCE').word(options)).toBe('SOUR');
    expect(new Parameter('SOUR').word(options)).toBe('SOUR');
    expect(refusal(() => new Parameter('ON').word(options))).toBe(-224);
  });
});

/** A wire of messages to an instrument, with what the instrument has in its queue. */
function messageWire(): {
  readonly write: (text: string) => Promise<void>;
  readonly read: () => string | undefined;
  one: ScpiInstrument;
  output: MessageOutput;
} {
  const one = instrument();
  const output = new MessageOutput(scpiMessageService(one), {
    available: () => {},
    serviceRequested: () => {},
  });
  return {
    one,
    output,
    write: async (text) => {
      output.write(Buffer.from(text, 'latin1'), true);
      await new Promise(setImmediate);
    },
    read: () => {
      const part = output.read(1000);
      if (part === undefined) output.gaveNothing();
      return part === undefined ? undefined : Buffer.from(part.bytes).toString('latin1');
    },
  };
}

describe('the message exchange of IEEE 488.2, 6.3', () => {
  it('interrupts a query whose response was not read: the response is dropped, -410', async () => {
    const { one, write, read } = messageWire();
    await write('*IDN?');
    await write('TEST:TREEA?');
    expect(read()).toBe('10\n');
    expect(await codes(one)).toEqual([-410]);
    expect(one.status.takeStandard() & 0x04).toBe(0x04);
  });

  it('leaves a read unterminated that nothing was asked for: nothing comes, -420', async () => {
    const { one, write, read } = messageWire();
    expect(read()).toBeUndefined();
    expect(await codes(one)).toEqual([-420]);
    await write('STUB');
    expect(read()).toBeUndefined();
    expect(await codes(one)).toEqual([-420]);
    await write('BAD?');
    expect(read()).toBeUndefined();
    expect(await codes(one)).toEqual([-113, -420]);
    await write('TEST:TREEB?');
    expect(read()).toBe('20\n');
    expect(await codes(one)).toEqual([]);
  });

  it('forgets a response at a device clear, and the errors not', async () => {
    const { one, output, write, read } = messageWire();
    await write('BAD;*IDN?');
    output.clear();
    expect(read()).toBeUndefined();
    expect(await codes(one)).toEqual([-113, -420]);
  });
});
