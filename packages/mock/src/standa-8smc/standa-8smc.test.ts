import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withCrc } from '../modbus/crc16.ts';
import { hexWire } from '../testing/hex-wire.ts';
import { simulated } from '../testing/simulated.ts';
import { Standa8smcSimulator } from './standa-8smc.ts';
import type { Standa8smcSimulatorOptions } from './standa-8smc.ts';

function controller(options: Standa8smcSimulatorOptions = {}) {
  const { clock, simulator } = simulated(Standa8smcSimulator, options);
  const wire = hexWire(simulator.services.serial);
  const bytes = (reply: string): Buffer => Buffer.from(reply.replaceAll(' ', ''), 'hex');
  const send = (command: string, data: readonly number[] = []): Buffer => {
    const tail = data.length === 0 ? '' : Buffer.from(withCrc(Uint8Array.from(data))).toString('hex');
    return bytes(wire(Buffer.from(command).toString('hex') + tail));
  };
  const padded = (length: number, ...fields: readonly number[]): number[] => [
    ...fields,
    ...Array.from({ length: length - fields.length }, () => 0),
  ];
  const int = (value: number): number[] =>
    [value, value >> 8, value >> 16, value >> 24].map((part) => part & 0xff);
  return {
    clock,
    simulator,
    wire,
    told: (command: string, data?: readonly number[]): string => send(command, data).toString('latin1'),
    move: (steps: number): string => send('move', padded(12, ...int(steps))).toString('latin1'),
    padded,
    int,
    gpos: (): readonly number[] => {
      const reply = send('gpos');
      return [reply.readInt32LE(4), reply.readInt16LE(8), Number(reply.readBigInt64LE(10))];
    },
    gets: () => {
      const reply = send('gets');
      return {
        length: reply.length,
        moving: reply[4],
        command: reply[5],
        power: reply[6],
        encoder: reply[7],
        steps: reply.readInt32LE(9),
        flags: reply.readUInt32LE(39),
        gpio: reply.readUInt32LE(43),
      };
    },
    send,
  };
}

