import { VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { simulatedUsbDevice } from './simulated-usb-device.ts';
import type { SimulatedUsbDevice, SimulatedUsbOptions } from './simulated-usb-device.ts';
import type { WebUsbDevice } from './web-usb-device.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const idn = bytes('01 01 FE 00 05 00 00 00 01 00 00 00 2A 49 44 4E 3F 00 00 00');
const request = bytes('02 02 FD 00 00 10 00 00 00 00 00 00');
const clear = { requestType: 'class', recipient: 'interface', request: 5, value: 0, index: 0 } as const;

/** Runs with a device on a clock of its own; its identity is as long as given. */
async function onBus(
  options: Partial<SimulatedUsbOptions>,
  work: (device: SimulatedUsbDevice, clock: VirtualClock) => Promise<void>,
  identity = 'Maker,Model,0,1',
): Promise<void> {
  const clock = new VirtualClock();
  const service = scpiMessageService(new ScpiInstrument(identity));
  const device = simulatedUsbDevice(service, {
    vendorId: 0x2a8d,
    productId: 0x1301,
    serialNumber: 'MY1',
    clock,
    ...options,
  });
  await clock.run(async () => work(device, clock));
  expect(clock.pendingTimers).toBe(0);
}

async function take(device: WebUsbDevice): Promise<void> {
  await device.open();
  await device.claimInterface(0);
}

/** How a call failed. */
async function failure(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no failure',
    (error: unknown) => {
      const { code, message } = error as { code: string; message: string };
      return `${code}: ${message}`;
    },
  );
}

