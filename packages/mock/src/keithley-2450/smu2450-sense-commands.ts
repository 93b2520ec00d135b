import { chooseRange, fittingRange } from '../electrical/ranges.ts';
import { HeaderPattern } from '../scpi/header-pattern.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { SenseSettings, Smu2450Function, Smu2450Model } from './smu2450-model.ts';
import { number2450 } from './smu2450-number.ts';

/** Functions with their nodes and what `FUNCtion?` calls them. */
export const senseFunctions: readonly { name: Smu2450Function; node: string; text: string }[] = [
  { name: 'voltage', node: 'VOLTage[:DC]', text: '"VOLT:DC"' },
  { name: 'current', node: 'CURRent[:DC]', text: '"CURR:DC"' },
  { name: 'resistance', node: 'RESistance', text: '"RES"' },
];

const ohmRanges = [20, 200, 2e3, 2e4, 2e5, 2e6, 2e7, 2e8];

/** The meter: its settings are kept for each function (sheet smu-keithley-2450.md, "SCPI: sense"). */
export function addSenseCommands(instrument: ScpiInstrument, model: Smu2450Model): void {
  instrument.on('[SENSe[1]:]FUNCtion[:ON]', ({ need }) => {
    const mnemonics = need(0).string().split(':');
    const found = senseFunctions.find(({ node }) => new HeaderPattern(node).match(mnemonics));
    if (found === undefined) throw new ScpiRefusal(-224);
    model.function = found.name;
  });
  instrument.on(
    '[SENSe[1]:]FUNCtion[:ON]?',
    () => senseFunctions.find(({ name }) => name === model.function)?.text,
  );
  const count = {
    get: () => model.count,
    set: (readings: number) => {
      model.count = Math.round(readings);
    },
  };
  onNumber(instrument, '[SENSe[1]:]COUNt', () => ({ min: 1, max: 300_000, default: 1 }), count, String);
  instrument.on('[SENSe[1]:]AZERo:ONCE', () => {}, 0);
  for (const { name, node } of senseFunctions) {
    const path = `[SENSe[1]:]${node}`;
    addSettings(instrument, path, () => model.sense[name]);
    if (name === 'resistance') addOhms(instrument, model, path);
    else addRange(instrument, model, { path, of: name });
  }
}

function addSettings(instrument: ScpiInstrument, path: string, settings: () => SenseSettings): void {
  const cycles = {
    get: () => settings().nplc,
    set: (nplc: number) => {
      settings().nplc = nplc;
    },
  };
  onNumber(instrument, `${path}:NPLCycles`, () => ({ min: 0.01, max: 10, default: 1 }), cycles, number2450);
  onSwitch(instrument, `${path}:RSENse`, {
    get: () => settings().fourWire,
    set: (on) => {
      settings().fourWire = on;
    },
  });
  onSwitch(instrument, `${path}:AZERo[:STATe]`, {
    get: () => settings().autoZero,
    set: (on) => {
      settings().autoZero = on;
    },
  });
  onSwitch(instrument, `${path}:AVERage[:STATe]`, {
    get: () => settings().average.on,
    set: (on) => {
      settings().average.on = on;
    },
  });
  const count = {
    get: () => settings().average.count,
    set: (readings: number) => {
      settings().average.count = Math.round(readings);
    },
  };
  onNumber(instrument, `${path}:AVERage:COUNt`, () => ({ min: 1, max: 100, default: 10 }), count, String);
  onWord(instrument, `${path}:AVERage:TCONtrol`, ['REPeat', 'MOVing'], {
    get: () => (settings().average.moving ? 'MOV' : 'REP'),
    set: (word) => {
      settings().average.moving = word === 'MOV';
    },
  });
}

function addRange(
  instrument: ScpiInstrument,
  { channel, traits }: Smu2450Model,
  { path, of }: { readonly path: string; readonly of: 'voltage' | 'current' },
): void {
  const limits = { min: traits.ranges[of][0] ?? 0, max: traits.ranges[of].at(-1) ?? 0 };
  instrument.on(`${path}:RANGe[:UPPer]`, ({ need }) => {
    const range = chooseRange(traits.ranges[of], need(0), channel.measureRange(of), traits);
    Object.assign(channel[of], { measureRange: range, measureAuto: false });
  });
  onNumberQuery(
    instrument,
    `${path}:RANGe[:UPPer]`,
    () => limits,
    () => channel.measureRange(of),
    number2450,
  );
  onSwitch(instrument, `${path}:RANGe:AUTO`, {
    get: () => channel[of].measureAuto,
    set: (on) => {
      Object.assign(channel[of], { measureRange: channel.measureRange(of), measureAuto: on });
    },
  });
  const lowest = {
    get: () => channel[of].lowestAuto,
    set: (range: number) => {
      channel[of].lowestAuto = range;
    },
  };
  onNumber(instrument, `${path}:RANGe:AUTO:LLIMit`, () => limits, lowest, number2450);
}

function addOhms(instrument: ScpiInstrument, model: Smu2450Model, path: string): void {
  const { traits } = model;
  const settings = (): SenseSettings => model.sense.resistance;
  const limits = { min: 20, max: 2e8, default: 2e8 };
  const range = {
    get: () => settings().ohms,
    set: (ohms: number) => {
      Object.assign(settings(), { ohms: fittingRange(ohmRanges, ohms, traits.over), ohmsAuto: false });
    },
  };
  onNumber(instrument, `${path}:RANGe[:UPPer]`, () => limits, range, number2450);
  onSwitch(instrument, `${path}:RANGe:AUTO`, {
    get: () => settings().ohmsAuto,
    set: (on) => {
      settings().ohmsAuto = on;
    },
  });
  onSwitch(instrument, `${path}:OCOMpensated`, {
    get: () => settings().offsetCompensated,
    set: (on) => {
      settings().offsetCompensated = on;
    },
  });
}
