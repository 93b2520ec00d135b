import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Bus, BusClient, endsWith } from '@fourwire/core';
import { TcpTransport } from '@fourwire/transport';

// Opens 1,000 links, uses each once, leaves them open, and says how much memory the process has.
const server = createServer((socket) => {
  socket.on('data', () => socket.write('1\n'));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as AddressInfo;
const links = Array.from({ length: 1000 }, (_, index) => {
  const bus = new Bus(new TcpTransport({ host: '127.0.0.1', port }));
  return { bus, client: new BusClient(bus, `device-${index}`) };
});
for (const { bus, client } of links) {
  await bus.open();
  await client.exchange(async (wire, turn) => {
    await wire.write(Buffer.from('?\n'), turn);
    return wire.read(endsWith(), turn);
  });
}
process.stdout.write(`${Math.round(process.memoryUsage().rss / 1e6)}\n`);
process.exit();
