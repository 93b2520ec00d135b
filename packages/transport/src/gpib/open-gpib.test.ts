import {
  InProcessTransport,
  VirtualClock,
  defineDriver,
  deviceClass,
  endsWith,
  systemClock,
  text,
  readable,
} from '@fourwire/core';
import type { ByteTransport, Call, DeviceOf, DriverContext } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ScriptedAdapter } from '../../test/scripted-adapter.ts';
import { named } from '../../test/gpib-rig.ts';
import { TcpServer } from '../../test/tcp-server.ts';
import type { Address } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import { parseAddress } from '../address/parse-address.ts';
import { createTransport } from '../open/open-transport.ts';
import { createOpener } from '../open/opener.ts';
import type { OpenOptions } from '../open/opener.ts';
import { PrologixTransport } from './prologix-transport.ts';

const meter = deviceClass('meter', {
  /** What it says. */
  word: readable(text()),
});
interface Meter extends DeviceOf<typeof meter> {}

/** Knows nothing of GPIB. */
const driver = defineDriver({
  name: 'acme',
  deviceClass: meter,
  wire: 'bytes',
  connect: ({ bus }: DriverContext<ByteTransport>) => {
    const read = async (call: Call): Promise<string> => {
      const reply = await bus.exchange(async (wire, turn) => {
        await wire.write(Buffer.from('WORD?\n'), turn);
        return wire.read(endsWith(), turn);
      }, call);
      return Buffer.from(reply).toString().trim();
    };
    return {
      identify: async (call: Call) => ({
        manufacturer: 'Acme',
        model: 'M',
        serialNumber: await read(call),
        firmware: '1',
      }),
      members: { word: { read } },
    };
  },
});

const openMeter = createOpener<typeof meter.members, Meter>(meter, [
  {
    name: 'acme',
    class: 'meter',
    manufacturer: 'Acme',
    models: ['M'],
    interfaces: ['GPIB'],
    evidence: 'sheet',
    source: 'this test',
    exampleAddress: 'GPIB0::12::INSTR',
    load: async () => driver,
  },
]);

const adapterAddress = 'PRLGX-TCPIP0::10.0.0.3::1234::INTFC';

function bench(): { adapter: ScriptedAdapter; options: OpenOptions & { clock: VirtualClock } } {
  const clock = new VirtualClock();
  const adapter = new ScriptedAdapter(clock);
  const link = new InProcessTransport(adapter, 'adapter');
  const simulators = (address: Address): InProcessTransport | undefined =>
    formatAddress(address) === adapterAddress ? link : undefined;
  return { adapter, options: { driver: 'acme', clock, simulators, adapters: { 0: adapterAddress } } };
}

