import { convert } from '@fourwire/core';
import { LineGaugeSimulator, signed } from '../measuring/line-gauge.ts';
import type { GaugeSimulatorOptions } from '../measuring/line-gauge.ts';
import type { LineClient, LineConversation } from '../measuring/line-instrument.ts';
import type { GaugeMode, GaugeModel, GaugeParameters } from '../physics/gauge-model.ts';

/** A lever probe of ±5 mm on a TT80, in steps of 0.1 µm. */
const probe: Partial<GaugeParameters> = {
  travel: { low: -5, high: 5 },
  decimals: { mm: 4, '[in_i]': 6 },
  inchStep: 0.000005,
  repeatability: 0.00002,
};

/** What `MEM` chooses, by number. The middle of both is not simulated. */
const memories: readonly GaugeMode[] = ['normal', 'maximum', 'minimum', 'range'];

/** What a probe function is called by `FNC?`, by number. */
const functions = 9;

/**
 * A TESA TT80 display on a serial line (sheet sylvac-tesa-mahr-gauges.md; Hexagon TT80 manual, chapter 11). Lines end
 * with CR and LF. Unconfirmed: where the point is in the six digits, and the numbers of the errors.
 */
export class TesaTtSimulator extends LineGaugeSimulator {
  constructor(options: GaugeSimulatorOptions = {}) {
    super(
      { name: 'tesa-tt', lineEnd: '\r\n', parameters: probe, errorReply: 'ERR23', open: conversation },
      options,
    );
  }
}

function conversation(model: GaugeModel, client: LineClient): LineConversation {
  let probeFunction = 1;
  let range = 0;
  const measure = (): void => client.reply(value(model));
  const actions: Readonly<Record<string, () => void>> = {
    '?': measure,
    'ID?': () => client.reply('TE TT80'),
    'VER?': () => client.reply('V1.10'),
    'MES?': () => client.reply('EXT'),
    'FNC?': () => client.reply(String(probeFunction)),
    'RNG?': () => client.reply(String(range)),
    'MEM?': () => client.reply(String(memories.indexOf(model.mode))),
    'UNI?': () => client.reply(model.unit === 'mm' ? 'mm' : 'in'),
    MM: () => {
      model.unit = 'mm';
    },
    IN: () => {
      model.unit = '[in_i]';
    },
    PRZ: () => model.setValue(0),
    STO1: () => {
      model.held = true;
    },
    STO0: () => {
      model.held = false;
    },
    STM: () => model.clear(),
    TO0: () => {
      model.tolerance = undefined;
    },
    TO1: () => {
      model.tolerance ??= { low: 0, high: 0 };
    },
    'TOL?': () => {
      const { low, high } = model.tolerance ?? { low: 0, high: 0 };
      client.reply([low, high].map((limit) => numberText(model, convert(limit, 'mm', model.unit))).join(' '));
    },
    RST: () => model.restart(),
  };
  /** Commands with numbers; false for what is none. */
  const withNumbers = (text: string): boolean => {
    const [, name, ...numbers] = /^(FNC|RNG|MEM|PRE|TOL) ?([+-]?[\d.]+)(?: ([+-]?[\d.]+))?$/.exec(text) ?? [];
    const [first = Number.NaN, second = Number.NaN] = numbers.map(Number);
    switch (name) {
      case 'FNC':
        if (!(first < functions)) return false;
        probeFunction = first;
        return true;
      case 'RNG':
        range = first;
        return first <= 9;
      case 'MEM': {
        const memory = memories[first];
        model.mode = memory ?? model.mode;
        return memory !== undefined;
      }
      case 'PRE':
        model.setValue(convert(first, model.unit, 'mm'));
        return true;
      case 'TOL':
        if (!(first <= second)) return false;
        model.tolerance = { low: convert(first, model.unit, 'mm'), high: convert(second, model.unit, 'mm') };
        return true;
      default:
        return false;
    }
  };
  return {
    line: (text) => {
      const word = text.toUpperCase().trim();
      const action = actions[word];
      if (action !== undefined) action();
      else if (!withNumbers(word)) client.reply('ERR21');
    },
    pressed: measure,
  };
}

function value(model: GaugeModel): string {
  return model.beyond ? 'ERR10' : numberText(model, model.shown);
}

/** Six digits; in inch without one before the point. */
function numberText(model: GaugeModel, shown: number): string {
  const text = signed(shown.toFixed(model.decimals), 6 - model.decimals);
  return model.unit === 'mm' ? text : text.replace(/^([+-])0+\./, '$1.');
}
