import { malformed } from './fault.ts';

/** Who an instrument says it is. */
export interface ScpiIdentity {
  readonly manufacturer: string;
  readonly model: string;
  /** Empty when the instrument has none; by the standard it then answers `0`. */
  readonly serialNumber: string;
  /** Firmware level, with any commas in it; empty when the instrument has none. */
  readonly firmware: string;
}

/**
 * The answer to `*IDN?`. Blanks around the fields go, as do quotes around the whole and the word `MODEL` before the model
 * (Keithley); commas after the third belong to the firmware; fields that are missing, or `0`, are empty.
 *
 * Source: sheet scpi.md, 3; smu-keithley-2400.md, smu-keithley-2600.md.
 *
 * @throws FourwireError of kind `protocol` when the answer is empty.
 */
export function parseIdentity(reply: string): ScpiIdentity {
  const text = reply.trim().replace(/^"(.*)"$/s, '$1');
  if (text === '') {
    throw malformed(
      'scpi-identity-malformed',
      'Expected the identity of the instrument, got nothing.',
      reply,
    );
  }
  const [manufacturer = '', model = '', serialNumber = '', ...firmware] = text
    .split(',')
    .map((field) => field.trim());
  return {
    manufacturer,
    model: model.replace(/^model\s+/i, ''),
    serialNumber: serialNumber === '0' ? '' : serialNumber,
    firmware: firmware.length === 1 && firmware[0] === '0' ? '' : firmware.join(','),
  };
}
