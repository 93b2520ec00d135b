import { createOpener } from '@fourwire/transport';
import type { Opener } from '@fourwire/transport';
import { electrometer } from './classes/electrometer.ts';
import type { Electrometer } from './classes/electrometer.ts';
import { frequencyCounter } from './classes/frequency-counter.ts';
import type { FrequencyCounter } from './classes/frequency-counter.ts';
import { functionGenerator } from './classes/function-generator.ts';
import type { FunctionGenerator } from './classes/function-generator.ts';
import { lcrMeter } from './classes/lcr-meter.ts';
import type { LcrMeter } from './classes/lcr-meter.ts';
import { lockInAmplifier } from './classes/lock-in-amplifier.ts';
import type { LockInAmplifier } from './classes/lock-in-amplifier.ts';
import { multimeter } from './classes/multimeter.ts';
import type { Multimeter } from './classes/multimeter.ts';
import { networkAnalyser } from './classes/network-analyser.ts';
import type { NetworkAnalyser } from './classes/network-analyser.ts';
import { oscilloscope } from './classes/oscilloscope.ts';
import type { Oscilloscope } from './classes/oscilloscope.ts';
import { powerSupply } from './classes/power-supply.ts';
import type { PowerSupply } from './classes/power-supply.ts';
import { sourceMeasureUnit } from './classes/source-measure-unit.ts';
import type { SourceMeasureUnit } from './classes/source-measure-unit.ts';
import { switchMatrix } from './classes/switch-matrix.ts';
import type { SwitchMatrix } from './classes/switch-matrix.ts';
import { drivers } from './drivers.ts';

/** Opens an electrometer or picoammeter; as {@link openMultimeter}. */
export const openElectrometer: Opener<Electrometer> = createOpener(electrometer, drivers);

/** Opens a frequency counter; as {@link openMultimeter}. */
export const openFrequencyCounter: Opener<FrequencyCounter> = createOpener(frequencyCounter, drivers);

/** Opens a function generator; as {@link openMultimeter}. */
export const openFunctionGenerator: Opener<FunctionGenerator> = createOpener(functionGenerator, drivers);

/** Opens an LCR meter; as {@link openMultimeter}. */
export const openLcrMeter: Opener<LcrMeter> = createOpener(lcrMeter, drivers);

/** Opens a lock-in amplifier; as {@link openMultimeter}. */
export const openLockInAmplifier: Opener<LockInAmplifier> = createOpener(lockInAmplifier, drivers);

/**
 * Opens a multimeter: `await using meter = await openMultimeter('TCPIP::192.168.1.20::5025::SOCKET', { driver: 'keysight-34460' })`.
 *
 * @throws FourwireError of kind `range` for an address or driver that does not exist, of kind `link` when the meter
 * cannot be reached, of kind `device` when another model answers
 */
export const openMultimeter: Opener<Multimeter> = createOpener(multimeter, drivers);

/** Opens a vector network analyser; as {@link openMultimeter}. */
export const openNetworkAnalyser: Opener<NetworkAnalyser> = createOpener(networkAnalyser, drivers);

/** Opens an oscilloscope; as {@link openMultimeter}. */
export const openOscilloscope: Opener<Oscilloscope> = createOpener(oscilloscope, drivers);

/** Opens a power supply; as {@link openMultimeter}. */
export const openPowerSupply: Opener<PowerSupply> = createOpener(powerSupply, drivers);

/** Opens a source-measure unit; as {@link openMultimeter}. */
export const openSourceMeasureUnit: Opener<SourceMeasureUnit> = createOpener(sourceMeasureUnit, drivers);

/** Opens a switch matrix; as {@link openMultimeter}. */
export const openSwitchMatrix: Opener<SwitchMatrix> = createOpener(switchMatrix, drivers);
