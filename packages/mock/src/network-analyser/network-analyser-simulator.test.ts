import { describe, expect, it } from 'vitest';
import { DeviceInSocket } from '../physics/device-under-needles.ts';
import { Resistor } from '../physics/devices/resistor.ts';
import { talk } from '../scpi/talk.ts';
import { NetworkAnalyserSimulator } from './network-analyser-simulator.ts';
import type { NetworkAnalyserModel } from './network-analyser-simulator.ts';

const analyser = (model: NetworkAnalyserModel, ohms?: number) =>
  talk(
    (clock) =>
      new NetworkAnalyserSimulator({
        clock,
        model,
        ...(ohms !== undefined && {
          load: new DeviceInSocket({ device: new Resistor(ohms), temperature: () => 25 }),
        }),
      }),
  );

/** How each family sweeps once and gives S21 of a trace. */
const sequences = [
  [
    'N5222B',
    ["CALC1:PAR:DEL:ALL;:CALC1:PAR:EXT 'tr1','S21';:CALC1:PAR:SEL 'tr1'", 'SENS1:SWE:MODE SING', '*OPC?'],
    'CALC1:DATA? SDATA',
    'CALC1:X?',
  ],
  [
    'E5062A',
    ['CALC1:PAR1:DEF S21;:CALC1:PAR1:SEL', 'TRIG:SOUR BUS;:INIT1:CONT ON', 'TRIG:SING', '*OPC?'],
    'CALC1:DATA:SDAT?',
    'SENS1:FREQ:DATA?',
  ],
  [
    'ZNB8',
    ["CALC1:PAR:SDEF 'Trc2','S21';:CALC1:PAR:SEL 'Trc2'", 'INIT1:CONT OFF', 'INIT1:IMM', '*OPC?'],
    'CALC1:DATA? SDAT',
    'CALC1:DATA:STIM?',
  ],
] as const;

const numbers = (text: string | undefined): number[] => (text ?? '').split(',').map(Number);

