import { describe, expect, it } from 'vitest';
import { lines, onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { temptronicAts } from './temptronic-ats.ts';

const usual: Replies = {
  '*IDN?': 'TEMPTRONIC,TP04300A,4000,Ver 3.2.0',
  'DSNS?': '1',
  'LLIM?': '-80',
  'ULIM?': '225',
  'TEMP?': '24.9',
  'TMPA?': '25.1',
  'TMPD?': '24.8',
  'SETP?': '25.0',
  'AUXC?': '4',
  'TECR?': '1',
  'EROR?': '0',
  'FLRL?': '4.5',
  'DUTM?': '1',
};

function script(more: Replies = {}): Replies {
  return lines({ ...usual, ...more }, '\n', '\r\n');
}

describe('the driver of ThermoStream systems', () => {
  it('reads what the machine says', async () => {
    await onScript(temptronicAts, script(), async (stream) => {
      expect(await stream.temperature.read()).toBe(24.9);
      expect(await stream.air.read()).toBe(25.1);
      expect(await stream.dut?.temperature.read()).toBe(24.8);
      expect(await stream.dut?.control.read()).toBe(true);
      expect(await stream.head.read()).toBe('up');
      expect(await stream.flow.read()).toBe(false);
      expect(await stream.flowRate.read()).toBe(270);
      expect(stream.setpoint.limits).toEqual({ min: -80, max: 225 });
    });
  });

  it.each([
    [-40, 'SETN 2\n', 'SETP -40.0\n'],
    [25, 'SETN 1\n', 'SETP 25.0\n'],
    [125, 'SETN 0\n', 'SETP 125.0\n'],
  ])(
    'selects the screen for %d °C with a blank before each argument',
    async (target, screen, sentSetpoint) => {
      const sent = await onScript(temptronicAts, script({ 'SETP?': String(target) }), async (stream) => {
        await stream.setpoint.write(target);
      });
      expect(sent.indexOf(sentSetpoint)).toBe(sent.indexOf(screen) + 1);
      expect(sent).toContain(screen);
    },
  );

  it('does not believe "at temperature" straight after a write', async () => {
    await onScript(temptronicAts, script({ 'SETP?': '125.0' }), async (stream, { clock, replies }) => {
      expect(await stream.atTemperature.read()).toBe(true);
      await stream.setpoint.write(125);
      expect(await stream.atTemperature.read()).toBe(false);
      replies['TECR?\n'] = '2\r\n';
      expect(await stream.atTemperature.read()).toBe(false);
      replies['TECR?\n'] = '1\r\n';
      expect(await stream.atTemperature.read()).toBe(true);
      await stream.setpoint.write(125);
      await clock.sleep({ seconds: 5 });
      expect(await stream.atTemperature.read()).toBe(true);
    });
  });

  it('switches the air off to be safe, read back', async () => {
    const sent = await onScript(temptronicAts, script({ 'AUXC?': ['32', '0'] }), async (stream) => {
      await stream.flow.write(true);
      expect(await stream.safe('test')).toMatchObject({ ok: true, members: [{ value: false }] });
    });
    expect(sent).toContain('FLOW 1\n');
    expect(sent).toContain('FLOW 0\n');
  });

  it('calls a temperature above 400 °C no value', async () => {
    await onScript(temptronicAts, script({ 'TEMP?': '512.0' }), async (stream) => {
      await expect(stream.temperature.read()).rejects.toMatchObject({
        kind: 'device',
        code: 'value-invalid',
      });
      expect(stream.temperature.last?.quality).toBe('bad');
    });
  });

  it('tells errors by the bits of its model', async () => {
    await onScript(temptronicAts, script({ 'EROR?': '33' }), async (stream) => {
      expect(await stream.alarms.read()).toEqual([
        { code: '0', text: 'overheat' },
        { code: '5', text: 'air sensor open' },
      ]);
    });
    await onScript(
      temptronicAts,
      script({ 'EROR?': '32', '*IDN?': 'TEMPTRONIC,ECO-560,1,2' }),
      async (stream) => {
        expect(await stream.alarms.read()).toEqual([{ code: '5', text: 'no purge flow' }]);
      },
    );
  });

  it('settles by the sensor that is asked for, and refuses one that is not there', async () => {
    await onScript(temptronicAts, script({ 'DSNS?': '0', 'SETP?': '25.0' }), async (stream) => {
      expect(stream.dut).toBeUndefined();
      await expect(stream.settle({ target: 25, sensor: 'dut' })).rejects.toMatchObject({ kind: 'range' });
      expect(await stream.settle({ target: 25, dwell: 5, sensor: 'air' })).toMatchObject({
        temperature: 25.1,
      });
    });
  });

  it('never reads the event register, and refuses another instrument', async () => {
    const sent = await onScript(temptronicAts, script(), async (stream) => {
      await stream.atTemperature.read();
    });
    expect(sent).not.toContain('TESR?\n');
    await expect(
      onScript(temptronicAts, script({ '*IDN?': 'Keysight,34461A,1,2' }), async () => {}),
    ).rejects.toMatchObject({ code: 'model-unsupported' });
  });
});
