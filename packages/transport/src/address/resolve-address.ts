import { FourwireError } from '@fourwire/core';
import type { Address } from './address.ts';
import { parseAddress } from './parse-address.ts';
import { quoted } from './part.ts';

/**
 * The address that `text` names, either directly or as an alias from a bench file. An alias may name another alias;
 * names are compared exactly, blanks around them aside. An alias wins over an address of the same text, so that
 * `ASRL1::INSTR` of a foreign script can be pointed at `ASRL/dev/ttyUSB0::INSTR`.
 *
 * @throws FourwireError of kind `range`: code `address-alias-loop` when aliases lead back to themselves (`details.chain`),
 *   `address-invalid` as from {@link parseAddress} when what they lead to is no address.
 *
 * @example
 * ```ts
 * resolveAddress('dmm', { dmm: 'TCPIP::192.168.0.5::5025::SOCKET' });
 * ```
 */
export function resolveAddress(text: string, aliases: Readonly<Record<string, string>>): Address {
  const chain: string[] = [];
  let name = text.trim();
  while (Object.hasOwn(aliases, name)) {
    const loop = chain.includes(name);
    chain.push(name);
    if (loop) {
      throw new FourwireError(
        'range',
        'address-alias-loop',
        `Alias ${quoted(name, 40)} leads back to itself: ${chain.join(' -> ')}. One of them must name an address.`,
        { details: { address: text, chain } },
      );
    }
    name = aliases[name]?.trim() ?? '';
  }
  try {
    return parseAddress(name);
  } catch (error) {
    throw FourwireError.is(error) ? explained(error, chain, aliases) : error;
  }
}

function explained(
  error: FourwireError,
  chain: readonly string[],
  aliases: Readonly<Record<string, string>>,
): FourwireError {
  const names = Object.keys(aliases);
  const known = names.length === 0 ? 'there are no aliases' : `the aliases are ${quotedList(names)}`;
  const context =
    chain.length === 0 ? `It is no alias either: ${known}.` : `It comes from alias ${chain.join(' -> ')}.`;
  return new FourwireError(error.kind, error.code, `${error.message} ${context}`, {
    details: { ...error.details, chain },
  });
}

function quotedList(names: readonly string[]): string {
  const shown = names
    .slice(0, 12)
    .map((name) => quoted(name, 40))
    .join(', ');
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}
