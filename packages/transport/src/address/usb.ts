import type { UsbtmcAddress } from './address.ts';
import { integer, invalid } from './part.ts';
import type { Part } from './part.ts';
import { boardOf, expectShape } from './resource.ts';
import type { Resource } from './resource.ts';

const example = 'USB::0x1AB1::0x0588::DS1ED123::INSTR';

/** The address in a `USB` resource string. */
export function parseUsb(resource: Resource): UsbtmcAddress {
  const { gap } = resource;
  const [vendorId = gap, productId = gap, serialNumber = gap, interfaceNumber] = resource.parts;
  expectShape(resource, { most: 4, className: 'INSTR' }, example);
  return {
    kind: 'usbtmc',
    board: boardOf(resource, example),
    vendorId: parseId(vendorId, 'vendor'),
    productId: parseId(productId, 'product'),
    serialNumber: parseSerialNumber(serialNumber),
    interfaceNumber:
      interfaceNumber === undefined ? 0 : integer(interfaceNumber, 'an interface number', 0, 255, example),
  };
}

function parseId(part: Part, what: string): number {
  const value = /^(?:0x[0-9a-f]{1,8}|\d{1,8})$/i.test(part.text) ? Number(part.text) : Number.NaN;
  if (!(value <= 0xffff)) {
    throw invalid(part, `a USB ${what} id from 0x0000 to 0xFFFF, hexadecimal with 0x or decimal`, example);
  }
  return value;
}

function parseSerialNumber(part: Part): string {
  // A colon at the end would run into the separator when the address is printed.
  if (/^$|^[*?]+$|::|:$|\p{Cc}/u.test(part.text)) {
    throw invalid(part, 'the serial number of the device', example);
  }
  return part.text;
}
