import type { ByteService } from '@fourwire/core';
import { withCrc } from '../modbus/crc16.ts';
import { WatlowF4tSimulator } from '../watlow-f4t/watlow-f4t.ts';
import type { WatlowF4tSimulatorOptions } from '../watlow-f4t/watlow-f4t.ts';
import { simulated } from './simulated.ts';

/** Sends to a service and gives what comes back. */
export function wire(service: ByteService): (data: Uint8Array) => Uint8Array {
  const got: number[] = [];
  const session = service.connect({ send: (data) => got.push(...data), close: () => {} });
  return (data) => {
    session.receive(data);
    return Uint8Array.from(got.splice(0));
  };
}

/** A simulator, and its registers as a client on the serial line sees them. */
// oxlint-disable-next-line typescript/explicit-function-return-type, typescript/explicit-module-boundary-types -- its own type says it best
export function f4tChamber(options: WatlowF4tSimulatorOptions = {}) {
  const { clock, simulator } = simulated(WatlowF4tSimulator, options);
  const rtu = wire(simulator.services['modbus-rtu']);
  const scpi = wire(simulator.services.scpi);
  const request = (pdu: readonly number[]): DataView => {
    const reply = rtu(withCrc(Uint8Array.of(1, ...pdu)));
    return new DataView(reply.buffer, 1, reply.length - 3);
  };
  const split = (value: number): readonly [number, number] => [value >> 8, value & 0xff];
  const words = (address: number, count: number): readonly number[] => {
    const reply = request([3, ...split(address), 0, count]);
    if (reply.getUint8(0) === 0x83) return [-reply.getUint8(1)];
    return Array.from({ length: count }, (_, index) => reply.getUint16(2 + 2 * index));
  };
  return {
    clock,
    model: simulator.model,
    simulator,
    words,
    /** One word, or the exception code with a minus sign. */
    word: (address: number): number => words(address, 1)[0] ?? 0,
    float: (address: number): number => {
      const [low = 0, high = 0] = words(address, 2);
      const view = new DataView(new ArrayBuffer(4));
      view.setUint16(0, high);
      view.setUint16(2, low);
      return view.getFloat32(0);
    },
    text: (address: number, count: number): string => String.fromCharCode(...words(address, count)),
    /** Zero, or the exception code. */
    write: (address: number, value: number): number => {
      const reply = request([6, ...split(address), ...split(value)]);
      return reply.getUint8(0) === 6 ? 0 : reply.getUint8(1);
    },
    writeFloat: (address: number, value: number): number => {
      const view = new DataView(new ArrayBuffer(4));
      view.setFloat32(0, value);
      const [high, low] = [view.getUint16(0), view.getUint16(2)];
      const reply = request([16, ...split(address), 0, 2, 4, ...split(low), ...split(high)]);
      return reply.getUint8(0) === 16 ? 0 : reply.getUint8(1);
    },
    ask: (line: string): string => Buffer.from(scpi(Buffer.from(`${line}\n`))).toString(),
  };
}
