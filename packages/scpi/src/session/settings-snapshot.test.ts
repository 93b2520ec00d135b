import { describe, expect, it } from 'vitest';
import { onInstrument } from '../../test/instrument.ts';
import { ScpiSession } from './scpi-session.ts';
import { compareSettings, learnSettings, recallSettings, saveSettings } from './settings-snapshot.ts';

/** A meter with settings; the range is rounded up to a decade, a delay above 10 is refused. */
function meter(model = '34461A'): (line: string) => string | undefined {
  const values = new Map([
    ['FUNC', '"VOLT"'],
    ['VOLT:RANG', '+1.00000000E+01'],
    ['TRIG:DEL', '1'],
    ['DISP:TEXT', '"say; ""hi"""'],
  ]);
  const errors: string[] = [];
  return (line) => {
    if (line === '*IDN?') return `Keysight,${model},MY1,1`;
    if (line === '*LRN?') return ':VOLT:RANG 10;NPLC 1;*ESE 0;:DISP:TEXT "a;b"';
    if (line === 'SYST:ERR?') return errors.shift() ?? '0,"No error"';
    const [, header = '', ask = '', value = ''] = /^:?([^\s?]+)(\?)?\s*(.*)$/.exec(line) ?? [];
    if (ask !== '') return values.get(header);
    if (header === 'TRIG:DEL' && Number(value) > 10) errors.push('-222,"Data out of range"');
    else if (header === 'VOLT:RANG') {
      values.set(header, (10 ** Math.ceil(Math.log10(Number(value)))).toExponential(8));
    } else values.set(header, value);
    return undefined;
  };
}

const commands = ['FUNC', 'VOLT:RANG', 'TRIG:DEL', 'DISP:TEXT'];

describe('settings of an instrument', () => {
  it('are saved, compared and recalled in their order', async () => {
    const sent = await onInstrument(meter(), async (client) => {
      const session = new ScpiSession(client, { errors: 'never' });
      const before = await saveSettings(session, commands);
      expect(before.identity.model).toBe('34461A');
      expect(JSON.parse(JSON.stringify(before))).toEqual(before);
      const changed = {
        ...before,
        settings: before.settings.map((one) => (one.command === 'TRIG:DEL' ? { ...one, value: '2' } : one)),
      };
      expect(await recallSettings(session, changed)).toEqual([]);
      const now = await saveSettings(session, commands);
      expect(compareSettings(before, now)).toEqual([{ command: 'TRIG:DEL', before: '1', after: '2' }]);
    });
    const written = sent.filter((line) => line.includes(' '));
    expect(written).toEqual([
      'FUNC "VOLT"',
      'VOLT:RANG +1.00000000E+01',
      'TRIG:DEL 2',
      'DISP:TEXT "say; ""hi"""',
    ]);
  });

  it('that the instrument does not take as they are, are told', async () => {
    await onInstrument(meter(), async (client) => {
      const session = new ScpiSession(client);
      const identity = await session.identity();
      const snapshot = (
        settings: { command: string; value: string }[],
      ): Parameters<typeof recallSettings>[1] => ({
        identity,
        settings,
      });
      const coerced = snapshot([{ command: 'VOLT:RANG', value: '3' }]);
      expect(await recallSettings(session, coerced)).toEqual([
        { command: 'VOLT:RANG', before: '3', after: '1.00000000e+1' },
      ]);
      const refused = snapshot([{ command: 'TRIG:DEL', value: '11' }]);
      await expect(recallSettings(session, refused)).rejects.toMatchObject({
        code: 'scpi-error',
        command: 'TRIG:DEL 11',
      });
    });
  });

  it('cannot smuggle a second command in', async () => {
    const sent = await onInstrument(meter(), async (client) => {
      const session = new ScpiSession(client);
      await expect(saveSettings(session, ['FUNC;*RST'])).rejects.toMatchObject({ kind: 'range' });
      const identity = { manufacturer: 'Keysight', model: '34461A', serialNumber: '', firmware: '' };
      const settings = [{ command: 'FUNC', value: '"VOLT";*RST' }];
      await expect(recallSettings(session, { identity, settings })).rejects.toMatchObject({
        code: 'scpi-setting-malformed',
      });
      const named = [{ command: '*RST;FUNC', value: '1' }];
      await expect(recallSettings(session, { identity, settings: named })).rejects.toMatchObject({
        kind: 'range',
      });
    });
    expect(sent).toEqual([]);
  });

  it('of another model are refused', async () => {
    await onInstrument(meter('34401A'), async (client) => {
      const session = new ScpiSession(client);
      const identity = { manufacturer: 'Keysight', model: '34461A', serialNumber: '', firmware: '' };
      await expect(recallSettings(session, { identity, settings: [] })).rejects.toMatchObject({
        code: 'model-unsupported',
      });
    });
  });

  it('are learnt from an instrument that tells its commands', async () => {
    await onInstrument(meter(), async (client) => {
      const session = new ScpiSession(client);
      const learnt = await learnSettings(session);
      const { settings } = learnt;
      expect(settings).toEqual([
        { command: ':VOLT:RANG', value: '10' },
        { command: ':VOLT:NPLC', value: '1' },
        { command: '*ESE', value: '0' },
        { command: ':DISP:TEXT', value: '"a;b"' },
      ]);
      expect(await recallSettings(session, learnt)).toEqual([]);
    });
  });

  it('are equal when their numbers are, and different where one is missing', () => {
    const identity = { manufacturer: '', model: '', serialNumber: '', firmware: '' };
    const before = {
      identity,
      settings: [
        { command: 'A', value: '+1.0E+01' },
        { command: 'B', value: 'IMM' },
      ],
    };
    const after = {
      identity,
      settings: [
        { command: ':a', value: '10' },
        { command: 'C', value: '1' },
      ],
    };
    expect(compareSettings(before, after)).toEqual([
      { command: 'B', before: 'IMM', after: undefined },
      { command: 'C', before: undefined, after: '1' },
    ]);
  });
});
