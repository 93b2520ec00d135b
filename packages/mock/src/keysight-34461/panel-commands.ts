import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onSwitch } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { DmmModel } from './dmm-model.ts';

/** The longest text on the display. */
const longestText = 40;

/** What the front panel shows. */
export interface DmmPanel {
  display: boolean;
  text: string;
  /** Whether errors beep. */
  beeps: boolean;
}

/** System, display and terminals (sheet, "System, display"). */
export function addPanelCommands(instrument: ScpiInstrument, model: DmmModel, panel: DmmPanel): void {
  const nothing = (): void => {};
  instrument.on('*OPT?', () => '0,0,0,0,0');
  // Unconfirmed: the answer of a meter without licences.
  instrument.on('SYSTem:LICense:CATalog?', () => '""');
  instrument.on('SYSTem:LFRequency?', () => `+${model.lineFrequency}`);
  instrument.on('SYSTem:PRESet', () => model.reset(), 0);
  instrument.on('SYSTem:BEEPer[:IMMediate]', nothing, 0);
  onSwitch(instrument, 'SYSTem:BEEPer:STATe', {
    get: () => panel.beeps,
    set(on) {
      panel.beeps = on;
    },
  });
  for (const command of ['LOCal', 'REMote', 'RWLock']) instrument.on(`SYSTem:${command}`, nothing, 0);
  instrument.on('ROUTe:TERMinals?', () => model.terminals);
  onSwitch(instrument, 'DISPlay[:STATe]', {
    get: () => panel.display,
    set(on) {
      panel.display = on;
    },
  });
  instrument.on('DISPlay:TEXT[:DATA]', ({ need }) => {
    const text = need(0).string();
    // Unconfirmed: the code for a text that is too long.
    if (text.length > longestText) throw new ScpiRefusal(-223);
    panel.text = text;
  });
  instrument.on('DISPlay:TEXT[:DATA]?', () => `"${panel.text.replaceAll('"', '""')}"`);
  instrument.on(
    'DISPlay:TEXT:CLEar',
    () => {
      panel.text = '';
    },
    0,
  );
}
