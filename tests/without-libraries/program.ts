import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Bus, FourwireError } from '@fourwire/core';
import { createTransport, discover, identify, parseAddress } from '@fourwire/transport';
import { lastValueFrom, toArray } from 'rxjs';

// Where no optional library can be loaded: a socket works, and everything else says what is missing. Prints JSON.

/** The code of the error with which an address cannot be opened. */
async function codeOf(address: string): Promise<string> {
  try {
    const bus = new Bus(await createTransport(parseAddress(address)));
    await bus.open();
    return 'opened';
  } catch (error) {
    return FourwireError.is(error) ? error.code : String(error);
  }
}

const server = createServer((socket) => {
  socket.on('data', () => socket.write('Acme,M1,7,1.0\n'));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as AddressInfo;
const loopback = [{ address: '127.0.0.1', broadcast: '127.0.0.1' }];

const found = await lastValueFrom(
  discover({ timeout: 500, vxi11: false, networks: loopback }).pipe(toArray()),
);
const result = {
  socket: (await identify(`TCPIP0::127.0.0.1::${port}::SOCKET`)).model,
  serial: await codeOf('ASRL/dev/null::INSTR'),
  usb: await codeOf('USB0::0x1AB1::0x0588::DS1::INSTR'),
  modbus: await codeOf(`modbus-tcp://127.0.0.1:${port}/1`),
  warnings: found.map((one) => (one.type === 'warning' ? `${one.source}: ${one.message}` : '')),
};
process.stdout.write(JSON.stringify(result));
server.close();
process.exit();
