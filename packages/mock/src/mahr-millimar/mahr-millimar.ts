import { LineGaugeSimulator, signed } from '../measuring/line-gauge.ts';
import type { GaugeSimulatorOptions } from '../measuring/line-gauge.ts';
import type { LineClient, LineConversation } from '../measuring/line-instrument.ts';
import type { GaugeModel, GaugeParameters } from '../physics/gauge-model.ts';

/** An inductive probe of ±2 mm, in steps of 1 µm. */
const probe: Partial<GaugeParameters> = {
  travel: { low: -2, high: 2 },
  decimals: { mm: 3, '[in_i]': 5 },
  repeatability: 0.0001,
};

/**
 * A Mahr Millimar C1202 on a serial line (sheet sylvac-tesa-mahr-gauges.md; C1202 manual, 7.2). The first of its three
 * features is active.
 */
export class MahrMillimarSimulator extends LineGaugeSimulator {
  constructor(options: GaugeSimulatorOptions = {}) {
    super(
      { name: 'mahr-millimar', lineEnd: '\r', parameters: probe, errorReply: 'ERR1', open: conversation },
      options,
    );
  }
}

function conversation(model: GaugeModel, client: LineClient): LineConversation {
  const feature = (number: number): string => {
    // Unconfirmed: what a probe beyond its travel shows.
    if (number !== 1 || model.beyond) return `${number} ERR6`;
    const { judgement } = model;
    const mark = judgement === undefined ? '' : ` ${{ low: '<', good: '=', high: '>' }[judgement]}`;
    return `1 ${signed(model.text, 2)} ${model.unit === 'mm' ? 'mm' : 'inch'}${mark}`;
  };
  return {
    line: (text) => {
      const asked = text.trim();
      const one = /^M([123])\?$/.exec(asked);
      if (one !== null) client.reply(feature(Number(one[1])));
      else if (asked === '?') client.reply([1, 2, 3].map(feature).join(';'));
      else if (asked === 'ID?') client.reply('1 T 5312020 1 S 21060123 2 T 5331135 2 S 21060124');
      else if (asked === 'DES?') client.reply('1 C1202 MAHR');
      // Unconfirmed: the number of the error.
      else client.reply('ERR1');
    },
    pressed: () => client.reply([1, 2, 3].map(feature).join(';')),
  };
}