describe('Standa 8SMC', () => {
  it('answers the transcript of the sheet', async () => {
    const { send, told, move, gets, gpos, clock, wire } = controller();
    const position = send('gpos');
    expect([position.length, position.subarray(0, 4).toString()]).toEqual([26, 'gpos']);
    expect([...withCrc(position.subarray(4, 24))]).toEqual([...position.subarray(4)]);
    expect(move(1000)).toBe('move');
    expect(gets()).toMatchObject({ length: 54, moving: 1, command: 0x81, power: 3 });
    await clock.advance(20_000);
    expect([gets(), gpos()]).toEqual([
      expect.objectContaining({ moving: 0, command: 0x01, power: 4, steps: 1000, flags: 0 }),
      [1000, 0, 5000],
    ]);
    expect([wire('66 6F 6F 6F'), told('gent').slice(4, 6)]).toEqual(['65 72 72 63', '\u0003\u0002']);
  });

  it('is out of step after a wrong check sum until zeros come', () => {
    const { wire, gpos } = controller();
    const wrong = `${Buffer.from('move').toString('hex')}${'00'.repeat(12)}ffff`;
    expect(wire(wrong)).toBe('65 72 72 64');
    expect([wire('67 70 6f 73'), wire('00'), wire('00')]).toEqual(['', '00', '00']);
    expect(gpos()).toEqual([0, 0, 0]);
  });

  it('homes without a change of what it counts; a position is set by another command', async () => {
    const { told, gets, gpos, clock, padded, int } = controller();
    expect(told('home')).toBe('home');
    expect(gets()).toMatchObject({ command: 0x86, flags: 0 });
    await clock.advance(30_000);
    expect([gets(), gpos()]).toEqual([
      expect.objectContaining({ command: 0x06, flags: 0x20, gpio: 2 }),
      [-16_000, 0, -80_000],
    ]);
    told('spos', padded(20, ...int(0), 0, 0, ...padded(8), 2));
    expect(gpos()).toEqual([0, 0, -80_000]);
    told('spos', padded(20, ...int(0), 0, 0, ...padded(8), 1));
    expect(gpos()).toEqual([0, 0, 0]);
    expect(told('movr', padded(12, ...int(10), 128, 0))).toBe('movr');
    await clock.advance(5000);
    expect(gpos()).toEqual([10, 128, 53]);
  });

  it('goes on until it is stopped, softly or at once', async () => {
    const { told, gets, gpos, clock } = controller({ referenced: true });
    told('rigt');
    await clock.advance(2000);
    const [before = 0] = gpos();
    expect([told('sstp'), gets().command]).toEqual(['sstp', 0x88]);
    await clock.advance(1000);
    expect([gets().command, (gpos()[0] ?? 0) > before]).toEqual([0x08, true]);
    told('left');
    await clock.advance(1000);
    const [at] = gpos();
    told('stop');
    await clock.advance(100);
    expect([gpos()[0], gets().command, told('pwof'), gets().power]).toEqual([at, 0x05, 'pwof', 1]);
  });

  it('keeps how it moves and is powered, and refuses what is out of range', () => {
    const { send, told, padded, int, simulator } = controller({ referenced: true });
    const moves = padded(24, ...int(1000), 128, 0x10, 0x27, 0x20, 0x4e, ...int(50), 7);
    expect([told('smov', moves), [...send('gmov').subarray(4, 28)]]).toEqual(['smov', moves]);
    expect(simulator.model.controlled.speed).toBe(2501.25);
    const power = padded(14, 60, 1, 2, 3, 4, 5, 6, 7);
    expect([told('spwr', power), [...send('gpwr').subarray(4, 18)]]).toEqual(['spwr', power]);
    expect([
      told('spwr', padded(14, 101)),
      told('smov', padded(24)),
      told('move', padded(12, 0, 0, 0, 0, 0, 1)),
    ]).toEqual(['errv', 'errv', 'errv']);
  });

  it('raises an alarm at a stall, which a stop ends, and marks a move that a switch ended', async () => {
    const { move, told, gets, clock, simulator } = controller({ referenced: true });
    simulator.faults.stall?.(true);
    move(1000);
    await clock.advance(20_000);
    expect(gets()).toMatchObject({ command: 0x41, flags: 0x60, power: 1, steps: 8500 });
    simulator.faults.stall?.(false);
    expect([move(1000), gets().command, told('stop'), gets().flags]).toEqual(['move', 0x41, 'stop', 0x20]);
    simulator.faults['limit-switch']?.(true);
    move(1000);
    await clock.advance(20_000);
    expect(gets()).toMatchObject({ command: 0x41, gpio: 2 });
    simulator.faults['emergency-stop']?.(true);
    told('stop');
    expect(gets().flags).toBe(0x60);
    simulator.faults['emergency-stop']?.(false);
    simulator.faults['sensor-open']?.(true);
    simulator.faults['brown-out']?.(true);
    expect(gets()).toMatchObject({ steps: 0, flags: 0, encoder: 2, command: 0 });
  });

  it('still answers, whatever arrived in pieces of any size', () => {
    const known = fc.constantFrom('move', 'gpos', 'gets', 'home', 'spos', 'smov', 'left', '\u0000', 'foo');
    fc.assert(
      fc.property(fc.array(fc.oneof(known, fc.string({ unit: 'binary-ascii' }))), (pieces) => {
        const { wire } = controller();
        for (const piece of pieces) wire(Buffer.from(piece, 'latin1').toString('hex'));
        // As a client that has lost its step does.
        let reply = '';
        for (let count = 0; count < 250 && reply !== '00'; count++) reply = wire('00');
        expect(reply).toBe('00');
        expect(wire(Buffer.from('gent').toString('hex'))).toMatch(/^67 65 6e 74/);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
