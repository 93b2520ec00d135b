import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onWord } from '../scpi/settings.ts';
import type { Dp800Supply } from './dp800-model.ts';
import { onOff } from './channel-commands.ts';

/** Memories and front panel (sheet psu-rigol-dp800.md, "Commands"). */
export function addSystemCommands(instrument: ScpiInstrument, supply: Dp800Supply): void {
  const { bank } = supply;
  const memories = { min: 1, max: 10 };
  instrument.on('*SAV', ({ need }) => bank.save(need(0).integer(memories)));
  instrument.on('*RCL', ({ need }) => bank.recall(need(0).integer(memories)));
  // Unconfirmed: how many options the answer counts.
  instrument.on('*OPT?', () => '0,0,0,0');
  const nothing = (): void => {};
  for (const command of ['LOCal', 'REMote', 'RWLock']) instrument.on(`SYSTem:${command}`, nothing, 0);
  instrument.on('SYSTem:BEEPer:IMMediate', nothing, 0);
  const panel = { beeper: true, lock: false, brightness: 50, powerOn: 'DEF' };
  const onOffSetting = (header: string, get: () => boolean, set: (on: boolean) => void): void => {
    instrument.on(header, ({ need }) => set(need(0).boolean()));
    instrument.on(`${header}?`, () => onOff(get()));
  };
  onOffSetting(
    'SYSTem:BEEPer[:STATe]',
    () => panel.beeper,
    (on) => {
      panel.beeper = on;
    },
  );
  onOffSetting(
    'SYSTem:KLOCk[:STATe]',
    () => panel.lock,
    (on) => {
      panel.lock = on;
    },
  );
  onOffSetting(
    'SYSTem:OTP',
    () => supply.overTemperatureProtection,
    (on) => {
      supply.overTemperatureProtection = on;
    },
  );
  instrument.on('SYSTem:BRIGhtness', ({ need }) => {
    panel.brightness = need(0).integer({ min: 1, max: 100 });
  });
  instrument.on('SYSTem:BRIGhtness?', () => String(panel.brightness));
  onWord(instrument, 'SYSTem:POWEron', ['DEFault', 'LAST'], {
    get: () => panel.powerOn,
    set(word) {
      panel.powerOn = word;
    },
  });
  instrument.reset = () => supply.reset();
}
