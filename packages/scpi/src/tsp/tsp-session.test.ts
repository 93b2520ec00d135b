import { describe, expect, it } from 'vitest';
import { onInstrument } from '../../test/instrument.ts';
import { TspSession } from './tsp-session.ts';
import { tsp } from './tsp-text.ts';

const empty = '0.00000e+00\tQueue Is Empty\t0.00000e+00\tnil';
const syntaxError =
  "-2.85000e+02\tTSP Syntax error at line 1: unexpected symbol near `<eof>'\t2.00000e+01\t1.00000e+00";

/** Prints what the expressions of the sheet give; anything else that prints is a mistake of its own. */
function sourcemeter(): (line: string) => string | undefined {
  const queue: string[] = [];
  const printed: Readonly<Record<string, string>> = {
    '*IDN?': 'Keithley Instruments Inc., Model 2601B, 4498311, 3.3.5',
    'print(smua.measure.iv())': '1.23456e-06\t5.00003e-01',
    'print(smua.source.compliance)': 'false',
    'print(smua.source.output)': '1.00000e+00',
    'print(smu.source.output)': 'smu.OFF',
    'print(smub)': 'nil',
    'print(localnode.model)': '2601B',
    'print(smua.measure.v())': '9.90000e+37',
    'printbuffer(1, 3, smua.nvbuffer1)': '1.00000e+00, 2.00000e+00, 3.50000e-09',
  };
  return (line) => {
    if (line === 'print(errorqueue.next())') return queue.shift() ?? empty;
    if (line === 'foo(' || line === 'print(foo()') queue.push(syntaxError);
    return printed[line];
  };
}

describe('TspSession', () => {
  it('prints values of every type', async () => {
    await onInstrument(sourcemeter(), async (client) => {
      const session = new TspSession(client);
      expect(await session.identity()).toMatchObject({ model: '2601B', serialNumber: '4498311' });
      expect(await session.print(tsp`smua.measure.iv()`)).toEqual([1.23456e-6, 0.500003]);
      expect(await session.print(tsp`smua.source.compliance`)).toEqual([false]);
      expect(await session.print(tsp`smub`)).toEqual([undefined]);
      expect(await session.query(tsp`print(localnode.model)`)).toBe('2601B');
      expect(await session.printNumber(tsp`smua.measure.v()`)).toBe(Infinity);
      const numbers = await session.queryNumbers(tsp`printbuffer(${1}, ${3}, smua.nvbuffer1)`);
      expect([...numbers]).toEqual([1, 2, 3.5e-9]);
    });
  });

  it('reads what is on however the firmware writes it', async () => {
    await onInstrument(sourcemeter(), async (client) => {
      const session = new TspSession(client);
      expect(await session.printBoolean(tsp`smua.source.output`)).toBe(true);
      expect(await session.printBoolean(tsp`smu.source.output`)).toBe(false);
      expect(await session.printBoolean(tsp`smua.source.compliance`)).toBe(false);
      await expect(session.printBoolean(tsp`localnode.model`)).rejects.toMatchObject({
        code: 'tsp-value-malformed',
      });
      await expect(session.printNumber(tsp`smub`)).rejects.toMatchObject({ code: 'tsp-value-malformed' });
    });
  });

  it('raises an error at the statement that caused it, also where the text has an odd quote', async () => {
    await onInstrument(sourcemeter(), async (client) => {
      const session = new TspSession(client);
      await expect(session.send(tsp`foo(`)).rejects.toMatchObject({
        kind: 'device',
        code: 'scpi-error',
        device: { code: -285, text: "TSP Syntax error at line 1: unexpected symbol near `<eof>'" },
        command: 'foo(',
      });
      await session.send(tsp`smua.reset()`);
      await expect(session.print(tsp`foo(`)).rejects.toMatchObject({ device: { code: -285 } });
    });
  });

  it('keeps the policies of every session, and asks the event log where that is where errors wait', async () => {
    const sent = await onInstrument(
      (line) => (line.startsWith('print(eventlog') ? '0\tNo error\t0\t0\t0\t0' : undefined),
      async (client) => {
        const session = new TspSession(client, { log: 'eventlog', errors: 'transaction' });
        await session.transaction(async (exclusive) => {
          await exclusive.send(tsp`smu.source.level = ${1}`);
          await exclusive.runScript([tsp`smu.reset()`, tsp`defbuffer1.clear()`]);
        });
      },
    );
    expect(sent.slice(1)).toEqual([
      'smu.source.level = 1',
      'loadandrunscript',
      'smu.reset()',
      'defbuffer1.clear()',
      'endscript',
      'print(eventlog.next(eventlog.SEV_ERROR))',
    ]);
  });
});
