import { Bus, BusClient, InProcessTransport } from '@fourwire/core';
import type { ByteService } from '@fourwire/core';
import { Keysight34461Simulator, serveTcp } from '@fourwire/mock';
import { ScpiSession, openMultimeter, scpi } from '@fourwire/scpi';
import { bench, describe } from 'vitest';

// What a query costs where there is no wire, or a simulator at its end; over wires see `bench/ratios.ts`.

const instant: ByteService = {
  connect: (peer) => ({
    receive: () => peer.send(Buffer.from('+1.23456789E+00\n', 'latin1')),
    closed: () => {},
  }),
};
const bus = new Bus(new InProcessTransport(instant));
await bus.open();
const inProcess = new ScpiSession(new BusClient(bus, 'bench'));
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
