import { describe, expect, it } from 'vitest';
import { DeviceInSocket } from '../physics/device-under-needles.ts';
import { Resistor } from '../physics/devices/resistor.ts';
import { talk } from '../scpi/talk.ts';
import { plain } from './sr830-commands.ts';
import { fullScale, sampleRate, timeConstant } from './sr830-settings.ts';
import { SrsSr830Simulator } from './srs-sr830-simulator.ts';

const onResistor = (ohms = 1e6) =>
  talk(
    (clock) =>
      new SrsSr830Simulator({
        clock,
        load: new DeviceInSocket({ device: new Resistor(ohms), temperature: () => 25 }),
      }),
  );

describe('an SR830', () => {
  it.each([
    [2, 1e-8],
    [0, 2e-9],
    [14, 1e-4],
    [26, 1],
  ])('has at SENS %d a full scale of %d V', (index, volts) => {
    expect(fullScale(index)).toBeCloseTo(volts, 12);
  });

  it.each([
    [0, 1e-5],
    [1, 3e-5],
    [8, 0.1],
    [19, 30_000],
  ])('has at OFLT %d a time constant of %d s', (index, seconds) => {
    expect(timeConstant(index) / seconds).toBeCloseTo(1, 12);
  });

  it('samples at 62.5 mHz to 512 Hz', () => {
    expect([sampleRate(0), sampleRate(4), sampleRate(13)]).toEqual([0.0625, 1, 512]);
  });

  it.each([
    [-0.000500266, '-0.000500266'],
    [-4.172341e-7, '-4.17234e-007'],
    [-5.9605e-7, '-5.9605e-007'],
    [121.98, '121.98'],
    [0, '0'],
  ])('prints %d as %s', (value, text) => {
    expect(plain(value)).toBe(text);
  });

  it('takes arguments glued to the mnemonic, spaced, and several commands in a line', async () => {
    const { say } = onResistor();
    expect(await say('*IDN?')).toBe('Stanford_Research_Systems,SR830,s/n12345,ver1.07');
    expect(await say('SENS14', 'SENS ?')).toBe('14');
    expect(await say('FREQ 121.98;HARM1', 'FREQ?')).toBe('121.98');
    expect(await say('PHAS 270', 'PHAS?')).toBe('-90');
    expect(await say('DDEF?1;')).toBe('0,0');
  });

  it('refuses what is out of range, in its event status', async () => {
    const { say } = onResistor();
    await say('*CLS', 'SLVL 7');
    expect(await say('*ESR?')).toBe('16');
    expect(await say('SLVL?')).toBe('1');
    await say('HARM 200', 'XYZW 1');
    expect(await say('*ESR?')).toBe(String(16 + 32));
    expect(await say('HARM?')).toBe('1');
  });

  it('measures the current through a resistor, settling through its filter', async () => {
    const { say, wait } = onResistor(1e6);
    await say('ISRC 2;SENS 26;OFSL 1;OFLT 8;SLVL 1');
    await wait(0.2);
    // Two stages of 0.1 s after 0.2 s: 1 - 3 e^-2.
    expect(Number(await say('OUTP?1')) / (1e-6 * (1 - 3 * Math.exp(-2)))).toBeCloseTo(1, 2);
    await wait(2);
    const [x = 0, y = 0, frequency] = ((await say('SNAP?1,2,9')) ?? '').split(',').map(Number);
    expect(x / 1e-6).toBeCloseTo(1, 3);
    expect(Math.abs(y)).toBeLessThan(1e-9);
    expect(frequency).toBe(1000);
  });

  it('tells an overload and an open reference once', async () => {
    const { say, wait } = onResistor(1e6);
    await say('ISRC 2;SENS 10;OFLT 4');
    await wait(1);
    expect(Number(await say('LIAS?')) & 4).toBe(4);
    await say('SENS 26;FMOD 0', 'LIAS?');
    await wait(1);
    expect(Number(await say('LIAS?')) & 12).toBe(8);
  });

  it('chooses a sensitivity by itself; meanwhile only the status byte answers', async () => {
    const { say, clock, simulator } = onResistor(1e6);
    await say('ISRC 2;SENS 26;OFLT 8');
    await say('AGAN');
    expect(Number(await say('*STB?')) & 2).toBe(0);
    const from = clock.monotonic();
    expect(await say('SENS?')).toBe('26');
    expect(clock.monotonic() - from).toBe(1000);
    expect(simulator.model.busy).toBe(false);
    expect(Number(await say('*STB?')) & 2).toBe(2);
  });

  it('fills its buffer at its rate and gives it with a comma behind each value', async () => {
    const { say, wait } = onResistor(1e6);
    await say('ISRC 2;SRAT 7;SEND 0;REST;STRT');
    await wait(2);
    expect(await say('PAUS', 'SPTS?')).toBe('17');
    const text = (await say('TRCA?1,0,4')) ?? '';
    expect(text.split(',')).toHaveLength(5);
    expect(text.endsWith(',')).toBe(true);
    expect(Buffer.from((await say('TRCB?1,0,4')) ?? '', 'latin1')).toHaveLength(16);
    expect(await say('*CLS', 'TRCA?1,10,20')).toBeUndefined();
    expect(await say('*ESR?')).toBe('16');
  });

  it('answers only where OUTX says', async () => {
    const { say, simulator, clock } = onResistor();
    await say('OUTX 0');
    expect(await say('*IDN?')).toBeUndefined();
    const received: string[] = [];
    const session = simulator.services.serial.connect({
      send: (bytes) => received.push(Buffer.from(bytes).toString('latin1')),
      close: () => {},
    });
    await clock.run(async () => {
      session.receive(Buffer.from('*IDN?\r'));
      await clock.sleep(1);
    });
    expect(received.join('')).toBe('Stanford_Research_Systems,SR830,s/n12345,ver1.07\r');
  });
});
