import type { ScopeChannel } from '../oscilloscope/scope-channel.ts';
import { edgeSetting, sourceSetting, typeSetting } from '../oscilloscope/scope-settings.ts';
import { nr1, nr3 } from '../scpi/number-format.ts';
import type { NumberRange } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, kept, mapped, onNumber, onSwitch, onWord } from '../scpi/settings.ts';
import type { Setting } from '../scpi/settings.ts';
import { divisions } from './infiniivision-scope.ts';
import type { InfiniiVisionScope } from './infiniivision-scope.ts';

const verticalDivisions = 8;

/** A setting that counts a number of divisions. */
const times = (setting: Setting<number>, count: number): Setting<number> =>
  mapped(
    setting,
    (value) => value * count,
    (value) => value / count,
  );

/** Inputs, time base, acquisition and trigger (sheet scope-keysight-infiniivision.md, "Setup"). */
export function addSetupCommands(instrument: ScpiInstrument, scope: InfiniiVisionScope): void {
  const { model } = scope;
  const { settings } = model;
  const changed = (): void => model.changed();
  for (const [index, one] of model.channels.entries())
    addChannel(instrument, `CHANnel${index + 1}`, one, changed);
  onWord(instrument, 'TIMebase:MODE', ['MAIN', 'WINDow', 'XY', 'ROLL'], kept('MAIN'));
  const timebase = field(settings, 'timebase', changed);
  const spans = (count: number) => (): NumberRange => ({ min: 2e-9 * count, max: 50 * count, unit: 'S' });
  onNumber(instrument, 'TIMebase:SCALe', spans(1), timebase);
  onNumber(instrument, 'TIMebase:RANGe', spans(divisions), times(timebase, divisions));
  onNumber(
    instrument,
    'TIMebase:POSition',
    () => ({ min: -500, max: 500, default: 0, unit: 'S' }),
    field(settings, 'position', changed),
  );
  const reference = mapped(
    field(scope, 'reference', changed),
    (word): string => word,
    (word) => (word === 'LEFT' || word === 'RIGH' ? word : 'CENT'),
  );
  onWord(instrument, 'TIMebase:REFerence', ['LEFT', 'CENTer', 'RIGHt'], reference);
  const type = typeSetting(model, {
    normal: 'NORM',
    average: 'AVER',
    peak: 'PEAK',
    'high-resolution': 'HRES',
  });
  onWord(instrument, 'ACQuire:TYPE', ['NORMal', 'AVERage', 'HRESolution', 'PEAK'], type);
  const averages = mapped(field(settings.quality, 'averages', changed), Number, Math.round);
  onNumber(instrument, 'ACQuire:COUNt', () => ({ min: 2, max: 65_536, default: 8 }), averages, nr1);
  // Segments are not simulated.
  onWord(instrument, 'ACQuire:MODE', ['RTIMe'], kept('RTIM'));
  onNumber(instrument, 'ACQuire:COMPlete', () => ({ min: 0, max: 100, default: 100 }), kept(100), nr1);
  instrument.on('ACQuire:POINts?', () => nr1(model.memory.points));
  instrument.on('ACQuire:SRATe?', () => nr3(1 / model.memory.interval));
  addTrigger(instrument, scope);
}

function addChannel(
  instrument: ScpiInstrument,
  node: string,
  { settings }: ScopeChannel,
  changed: () => void,
): void {
  const of = <K extends keyof typeof settings>(key: K): Setting<(typeof settings)[K]> =>
    field(settings, key, changed);
  onSwitch(instrument, `${node}:DISPlay`, of('enabled'));
  const scales = (count: number) => (): NumberRange => ({
    min: 1e-3 * settings.probe * count,
    max: 5 * settings.probe * count,
    unit: 'V',
  });
  onNumber(instrument, `${node}:SCALe`, scales(1), of('scale'));
  onNumber(instrument, `${node}:RANGe`, scales(verticalDivisions), times(of('scale'), verticalDivisions));
  const offsets = (): NumberRange => ({ min: -20 * settings.probe, max: 20 * settings.probe, unit: 'V' });
  onNumber(instrument, `${node}:OFFSet`, offsets, of('offset'));
  const coupling = mapped(
    of('coupling'),
    (word): string => word,
    (word) => (word === 'AC' ? 'AC' : 'DC'),
  );
  onWord(instrument, `${node}:COUPling`, ['AC', 'DC'], coupling);
  const impedance = mapped(
    of('impedance'),
    (ohms) => (ohms === 50 ? 'FIFT' : 'ONEM'),
    (word) => (word === 'FIFT' ? 50 : 1e6),
  );
  onWord(instrument, `${node}:IMPedance`, ['ONEMeg', 'FIFTy'], impedance);
  // Another ratio changes scale and offset with it: the picture stays.
  onNumber(instrument, `${node}:PROBe`, () => ({ min: 0.1, max: 10_000, default: 10 }), {
    get: () => settings.probe,
    set(probe) {
      const factor = probe / settings.probe;
      Object.assign(settings, { probe, scale: settings.scale * factor, offset: settings.offset * factor });
      changed();
    },
  });
  onSwitch(instrument, `${node}:BWLimit`, of('bandwidthLimit'));
  onSwitch(instrument, `${node}:INVert`, of('invert'));
  onWord(instrument, `${node}:UNITs`, ['VOLT', 'AMPere'], kept('VOLT'));
  const label = kept(node.slice(-1));
  instrument.on(`${node}:LABel`, ({ need }) => label.set(need(0).string()));
  instrument.on(`${node}:LABel?`, () => `"${label.get()}"`);
}

function addTrigger(instrument: ScpiInstrument, { model }: InfiniiVisionScope): void {
  const { trigger } = model.settings;
  const changed = (): void => model.changed();
  onWord(instrument, 'TRIGger:MODE', ['EDGE'], kept('EDGE'));
  const sweep = mapped(
    field(trigger, 'auto', changed),
    (auto) => (auto ? 'AUTO' : 'NORM'),
    (word) => word === 'AUTO',
  );
  onWord(instrument, 'TRIGger:SWEep', ['AUTO', 'NORMal'], sweep);
  const sources = [...model.channels.map((_, index) => `CHANnel${index + 1}`), 'EXTernal', 'LINE'];
  const source = sourceSetting(model, { channel: 'CHAN', external: 'EXT', line: 'LINE' });
  onWord(instrument, 'TRIGger[:EDGE]:SOURce', sources, source);
  const most = (): number => {
    const channel = typeof trigger.source === 'number' ? model.channels[trigger.source - 1] : undefined;
    const { scale, offset } = channel?.settings ?? { scale: 1, offset: 0 };
    return 6 * scale + Math.abs(offset);
  };
  onNumber(
    instrument,
    'TRIGger[:EDGE]:LEVel',
    () => ({ min: -most(), max: most(), unit: 'V' }),
    field(trigger, 'level', changed),
  );
  // Alternating edges are taken as either.
  const slope = edgeSetting(model, { rising: 'POS', falling: 'NEG', either: 'EITH' });
  onWord(instrument, 'TRIGger[:EDGE]:SLOPe', ['NEGative', 'POSitive', 'EITHer'], slope);
  onWord(
    instrument,
    'TRIGger[:EDGE]:COUPling',
    ['AC', 'DC', 'LFReject'],
    field(trigger, 'coupling', changed),
  );
  onNumber(
    instrument,
    'TRIGger:HOLDoff',
    () => ({ min: 40e-9, max: 10, default: 40e-9, unit: 'S' }),
    field(trigger, 'holdoff', changed),
  );
}
