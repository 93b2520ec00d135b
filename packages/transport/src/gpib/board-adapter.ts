import { FourwireError } from '@fourwire/core';
import type { Address, GpibAddress, PrologixSerialAddress, PrologixTcpAddress } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import { parseAddress } from '../address/parse-address.ts';

/** The adapter of each GPIB board by its number: `{ 0: 'PRLGX-TCPIP0::10.0.0.3::1234::INTFC' }`. */
export type GpibAdapters = Readonly<Record<number, Address | string>>;

const forms = 'PRLGX-TCPIP0::10.0.0.3::1234::INTFC or PRLGX-ASRL0::/dev/ttyUSB0::INTFC';

/**
 * The adapter behind which an instrument is.
 *
 * @throws FourwireError of kind `range`: code `address-unsupported` when none is configured for its board, or something
 * that is no adapter; `address-invalid` when what is configured is no address
 */
export function adapterOf(
  address: GpibAddress,
  adapters: GpibAdapters = {},
): PrologixTcpAddress | PrologixSerialAddress {
  const given = adapters[address.board];
  if (given === undefined) {
    throw new FourwireError(
      'range',
      'address-unsupported',
      `${formatAddress(address)}: no adapter is configured for GPIB board ${address.board}; name it in the option adapters, for example { ${address.board}: '${forms.split(' ')[0]}' }, in the form ${forms}.`,
    );
  }
  const adapter = typeof given === 'string' ? parseAddress(given) : given;
  if (adapter.kind === 'prologix-tcp' || adapter.kind === 'prologix-serial') return adapter;
  throw new FourwireError(
    'range',
    'address-unsupported',
    `${formatAddress(address)}: ${formatAddress(adapter)}, which the option adapters names for GPIB board ${address.board}, is no GPIB adapter; give one in the form ${forms}.`,
  );
}
