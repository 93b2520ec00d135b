import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { NamedTraces, addNamedTraces } from './named-traces.ts';
import { complexData, formattedData, parameterOf, send } from './vna-commands.ts';
import type { Trace, VnaFormat } from './vna-commands.ts';
import { displayFormats } from './vna-display.ts';
import type { VnaModel } from './vna-model.ts';

/** Adds what a family has of its own; gives what `*RST` does to it. */
export type Dialect = (instrument: ScpiInstrument, model: VnaModel, format: VnaFormat) => () => void;

/** Keysight PNA and E5080: traces by name, or by measurement number (sheet vna-basic.md). */
export const pna: Dialect = (instrument, model, format) => {
  const traces = new NamedTraces(['CH1_S11_1', 'S11']);
  addNamedTraces(instrument, traces, ':EXTended');
  instrument.on(
    'CALCulate[1]:PARameter:DEFine:EXTended',
    ({ need }) => traces.define(need(0).string(), parameterOf(need(1).string())),
    2,
  );
  let mode = 'CONT';
  onWord(instrument, 'SENSe[1]:SWEep:MODE', ['HOLD', 'CONTinuous', 'GROups', 'SINGle'], {
    // A single sweep that is over leaves the analyser on hold.
    get: () => (mode === 'SING' && !model.sweeping ? 'HOLD' : mode),
    set: (word) => {
      mode = word;
      if (word === 'SING') model.sweep();
      else if (word === 'HOLD') model.abort();
    },
  });
  instrument.on(
    'CALCulate[1]:DATA?',
    ({ need }) => {
      const kind = need(0).word(['SDATA', 'FDATA']);
      return send(
        kind === 'SDATA' ? complexData(model, traces.selected) : formattedData(model, traces.selected, false),
        format,
      );
    },
    1,
  );
  instrument.on('CALCulate[1]:X[:VALues]?', () => send(model.last.frequencies, format));
  instrument.on('CALCulate[1]:MEASure#:DEFine', ({ need, numbers: [number = 1] }) => {
    const text = need(0).string();
    traces.define(`CH1_${text}_${number}`, parameterOf(text));
  });
  instrument.on('CALCulate[1]:MEASure#:DATA:SDATa?', ({ numbers: [number] }) =>
    send(complexData(model, traces.at(number)), format),
  );
  instrument.on('CALCulate[1]:MEASure#:X[:VALues]?', () => send(model.last.frequencies, format));
  instrument.on(
    'SYSTem:MEASure:CATalog?',
    ({ parameters: [which] }) => {
      which?.integer({ min: 1, max: 1 });
      return `"${Array.from({ length: traces.count }, (_, index) => index + 1).join(',')}"`;
    },
    1,
  );
  instrument.on('SYSTem:CHANnels:CATalog?', () => '"1"');
  return () => {
    mode = 'CONT';
    traces.reset();
  };
};

/** R&S ZNB and ZNL: traces by name. */
export const znx: Dialect = (instrument, model, format) => {
  const traces = new NamedTraces(['Trc1', 'S21']);
  addNamedTraces(instrument, traces, ':SDEFine');
  const trigger = { continuous: true };
  onSwitch(instrument, 'INITiate[1]:CONTinuous', field(trigger, 'continuous'));
  instrument.on(
    'INITiate[1][:IMMediate]',
    () => {
      if (trigger.continuous) throw new ScpiRefusal(-213);
      model.sweep();
    },
    0,
  );
  instrument.on(
    'CALCulate[1]:DATA?',
    ({ need }) => {
      const kind = need(0).word(['SDATa', 'FDATa']);
      return send(
        kind === 'SDAT' ? complexData(model, traces.selected) : formattedData(model, traces.selected, false),
        format,
      );
    },
    1,
  );
  instrument.on('CALCulate[1]:DATA:STIMulus?', () => send(model.last.frequencies, format));
  return () => {
    trigger.continuous = true;
    traces.reset();
  };
};

/** The most traces of an ENA. */
const mostTraces = 4;

/** Keysight E5061 and E5071, Copper Mountain: traces by number, and a trigger that is one for all. */
export const ena: Dialect = (instrument, model, format) => {
  const trace = (): Trace => ({ parameter: 'S11', format: 'MLOG' });
  const traces = Array.from({ length: mostTraces }, trace);
  const state = { count: 1, selected: 1, continuous: true, source: 'INT', averages: false };
  const at = (number = 1): Trace => {
    const found = number <= state.count ? traces[number - 1] : undefined;
    if (found === undefined) throw new ScpiRefusal(-114);
    return found;
  };
  instrument.on('CALCulate[1]:PARameter#:DEFine', ({ need, numbers: [number] }) => {
    at(number).parameter = parameterOf(need(0).text);
  });
  instrument.on('CALCulate[1]:PARameter#:DEFine?', ({ numbers: [number] }) => at(number).parameter);
  instrument.on(
    'CALCulate[1]:PARameter#:SELect',
    ({ numbers: [number = 1] }) => {
      at(number);
      state.selected = number;
    },
    0,
  );
  // Unconfirmed in the sheet, and needed for more than one trace.
  instrument.on('CALCulate[1]:PARameter:COUNt', ({ need }) => {
    state.count = need(0).integer({ min: 1, max: mostTraces });
    state.selected = Math.min(state.selected, state.count);
  });
  instrument.on('CALCulate[1]:PARameter:COUNt?', () => String(state.count));
  onWord(instrument, 'CALCulate[1]:FORMat', displayFormats, {
    get: () => at(state.selected).format,
    set: (word) => {
      at(state.selected).format = word;
    },
  });
  onWord(
    instrument,
    'TRIGger[:SEQuence]:SOURce',
    ['INTernal', 'EXTernal', 'MANual', 'BUS'],
    field(state, 'source'),
  );
  onSwitch(instrument, 'TRIGger[:SEQuence]:AVERage', field(state, 'averages'));
  onSwitch(instrument, 'INITiate[1]:CONTinuous', field(state, 'continuous'));
  instrument.on(
    'TRIGger[:SEQuence]:SINGle',
    () => {
      if (!state.continuous || state.source === 'INT') throw new ScpiRefusal(-211);
      const { averaging, averages } = model.settings;
      model.sweep(state.averages && averaging ? averages : 1);
    },
    0,
  );
  instrument.on('CALCulate[1]:DATA:SDATa?', () => send(complexData(model, at(state.selected)), format));
  instrument.on('CALCulate[1]:DATA:FDATa?', () =>
    send(formattedData(model, at(state.selected), true), format),
  );
  instrument.on('SENSe[1]:FREQuency:DATA?', () => send(model.last.frequencies, format));
  return () => {
    Object.assign(state, { count: 1, selected: 1, continuous: true, source: 'INT', averages: false });
    for (const one of traces) Object.assign(one, trace());
  };
};
