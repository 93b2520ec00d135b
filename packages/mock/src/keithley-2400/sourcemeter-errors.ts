import { ScpiRefusal } from '../scpi/status-model.ts';

/** Errors of the instrument's own (Series 2400 user's manual, table B-1); they set the execution error bit. */
const texts = {
  800: 'Illegal with storage active',
  801: 'Insufficient vector data',
  802: 'OUTPUT blocked by output enable',
  803: 'Not permitted with OUTPUT off',
  810: 'OUTPUT blocked by Over Temp',
  822: 'Too small for sense range',
  823: 'Invalid with source read-back on',
  824: 'Cannot exceed compliance range',
  825: 'Invalid with auto-ohms on',
  826: 'Attempt to exceed power limit',
  830: 'Invalid with INF ARM:COUNT',
} as const;

const executionError = 0x10;

/** A refusal with a code of the Series 2400. */
export function sourceMeterError(code: keyof typeof texts): ScpiRefusal {
  return new ScpiRefusal(code, texts[code], executionError);
}