describe('a network analyser', () => {
  it.each(sequences)(
    '%s gives S21 of a resistor in series after one sweep',
    async (model, before, data, axis) => {
      const { say, clock } = analyser(model, 100);
      await say(
        '*CLS',
        'SENS1:FREQ:STAR 20E6',
        'SENS1:FREQ:STOP 30E6',
        'SENS1:SWE:POIN 11',
        'SENS1:BWID 1000',
      );
      const seconds = Number(await say('SENS1:SWE:TIME?'));
      const from = clock.monotonic();
      await say(...before);
      expect((clock.monotonic() - from) / 1000).toBeCloseTo(seconds, 6);
      const pairs = numbers(await say(data));
      expect(pairs).toHaveLength(22);
      // The contacts of the socket are in series, too.
      expect(pairs[0]).toBeCloseTo(0.5, 2);
      expect(pairs[1]).toBeCloseTo(0, 2);
      expect(numbers(await say(axis))).toEqual(Array.from({ length: 11 }, (_, index) => 20e6 + 1e6 * index));
      expect(await say('SYST:ERR?')).toBe('+0,"No error"');
    },
  );

  it('finds the resonance of its device', async () => {
    const { say } = analyser('S5065');
    await say('SENS1:FREQ:STAR 19.9E6;:SENS1:FREQ:STOP 20.1E6;:SENS1:SWE:POIN 401;:SENS1:BWID 1E3');
    await say('CALC1:PAR1:DEF S21', 'TRIG:SOUR BUS', 'TRIG:SING', '*OPC?');
    const shown = numbers(await say('CALC1:DATA:FDAT?'));
    const decibels = shown.filter((_, index) => index % 2 === 0);
    const peak = decibels.indexOf(Math.max(...decibels));
    expect(shown.filter((value, index) => index % 2 === 1 && value !== 0)).toEqual([]);
    // The shunt capacitance draws the peak off by less than its bandwidth.
    expect(Math.abs((numbers(await say('SENS1:FREQ:DATA?'))[peak] ?? 0) - 20e6)).toBeLessThan(3000);
  });

  it('sends the same numbers as text and as blocks in both orders', async () => {
    const { say } = analyser('ZNB8', 100);
    await say('SENS1:SWE:POIN 3;:INIT1:CONT OFF;:INIT1:IMM;*OPC?');
    const asText = numbers(await say('CALC1:DATA? SDAT'));
    for (const [bits, order] of [
      [64, 'NORM'],
      [64, 'SWAP'],
      [32, 'NORM'],
    ] as const) {
      const reply = Buffer.from(
        (await say(`FORM REAL,${bits};:FORM:BORD ${order}`, 'CALC1:DATA? SDAT')) ?? '',
        'latin1',
      );
      const head = 2 + Number(String.fromCodePoint(reply[1] ?? 0));
      expect(Number(reply.toString('latin1', 2, head))).toBe((6 * bits) / 8);
      const first =
        bits === 32
          ? reply.readFloatBE(head)
          : order === 'NORM'
            ? reply.readDoubleBE(head)
            : reply.readDoubleLE(head);
      expect(first).toBeCloseTo(asText[0] ?? 0, 6);
    }
  });

  it('averages sweeps, an ENA all of them after one trigger', async () => {
    const { say, clock } = analyser('E5062A', 1e6);
    await say('OUTP 0');
    await say(
      'SENS1:SWE:POIN 201;:SENS1:BWID 1E5;:SENS1:AVER ON;:SENS1:AVER:COUN 16;:TRIG:AVER ON;:TRIG:SOUR BUS',
    );
    await say('CALC1:PAR1:DEF S12');
    const spread = async (): Promise<number> => {
      const values = numbers(await say('CALC1:DATA:SDAT?'));
      const mean = values.filter((_, index) => index % 2 === 1);
      return Math.sqrt(mean.reduce((sum, value) => sum + value ** 2, 0) / mean.length);
    };
    const before = await spread();
    const seconds = Number(await say('SENS1:SWE:TIME?'));
    const from = clock.monotonic();
    await say('SENS1:AVER:CLE', 'TRIG:SING', '*OPC?');
    expect((clock.monotonic() - from) / 1000).toBeCloseTo(16 * seconds, 3);
    expect(before / (await spread())).toBeGreaterThan(3);
  });

  it('holds to its limits and refuses what does not fit, in its error queue', async () => {
    const { say } = analyser('E5062A');
    await say('SENS1:SWE:POIN 1');
    expect(await say('SYST:ERR?')).toBe('-222,"Data out of range"');
    await say('CALC1:PAR2:SEL');
    expect(await say('SYST:ERR?')).toBe('-114,"Header suffix out of range"');
    await say('TRIG:SING');
    expect(await say('SYST:ERR?')).toBe('-211,"Trigger ignored"');
    await say('CALC1:PAR1:DEF S91');
    expect(await say('SYST:ERR?')).toBe('-224,"Illegal parameter value"');
    expect(numbers(await say('SENS1:FREQ:STAR? MIN'))).toEqual([300e3]);
  });

  it('sees nothing but noise when its output is off or a cable is', async () => {
    const { say, simulator } = analyser('ZNB8', 1);
    const size = async (): Promise<number> => {
      await say('INIT1:CONT OFF', 'INIT1:IMM', '*OPC?');
      return Math.abs(numbers(await say('CALC1:DATA? SDAT'))[0] ?? 1);
    };
    expect(await size()).toBeGreaterThan(0.9);
    await say('OUTP 0');
    expect(await size()).toBeLessThan(0.01);
    await say('OUTP 1');
    simulator.faults['no-contact']?.(true);
    expect(await size()).toBeLessThan(0.01);
  });

  it('leaves after *RST the trace of a PNA', async () => {
    const { say } = analyser('N5222B');
    await say("CALC1:PAR:EXT 'a','S22'", '*RST');
    expect(await say('CALC1:PAR:CAT?')).toBe('"CH1_S11_1,S11"');
    expect(await say('SYST:MEAS:CAT? 1')).toBe('"1"');
    expect(await say('SYST:CHAN:CAT?')).toBe('"1"');
  });
});
