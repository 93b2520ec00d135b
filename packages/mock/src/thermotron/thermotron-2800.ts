import { numberOf } from './thermotron-program.ts';
import type { ThermotronModel } from './thermotron-model.ts';

/**
 * Carries out one line of the 2800 (sheet section 4); gives the answer of a query. Unconfirmed: all of it but the
 * mnemonics, and that nothing is answered to what it does not understand.
 */
export function thermotron2800Command(model: ThermotronModel, line: string): string | undefined {
  model.advance();
  const { controller } = model;
  const [mnemonic = '', parameter = ''] = line.trim().split(/\s+/);
  switch (mnemonic) {
    case 'LTS': {
      const value = numberOf(parameter);
      if (value >= controller.range.low && value <= controller.range.high) controller.setpoint = value;
      return undefined;
    }
    case 'RM':
      model.runManual();
      return undefined;
    case 'S':
      model.stop();
      return undefined;
    case 'DTS':
      return controller.setpoint.toFixed(1);
    case 'DTV':
      return controller.chamber.reading.toFixed(1);
    default:
      // LKS locks the keyboard, which nothing on the wire shows.
      return undefined;
  }
}
