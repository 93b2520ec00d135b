import { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { mecomCrc } from './mecom-frame.ts';
import { MeerstetterMecomSimulator } from './meerstetter-mecom.ts';
import type { MeerstetterMecomSimulatorOptions } from './meerstetter-mecom.ts';

function controller(options: MeerstetterMecomSimulatorOptions = {}) {
  const { clock, simulator } = simulated(MeerstetterMecomSimulator, {
    parameters: { sensorNoise: 0 },
    ...options,
  });
  const wire = textWire(simulator.services.serial);
  const ask = (payload: string, address = '02'): string => {
    const frame = `#${address}0001${payload}`;
    return wire(`${frame}${mecomCrc(frame)}\r`);
  };
  const id = (number: number): string => number.toString(16).toUpperCase().padStart(4, '0');
  const bits = (value: number): string => {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value);
    return view.getUint32(0).toString(16).toUpperCase().padStart(8, '0');
  };
  return {
    clock,
    simulator,
    model: simulator.model,
    wire,
    ask,
    float: (parameter: number): number =>
      Buffer.from(ask(`?VR${id(parameter)}01`).slice(7, 15), 'hex').readFloatBE(),
    integer: (parameter: number): number => Number.parseInt(ask(`?VR${id(parameter)}01`).slice(7, 15), 16),
    write: (parameter: number, value: number | string): string =>
      ask(`VS${id(parameter)}01${typeof value === 'string' ? value : bits(value)}`).slice(7, 10),
  };
}

it('answers the transcript of the sheet byte for byte', () => {
  const { wire, model } = controller();
  expect(wire('#020001?VR03E801728F\r')).toBe('!02000141C800001523\r');
  expect(wire('#020002VS0BB801C1A00000B801\r')).toBe('!020002B801\r');
  expect(model.target).toBe(-20);
});

describe('the protocol', () => {
  it('says nothing to a wrong check sum, another address, a broadcast or nonsense', () => {
    const { wire, ask, model } = controller();
    expect(wire('#020001?VR03E801728E\r')).toBe('');
    expect(ask('?VR03E801', '03')).toBe('');
    expect(wire('nonsense\r')).toBe('');
    expect(ask('VS0BB80141F00000', '00')).toBe('');
    expect(model.target).toBe(30);
  });

  it('refuses with the number of the reason', () => {
    const { ask } = controller();
    const refused = ['FOO', '?VR03E8', '?VR999901', '?VR03E802', 'VS03E80141C80000', 'VS0BB80144FA0000'];
    expect(refused.map((payload) => ask(payload).slice(7, 10))).toEqual([
      '+01',
      '+04',
      '+05',
      '+08',
      '+06',
      '+07',
    ]);
    expect(ask('VS0BB8017FC00000').slice(7, 10)).toBe('+07');
  });

  it('keeps the lengths that libraries go by', () => {
    const { ask } = controller();
    expect(ask('?IF').length).toBe(1 + 30 + 1);
    expect(ask('SP').length).toBe(1 + 10 + 1);
  });

  it('greets over TCP where it is told to', async () => {
    const { simulator } = controller({ greeting: 'LTR-1200' });
    const tcp = textWire(simulator.services.tcp);
    await Promise.resolve();
    expect(tcp('')).toBe('LTR-1200\r');
    expect(() => new MeerstetterMecomSimulator({ address: 0 })).toThrow(FourwireError);
  });
});

it('regulates with its output enabled alone, and says when it is stable', async () => {
  const { write, float, integer, clock } = controller();
  write(3000, 5);
  await clock.advance({ minutes: 2 });
  expect([float(1000), integer(104), integer(1200)]).toEqual([25, 1, 0]);
  expect(write(2010, '00000001')).toMatch(/^[0-9A-F]+$/);
  await clock.advance({ seconds: 5 });
  expect([integer(104), integer(1200)]).toEqual([2, 1]);
  expect(float(1020)).toBeLessThan(0);
  await clock.advance({ minutes: 5 });
  expect(float(1000)).toBeCloseTo(5, 1);
  expect(integer(1200)).toBe(2);
  write(3003, 0.5);
  write(3000, 25);
  await clock.advance({ seconds: 20 });
  expect(float(1011)).toBeCloseTo(15, 0);
});

it('stops with an error that a reset clears once its cause is gone', () => {
  const { simulator, integer, ask, write, float } = controller();
  write(2010, '00000001');
  simulator.faults['sensor-open']?.(true);
  expect([integer(104), integer(105)]).toEqual([3, 30]);
  expect(float(1000)).toBeNaN();
  ask('RS');
  expect(integer(104)).toBe(3);
  simulator.faults['sensor-open']?.(false);
  ask('RS');
  expect([integer(104), integer(2010)]).toEqual([1, 0]);
});

it('has the faults of its protocol', () => {
  const { simulator, ask } = controller();
  const good = ask('?IF');
  simulator.faults.busy?.(true);
  expect(ask('?IF').slice(7, 10)).toBe('+02');
  simulator.faults.busy?.(false);
  simulator.faults['wrong-checksum']?.(true);
  expect(ask('?IF').slice(0, -5)).toBe(good.slice(0, -5));
  expect(ask('?IF')).not.toBe(good);
  simulator.faults['wrong-checksum']?.(false);
  simulator.faults['wrong-unit-id']?.(true);
  expect(ask('?IF').slice(1, 3)).toBe('57');
});
