import { insulationAt, parallel } from './devices/electrical-device.ts';
import type { ComplexNumber, DeviceConditions, ElectricalDevice } from './devices/electrical-device.ts';

/** How an instrument measures a resistance. */
export interface ResistanceMeasurement extends Omit<DeviceConditions, 'temperature'> {
  /** 2: leads and contacts are measured with the device; 4 (Kelvin): they are not. */
  readonly wires: 2 | 4;
}

/** How an instrument measures an impedance. */
export interface ImpedanceMeasurement {
  /** In Hz. */
  readonly frequency: number;
  /** Direct voltage across the device, in V; none by default. */
  readonly bias?: number;
  /** As with resistance; 4 by default, as at the four terminals of an LCR meter. */
  readonly wires?: 2 | 4;
}

/** What the terminals of a meter are connected to. */
export interface TerminalLoad {
  /** Resistance in Ω that is there to be measured, always finite: an open circuit leaves the insulation. */
  resistance(measurement: ResistanceMeasurement): number;
  /** Capacitance in F. */
  capacitance(measurement?: Omit<DeviceConditions, 'temperature'>): number;
}

/**
 * What any electrical instrument may be connected to: a simulated meter, source-measure unit, supply, LCR meter or
 * electrometer takes one and needs to know nothing of wafers, needles and ovens behind it. What an instrument itself
 * limits (compliance, ranges) is its own affair: an open circuit here has its insulation and no more.
 */
export interface DeviceUnderTest extends TerminalLoad {
  /** Puts `voltage` V across the terminals; gives the current that flows, in A. 4 wires regulate it at the device. */
  current(voltage: number, wires?: 2 | 4): number;
  /** Drives `current` A; gives the voltage that this takes in V, at the terminals, or with 4 wires at the device. */
  voltage(current: number, wires?: 2 | 4): number;
  /** Impedance in Ω. */
  impedance(measurement: ImpedanceMeasurement): ComplexNumber;
  /** Voltage in V at the output of a bridge with `supply` V across it; 0 of a device with no second pair of terminals. */
  output(supply: number): number;
}

/** Capacitance that stays after open correction, in F. Unconfirmed typical value (probe sheet 5). */
const strayCapacitance = 2e-15;

/** Resistance in Ω of each contact with its lead, `Infinity` where there is none. */
export type Contacts = readonly [forceHigh: number, senseHigh: number, senseLow: number, forceLow: number];

/** A device behind four contacts, two to drive it and two to sense: what is common to needles and sockets. */
export abstract class DeviceTerminals implements DeviceUnderTest {
  /** What is connected; undefined when there is nothing. */
  abstract readonly device: ElectricalDevice | undefined;
  /** Temperature of the device, in °C. */
  abstract readonly temperature: number;
  protected abstract readonly contacts: Contacts;

  /** Two wires see the force contacts in series with the device; four see the device, if the sense contacts conduct. */
  resistance({ wires, ...drive }: ResistanceMeasurement): number {
    const { device, temperature } = this;
    const own = device?.resistance({ ...drive, temperature }) ?? Number.POSITIVE_INFINITY;
    const [, senseHigh, senseLow] = this.contacts;
    const sensed = Number.isFinite(this.#series + senseHigh + senseLow) ? own : Number.POSITIVE_INFINITY;
    return parallel(wires === 2 ? own + this.#series : sensed, insulationAt(temperature));
  }

  capacitance(measurement: Omit<DeviceConditions, 'temperature'> = {}): number {
    const { device, temperature } = this;
    const connected = Number.isFinite(this.#series);
    const own = connected ? (device?.capacitance({ ...measurement, temperature }) ?? 0) : 0;
    return own + strayCapacitance;
  }

  current(voltage: number, wires: 2 | 4 = 2): number {
    this.#apply(voltage);
    return voltage / this.resistance({ wires, voltage });
  }

  voltage(current: number, wires: 2 | 4 = 2): number {
    const voltage = current * this.resistance({ wires, current });
    this.#apply(voltage);
    return voltage;
  }

  impedance({ frequency, bias = 0, wires = 4 }: ImpedanceMeasurement): ComplexNumber {
    const { device, temperature } = this;
    const connected = Number.isFinite(this.#series);
    this.#apply(bias);
    const omega = 2 * Math.PI * frequency;
    const own = connected ? device?.admittance?.(frequency, temperature) : undefined;
    const conductance = own?.real ?? 1 / this.resistance({ wires: 4, voltage: bias });
    const susceptance =
      own === undefined
        ? omega * this.capacitance({ voltage: bias })
        : own.imaginary + omega * strayCapacitance;
    const square = conductance ** 2 + susceptance ** 2;
    const series = wires === 2 && connected ? this.#series : 0;
    return { real: conductance / square + series, imaginary: -susceptance / square };
  }

  output(supply: number): number {
    if (!this.contacts.every((ohms) => Number.isFinite(ohms))) return 0;
    return this.device?.output?.(supply, this.temperature) ?? 0;
  }

  /** Only what touches it moves it. */
  #apply(voltage: number): void {
    if (Number.isFinite(this.#series)) this.device?.apply?.(voltage);
  }

  /** Both force contacts, in Ω. */
  get #series(): number {
    const [forceHigh, , , forceLow] = this.contacts;
    return forceHigh + forceLow;
  }
}
