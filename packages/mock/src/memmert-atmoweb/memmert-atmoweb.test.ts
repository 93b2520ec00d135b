import { describe, expect, it } from 'vitest';
import { serveTcp } from '../serve/serve-tcp.ts';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { MemmertAtmoWebSimulator } from './memmert-atmoweb.ts';
import type { MemmertAtmoWebSimulatorOptions } from './memmert-atmoweb.ts';

function chamber(options: MemmertAtmoWebSimulatorOptions = {}) {
  const { clock, simulator } = simulated(MemmertAtmoWebSimulator, {
    parameters: { sensorNoise: 0, roomTemperature: 23.14 },
    ...options,
  });
  const wire = textWire(simulator.services.tcp);
  return {
    clock,
    simulator,
    model: simulator.model,
    wire,
    /** The body of the answer. */
    get: (query: string): string =>
      wire(`GET /atmoweb?${query} HTTP/1.1\r\nHost: oven\r\n\r\n`).split('\r\n\r\n')[1] ?? '',
  };
}

describe('the sheet, section 4', () => {
  it('answers with the keys that were asked for', () => {
    const { get } = chamber({ range: { low: 0, high: 70 } });
    expect(get('Temp1Read=&TempSet_Range=&CurOp=')).toBe(
      '{"Temp1Read": 23.14, "TempSet_Range": {"min": 0, "max": 70}, "CurOp": "Manual"}',
    );
    expect(get('TempSet=37.0')).toBe('{"TempSet": 37.0}');
    expect(get('ProgRemain=')).toBe('{"ProgRemain": "-00:00:01"}');
  });
});

describe('HTTP', () => {
  it('is spoken as any client expects it', async () => {
    const { simulator } = chamber();
    const mount = await serveTcp(simulator.services.tcp);
    try {
      const answer = await fetch(`http://127.0.0.1:${mount.port}/atmoweb?CurOp=&CO2Read=`);
      expect(await answer.json()).toEqual({ CurOp: 'Manual', CO2Read: 'N/A' });
      expect((await fetch(`http://127.0.0.1:${mount.port}/other`)).status).toBe(404);
    } finally {
      await mount.close();
    }
  });

  it('takes requests in pieces and several at once, and refuses what is not one', () => {
    const { wire } = chamber();
    expect(wire('GET /atmoweb?Cur')).toBe('');
    const both = wire('Op= HTTP/1.1\r\n\r\nGET /atmoweb?FanSet= HTTP/1.1\r\n\r\n');
    expect(both).toContain('{"CurOp": "Manual"}HTTP/1.1 200 OK');
    expect(both).toContain('{"FanSet": 100}');
    expect(wire('POST /atmoweb HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 405 /);
    expect(wire('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('ends its JSON as some firmware does', () => {
    expect(chamber({ json: 'no-brace' }).get('CurOp=')).toBe('{"CurOp": "Manual"');
    expect(chamber({ json: 'comma' }).get('CurOp=')).toBe('{"CurOp": "Manual",}');
  });
});

describe('the chamber', () => {
  it('takes its time to show what was written, and clips it', async () => {
    const { get, clock } = chamber();
    get('TempSet=500&FanSet=40');
    expect(get('TempSet=')).toBe('{"TempSet": 23.1}');
    await clock.advance({ seconds: 1 });
    expect(get('TempSet=&FanSet=&FanRead=')).toBe('{"TempSet": 130.0, "FanSet": 40, "FanRead": 40}');
  });

  it('goes to its set point in manual operation', async () => {
    const { get, clock, model } = chamber();
    get('TempSet=60');
    await clock.advance({ seconds: 2 });
    get('CurOp=');
    await clock.advance({ hours: 1 });
    expect(model.controller.chamber.air).toBeCloseTo(60, 0);
    model.operation = 'Idle';
    await clock.advance({ hours: 4 });
    expect(model.controller.chamber.air).toBeLessThan(25);
  });

  it('ignores writes without a word when it is not manual or not remote', async () => {
    for (const options of [{ remote: false }, { operation: 'Timer' }, { operation: 'Idle' }] as const) {
      const { get, clock } = chamber(options);
      expect(get('TempSet=60')).toBe('{"TempSet": 60}');
      await clock.advance({ seconds: 5 });
      expect(get('TempSet=')).toBe('{"TempSet": 23.1}');
    }
  });

  it('runs and leaves its programs', async () => {
    const { get, clock } = chamber();
    expect(get('ProgList=')).toBe('{"ProgList": ["CYCLE"]}');
    get('ProgStart=NONE');
    expect(get('CurOp=')).toBe('{"CurOp": "Manual"}');
    get('ProgStart=CYCLE');
    await clock.advance({ minutes: 15 });
    expect(get('CurOp=&ProgCurrent=&ProgRemain=&ProgDuration=')).toBe(
      '{"CurOp": "Program", "ProgCurrent": "CYCLE", "ProgRemain": "01:15:00", "ProgDuration": "01:30:00"}',
    );
    get('ProgExit=');
    expect(get('CurOp=')).toBe('{"CurOp": "Program"}');
    await clock.advance({ seconds: 2 });
    expect(get('CurOp=')).toBe('{"CurOp": "Manual"}');
    get('ProgStart=CYCLE');
    await clock.advance({ hours: 2 });
    expect(get('CurOp=&ProgRemain=')).toBe('{"CurOp": "Manual", "ProgRemain": "-00:00:01"}');
  });

  it('controls humidity where it is fitted', async () => {
    const { get, clock } = chamber({ humidity: true });
    get('HumSet=70&TempSet=40');
    await clock.advance({ seconds: 1 });
    get('CurOp=');
    await clock.advance({ hours: 2 });
    expect(Math.abs(Number(/[\d.]+/.exec(get('HumRead='))?.[0]) - 70)).toBeLessThan(3);
    expect(chamber().get('HumRead=')).toBe('{"HumRead": "N/A"}');
  });
});

describe('faults', () => {
  it('show in what it says', () => {
    const { get, simulator, wire } = chamber();
    simulator.faults['sensor-open']?.(true);
    expect(get('Temp1Read=&InfoTemp=')).toBe('{"Temp1Read": "N/A", "InfoTemp": "Sensor error"}');
    simulator.faults['sensor-open']?.(false);
    simulator.faults['door-open']?.(true);
    expect(get('InfoMsg=')).toBe('{"InfoMsg": "Door open"}');
    simulator.faults['over-temperature']?.(true);
    expect(get('InfoTemp=')).toBe('{"InfoTemp": "Limiter"}');
    simulator.faults['error-reply']?.(true);
    expect(get('Temp1Read=')).toBe('{"Temp1Read": "N/A"}');
    simulator.faults.busy?.(true);
    expect(wire('GET /atmoweb?CurOp= HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 503 /);
  });
});
