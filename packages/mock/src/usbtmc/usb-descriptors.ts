import { FourwireError } from '@fourwire/core';

/** Numbers of the endpoints, without the direction bit. */
export const usbtmcEndpoints = { bulkOut: 1, bulkIn: 2, interruptIn: 3 } as const;

/** What a USBTMC device says about itself. */
export interface UsbIdentity {
  readonly vendorId: number;
  readonly productId: number;
  /** 1 to 63 characters; equal to field 3 of the answer to `*IDN?` in a well-made instrument. */
  readonly serialNumber: string;
  /** `Fourwire` unless given. */
  readonly manufacturer?: string;
  /** `Simulated instrument` unless given. */
  readonly product?: string;
  /** Binary-coded decimal; 0x0100 unless given. */
  readonly deviceRelease?: number;
  /** `high` unless given: packets of 512 bytes, 64 at `full`. */
  readonly speed?: 'full' | 'high';
  /** `bInterfaceNumber`, which need not be 0; 0 unless given. */
  readonly interfaceNumber?: number;
  /** Whether there is an interrupt endpoint; `true` unless given. */
  readonly interrupt?: boolean;
  /** Whether the interface speaks the USB488 subclass (protocol 1); `true` unless given. */
  readonly usb488?: boolean;
}

/** One endpoint of the interface. */
export interface UsbEndpointDescriptor {
  readonly number: number;
  readonly direction: 'in' | 'out';
  readonly type: 'bulk' | 'interrupt';
  readonly packetSize: number;
}

/** The descriptors of a device with one configuration and one interface, as facts and as bytes. */
export interface UsbDescriptors {
  readonly vendorId: number;
  readonly productId: number;
  readonly deviceRelease: number;
  readonly manufacturer: string;
  readonly product: string;
  readonly serialNumber: string;
  readonly speed: 'full' | 'high';
  readonly interfaceNumber: number;
  readonly interfaceClass: number;
  readonly interfaceSubclass: number;
  readonly interfaceProtocol: number;
  readonly endpoints: readonly UsbEndpointDescriptor[];
  /** The bytes of a descriptor; `undefined` when there is none of that type and index. */
  descriptor(type: number, index: number): Uint8Array | undefined;
}

const descriptorTypes = { device: 1, configuration: 2, string: 3, interface: 4, endpoint: 5 } as const;
const english = 0x0409;
/** The characters that USBTMC allows in strings (USBTMC 1.0, 4.1): they become parts of VISA names. */
const plainText = /^(?! )[\x20-\x7e]{1,63}(?<! )$/;
const forbidden = /["*/:?\\]/;

/**
 * The descriptors of a USBTMC device (USBTMC 1.0, tables 43 and 44; USB488 1.0, section 5).
 *
 * @throws FourwireError of kind `range` for a number that does not fit its field, or a string that USBTMC forbids
 */
export function usbtmcDescriptors(identity: UsbIdentity): UsbDescriptors {
  const { vendorId, productId, serialNumber, speed = 'high', interfaceNumber = 0 } = identity;
  const { manufacturer = 'Fourwire', product = 'Simulated instrument', deviceRelease = 0x0100 } = identity;
  const numbers = { vendorId, productId, deviceRelease, interfaceNumber };
  for (const [name, value] of Object.entries(numbers)) {
    const most = name === 'interfaceNumber' ? 0xff : 0xffff;
    if (!Number.isInteger(value) || value < 0 || value > most)
      throw invalid(`${name} must be a whole number from 0 to ${most}; got ${value}`);
  }
  const strings = { manufacturer, product, serialNumber };
  for (const [name, text] of Object.entries(strings)) {
    if (!plainText.test(text) || forbidden.test(text))
      throw invalid(
        `${name} must be 1 to 63 printable ASCII characters without " * / : ? \\ and without blanks at its ends; got ${JSON.stringify(text)}`,
      );
  }

  const packetSize = speed === 'high' ? 512 : 64;
  const endpoints: UsbEndpointDescriptor[] = [
    { number: usbtmcEndpoints.bulkOut, direction: 'out', type: 'bulk', packetSize },
    { number: usbtmcEndpoints.bulkIn, direction: 'in', type: 'bulk', packetSize },
  ];
  if (identity.interrupt ?? true)
    endpoints.push({
      number: usbtmcEndpoints.interruptIn,
      direction: 'in',
      type: 'interrupt',
      packetSize: 2,
    });
  const facts = {
    ...numbers,
    ...strings,
    speed,
    interfaceClass: 0xfe,
    interfaceSubclass: 0x03,
    interfaceProtocol: (identity.usb488 ?? true) ? 1 : 0,
    endpoints,
  };
  const device = deviceDescriptor(facts);
  const configuration = configurationDescriptor(facts);
  const texts = [languages, ...[manufacturer, product, serialNumber].map((text) => stringDescriptor(text))];
  return {
    ...facts,
    descriptor(type, index) {
      if (type === descriptorTypes.string) return texts[index];
      if (index !== 0) return undefined;
      if (type === descriptorTypes.device) return device;
      return type === descriptorTypes.configuration ? configuration : undefined;
    },
  };
}

function invalid(message: string): FourwireError {
  return new FourwireError('range', 'usb-option-invalid', `${message}.`);
}

type Facts = Omit<UsbDescriptors, 'descriptor'>;

const low = (word: number): number => word & 0xff;
const high = (word: number): number => word >> 8;

function deviceDescriptor({ vendorId, productId, deviceRelease }: Facts): Uint8Array {
  const usb2 = [0x00, 0x02];
  const classInInterface = [0, 0, 0];
  const ids = [vendorId, productId, deviceRelease].flatMap((word) => [low(word), high(word)]);
  return Uint8Array.of(18, descriptorTypes.device, ...usb2, ...classInInterface, 64, ...ids, 1, 2, 3, 1);
}

function configurationDescriptor(facts: Facts): Uint8Array {
  const { interfaceNumber, interfaceClass, interfaceSubclass, interfaceProtocol, endpoints } = facts;
  const total = 9 + 9 + 7 * endpoints.length;
  const selfPowered = 0xc0;
  const configuration = [9, descriptorTypes.configuration, low(total), high(total), 1, 1, 0, selfPowered, 0];
  const classCodes = [interfaceClass, interfaceSubclass, interfaceProtocol];
  const oneInterface = [9, descriptorTypes.interface, interfaceNumber, 0, endpoints.length, ...classCodes, 0];
  return Uint8Array.from([...configuration, ...oneInterface, ...endpoints.flatMap(endpointDescriptor)]);
}

/** Every 8 microframes, or 4 frames at full speed, the host looks at an interrupt endpoint. */
const interruptInterval = 4;

function endpointDescriptor({ number, direction, type, packetSize }: UsbEndpointDescriptor): number[] {
  const address = direction === 'in' ? number | 0x80 : number;
  const [code, interval] = type === 'bulk' ? [2, 0] : [3, interruptInterval];
  return [7, descriptorTypes.endpoint, address, code, low(packetSize), high(packetSize), interval];
}

const languages = Uint8Array.of(4, descriptorTypes.string, low(english), high(english));

function stringDescriptor(text: string): Uint8Array {
  const characters = Buffer.from(text, 'utf16le');
  return Uint8Array.of(2 + characters.length, descriptorTypes.string, ...characters);
}
