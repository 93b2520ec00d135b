import { LineGaugeSimulator } from '../measuring/line-gauge.ts';
import type { GaugeSimulatorOptions } from '../measuring/line-gauge.ts';
import type { LineClient, LineConversation } from '../measuring/line-instrument.ts';
import type { GaugeModel, GaugeParameters } from '../physics/gauge-model.ts';

/** A dial indicator of 25 mm, in steps of 0.5 µm. */
const indicator: Partial<GaugeParameters> = {
  travel: { low: 0, high: 25 },
  decimals: { mm: 4, '[in_i]': 5 },
  inchStep: 0.00002,
  repeatability: 0.0002,
};

/** A Starrett or Chicago dial indicator on USB (sheet sylvac-tesa-mahr-gauges.md). The unit is in each line. */
export class StarrettSimulator extends LineGaugeSimulator {
  constructor(options: GaugeSimulatorOptions = {}) {
    super(
      {
        name: 'starrett',
        lineEnd: '\r\n',
        parameters: indicator,
        errorReply: 'NO ACCESS',
        open: conversation,
      },
      options,
    );
  }
}

function conversation(model: GaugeModel, client: LineClient): LineConversation {
  const measure = (): void => {
    // Unconfirmed: what a spindle beyond its travel shows.
    if (model.beyond) client.reply('OUT OF BOUNDS');
    else client.reply(value(model));
  };
  const actions: Readonly<Record<string, () => void>> = {
    R: measure,
    C: () => {
      model.setValue(0);
      client.reply('SUCCESS');
    },
    H: () => {
      model.held = !model.held;
      client.reply('SUCCESS');
    },
    '?P013': () => client.reply(model.unit === 'mm' ? '2' : '1'),
  };
  return {
    line: (text) => {
      const word = text.trim().toUpperCase();
      const [, units] = /^P013=(.*)$/.exec(word) ?? [];
      if (units !== undefined) client.reply(setUnits(model, units));
      else if (/^\??P\d+/.test(word) && actions[word] === undefined) client.reply('NOT FOUND');
      else actions[word]?.();
    },
    pressed: measure,
  };
}

function setUnits(model: GaugeModel, units: string): string {
  if (!/^[+-]?\d+$/.test(units)) return 'NON NUMERIC';
  if (units !== '1' && units !== '2') return 'OUT OF BOUNDS';
  model.unit = units === '2' ? 'mm' : '[in_i]';
  return 'SUCCESS';
}

/** Sign, space, number, comma, unit. */
function value(model: GaugeModel): string {
  const { text } = model;
  return `${text.startsWith('-') ? '-' : '+'} ${text.replace('-', '')}, ${model.unit === 'mm' ? 'MM' : 'IN'}`;
}
