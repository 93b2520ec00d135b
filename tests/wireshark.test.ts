import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bus, BusClient, endsWith } from '@fourwire/core';
import type { ByteTransport } from '@fourwire/core';
import {
  Keysight34461Simulator,
  WatlowF4tSimulator,
  serveHislip,
  serveTcp,
  serveVxi11,
} from '@fourwire/mock';
import { HislipTransport, ModbusTransport, Registers, Vxi11Transport } from '@fourwire/transport';
import { describe, expect, it } from 'vitest';
import { installed, output } from './setup/programs.ts';
import { recordedWire } from './setup/recorded-wire.ts';
import type { Piece } from './setup/recorded-wire.ts';

/** Has Wireshark decode a conversation; gives the values of fields, a line for each packet, and what it found wrong. */
async function decode(
  pieces: readonly Piece[],
  port: number,
  protocol: string,
  fields: readonly string[],
): Promise<{ readonly packets: readonly (readonly string[])[]; readonly wrong: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'fourwire-packets-'));
  try {
    const [text, packets] = [join(folder, 'packets.txt'), join(folder, 'packets.pcap')];
    const hex = pieces.map(
      ({ direction, bytes }) => `${direction}\n0000 ${bytes.toString('hex').replaceAll(/(..)/g, '$1 ')}\n`,
    );
    await writeFile(text, hex.join(''));
    await output('text2pcap', ['-q', '-D', '-T', `${port},50000`, text, packets]);
    const asked = fields.flatMap((field) => ['-e', field]);
    const table = await output('tshark', ['-r', packets, '-Y', protocol, '-T', 'fields', ...asked]);
    const bad = '_ws.malformed || _ws.expert.severity >= 6291456';
    return {
      packets: table
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('\t')),
      wrong: await output('tshark', ['-r', packets, '-V', '-Y', bad]),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Everything that a driver may do: queries short and long, status byte, trigger, clear, remote and local, lock. */
async function exercise(transport: ByteTransport): Promise<void> {
  const bus = new Bus(transport);
  await bus.open();
  const client = new BusClient(bus, 'meter', { timeout: 10_000 });
  await client.exchange(async (wire, turn) => {
    const query = async (text: string): Promise<string> => {
      await wire.write(Buffer.from(text), turn);
      return Buffer.from(await wire.read(endsWith(), turn)).toString();
    };
    await wire.lock?.(true, turn);
    expect(await query('*IDN?')).toMatch(/34461A/);
    await wire.write(Buffer.from('VOLT:NPLC 0.02;:SAMP:COUN 300'), turn);
    expect((await query('READ?')).split(',')).toHaveLength(300);
    expect(await wire.statusByte?.(turn)).toBe(0);
    await wire.remote?.(true, turn);
    await wire.write(Buffer.from('SAMP:COUN 1;:TRIG:SOUR BUS;:INIT'), turn);
    await wire.trigger?.(turn);
    await wire.remote?.(false, turn);
    await wire.clear?.(turn);
    await wire.unlock?.(turn);
  });
  await bus.close();
}

/** The different values of a column. */
const column = (packets: readonly (readonly string[])[], index: number): string[] =>
  [...new Set(packets.flatMap((fields) => (fields[index] ?? '').split(',')))].filter((value) => value !== '');

describe.skipIf(!installed('tshark', 'text2pcap'))('what Wireshark sees', { timeout: 60_000 }, () => {
  it('in a VXI-11 conversation is calls and replies without a mistake', async () => {
    await using mount = await serveVxi11({ inst0: new Keysight34461Simulator().messages });
    await using wire = await recordedWire(mount.port);
    await exercise(
      new Vxi11Transport({
        kind: 'vxi11',
        board: 0,
        host: '127.0.0.1',
        corePort: wire.port,
        device: 'inst0',
      }),
    );
    const fields = ['vxi11_core.procedure_v1', 'rpc.msgtyp', 'vxi11_core.error'];
    const { packets, wrong } = await decode(wire.connections[0] ?? [], 1024, 'vxi11_core', fields);
    expect(wrong).toBe('');
    // Create and destroy link, write, read, status byte, trigger, clear, remote, local, lock, unlock.
    const procedures = ['10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '23'];
    expect(column(packets, 0)).toEqual(expect.arrayContaining(procedures));
    expect(column(packets, 1).toSorted()).toEqual(['0', '1']);
    expect(column(packets, 2)).toEqual(['0']);
  });

  it('in the two conversations of HiSLIP is messages without a mistake', async () => {
    await using mount = await serveHislip({ hislip0: new Keysight34461Simulator().messages });
    await using wire = await recordedWire(mount.port);
    await exercise(
      new HislipTransport({
        kind: 'hislip',
        board: 0,
        host: '127.0.0.1',
        port: wire.port,
        device: 'hislip0',
      }),
    );
    expect(wire.connections).toHaveLength(2);
    const types = await Promise.all(
      wire.connections.map(async (pieces) => {
        const { packets, wrong } = await decode(pieces, 4880, 'hislip', ['hislip.messagetype']);
        expect(wrong).toBe('');
        return column(packets, 0).map(Number);
      }),
    );
    // Synchronous: initialize, data, clear, trigger. Asynchronous: lock, remote/local, clear, maximum size, status.
    expect(types[0]).toEqual(expect.arrayContaining([0, 1, 7, 8, 9, 12]));
    expect(types[1]).toEqual(expect.arrayContaining([4, 5, 10, 11, 15, 16, 17, 18, 19, 21, 22, 23]));
  });

  it('in a Modbus TCP conversation is requests and replies, exceptions too, without a mistake', async () => {
    await using mount = await serveTcp(new WatlowF4tSimulator().services['modbus-tcp']);
    await using wire = await recordedWire(mount.port);
    const bus = new Bus(
      ModbusTransport.tcp({ kind: 'modbus-tcp', host: '127.0.0.1', port: wire.port, unit: 1 }),
    );
    await bus.open();
    const oven = new Registers(new BusClient(bus, 'oven'), 1, 'low-first');
    await oven.writeFloat32(2782, -40);
    expect(await oven.float32(2782)).toBe(-40);
    await expect(oven.uint16(65_000)).rejects.toMatchObject({ code: 'modbus-exception' });
    await bus.close();
    const fields = ['modbus.func_code', 'mbtcp.trans_id', 'modbus.exception_code'];
    const { packets, wrong } = await decode(wire.connections[0] ?? [], 502, 'mbtcp', fields);
    expect(wrong).toBe('');
    expect(packets).toHaveLength(6);
    expect(column(packets, 0)).toEqual(expect.arrayContaining(['16', '3']));
    expect(column(packets, 1)).toHaveLength(3);
    expect(column(packets, 2)).toEqual(['2']);
  });
});
