import {
  addElectrometerFilters,
  addElectrometerSystem,
  addRange,
  addZero,
  electrometerNumber,
} from '../electrical/electrometer-commands.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onSwitch, property } from '../scpi/settings.ts';
import { over, picoampereRanges } from './picoammeter-model.ts';
import type { PicoammeterModel } from './picoammeter-model.ts';

/** Range, integration, filters and zero (sheet electrometer-keithley-6485-6487.md). */
export function addSenseCommands(instrument: ScpiInstrument, model: PicoammeterModel): void {
  const { input } = model;
  const path = '[SENSe[1]:]CURRent[:DC]';
  addRange(instrument, path, {
    ranges: picoampereRanges,
    over,
    settings: () => model.range,
    inForce: () => model.scale,
    limits: { min: -2.1e-2, max: 2.1e-2, default: 2.1e-4 },
    ends: { min: 2e-9, max: 2.1e-2 },
  });
  const cycles = (): { min: number; max: number; default: number } => ({
    min: 0.01,
    max: model.lineFrequency === 60 ? 6 : 5,
    default: model.lineFrequency === 60 ? 6 : 5,
  });
  onNumber(
    instrument,
    `${path}:NPLCycles`,
    cycles,
    property(() => input, 'nplc'),
    electrometerNumber,
  );
  addFilters(instrument, model);
  addZero(instrument, input, () => picoampereRanges);
  onSwitch(
    instrument,
    'SYSTem:AZERo[:STATe]',
    property(() => model, 'autoZero'),
  );
  addElectrometerSystem(instrument, model);
  const display = { shown: true };
  onSwitch(
    instrument,
    'DISPlay:ENABle',
    property(() => display, 'shown'),
  );
}

function addFilters(instrument: ScpiInstrument, model: PicoammeterModel): void {
  const average = (): PicoammeterModel['average'] => model.average;
  const path = '[SENSe[1]:]';
  addElectrometerFilters(instrument, path, { average, median: () => model.median, fewest: 2 });
  onSwitch(instrument, `${path}AVERage:ADVanced[:STATe]`, property(average, 'advanced'));
  const tolerances = { min: 0, max: 105, default: 0 };
  onNumber(
    instrument,
    `${path}AVERage:ADVanced:NTOLerance`,
    () => tolerances,
    property(average, 'tolerance'),
    String,
  );
  if (model.name === '6487')
    onSwitch(
      instrument,
      `${path}DAMPing`,
      property(() => model, 'damping'),
    );
}
