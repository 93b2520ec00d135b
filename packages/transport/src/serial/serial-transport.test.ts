import { Bus, BusClient, endsWith } from '@fourwire/core';
import type { ClientSettings, SerialSettings, TransportHost } from '@fourwire/core';
import { Turn, VirtualClock, exactly, systemClock } from '@fourwire/core';
import { firstValueFrom } from 'rxjs';
import { filter } from 'rxjs/operators';
import { afterEach, describe, expect, it } from 'vitest';
import { hasPty, openPty } from '../../test/pty.ts';
import type { PtyLine } from '../../test/pty.ts';
import { crc16 } from '../modbus/crc16.ts';
import { ModbusTransport } from '../modbus/modbus-transport.ts';
import { Registers } from '../modbus/registers.ts';
import { SerialTransport } from './serial-transport.ts';

const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

async function line(): Promise<PtyLine> {
  const pty = await openPty();
  cleanUp.push(async () => pty.hangUp());
  return pty;
}

async function open(
  path: string,
  client: ClientSettings = {},
  settings?: SerialSettings,
): Promise<{ bus: Bus<SerialTransport>; client: BusClient<SerialTransport> }> {
  const bus = new Bus(new SerialTransport({ kind: 'serial', port: path }, settings));
  await bus.open();
  cleanUp.push(async () => bus.close());
  return { bus, client: new BusClient(bus, 'gauge', client) };
}

async function query(client: BusClient<SerialTransport>, text: string): Promise<string> {
  const reply = await client.exchange(async (wire, turn) => {
    await wire.write(Buffer.from(`${text}\r`), turn);
    return wire.read(endsWith('\r'), turn);
  });
  return Buffer.from(reply).toString('latin1').trimEnd();
}

/** Answers each line that ends with CR. */
function answerLines(pty: PtyLine, answer: (line: string) => void): void {
  let rest = '';
  pty.onData((chunk) => {
    rest += chunk.toString('latin1');
    for (let end = rest.indexOf('\r'); end >= 0; end = rest.indexOf('\r')) {
      const one = rest.slice(0, end);
      rest = rest.slice(end + 1);
      answer(one);
    }
  });
}

