import type { Call } from '@fourwire/core';
import type { SmuPort } from '../smu/smu-port.ts';

/** The channel of an instrument in the command set that it is set to, and how it is set up. */
export interface LanguagePort extends SmuPort {
  setUp(call: Call): Promise<void>;
}

/** What is measured while the other is forced. */
export const otherQuantity = { voltage: 'current', current: 'voltage' } as const;
