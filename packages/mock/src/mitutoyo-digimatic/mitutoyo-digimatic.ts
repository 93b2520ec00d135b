import { LineGaugeSimulator } from '../measuring/line-gauge.ts';
import type { GaugeSimulatorOptions } from '../measuring/line-gauge.ts';
import type { LineClient, LineConversation } from '../measuring/line-instrument.ts';
import type { GaugeModel } from '../physics/gauge-model.ts';

/** What a simulated gauge with Digimatic output may be told. */
export interface MitutoyoDigimaticSimulatorOptions extends GaugeSimulatorOptions {
  /** The channel of a multiplexer that it is connected to, 1 to 9; 1 unless given, as at a cable of its own. */
  readonly channel?: number;
}

/**
 * A Mitutoyo gauge on a cable or multiplexer that shows as a serial port (sheet mitutoyo-digimatic.md, 2b and 3). The
 * unit is not sent. Unconfirmed: the requests of multiplexers, and that a cable takes any single character.
 */
export class MitutoyoDigimaticSimulator extends LineGaugeSimulator {
  constructor(options: MitutoyoDigimaticSimulatorOptions = {}) {
    const channel = options.channel ?? 1;
    super(
      {
        name: 'mitutoyo-digimatic',
        lineEnd: '\r',
        battery: true,
        errorReply: `9${channel}9`,
        open: (model, client) => conversation(model, client, channel),
      },
      options,
    );
  }
}

function conversation(model: GaugeModel, client: LineClient, channel: number): LineConversation {
  const measure = (): void => client.reply(digimaticLine(model, channel));
  return {
    line: (text) => {
      const asked = text.trim();
      if (asked === 'V') client.reply('1USB-ITN-D simulated');
      else if (asked === 'A' || asked === String(channel)) measure();
      // Nothing is connected to the other channels.
      else if (/^[1-9]$/.test(asked)) client.reply(`9${asked}1`);
    },
    pressed: measure,
  };
}

/** Code, channel, item, sign, and eight characters of the number with its point. */
function digimaticLine(model: GaugeModel, channel: number): string {
  // A gauge that is off, whose battery is low or that has nothing to show does not answer, which the cable reports.
  if (model.batteryLow || model.beyond) return `9${channel}1`;
  const { text } = model;
  return `0${channel}A${text.startsWith('-') ? '-' : '+'}${text.replace('-', '').padStart(8, '0')}`;
}
