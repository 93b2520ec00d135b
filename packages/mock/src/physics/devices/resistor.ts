import type { DeviceConditions, ElectricalDevice } from './electrical-device.ts';

/** A resistor that nothing changes: a load at a supply's output, or a reference. */
export class Resistor implements ElectricalDevice {
  readonly defect = 'none';
  /** Ω. */
  ohms: number;

  constructor(ohms: number) {
    this.ohms = ohms;
  }

  resistance(_conditions: DeviceConditions): number {
    return this.ohms;
  }

  capacitance(): number {
    return 0;
  }
}
