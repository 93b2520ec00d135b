import { nr1 } from '../scpi/number-format.ts';
import type { NumberRange } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, onNumber, onSwitch } from '../scpi/settings.ts';
import type { Setting } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { impedancePairs } from './impedance-pairs.ts';
import type { ImpedancePair } from './impedance-pairs.ts';
import type { LcrModel, LcrSettings } from './lcr-model.ts';

/** What a meter can do with the option for power and bias (001), and without. */
export interface LcrLimits {
  readonly voltage: number;
  readonly current: number;
  readonly biasVoltage: number;
  readonly biasCurrent: number;
}

const ranges = [0.1, 1, 10, 100, 300, 1e3, 3e3, 10e3, 30e3, 100e3];

/** Signal, function, range, aperture and bias (sheet lcr-keysight-e4980.md, "Measurement setup"). */
export function addSetupCommands(
  instrument: ScpiInstrument,
  model: LcrModel,
  limits: LcrLimits,
  changed: () => void,
): void {
  const { settings } = model;
  const of = <K extends keyof LcrSettings>(key: K): Setting<LcrSettings[K]> => field(settings, key, changed);
  onNumber(
    instrument,
    'FREQuency[:CW]',
    () => ({ min: 20, max: 2e6, default: 1000, unit: 'HZ' }),
    of('frequency'),
  );
  addLevel(instrument, settings, 'voltage', limits.voltage, changed);
  addLevel(instrument, settings, 'current', limits.current, changed);
  onSwitch(instrument, 'AMPLitude:ALC', of('levelControl'));
  instrument.on('FUNCtion:IMPedance[:TYPE]', ({ need }) => {
    const word = need(0).word(Object.keys(impedancePairs));
    settings.pair = word as ImpedancePair;
    changed();
  });
  instrument.on('FUNCtion:IMPedance[:TYPE]?', () => settings.pair);
  // A value between two ranges becomes the higher one.
  onNumber(
    instrument,
    'FUNCtion:IMPedance:RANGe[:VALue]',
    () => ({ min: ranges[0] ?? 0, max: 100e3, unit: 'OHM' }),
    {
      get: () => settings.range,
      set(ohms) {
        settings.range = ranges.find((range) => range >= ohms * (1 - 1e-9)) ?? 100e3;
        settings.autoRange = false;
        changed();
      },
    },
  );
  onSwitch(instrument, 'FUNCtion:IMPedance:RANGe:AUTO', of('autoRange'));
  instrument.on(
    'APERture',
    ({ need, parameters: [, averages] }) => {
      const aperture = need(0).word(['SHORt', 'MEDium', 'LONG']);
      const count = averages?.integer({ min: 1, max: 256 }) ?? settings.averages;
      settings.aperture = aperture === 'SHOR' || aperture === 'LONG' ? aperture : 'MED';
      settings.averages = count;
      changed();
    },
    2,
  );
  instrument.on('APERture?', () => `${settings.aperture},${nr1(settings.averages)}`);
  addBias(instrument, settings, limits, changed);
}

/** Setting the one level chooses it; the other cannot be asked for then. */
function addLevel(
  instrument: ScpiInstrument,
  settings: LcrSettings,
  mode: 'voltage' | 'current',
  max: number,
  changed: () => void,
): void {
  const range = (): NumberRange => ({
    min: 0,
    max,
    default: mode === 'voltage' ? 1 : 0.01,
    unit: mode === 'voltage' ? 'V' : 'A',
  });
  const level: Setting<number> = {
    get() {
      // Unconfirmed: the code of the error.
      if (settings.levelMode !== mode) throw new ScpiRefusal(-230);
      return settings[mode];
    },
    set(value) {
      settings[mode] = value;
      settings.levelMode = mode;
      changed();
    },
  };
  onNumber(instrument, mode === 'voltage' ? 'VOLTage[:LEVel]' : 'CURRent[:LEVel]', range, level);
}

function addBias(
  instrument: ScpiInstrument,
  settings: LcrSettings,
  limits: LcrLimits,
  changed: () => void,
): void {
  onSwitch(instrument, 'BIAS:STATe', field(settings, 'biasOn', changed));
  onSwitch(instrument, 'BIAS:RANGe:AUTO', field(settings, 'biasAutoRange', changed));
  const set = (mode: 'voltage' | 'current', value: number): void => {
    // Without the option there are three voltages.
    if (mode === 'voltage' && limits.biasVoltage <= 2 && ![0, 1.5, 2].includes(value))
      throw new ScpiRefusal(-222);
    settings[mode === 'voltage' ? 'biasVoltage' : 'biasCurrent'] = value;
    settings.biasMode = mode;
    changed();
  };
  onNumber(
    instrument,
    'BIAS:VOLTage[:LEVel]',
    () => ({
      min: limits.biasVoltage <= 2 ? 0 : -limits.biasVoltage,
      max: limits.biasVoltage,
      default: 0,
      unit: 'V',
    }),
    { get: () => settings.biasVoltage, set: (volts) => set('voltage', volts) },
  );
  if (limits.biasCurrent === 0) return;
  onNumber(
    instrument,
    'BIAS:CURRent[:LEVel]',
    () => ({ min: -limits.biasCurrent, max: limits.biasCurrent, default: 0, unit: 'A' }),
    { get: () => settings.biasCurrent, set: (amperes) => set('current', amperes) },
  );
}
