import {
  GemWirebonderSimulator,
  Keysight34461Simulator,
  SentioSimulator,
  WatlowF4tSimulator,
  serve,
} from '@fourwire/mock';
import { TcpTransport } from '@fourwire/transport';
import { Bus, BusClient, endsWith } from '@fourwire/core';

// Serves 500 simulators on TCP, talks to some of each kind, and says how much memory the process has.
const kinds = [
  () => new Keysight34461Simulator(),
  () => new WatlowF4tSimulator(),
  () => new SentioSimulator(),
  () => new GemWirebonderSimulator(),
];
const served = await Promise.all(
  Array.from({ length: 500 }, async (_, index) => serve((kinds[index % kinds.length] ?? kinds[0]!)())),
);
for (let index = 0; index < served.length; index += kinds.length) {
  const port = Number(served[index]?.address.split('::')[2]);
  const bus = new Bus(new TcpTransport({ host: '127.0.0.1', port }));
  await bus.open();
  const reply = await new BusClient(bus, 'meter').exchange(async (wire, turn) => {
    await wire.write(Buffer.from('*IDN?\n'), turn);
    return wire.read(endsWith(), turn);
  });
  if (!Buffer.from(reply).toString().startsWith('Keysight')) throw new Error('wrong answer');
  await bus.close();
}
process.stdout.write(`${Math.round(process.memoryUsage().rss / 1e6)}\n`);
process.exit();
