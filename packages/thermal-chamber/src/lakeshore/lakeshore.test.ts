import { describe, expect, it } from 'vitest';
import { lines, onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { lakeshore } from './lakeshore.ts';

const usual = {
  '*IDN?': 'LSCI,MODEL336,LSA1234/#######,2.9',
  '*ESR?': '0',
  'INTYPE? A': '2,1,0,1,1',
  'TLIMIT? A': '+400.00',
  'RDGST? A': '000',
  'CRDG? A': '-195.800',
  'SETP? 1': '+077.350E+0',
  'RANGE? 1': '0',
  'RAMP? 1': '0,+5.0',
  'RAMPST? 1': '0',
  'HTRST? 1': '0',
} satisfies Replies;

const script = (replies: Replies): Replies => lines({ ...usual, ...replies }, '\r\n', '\r\n');

describe('the Lake Shore driver', () => {
  it('converts a loop that counts in kelvin, and takes the temperature limit', async () => {
    const sent = await onScript(lakeshore, script({ 'SETP? 1': '+300.000' }), async (stage, { clock }) => {
      expect(stage.setpoint.limits.max).toBeCloseTo(126.85, 9);
      expect(await stage.temperature.read()).toBe(-195.8);
      const began = clock.monotonic();
      await stage.setpoint.write(26.85);
      expect(clock.monotonic() - began).toBeGreaterThanOrEqual(600);
    });
    expect(sent).toContain('SETP 1,300.000\r\n');
  });

  it('leaves a loop in degrees Celsius as it is, and asks for a range where no limit is set', async () => {
    const replies = script({
      'INTYPE? B': '2,1,0,1,2',
      'TLIMIT? B': '0',
      'SETP? 2': '-40.000',
      'RAMPST? 2': '0',
    });
    const options = { output: 2, input: 'B', temperatureRange: { min: -100, max: 50 } } as const;
    const sent = await onScript(
      lakeshore,
      replies,
      async (stage) => {
        expect(stage.setpoint.limits).toEqual({ min: -100, max: 50 });
        await stage.setpoint.write(-40);
      },
      { options },
    );
    expect(sent).toContain('SETP 2,-40.000\r\n');
  });

  it('gives the target and not the moving setpoint while it ramps', async () => {
    const replies = script({ 'SETP? 1': '+280.000', 'RAMPST? 1': '1' });
    await onScript(lakeshore, replies, async (stage) => {
      await stage.setpoint.write(26.85);
      expect(await stage.setpoint.read()).toBe(26.85);
    });
  });

  it('runs with the stated heater range and goes to 0 to be safe', async () => {
    const replies = script({ 'RANGE? 1': ['3', '0'] });
    const sent = await onScript(
      lakeshore,
      replies,
      async (stage) => {
        await stage.running.write(true);
        expect(await stage.safe('test')).toMatchObject({ ok: true });
      },
      { options: { heaterRange: 3 } },
    );
    expect(sent.filter((line) => line.startsWith('RANGE '))).toEqual(['RANGE 1,3\r\n', 'RANGE 1,0\r\n']);
  });

  it.each([
    [{ output: 5 }, 'options.output 5 refused, allowed 1 to 4.'],
    [{ output: 3, heaterRange: 2 }, 'heaterRange 2 refused: output 3 has range 1 only.'],
  ])('refuses the options %j', async (options, message) => {
    await expect(onScript(lakeshore, script({}), async () => {}, { options })).rejects.toThrow(message);
  });

  it('gives no temperature while the sensor has none', async () => {
    await onScript(lakeshore, script({ 'RDGST? A': ['128', '129'], 'HTRST? 1': '1' }), async (stage) => {
      await expect(stage.temperature.read()).rejects.toMatchObject({ code: 'value-invalid' });
      expect(await stage.alarms.read()).toEqual([
        { code: 'RDGST 1', text: 'input A: invalid reading' },
        { code: 'RDGST 128', text: 'input A: sensor over range' },
        { code: 'HTRST 1', text: 'heater open' },
      ]);
    });
  });

  it('switches the ramp and sets its rate', async () => {
    const replies = script({ 'RAMP? 1': ['0,+0.0', '0,+0.0', '0,+0.0', '1,+2.5'] });
    const sent = await onScript(lakeshore, replies, async (stage) => {
      await stage.rampControl?.rate.write(2.5);
      await stage.rampControl?.enabled.write(true);
      expect(await stage.rampControl?.rate.read()).toBe(2.5);
      await expect(stage.rampControl?.rate.write(0.01)).rejects.toMatchObject({ kind: 'range' });
    });
    expect(sent.filter((line) => line.startsWith('RAMP '))).toEqual(['RAMP 1,1,2.5\r\n']);
  });

  it('keeps 50 ms between commands', async () => {
    await onScript(lakeshore, script({}), async (stage, { clock }) => {
      const began = clock.monotonic();
      for (let time = 0; time < 3; time++) await stage.running.read();
      expect(clock.monotonic() - began).toBeGreaterThanOrEqual(150);
    });
  });

  it('raises what the event status register says, and skips a stray semicolon', async () => {
    const replies = script({ '*ESR?': ['32', '16'], 'RANGE? 1': ';3' });
    await onScript(lakeshore, replies, async (stage) => {
      await expect(stage.setpoint.write(20)).rejects.toMatchObject({
        code: 'controller-refused',
        device: { code: 32, text: 'command error' },
      });
      await expect(stage.running.write(false)).rejects.toMatchObject({ device: { text: 'execution error' } });
      expect(await stage.running.read()).toBe(true);
    });
  });

  it('refuses other models, sensor units and cut replies', async () => {
    const other = script({ '*IDN?': 'LSCI,MODEL331S,1,1.0' });
    await expect(onScript(lakeshore, other, async () => {})).rejects.toMatchObject({
      code: 'model-unsupported',
    });
    const sensor = script({ 'INTYPE? A': '2,1,0,1,3' });
    await expect(onScript(lakeshore, sensor, async () => {})).rejects.toMatchObject({
      code: 'units-not-celsius',
    });
    const cut = { ...script({}), 'CRDG? A\r\n': ['-195.', '-195.800\r\n'] };
    await onScript(lakeshore, cut, async (stage) => {
      await expect(stage.temperature.read()).rejects.toMatchObject({ kind: 'timeout' });
      expect(await stage.temperature.read()).toBe(-195.8);
    });
  });
});
