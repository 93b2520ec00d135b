import { writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { systemClock } from '@fourwire/core';
import { ScpiInstrument, UsbtmcInstrument, scpiMessageService, serveUsbip } from '@fourwire/mock';

/** What Node has inside, and Linux wants to know. */
type SocketOnFile = Socket & { readonly _handle: { readonly fd: number } };

// Exports an instrument with USB/IP and plugs it into this machine: what `usbip attach` does, without that program.

const scpi = new ScpiInstrument('Fourwire,Guest,MY1,1.0');
const instrument = new UsbtmcInstrument(scpiMessageService(scpi), {
  vendorId: 0x2a8d,
  productId: 0x1301,
  serialNumber: 'MY1',
  manufacturer: 'Fourwire',
  product: 'Guest',
  maxMessage: 200_000,
});
const mount = serveUsbip([instrument]);
let text = '';
let triggers = 0;
scpi.trigger = () => {
  triggers++;
};
scpi.on('TEXT', ({ need }) => {
  text = need(0).string();
});
scpi.on('TEXT:LENGth?', () => String(text.length));
scpi.on('LONG?', ({ need }) => 'x'.repeat(need(0).number()), 1);
scpi.on('SILENT?', () => {});
scpi.on(
  'LATE?',
  async ({ need }) => {
    await systemClock.sleep(need(0).number());
    return 'late';
  },
  1,
);
scpi.on('TRIGGERS?', () => String(triggers));
scpi.on('REMOTE?', () => (instrument.remote.enabled ? '1' : '0'));
scpi.on('CABLE:PULL', () => void replug().catch((error: unknown) => console.log(String(error))));

async function replug(): Promise<void> {
  await systemClock.sleep(200);
  instrument.unplug();
  await systemClock.sleep(1000);
  instrument.plug();
  await attach();
}

/** The kernel needs a while to free the port after an unplug. */
async function attach(): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await attachOnce();
      return;
    } catch (error) {
      if (attempt === 20) throw error;
      await systemClock.sleep(250);
    }
  }
}

/** Imports the first device and hands the connection to the kernel (sheet usbip.md, section 5). */
async function attachOnce(): Promise<void> {
  const { port, host } = await mount;
  const socket = await new Promise<SocketOnFile>((resolve, reject) => {
    const opened = createConnection(port, host, () => resolve(opened as unknown as SocketOnFile));
    opened.on('error', reject);
  });
  try {
    const reply = new Promise<Buffer>((resolve) => {
      socket.once('data', (data: Buffer) => {
        socket.pause();
        resolve(data);
      });
    });
    const request = Buffer.alloc(40);
    request.write('01118003', 'hex');
    request.write('1-1', 8);
    socket.write(request);
    const record = (await reply).subarray(8);
    const deviceId = record.readUInt32BE(288) * 0x10000 + record.readUInt32BE(292);
    const speed = record.readUInt32BE(296);
    // oxlint-disable-next-line no-underscore-dangle -- Node shows a socket's file nowhere else
    const file = socket._handle.fd;
    writeFileSync('/sys/devices/platform/vhci_hcd.0/attach', `0 ${file} ${deviceId} ${speed}`);
  } finally {
    // Once attached, the kernel has its own reference to the connection.
    socket.destroy();
  }
}

attach().catch((error: unknown) => console.log(`not ok server: ${String(error)}`));
