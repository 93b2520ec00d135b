import { FourwireError, nearNames } from '@fourwire/core';
import type { Device, DriverEntry } from '@fourwire/core';
import {
  openBalance,
  openDisplacementSensor,
  openFocusDrive,
  openLengthGauge,
  drivers as metrologyDrivers,
} from '@fourwire/metrology';
import { openProbeStation, openStage, drivers as probeStationDrivers } from '@fourwire/probe-station';
import {
  openMultimeter,
  openPowerSupply,
  openSourceMeasureUnit,
  openLcrMeter,
  openOscilloscope,
  openFunctionGenerator,
  openElectrometer,
  openFrequencyCounter,
  openLockInAmplifier,
  openSwitchMatrix,
  openNetworkAnalyser,
  drivers as scpiDrivers,
} from '@fourwire/scpi';
import {
  drivers as thermalChamberDrivers,
  openThermalChamber,
  openThermalChuck,
  openThermalShockChamber,
  openThermalStream,
} from '@fourwire/thermal-chamber';
import type { Opener } from '@fourwire/transport';
import { openBondTester, openWirebonder, drivers as wirebonderDrivers } from '@fourwire/wirebonder';

/** All drivers of the workspace: what a bench file may name. */
export const allDrivers: readonly DriverEntry[] = [
  ...thermalChamberDrivers,
  ...probeStationDrivers,
  ...scpiDrivers,
  ...metrologyDrivers,
  ...wirebonderDrivers,
];

const openers: Readonly<Record<string, Opener<Device>>> = {
  'thermal-chamber': openThermalChamber,
  'thermal-shock-chamber': openThermalShockChamber,
  'thermal-stream': openThermalStream,
  'thermal-chuck': openThermalChuck,
  'probe-station': openProbeStation,
  stage: openStage,
  multimeter: openMultimeter,
  'power-supply': openPowerSupply,
  'source-measure-unit': openSourceMeasureUnit,
  'lcr-meter': openLcrMeter,
  oscilloscope: openOscilloscope,
  'function-generator': openFunctionGenerator,
  electrometer: openElectrometer,
  'frequency-counter': openFrequencyCounter,
  'lock-in-amplifier': openLockInAmplifier,
  'switch-matrix': openSwitchMatrix,
  'network-analyser': openNetworkAnalyser,
  'length-gauge': openLengthGauge,
  'displacement-sensor': openDisplacementSensor,
  balance: openBalance,
  'focus-drive': openFocusDrive,
  wirebonder: openWirebonder,
  'bond-tester': openBondTester,
};

/**
 * A driver of the workspace by its name.
 *
 * @throws FourwireError of kind `range`, code `driver-unknown`, with those that may be meant
 */
export function driverEntry(name: string): DriverEntry {
  const entry = allDrivers.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  const near = nearNames(
    name,
    allDrivers.map((known) => known.name),
  );
  const instead =
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'fourwire drivers lists those there are.';
  throw new FourwireError('range', 'driver-unknown', `There is no driver "${name}"; ${instead}`);
}

/**
 * The function that opens devices with a driver.
 *
 * @throws FourwireError of kind `range`, code `driver-unknown`
 */
export function openerOf(driver: string): Opener<Device> {
  const entry = driverEntry(driver);
  const opener = openers[entry.class];
  if (opener !== undefined) return opener;
  throw new FourwireError('internal', 'driver-unknown', `Nothing opens a ${entry.class}.`);
}
