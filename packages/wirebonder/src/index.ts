export { bondResults, controlStates, processingStates, wirebonder } from './classes/wirebonder.ts';
export type { Wirebonder } from './classes/wirebonder.ts';
export { drivers } from './drivers.ts';
export { openWirebonder } from './open.ts';
export { checkProfile } from './gem-wirebonder/check-profile.ts';
export { exampleProfile } from './gem-wirebonder/example-profile.ts';
export type { GemWirebonderOptions } from './gem-wirebonder/gem-wirebonder.ts';
export type { WirebonderProfile } from './gem-wirebonder/profile.ts';
