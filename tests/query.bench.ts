import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Bus, BusClient, InProcessTransport } from '@fourwire/core';
import type { ByteService, ByteTransport } from '@fourwire/core';
import { Keysight34461Simulator, serveTcp } from '@fourwire/mock';
import { ScpiSession, openMultimeter, scpi } from '@fourwire/scpi';
import { createTransport, parseAddress } from '@fourwire/transport';
import { bench, describe } from 'vitest';

const reply = '+1.23456789E+00\n';

/** Answers a few queries at once, in a process of its own as an instrument would: what is measured is the client. */
const answers = {
  'READ?': '+1.23456789E+00',
  '*IDN?': 'Keysight Technologies,34461A,MY0,A.1',
  'FUNC?': '"VOLT"',
  'SYST:ERR?': '+0,"No error"',
};
const echoSource = `const answers = ${JSON.stringify(answers)};
require('node:net')
  .createServer({ noDelay: true }, (socket) => {
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('latin1').trim().split('\\n')) {
        if (answers[line] !== undefined) socket.write(answers[line] + '\\n');
      }
    });
    socket.on('error', () => {});
  })
  .listen(0, '127.0.0.1', function () {
    process.stdout.write(String(this.address().port) + '\\n');
  });
process.stdin.on('end', () => process.exit()).resume();`;
const echo = spawn(process.execPath, ['-e', echoSource], { stdio: ['pipe', 'pipe', 'inherit'] });
const port = await new Promise<number>((resolve) => {
  echo.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
});
echo.unref();

const raw: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
raw.unref();
let answered: (text: string) => void = () => {};
let received = '';
raw.on('data', (chunk) => {
  received += chunk.toString('latin1');
  if (!received.endsWith('\n')) return;
  const line = received;
  received = '';
  answered(line);
});
async function rawQuery(): Promise<number> {
  raw.write('READ?\n');
  return Number(
    await new Promise<string>((resolve) => {
      answered = resolve;
    }),
  );
}

async function sessionOn(transport: ByteTransport): Promise<ScpiSession> {
  const bus = new Bus(transport);
  await bus.open();
  return new ScpiSession(new BusClient(bus, 'bench'));
}

const instant: ByteService = {
  connect: (peer) => ({ receive: () => peer.send(Buffer.from(reply, 'latin1')), closed: () => {} }),
};

const overTcp = await sessionOn(
  (await createTransport(parseAddress(`TCPIP::127.0.0.1::${port}::SOCKET`))) as ByteTransport,
);
const driverOverTcp = await openMultimeter(`TCPIP::127.0.0.1::${port}::SOCKET`, {
  driver: 'keysight-34460',
});
const inProcess = await sessionOn(new InProcessTransport(instant));
const simulator = new Keysight34461Simulator();
const meter = await openMultimeter(new InProcessTransport(simulator.services.scpi, 'meter'), {
  driver: 'keysight-34460',
});
const mount = await serveTcp(simulator.services.scpi);
const meterOverTcp = await openMultimeter(`TCPIP::127.0.0.1::${mount.port}::SOCKET`, {
  driver: 'keysight-34460',
});
const read = scpi`READ?`;

const settings = { time: 3000, warmupTime: 500 };

describe('one query and its answer as a number', () => {
  bench('raw: a socket and a promise, by hand', async () => void (await rawQuery()), settings);
  bench(
    'driver, session, bus and TCP transport',
    async () => void (await driverOverTcp.reading.read()),
    settings,
  );
  bench('SCPI session, bus and TCP transport', async () => void (await overTcp.queryNumber(read)), settings);
  bench(
    'SCPI session, bus and in-process link',
    async () => void (await inProcess.queryNumber(read)),
    settings,
  );
  bench(
    'driver, bus, TCP transport and simulated 34461A',
    async () => void (await meterOverTcp.function.read()),
    settings,
  );
  bench(
    'driver, bus, in-process link and simulated 34461A',
    async () => void (await meter.function.read()),
    settings,
  );
});
