import { nr3 } from '../scpi/number-format.ts';
import type { Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { cyclesFor, rangeFor } from './choices.ts';
import { readAll } from './data-commands.ts';
import type { DmmFunction, FunctionSettings } from './dmm-functions.ts';
import type { DmmModel } from './dmm-model.ts';
import type { ReadingFormat } from './reply-format.ts';

/** `MEASure`, `CONFigure` and `CONFigure?` for every function (sheet, "Measure and configure"). */
export function addConfigureCommands(
  instrument: ScpiInstrument,
  model: DmmModel,
  format: ReadingFormat,
): void {
  for (const one of model.functions) {
    const most = { TEMP: 4, CONT: 0, DIOD: 0 }[one.name as string] ?? 2;
    instrument.on(`CONFigure:${one.node}`, ({ parameters }) => configure(model, one, parameters), most);
    instrument.on(
      `MEASure:${one.node}?`,
      async ({ parameters }) => {
        configure(model, one, parameters);
        return readAll(model, format);
      },
      most,
    );
  }
  instrument.on('CONFigure?', () => {
    const { function: one, transducer } = model;
    // Unconfirmed: what stands behind TEMP.
    if (one.name === 'TEMP') return `"TEMP ${transducer}"`;
    return `"${one.name} ${nr3(model.settings().range)},${nr3(model.resolution())}"`;
  });
}

/** Checks everything before it changes anything. */
function configure(model: DmmModel, one: DmmFunction, parameters: readonly Parameter[]): void {
  if (one.name === 'TEMP') {
    configureTemperature(model, one, parameters);
    return;
  }
  const [range, resolution] = parameters;
  // The range of these is an expected frequency or period, which chooses nothing.
  const fixedRange = one.timing === 'gate' ? undefined : explicitRange(one, range);
  const fine = explicitResolution(model, one, fixedRange, resolution);
  const settings = model.configure(one);
  if (fixedRange !== undefined) {
    settings.range = fixedRange;
    settings.autorange = false;
  }
  if (fine !== undefined) choosePowerLineCycles(settings, fine);
}

function explicitRange(one: DmmFunction, range: Parameter | undefined): number | undefined {
  return range === undefined || range.is('AUTO') || range.is('DEFault') ? undefined : rangeFor(one, range);
}

function explicitResolution(
  model: DmmModel,
  one: DmmFunction,
  range: number | undefined,
  resolution: Parameter | undefined,
): number | undefined {
  if (resolution === undefined || resolution.is('DEFault')) return undefined;
  // Unconfirmed: the meter cannot tell the integration time of a resolution while it chooses the range itself.
  if (range === undefined && one.timing === 'nplc') throw new ScpiRefusal(-221);
  return range === undefined || one.timing !== 'nplc' ? undefined : cyclesFor(model, range, resolution);
}

/** Below one power-line cycle `CONFigure` and `MEASure` turn autozero off. */
function choosePowerLineCycles(settings: FunctionSettings, cycles: number): void {
  settings.nplc = cycles;
  settings.autozero = cycles >= 1;
}

const transducers = ['FRTD', 'RTD', 'FTHermistor', 'THERmistor', 'TCouple', 'DEFault'];

function configureTemperature(model: DmmModel, one: DmmFunction, [transducer]: readonly Parameter[]): void {
  const word = transducer?.word(transducers) ?? 'DEF';
  // Thermocouples are measured by the 34465A and 34470A only; the code is unconfirmed.
  if (word === 'TC' && !model.traits.advanced) throw new ScpiRefusal(-224);
  model.configure(one);
  // Unconfirmed: what DEFault stands for.
  model.transducer = word === 'DEF' ? 'FRTD' : word;
}
