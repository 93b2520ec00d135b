import type { SerialAddress } from './address.ts';
import { integer } from './part.ts';
import { expectShape } from './resource.ts';
import type { Resource } from './resource.ts';
import { parseSerialPort } from './serial-port.ts';

const example = 'ASRL/dev/ttyUSB0::INSTR';

/** The address in an `ASRL` resource string. The port follows the keyword at once; without one it is number 0. */
export function parseSerial(resource: Resource): SerialAddress {
  const { text } = resource.board;
  expectShape(resource, { most: 0, className: 'INSTR' }, example);
  if (text === '') return { kind: 'serial', port: 0 };
  return {
    kind: 'serial',
    port: /^\d+$/.test(text)
      ? integer(resource.board, 'a port number', 0, 65_535, example)
      : parseSerialPort(resource.board, example),
  };
}
