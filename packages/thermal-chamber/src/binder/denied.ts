import { FourwireError } from '@fourwire/core';
import { refusedByController } from '../wire/errors.ts';

/**
 * Does a write; what the controller means by exception 5, in another source 8, is told in its words and not in those
 * of the Modbus standard (sheet binder-modbus.md, sections 2 and 7).
 */
export async function writing(what: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!FourwireError.is(error) || error.code !== 'modbus-exception') throw error;
    const code = error.device?.code ?? '';
    if (code !== 5 && code !== 8) throw error;
    throw refusedByController(
      what,
      code,
      'write access denied; leave the menu at its panel and check its mode',
    );
  }
}
