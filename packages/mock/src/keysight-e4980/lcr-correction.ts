import type { ComplexNumber } from '../physics/devices/electrical-device.ts';

/** What stands between the terminals and the device: stray capacitance in F, resistance in Ω. */
export interface Fixture {
  strayCapacitance: number;
  residualResistance: number;
}

/** The inverse of a complex number. */
function inverse({ real, imaginary }: ComplexNumber): ComplexNumber {
  const square = real ** 2 + imaginary ** 2;
  return { real: real / square, imaginary: -imaginary / square };
}

function add(one: ComplexNumber, other: ComplexNumber, sign = 1): ComplexNumber {
  return { real: one.real + sign * other.real, imaginary: one.imaginary + sign * other.imaginary };
}

/** Open and short correction: what was measured without a device is taken off what is measured with one. */
export class LcrCorrection {
  readonly fixture: Fixture = { strayCapacitance: 0, residualResistance: 0 };
  openOn = false;
  shortOn = false;
  loadOn = false;
  /** m of cable. */
  length = 0;
  #open = { conductance: 0, capacitance: 0 };
  #short = { resistance: 0, inductance: 0 };

  /** What the bridge sees of a device, before anything is corrected. */
  seen(device: ComplexNumber, omega: number): ComplexNumber {
    const { strayCapacitance, residualResistance } = this.fixture;
    const admittance = add(inverse(device), { real: 0, imaginary: omega * strayCapacitance });
    return add(inverse(admittance), { real: residualResistance, imaginary: 0 });
  }

  /** What it makes of that. */
  corrected(seen: ComplexNumber, omega: number): ComplexNumber {
    const { resistance, inductance } = this.#short;
    const { conductance, capacitance } = this.#open;
    const impedance = this.shortOn
      ? add(seen, { real: resistance, imaginary: omega * inductance }, -1)
      : seen;
    if (!this.openOn) return impedance;
    return inverse(add(inverse(impedance), { real: conductance, imaginary: omega * capacitance }, -1));
  }

  /** Keeps what is seen now as the open terminals, and corrects by it. */
  keepOpen(seen: ComplexNumber, omega: number): void {
    const { real, imaginary } = inverse(seen);
    this.#open = { conductance: real, capacitance: imaginary / omega };
    this.openOn = true;
  }

  keepShort({ real, imaginary }: ComplexNumber, omega: number): void {
    this.#short = { resistance: real, inductance: imaginary / omega };
    this.shortOn = true;
  }

  reset(): void {
    Object.assign(this, { openOn: false, shortOn: false, loadOn: false, length: 0 });
  }
}
