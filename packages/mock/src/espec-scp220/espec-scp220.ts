import { EspecPanelSimulator } from '../espec-p300/espec-p300.ts';
import type { EspecSimulatorOptions } from '../espec-p300/espec-p300.ts';
import { p300 } from '../espec-p300/espec-variant.ts';
import type { EspecVariant } from '../espec-p300/espec-variant.ts';

const scp220: EspecVariant = {
  ...p300,
  name: 'espec-scp220',
  rom: 'SCP-220 V1.10',
  stored: 20,
  fixed: 10,
  detail: false,
  negativeDeviation: false,
  productFirst: true,
};

/** Unconfirmed: all of it but the development branch of the vendor's library (sheet espec-scp220.md, section 2). */
const es102: EspecVariant = {
  ...scp220,
  name: 'espec-es102',
  rom: 'ES102 V1.00',
  stored: 1,
  fixed: 0,
  steps: 9,
  prefix: 'PGM',
  full: false,
};

/** An ESPEC chamber with an SCP-220 panel (sheet espec-scp220.md, section 1). */
export class EspecScp220Simulator extends EspecPanelSimulator {
  constructor(options: EspecSimulatorOptions = {}) {
    super(scp220, options);
  }
}

/** An ESPEC chamber with the small ES-102 panel: one program, no clock, no time signals, no product control. */
export class EspecEs102Simulator extends EspecPanelSimulator {
  constructor(options: EspecSimulatorOptions = {}) {
    super(es102, options);
  }
}