describe('a simulated USB device', () => {
  it('shows its strings, its interface and its endpoints before it is opened', async () => {
    await onBus({ product: 'Meter', interfaceNumber: 3 }, async (device) => {
      expect(device).toMatchObject({
        vendorId: 0x2a8d,
        serialNumber: 'MY1',
        productName: 'Meter',
        opened: false,
      });
      expect(device.configuration?.interfaces[0]).toMatchObject({
        interfaceNumber: 3,
        claimed: false,
        alternate: { interfaceClass: 0xfe, interfaceSubclass: 3, interfaceProtocol: 1 },
      });
      const endpoints = device.configuration?.interfaces[0]?.alternate.endpoints;
      expect(
        endpoints?.map(({ endpointNumber, direction, type }) => [endpointNumber, direction, type]),
      ).toEqual([
        [1, 'out', 'bulk'],
        [2, 'in', 'bulk'],
        [3, 'in', 'interrupt'],
      ]);
    });
  });

  it('answers a query', async () => {
    await onBus({}, async (device) => {
      await take(device);
      expect(await device.transferOut(1, idn)).toEqual({ status: 'ok', bytesWritten: 20 });
      await device.transferOut(1, request.buffer as ArrayBuffer);
      const { data } = await device.transferIn(2, 4096);
      expect(
        Buffer.from(data?.buffer ?? new ArrayBuffer(0))
          .subarray(12)
          .toString('latin1'),
      ).toBe('Maker,Model,0,1\n');
    });
  });

  it('cuts an answer to the length that was asked, and loses the rest', async () => {
    await onBus(
      {},
      async (device) => {
        await take(device);
        await device.transferOut(1, idn);
        await device.transferOut(1, request);
        expect((await device.transferIn(2, 100)).data?.byteLength).toBe(100);
        expect(await failure(device.transferIn(2, 100))).toBe('GenericFailure: transferIn error: Cancelled');
      },
      `Maker,${'x'.repeat(393)}`,
    );
  });

  it('gives up after the time-out, one second unless given, and keeps what comes later', async () => {
    await onBus({}, async (device, clock) => {
      await take(device);
      expect(await failure(device.transferIn(2, 512))).toBe('GenericFailure: transferIn error: Cancelled');
      expect(clock.monotonic()).toBe(1000);
      expect(await failure(device.transferIn(2, 512, 0))).toBe('GenericFailure: transferIn error: Cancelled');
      expect(await failure(device.transferOut(1, idn, 0))).toBe(
        'GenericFailure: transferOut error: Cancelled',
      );
      expect(await failure(device.transferIn(3, 2, 50))).toBe('GenericFailure: transferIn error: Cancelled');
      expect(clock.monotonic()).toBe(1050);
      await device.transferOut(1, idn);
      await device.transferOut(1, request);
      await clock.sleep(5000);
      expect((await device.transferIn(2, 512)).data?.byteLength).toBe(28);
    });
  });

  it('rejects stalls, and works again after clearHalt', async () => {
    await onBus({}, async (device) => {
      await take(device);
      expect(await failure(device.transferOut(1, bytes('00')))).toBe(
        'GenericFailure: transferOut error: Stall',
      );
      await device.clearHalt('out', 1);
      await device.transferOut(1, idn);
      const unknown = { ...clear, request: 99 };
      expect(await failure(device.controlTransferIn(unknown, 1))).toBe(
        'GenericFailure: controlTransferIn error: endpoint stalled',
      );
      expect(await failure(device.controlTransferOut({ ...unknown, requestType: 'vendor' }))).toBe(
        'GenericFailure: controlTransferOut error: endpoint stalled',
      );
      expect((await device.controlTransferIn(clear, 1)).data?.getUint8(0)).toBe(1);
    });
  });

  it('finds no endpoint before it is claimed, and for a second transfer at once', async () => {
    await onBus({}, async (device) => {
      const missing = 'GenericFailure: transferIn error: endpoint not found';
      expect(await failure(device.transferIn(2, 512))).toBe(missing);
      await device.open();
      expect(await failure(device.transferIn(2, 512))).toBe(missing);
      await device.claimInterface(0);
      const first = failure(device.transferIn(2, 512));
      expect(await failure(device.transferIn(2, 512))).toBe(missing);
      expect(await failure(device.clearHalt('in', 2))).toBe(
        'GenericFailure: clearHalt error: endpoint not found',
      );
      const borrowed = /^InvalidArg: The same native value cannot be borrowed/;
      expect(await failure(device.close())).toMatch(borrowed);
      expect(await failure(device.releaseInterface(0))).toMatch(borrowed);
      expect(await first).toBe('GenericFailure: transferIn error: Cancelled');
      await device.releaseInterface(0);
      await device.close();
      expect(device.opened).toBe(false);
    });
  });

  it('is taken from the kernel by detaching its driver, and given back', async () => {
    await onBus({ kernelDriver: true }, async (device) => {
      const busy = 'GenericFailure: claimInterface error: interface is busy (errno 16)';
      await device.open();
      expect(await failure(device.claimInterface(0))).toBe(busy);
      await device.detachKernelDriver(0);
      expect(await failure(device.detachKernelDriver(0))).toMatch(/errno 61/);
      await device.claimInterface(0);
      const [second] = await device.usb.getDevices();
      await second?.open();
      expect(await failure(second?.claimInterface(0) ?? Promise.resolve())).toBe(busy);
      await device.releaseInterface(0);
      await device.attachKernelDriver(0);
      expect(await failure(device.claimInterface(0))).toBe(busy);
    });
  });

  it('keeps a claim that was not released before closing in its own way, not in that of a new object', async () => {
    await onBus({}, async (device) => {
      await take(device);
      await device.close();
      await device.open();
      expect(await failure(device.claimInterface(0))).toMatch(/errno 16/);
      const [second] = await device.usb.getDevices();
      if (second !== undefined) await take(second);
      expect(second?.configuration?.interfaces[0]?.claimed).toBe(true);
    });
  });

  it('loses the claim by a reset until it is closed and opened again', async () => {
    await onBus({}, async (device) => {
      await take(device);
      await failure(device.transferOut(1, bytes('00')));
      await device.reset();
      expect(await failure(device.transferOut(1, idn))).toBe(
        'GenericFailure: transferOut error: Unknown(16)',
      );
      await device.close();
      await take(device);
      await device.transferOut(1, idn);
    });
  });

  it('rejects everything once unplugged, also after it is plugged in: that is another object', async () => {
    await onBus({}, async (device) => {
      await take(device);
      const pending = failure(device.transferIn(2, 512));
      device.unplug();
      expect(await pending).toBe('GenericFailure: transferIn error: Disconnected');
      expect([await device.usb.getDevices(), await failure(device.open())]).toEqual([
        [],
        'GenericFailure: open error: Disconnected',
      ]);
      device.plug();
      expect(await failure(device.transferOut(1, idn))).toBe(
        'GenericFailure: transferOut error: Disconnected',
      );
      const [found] = await device.usb.getDevices();
      if (found !== undefined) await take(found);
      expect(await found?.transferOut(1, idn)).toEqual({ status: 'ok', bytesWritten: 20 });
    });
  });
});
