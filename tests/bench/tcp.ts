import { once } from 'node:events';
import { connect } from 'node:net';
import { Bus, BusClient, endsWith } from '@fourwire/core';
import { ScpiSession, openMultimeter, scpi } from '@fourwire/scpi';
import { TcpTransport } from '@fourwire/transport';
import { answeringServer } from './answering-server.ts';
import type { Comparison } from './compare.ts';

/** 40 bytes, as much as a reading with its unit and time. */
const query = Buffer.from('MEAS:VOLT:DC? 10,0.0001;:FETC?;:SYST:A?\n');

/** Asks with a socket and a promise. */
async function byHand(port: number, question: Buffer): Promise<() => Promise<string>> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let received = '';
  let done: (line: string) => void = () => {};
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    if (!received.endsWith('\n')) return;
    const line = received;
    received = '';
    done(line);
  });
  return async () =>
    new Promise((resolve) => {
      done = resolve;
      socket.write(question);
    });
}

/** A query over TCP: the bus alone, a session that gives a number, and a whole driver. */
export async function comparisons(): Promise<readonly Comparison[]> {
  const lines = await answeringServer(`
    const reply = Buffer.from('+1.23456789E-03,+9.87654321E+00,1234567\\n');
    return (socket, chunk) => { for (const byte of chunk) if (byte === 10) socket.write(reply); };`);
  const meter = await answeringServer(`
    const answers = { 'READ?': '+1.23456789E+00', '*IDN?': 'Keysight Technologies,34461A,MY0,A.1', 'FUNC?': '"VOLT"', 'SYST:ERR?': '+0,"No error"' };
    return (socket, chunk) => {
      for (const line of chunk.toString('latin1').trim().split('\\n')) {
        if (answers[line] !== undefined) socket.write(answers[line] + '\\n');
      }
    };`);
  const bus = new Bus(new TcpTransport({ host: '127.0.0.1', port: lines }));
  await bus.open();
  const client = new BusClient(bus, 'dmm');
  const meterBus = new Bus(new TcpTransport({ host: '127.0.0.1', port: meter }));
  await meterBus.open();
  const session = new ScpiSession(new BusClient(meterBus, 'meter'));
  const driver = await openMultimeter(`TCPIP::127.0.0.1::${meter}::SOCKET`, { driver: 'keysight-34460' });
  const read = scpi`READ?`;
  const readByHand = await byHand(meter, Buffer.from('READ?\n'));
  const number = async (): Promise<number> => Number(await readByHand());
  return [
    {
      name: 'TCP query of 40 bytes',
      goal: 0.85,
      byHand: await byHand(lines, query),
      ours: async () =>
        client.exchange(async (wire, turn) => {
          await wire.write(query, turn);
          return wire.read(endsWith(), turn);
        }),
    },
    {
      name: 'TCP query, a number from the SCPI session',
      goal: 0.85,
      byHand: number,
      ours: async () => session.queryNumber(read),
    },
    {
      name: 'TCP query, a reading from the multimeter driver',
      goal: 0.85,
      byHand: number,
      ours: async () => driver.reading.read(),
    },
  ];
}