describe('opening a GPIB address', () => {
  it('gives two instruments on one adapter one connection, and each its own answers', async () => {
    const { adapter, options } = bench();
    adapter.at('12', named('twelve'));
    adapter.at('12 99', named('twelve/3'));
    const { clock } = options;
    await clock.run(async () => {
      const [one, other] = await Promise.all([
        openMeter('GPIB0::12::INSTR', { ...options, path: 'one' }),
        openMeter('GPIB::12::99', { ...options, path: 'other' }),
      ]);
      const words = await Promise.all([one, other, one, other].map(async (device) => device.word.read()));
      expect(words).toEqual(['twelve WORD?', 'twelve/3 WORD?', 'twelve WORD?', 'twelve/3 WORD?']);
      await one.close();
      expect(await other.word.read()).toBe('twelve/3 WORD?');
      await other.close();
    });
    expect(adapter.connections).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('sets devices up again, each at its own address, when the adapter comes back', async () => {
    const { adapter, options } = bench();
    adapter.at('7', named('seven'));
    adapter.at('8', named('eight'));
    const { clock } = options;
    const link = options.simulators?.(parseAddress(adapterAddress)) as InProcessTransport;
    await clock.run(async () => {
      const devices = [
        await openMeter('GPIB0::7::INSTR', { ...options, path: 'seven' }),
        await openMeter('GPIB0::8::INSTR', { ...options, path: 'eight' }),
      ];
      link.unplug();
      adapter.powerCycle();
      clock.setTimer(2000, () => link.plug());
      await clock.sleep(10_000);
      const words = await Promise.all(devices.map(async (device) => device.word.read()));
      expect(words).toEqual(['seven WORD?', 'eight WORD?']);
      for (const device of devices) await device.close();
    });
    expect(adapter.connections).toBe(2);
    expect(clock.pendingTimers).toBe(0);
  });

  it('works over TCP, and with instruments of an adapter that is given', async () => {
    const adapter = new ScriptedAdapter(systemClock);
    adapter.at('7', named('seven'));
    adapter.at('8', named('eight'));
    await using server = await TcpServer.start((socket) => {
      const session = adapter.connect({
        send: (bytes) => void socket.write(bytes),
        close: () => socket.destroy(),
      });
      socket.on('data', (bytes) => session.receive(bytes));
      socket.on('close', () => session.closed());
    });
    const adapters = { 3: `PRLGX-TCPIP0::127.0.0.1::${server.port}::INTFC` };
    const seven = await openMeter('GPIB3::7::INSTR', { driver: 'acme', adapters });
    const eight = await openMeter('GPIB3::8::INSTR', { driver: 'acme', adapters });
    expect([await seven.word.read(), await eight.word.read()]).toEqual(['seven WORD?', 'eight WORD?']);
    await Promise.all([seven.close(), eight.close()]);
    expect(server.connections).toBe(1);

    const line = PrologixTransport.tcp({
      kind: 'prologix-tcp',
      board: 0,
      host: '127.0.0.1',
      port: server.port,
    });
    const opened = await Promise.all(
      [7, 8].map(async (primary) =>
        openMeter(line.instrument({ kind: 'gpib', board: 0, primary }), { driver: 'acme' }),
      ),
    );
    expect(await Promise.all(opened.map(async (device) => device.word.read()))).toEqual([
      'seven WORD?',
      'eight WORD?',
    ]);
    await Promise.all(opened.map(async (device) => device.close()));
    expect(server.connections).toBe(2);
  });

  it('needs an adapter for its board, and says how to name one', async () => {
    await expect(openMeter('GPIB2::12::INSTR', { driver: 'acme' })).rejects.toMatchObject({
      kind: 'range',
      code: 'address-unsupported',
      message:
        "GPIB2::12::INSTR: no adapter is configured for GPIB board 2; name it in the option adapters, for example { 2: 'PRLGX-TCPIP0::10.0.0.3::1234::INTFC' }, in the form PRLGX-TCPIP0::10.0.0.3::1234::INTFC or PRLGX-ASRL0::/dev/ttyUSB0::INTFC.",
    });
    const wrong = openMeter('GPIB0::12::INSTR', {
      driver: 'acme',
      adapters: { 0: 'TCPIP0::h::5025::SOCKET' },
    });
    await expect(wrong).rejects.toMatchObject({ code: 'address-unsupported', message: /is no GPIB adapter/ });
    const { adapter, options } = bench();
    adapter.at('7', named('seven'));
    const direct = openMeter(adapterAddress, options);
    await expect(direct).rejects.toMatchObject({ code: 'wire-mismatch' });
  });

  it('is refused while somebody holds the wire for another purpose', async () => {
    await using server = await TcpServer.lines((_line, socket) => void socket.write('word\n'));
    const raw = await openMeter(`TCPIP0::127.0.0.1::${server.port}::SOCKET`, { driver: 'acme' });
    const adapters = { 0: `PRLGX-TCPIP0::127.0.0.1::${server.port}::INTFC` };
    await expect(openMeter('GPIB0::7::INSTR', { driver: 'acme', adapters })).rejects.toMatchObject({
      kind: 'range',
      code: 'wire-mismatch',
    });
    expect(await raw.word.read()).toBe('word');
    await raw.close();
  });

  it('makes transports by address, alone on their adapter, that name the serial port or host', async () => {
    const adapters = { 0: 'PRLGX-ASRL0::/dev/ttyUSB7::INTFC', 1: parseAddress(adapterAddress) };
    const onSerial = await createTransport(parseAddress('GPIB0::4::INSTR'), { adapters });
    expect(onSerial).toMatchObject({
      address: 'GPIB0::4::INSTR',
      wire: 'bytes',
      adapter: { address: 'PRLGX-ASRL0::/dev/ttyUSB7::INTFC' },
    });
    const onTcp = await createTransport(parseAddress('GPIB1::4::INSTR'), { adapters });
    expect(onTcp).toMatchObject({ adapter: { address: adapterAddress } });
  });
});