describe.runIf(hasPty)('a serial line', () => {
  it('is refused to the second who opens it, since two would mix their replies', async () => {
    const pty = await line();
    answerLines(pty, (text) => pty.send(`re ${text}\r`));
    const { client } = await open(pty.path, { timeout: 20_000 });
    await expect(open(pty.path)).rejects.toMatchObject({
      code: 'link-refused',
      message: expect.stringContaining('Check that no other program has the port open') as string,
    });
    expect(await query(client, 'A')).toBe('re A');
  });

  it('says so when it cannot send a break, as a pseudo terminal, and goes on', async () => {
    const pty = await line();
    answerLines(pty, (text) => pty.send(`re ${text}\r`));
    const { client } = await open(pty.path, { timeout: 20_000 }, { quiet: 10 });
    const sent = client.exchange(async (wire, turn) => wire.sendBreak(turn, 10));
    await expect(sent).rejects.toMatchObject({ kind: 'link', code: 'break-unsupported' });
    expect(await query(client, 'A')).toBe('re A');
  });

  it('carries every byte value both ways, in pieces and at once', async () => {
    const pty = await line();
    pty.onData((chunk) => pty.send(chunk));
    const { client } = await open(pty.path);
    const all = Uint8Array.from({ length: 2048 }, (_, index) => index & 0xff);
    const echoed = await client.exchange(async (wire, turn) => {
      await wire.write(all, turn);
      return wire.read(exactly(all.length), turn);
    });
    expect([...echoed]).toEqual([...all]);
  });

  it('drops what was sent before it was opened', async () => {
    const pty = await line();
    const first = await open(pty.path);
    await first.bus.close();
    pty.send('boot banner\r');
    answerLines(pty, (text) => pty.send(`re ${text}\r`));
    const { client } = await open(pty.path);
    expect(await query(client, 'ID')).toBe('re ID');
  });

  it('goes on with the same port after a late answer, which nobody else gets', async () => {
    const pty = await line();
    const { bus, client } = await open(pty.path, { timeout: 60 }, { quiet: 40 });
    let opened = 0;
    const connect = bus.transport.open.bind(bus.transport);
    bus.transport.open = async (host, turn) => {
      opened++;
      await connect(host, turn);
    };
    answerLines(pty, (text) => {
      if (text !== 'SLOW') pty.send(`re ${text}\r`);
      else {
        pty.send('re ');
        systemClock.setTimer(80, () => pty.send('SLOW\r'));
      }
    });
    for (let round = 0; round < 3; round++) {
      await expect(query(client, 'SLOW')).rejects.toMatchObject({ kind: 'timeout', reply: 're ' });
      expect(await query(client, `FAST ${round}`)).toBe(`re FAST ${round}`);
    }
    expect(opened).toBe(0);
  });

  it('opens the port anew when no answer came, for it may still come', async () => {
    const pty = await line();
    const { bus, client } = await open(pty.path, { timeout: 50 }, { quiet: 20 });
    let opened = 0;
    const connect = bus.transport.open.bind(bus.transport);
    bus.transport.open = async (host, turn) => {
      opened++;
      await connect(host, turn);
    };
    answerLines(pty, (text) => {
      if (text !== 'DEAF') pty.send(`re ${text}\r`);
    });
    await expect(query(client, 'DEAF')).rejects.toMatchObject({ kind: 'timeout' });
    expect(await query(client, 'FAST')).toBe('re FAST');
    expect(opened).toBe(1);
  });

  it.each([
    ['in the middle of a query', async () => {}],
    ['while nothing is asked', async () => systemClock.sleep(30)],
  ])('reports that it was hung up %s', async (_when, meanwhile) => {
    const pty = await line();
    const { bus, client } = await open(pty.path, { timeout: { minutes: 1 } });
    const lost = firstValueFrom(bus.state$.pipe(filter((state) => state === 'lost')), {
      defaultValue: undefined,
    });
    const cut = expect(query(client, 'ID')).rejects.toMatchObject({
      kind: 'link',
      code: 'link-lost',
      message: expect.stringMatching(/Check the cable and the adapter\.$/) as string,
    });
    await meanwhile();
    await pty.hangUp();
    await Promise.all([lost, cut]);
  });

  it('refuses a port that is open already, and one that does not exist, and says what to check', async () => {
    const pty = await line();
    await open(pty.path);
    const second = new Bus(new SerialTransport({ kind: 'serial', port: pty.path }));
    await expect(second.open()).rejects.toMatchObject({
      kind: 'link',
      code: 'link-refused',
      message: expect.stringMatching(/Check that no other program has the port open\.$/) as string,
    });
    const missing = new Bus(new SerialTransport({ kind: 'serial', port: '/dev/ttyNone7' }));
    await expect(missing.open()).rejects.toMatchObject({
      kind: 'link',
      code: 'link-refused',
      message: expect.stringMatching(
        /^ASRL\/dev\/ttyNone7::INSTR cannot be opened: .*Check that the adapter is plugged in, and the name of the port\.$/,
      ) as string,
    });
  });

  it('ignores DTR and RTS where the port has no such lines', async () => {
    const pty = await line();
    pty.onData((chunk) => pty.send(chunk));
    const { client } = await open(pty.path, {}, { dtr: false, rts: true, flowControl: 'xon-xoff' });
    expect(await query(client, 'ID')).toBe('ID');
  });

  it('sends its last command before it closes', async () => {
    const pty = await line();
    const { bus, client } = await open(pty.path);
    await client.exchange(async (wire, turn) => wire.write(Buffer.from('OUTP OFF\r'), turn));
    await bus.close();
    const arrived = (): boolean => Buffer.from(pty.received).toString() === 'OUTP OFF\r';
    await expect.poll(arrived).toBe(true);
  });

  it('can be given up while it opens', async () => {
    const pty = await line();
    const transport = new SerialTransport({ kind: 'serial', port: pty.path });
    const bus = new Bus(transport);
    const opening = expect(bus.open()).rejects.toMatchObject({ code: 'link-closed' });
    await bus.close();
    await opening;
    // Nobody holds the port any more, sooner or later.
    await expect
      .poll(async () => {
        const next = new Bus(new SerialTransport({ kind: 'serial', port: pty.path }));
        await next.open();
        await next.close();
        return next.state;
      })
      .toBe('closed');
  });

  it('knows how long a character takes', () => {
    const at = (settings: SerialSettings): number =>
      new SerialTransport({ kind: 'serial', port: '/dev/ttyS0' }, settings).characterMs;
    expect(at({})).toBeCloseTo(1.0417, 4);
    expect(at({ baudRate: 19_200, parity: 'even' })).toBeCloseTo(0.5729, 4);
    expect(at({ baudRate: 1200, dataBits: 7, parity: 'odd', stopBits: 2 })).toBeCloseTo(9.1667, 4);
  });
});

describe.runIf(hasPty)('Modbus RTU on a serial line', () => {
  it('reads and writes as in the sheet of the Watlow F4T, with the pause between frames', async () => {
    const pty = await line();
    const requests: string[] = [];
    pty.onData((chunk) => {
      requests.push(chunk.toString('hex'));
      const body = chunk[1] === 3 ? Buffer.from('010304000041c8', 'hex') : chunk.subarray(0, 6);
      const crc = crc16(body, 0, body.length);
      // One byte after the other, as on a slow line.
      for (const byte of [...body, crc & 0xff, crc >> 8]) pty.send(Uint8Array.of(byte));
    });
    const bus = new Bus(
      ModbusTransport.rtu({
        kind: 'modbus-rtu',
        port: pty.path,
        baudRate: 9600,
        unit: 1,
      }),
    );
    await bus.open();
    cleanUp.push(async () => bus.close());
    const registers = new Registers(new BusClient(bus, 'oven'), 1, 'low-first');
    const start = systemClock.monotonic();
    for (let round = 0; round < 5; round++) expect(await registers.float32(2820)).toBe(25);
    await registers.writeFloat32(2782, -40);
    // Five pauses of 3.5 characters.
    expect(systemClock.monotonic() - start).toBeGreaterThan(5 * 3.64);
    expect([requests[0], requests.at(-1)]).toEqual(['01030b04000287ee', '01100ade0002040000c2205167']);
  });
});

describe('a serial transport', () => {
  it('is not in step and closes without harm when it never opened', async () => {
    const host: TransportHost = { clock: new VirtualClock(), lost: () => {}, trace: () => {} };
    const transport = new SerialTransport({ kind: 'serial', port: '/dev/ttyNone7' });
    await expect(transport.open(host, new Turn())).rejects.toMatchObject({ code: 'link-refused' });
    expect(await transport.recover(new Turn())).toBe(false);
    await transport.close();
  });
});
