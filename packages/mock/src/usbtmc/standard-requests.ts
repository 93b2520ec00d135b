import type { UsbDescriptors } from './usb-descriptors.ts';
import { standardRequests } from './usb-setup.ts';
import type { UsbSetup } from './usb-setup.ts';

/** The halt of an endpoint, as the standard requests see it. */
interface Haltable {
  readonly halted: boolean;
  halt(halted: boolean): void;
}

/** What the standard requests of a device act on. */
export interface StandardDevice {
  readonly descriptors: UsbDescriptors;
  configuration(): number;
  /** Selects a configuration; `false` when there is none of that value. */
  configure(value: number): boolean;
  /** Starts the interface anew in its only setting. */
  resetInterface(): void;
  /** The endpoint of that address (number, and 0x80 for IN); `undefined` when there is none. */
  endpoint(address: number): Haltable | undefined;
}

const recipients = { device: 0, interface: 1, endpoint: 2 } as const;
const endpointHalt = 0;
const selfPowered = 1;
const done = new Uint8Array(0);

/** Answers a request of USB 2.0, section 9.4; `undefined` for a stall. */
export function answerStandardRequest(device: StandardDevice, setup: UsbSetup): Uint8Array | undefined {
  const { request, value, length } = setup;
  const { descriptors } = device;
  switch (request) {
    case standardRequests.getDescriptor:
      return descriptors.descriptor(value >> 8, value & 0xff)?.slice(0, length);
    case standardRequests.setAddress:
      return done;
    case standardRequests.getConfiguration:
      return Uint8Array.of(device.configuration()).slice(0, length);
    case standardRequests.setConfiguration:
      return device.configure(value) ? done : undefined;
    case standardRequests.getStatus:
      return statusOf(device, setup)?.slice(0, length);
    case standardRequests.getInterface:
      return setup.index === descriptors.interfaceNumber ? Uint8Array.of(0).slice(0, length) : undefined;
    case standardRequests.setInterface:
      if (setup.index !== descriptors.interfaceNumber || value !== 0) return undefined;
      device.resetInterface();
      return done;
    case standardRequests.clearFeature:
    case standardRequests.setFeature: {
      const endpoint = endpointOf(device, setup);
      if (endpoint === undefined || value !== endpointHalt) return undefined;
      endpoint.halt(request === standardRequests.setFeature);
      return done;
    }
    default:
      return undefined;
  }
}

function endpointOf(device: StandardDevice, { requestType, index }: UsbSetup): Haltable | undefined {
  return (requestType & 0x1f) === recipients.endpoint ? device.endpoint(index) : undefined;
}

function statusOf(device: StandardDevice, setup: UsbSetup): Uint8Array | undefined {
  switch (setup.requestType & 0x1f) {
    case recipients.device:
      return Uint8Array.of(selfPowered, 0);
    case recipients.interface:
      return setup.index === device.descriptors.interfaceNumber ? Uint8Array.of(0, 0) : undefined;
    default: {
      const endpoint = endpointOf(device, setup);
      return endpoint === undefined ? undefined : Uint8Array.of(endpoint.halted ? 1 : 0, 0);
    }
  }
}
