import type { ScopeChannel } from '../oscilloscope/scope-channel.ts';
import type { NumberRange } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, kept, mapped, onNumber, onSwitch, onWord } from '../scpi/settings.ts';
import type { Setting } from '../scpi/settings.ts';
import { timebaseStep } from './ds1000z-scope.ts';
import type { Ds1000zScope } from './ds1000z-scope.ts';
import { scientific } from './number-format.ts';

/** Inputs and time base (sheet scope-rigol-ds1000z.md, "Run control and acquisition"). */
export function addSetupCommands(instrument: ScpiInstrument, { model }: Ds1000zScope): void {
  const changed = (): void => model.changed();
  for (const [index, channel] of model.channels.entries())
    addChannel(instrument, `CHANnel${index + 1}`, channel, changed);
  const { settings } = model;
  const times = { min: 5e-9, max: 50, default: 1e-6 };
  const timebase = mapped(field(settings, 'timebase', changed), (seconds) => seconds, timebaseStep);
  onNumber(instrument, 'TIMebase[:MAIN]:SCALe', () => times, timebase, scientific);
  // Unconfirmed: how far the trigger may be from mid-screen.
  const offsets = (): NumberRange => ({
    min: -6 * settings.timebase,
    max: Math.max(1, 100 * settings.timebase),
  });
  onNumber(instrument, 'TIMebase[:MAIN]:OFFSet', offsets, field(settings, 'position', changed), scientific);
  onWord(instrument, 'TIMebase:MODE', ['MAIN', 'XY', 'ROLL'], kept('MAIN'));
}

function addChannel(
  instrument: ScpiInstrument,
  node: string,
  { settings }: ScopeChannel,
  changed: () => void,
): void {
  const number = (name: string, range: () => NumberRange, setting: Setting<number>): void =>
    onNumber(instrument, `${node}:${name}`, range, setting, scientific);
  onSwitch(instrument, `${node}:DISPlay`, field(settings, 'enabled', changed));
  const scale = field(settings, 'scale', changed);
  const scales = (divisions: number) => (): NumberRange => ({
    min: 1e-3 * divisions * settings.probe,
    max: 10 * divisions * settings.probe,
  });
  number('SCALe', scales(1), scale);
  const range = mapped(
    scale,
    (volts) => 8 * volts,
    (volts) => volts / 8,
  );
  number('RANGe', scales(8), range);
  // Unconfirmed: how far the offset reaches.
  const offsets = (): NumberRange => {
    const most = (settings.scale / settings.probe >= 0.5 ? 100 : 2) * settings.probe;
    return { min: -most, max: most };
  };
  number('OFFSet', offsets, field(settings, 'offset', changed));
  const coupling = mapped(
    field(settings, 'coupling', changed),
    (word): string => word,
    (word) => (word === 'AC' || word === 'GND' ? word : 'DC'),
  );
  onWord(instrument, `${node}:COUPling`, ['AC', 'DC', 'GND'], coupling);
  // Another ratio changes scale and offset with it: the picture stays.
  number('PROBe', () => ({ min: 0.01, max: 1000, default: 10 }), {
    get: () => settings.probe,
    set(probe) {
      const factor = probe / settings.probe;
      Object.assign(settings, { probe, scale: settings.scale * factor, offset: settings.offset * factor });
      changed();
    },
  });
  const limit = mapped(
    field(settings, 'bandwidthLimit', changed),
    (on) => (on ? '20M' : 'OFF'),
    (word) => word === '20M',
  );
  onWord(instrument, `${node}:BWLimit`, ['20M', 'OFF'], limit);
  onSwitch(instrument, `${node}:INVert`, field(settings, 'invert', changed));
  onWord(instrument, `${node}:UNITs`, ['VOLTage', 'WATT', 'AMPere', 'UNKNown'], kept('VOLT'));
  onSwitch(instrument, `${node}:VERNier`, kept(false));
}
