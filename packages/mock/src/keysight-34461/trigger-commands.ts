import { nr1, nr3 } from '../scpi/number-format.ts';
import type { NumberRange, Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { DmmModel, TriggerSettings } from './dmm-model.ts';

/** Trigger and sampling (sheet, "Trigger and sampling"), without level trigger and samples before it. */
export function addTriggerCommands(instrument: ScpiInstrument, model: DmmModel): void {
  const { traits, acquisition } = model;
  const change = (settings: Partial<TriggerSettings>): void => {
    Object.assign(model.trigger, settings);
    model.changed();
  };
  const counts = { min: 1, max: traits.mostReadings, default: 1 };
  onWord(instrument, 'TRIGger:SOURce', ['IMMediate', 'EXTernal', 'BUS'], {
    get: () => model.trigger.source,
    set: (word) => change({ source: word === 'EXT' || word === 'BUS' ? word : 'IMM' }),
  });
  onWord(instrument, 'TRIGger:SLOPe', ['POSitive', 'NEGative'], {
    get: () => model.trigger.slope,
    set: (word) => change({ slope: word === 'POS' ? 'POS' : 'NEG' }),
  });
  const triggers = (parameter: Parameter): number =>
    parameter.is('INFinity') ? Infinity : parameter.integer(counts);
  instrument.on('TRIGger:COUNt', ({ need }) => change({ count: triggers(need(0)) }));
  const countText = (count: number): string => (count === Infinity ? '9.9E37' : nr3(count));
  onNumberQuery(
    instrument,
    'TRIGger:COUNt',
    () => counts,
    () => model.trigger.count,
    countText,
  );
  onNumber(instrument, 'TRIGger:DELay', () => ({ min: 0, max: 3600, default: 0 }), {
    get: () => model.trigger.delay ?? 0,
    set: (delay) => change({ delay }),
  });
  onSwitch(instrument, 'TRIGger:DELay:AUTO', {
    get: () => model.trigger.delay === undefined,
    set: (on) => change({ delay: on ? undefined : (model.trigger.delay ?? 0) }),
  });
  const samples = {
    get: () => model.trigger.samples,
    set: (count: number) => change({ samples: Math.round(count) }),
  };
  onNumber(instrument, 'SAMPle:COUNt', () => counts, samples, nr1);
  if (traits.advanced) addTimer(instrument, model, change);
  instrument.on('INITiate[:IMMediate]', () => acquisition.start(), 0);
  instrument.on('ABORt', () => acquisition.abort(), 0);
  instrument.trigger = () => {
    if (!acquisition.fire('BUS')) throw new ScpiRefusal(-211);
  };
  instrument.idle = async () => acquisition.idle();
  instrument.reset = () => model.reset();
}

/** Samples paced by a timer, on the 34465A and 34470A; the others know no such header. */
function addTimer(
  instrument: ScpiInstrument,
  model: DmmModel,
  change: (settings: Partial<TriggerSettings>) => void,
): void {
  onWord(instrument, 'SAMPle:SOURce', ['IMMediate', 'TIMer'], {
    get: () => (model.trigger.timed ? 'TIM' : 'IMM'),
    set: (word) => change({ timed: word === 'TIM' }),
  });
  const limits = (): NumberRange => ({ min: Math.min(3600, model.readingTime), max: 3600, default: 1 });
  // MIN is a recommendation: shorter times are taken, and the samples come as fast as they can.
  instrument.on('SAMPle:TIMer', ({ need }) => {
    const given = need(0);
    change({ interval: given.number(given.is('MINimum') ? limits() : { ...limits(), min: 0 }) });
  });
  onNumberQuery(instrument, 'SAMPle:TIMer', limits, () => model.trigger.interval);
}
