import { convert } from '@fourwire/core';
import { LineGaugeSimulator, signed } from '../measuring/line-gauge.ts';
import type { GaugeSimulatorOptions } from '../measuring/line-gauge.ts';
import type { LineClient, LineConversation } from '../measuring/line-instrument.ts';
import type { GaugeMode, GaugeModel } from '../physics/gauge-model.ts';

/** What a simulated Sylvac gauge may be told. */
export interface SylvacSimulatorOptions extends GaugeSimulatorOptions {
  /** Whether commands come back before their answer, as on a half-duplex cable; they do not unless `true`. */
  readonly echo?: boolean;
}

/** Values of the continuous output come this far apart, in ms. */
const continuous = 125;

const modes: Readonly<Record<string, GaugeMode>> = {
  NOR: 'normal',
  MAX: 'maximum',
  MIN: 'minimum',
  DEL: 'range',
};

/** A Sylvac hand gauge on a serial line (sheet sylvac-tesa-mahr-gauges.md). */
export class SylvacSimulator extends LineGaugeSimulator {
  constructor(options: SylvacSimulatorOptions = {}) {
    super(
      {
        name: 'sylvac',
        lineEnd: '\r',
        battery: true,
        errorReply: 'ERR0',
        open: (model, client) => conversation(model, client, options.echo === true),
      },
      options,
    );
  }
}

function conversation(model: GaugeModel, client: LineClient, echo: boolean): LineConversation {
  const measure = (): void => client.reply(value(model));
  const actions: Readonly<Record<string, () => void>> = {
    '?': measure,
    PRI: measure,
    OUT1: () => client.repeat.start(continuous, measure),
    OUT0: () => client.repeat.stop(),
    MM: () => {
      model.unit = 'mm';
    },
    IN: () => {
      model.unit = '[in_i]';
    },
    'UNI?': () => client.reply(unitOf(model)),
    PRE: () => model.setValue(model.preset),
    'PRE?': () => client.reply(lengthText(model, model.preset)),
    // Unconfirmed: SET as zero.
    SET: () => model.setValue(0),
    'SET?': () => client.reply(`${unitOf(model)} RES2 REF1 KEY1 B${model.batteryLow ? 0 : 1}`),
    'BAT?': () => client.reply(`BAT${model.batteryLow ? 0 : 1}`),
    'MOD?': () => client.reply(modeOf(model)),
    CLE: () => model.clear(),
    STO1: () => {
      model.held = true;
    },
    STO0: () => {
      model.held = false;
    },
    'STO?': () => client.reply(model.held ? 'STO1' : 'STO0'),
    TOL0: () => {
      model.tolerance = undefined;
    },
    TOL1: () => {
      model.tolerance ??= { low: 0, high: 0 };
    },
    'TOL?': () => {
      const { low, high } = model.tolerance ?? { low: 0, high: 0 };
      client.reply(`${lengthText(model, low)} ${lengthText(model, high)}`);
    },
    'ID?': () => client.reply('SY210A'),
    'VER?': () => client.reply('V2.01'),
    KEY0: () => {},
    KEY1: () => {},
    UNI0: () => {},
    UNI1: () => {},
    RST: () => model.restart(),
  };
  return {
    line: (text) => {
      if (echo) client.reply(text);
      const words = text.toUpperCase().trim().split(/ +/);
      const joined = words.join('');
      const mode = modes[joined];
      if (mode !== undefined) model.mode = mode;
      else if (actions[joined] !== undefined) actions[joined]();
      else if (!withNumbers(model, joined, words)) client.reply('ERR1');
    },
    pressed: measure,
  };
}

/** `PRE <value>` stores a preset, `TOL <low> <high>` limits; false for anything else. */
function withNumbers(model: GaugeModel, joined: string, words: readonly string[]): boolean {
  const preset = /^PRE([+-]?\d+(?:\.\d*)?)$/.exec(joined);
  if (preset !== null) {
    model.preset = convert(Number(preset[1]), model.unit, 'mm');
    return true;
  }
  const [name, ...limits] = words;
  const [low = Number.NaN, high = Number.NaN] = limits.map((limit) =>
    convert(Number(limit), model.unit, 'mm'),
  );
  if (name !== 'TOL' || !(low <= high)) return false;
  model.tolerance = { low, high };
  return true;
}

function value(model: GaugeModel): string {
  if (model.beyond) return 'ERR3';
  const { judgement } = model;
  return `${signed(model.text, 3)}${judgement === undefined ? '' : { low: '<', good: '=', high: '>' }[judgement]}`;
}

function lengthText(model: GaugeModel, millimetres: number): string {
  return signed(model.round(convert(millimetres, 'mm', model.unit)).toFixed(model.decimals), 3);
}

function unitOf(model: GaugeModel): string {
  return model.unit === 'mm' ? 'MM' : 'IN';
}

function modeOf(model: GaugeModel): string {
  return Object.keys(modes).find((word) => modes[word] === model.mode) ?? 'NOR';
}
