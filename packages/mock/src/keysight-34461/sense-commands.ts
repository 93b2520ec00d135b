import { HeaderPattern } from '../scpi/header-pattern.ts';
import { nr3 } from '../scpi/number-format.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { chooseCycles, cyclesFor, rangeFor, rangeLimits } from './choices.ts';
import type { DmmFunction } from './dmm-functions.ts';
import type { DmmModel } from './dmm-model.ts';

/** `FUNCtion` and what is set for each function (sheet, "Measure and configure"). */
export function addSenseCommands(instrument: ScpiInstrument, model: DmmModel): void {
  instrument.on('[SENSe:]FUNCtion[:ON]', ({ need }) => model.select(named(model, need(0).string())));
  instrument.on('[SENSe:]FUNCtion[:ON]?', () => `"${model.function.name}"`);
  for (const one of model.functions) {
    // Ratios share the settings of DC volts, under that header.
    if (one.name === 'VOLT:RAT') continue;
    const header = `[SENSe:]${one.node}`;
    if (one.ranges.length > 1) addRange(instrument, model, one, header);
    if (one.timing === 'nplc') addIntegration(instrument, model, one, header);
    if (one.timing === 'nplc' && model.traits.advanced) addAperture(instrument, model, one, header);
    if (one.timing === 'bandwidth') addBandwidth(instrument, model, one, header);
    if (one.timing === 'gate') addGate(instrument, model, one, header);
  }
  onSwitch(instrument, '[SENSe:]VOLTage[:DC]:IMPedance:AUTO', {
    get: () => model.highImpedance,
    set(on) {
      model.highImpedance = on;
      model.changed();
    },
  });
  onWord(instrument, 'UNIT:TEMPerature', ['C', 'F', 'K'], {
    get: () => model.temperatureUnit,
    set(unit) {
      model.temperatureUnit = unit === 'F' || unit === 'K' ? unit : 'C';
      model.changed();
    },
  });
  const transducers = [
    'RTD',
    'FRTD',
    'THERmistor',
    'FTHermistor',
    ...(model.traits.advanced ? ['TCouple'] : []),
  ];
  onWord(instrument, '[SENSe:]TEMPerature:TRANsducer:TYPE', transducers, {
    get: () => model.transducer,
    set(transducer) {
      model.transducer = transducer;
      model.changed();
    },
  });
}

/** The function that a string names, in any form. */
function named(model: DmmModel, text: string): DmmFunction {
  const found = model.functions.find(({ node }) => new HeaderPattern(node).match(text.split(':')));
  if (found === undefined) throw new ScpiRefusal(-224);
  return found;
}

function addRange(instrument: ScpiInstrument, model: DmmModel, one: DmmFunction, header: string): void {
  const range = `${header}${one.timing === 'gate' ? ':VOLTage' : ''}:RANGe`;
  instrument.on(`${range}[:UPPer]`, ({ need }) => {
    const chosen = rangeFor(one, need(0));
    Object.assign(model.settings(one), { range: chosen, autorange: false });
    model.changed();
  });
  onNumberQuery(
    instrument,
    `${range}[:UPPer]`,
    () => rangeLimits(one),
    () => model.settings(one).range,
  );
  instrument.on(`${range}:AUTO`, ({ need }) => {
    const once = need(0).is('ONCE');
    model.settings(one).autorange = !once && need(0).boolean();
    if (once && one === model.function) model.findRange();
    model.changed();
  });
  instrument.on(`${range}:AUTO?`, () => (model.settings(one).autorange ? '1' : '0'));
}

function addIntegration(instrument: ScpiInstrument, model: DmmModel, one: DmmFunction, header: string): void {
  const cycles = [...model.traits.resolutions.keys()];
  const limits = { min: Math.min(...cycles), max: Math.max(...cycles), default: 10 };
  const set = (nplc: number): void => {
    Object.assign(model.settings(one), { nplc, aperture: undefined });
    model.changed();
  };
  onNumber(instrument, `${header}:NPLCycles`, () => limits, {
    get: () => model.settings(one).nplc,
    set: (wanted) => set(chooseCycles(model, wanted)),
  });
  if (one.ranges.length > 0) {
    instrument.on(`${header}:RESolution`, ({ need }) =>
      set(cyclesFor(model, model.settings(one).range, need(0))),
    );
    instrument.on(
      `${header}:RESolution?`,
      ({ parameters: [which] }) => {
        if (which === undefined) return nr3(model.resolution(one));
        const nplc = cyclesFor(model, model.settings(one).range, which);
        return nr3((model.traits.resolutions.get(nplc) ?? 0) * model.settings(one).range);
      },
      1,
    );
  }
  instrument.on(`${header}:ZERO:AUTO`, ({ need }) => {
    // ONCE measures zero now and then goes without.
    model.settings(one).autozero = !need(0).is('ONCE') && need(0).boolean();
    model.changed();
  });
  instrument.on(`${header}:ZERO:AUTO?`, () => (model.settings(one).autozero ? '1' : '0'));
}

/** Aperture mode: the integration time in seconds, in steps of 2 µs. */
function addAperture(instrument: ScpiInstrument, model: DmmModel, one: DmmFunction, header: string): void {
  const limits = { min: 300e-6, max: model.lineFrequency === 50 ? 2 : 1.67 };
  const stepMicroseconds = 2;
  const set = (aperture: number | undefined): void => {
    model.settings(one).aperture = aperture;
    model.changed();
  };
  onNumber(instrument, `${header}:APERture`, () => limits, {
    get: () => model.aperture(one),
    set: (seconds) => set((Math.round((seconds * 1e6) / stepMicroseconds) * stepMicroseconds) / 1e6),
  });
  onSwitch(instrument, `${header}:APERture:ENABled`, {
    get: () => model.settings(one).aperture !== undefined,
    set: (on) => set(on ? Math.min(limits.max, Math.max(limits.min, model.aperture(one))) : undefined),
  });
}

function addBandwidth(instrument: ScpiInstrument, model: DmmModel, one: DmmFunction, header: string): void {
  const limits = { min: 3, max: 200, default: 20 };
  onNumber(instrument, `${header}:BANDwidth`, () => limits, {
    get: () => model.settings(one).bandwidth,
    set(lowest) {
      // The slowest filter that lets the signal's lowest frequency through.
      model.settings(one).bandwidth = [200, 20, 3].find((filter) => filter <= lowest) ?? 3;
      model.changed();
    },
  });
}

function addGate(instrument: ScpiInstrument, model: DmmModel, one: DmmFunction, header: string): void {
  const gates = model.traits.advanced ? [0.001, 0.01, 0.1, 1] : [0.01, 0.1, 1];
  const limits = { min: gates[0] ?? 0.01, max: 1, default: 0.1 };
  onNumber(instrument, `${header}:APERture`, () => limits, {
    get: () => model.settings(one).gate,
    set(wanted) {
      model.settings(one).gate = gates.find((gate) => gate >= wanted) ?? 1;
      model.changed();
    },
  });
}
