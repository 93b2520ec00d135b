import type { ScopePhase } from '../oscilloscope/scope-model.ts';
import type { NumberRange } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, kept, mapped, onNumber, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { Ds1000zScope } from './ds1000z-scope.ts';
import { scientific } from './number-format.ts';

const phases: Readonly<Record<ScopePhase, string>> = {
  stopped: 'STOP',
  filling: 'RUN',
  waiting: 'WAIT',
  triggered: 'TD',
  untriggered: 'AUTO',
};

/** Run control, trigger and acquisition (sheet scope-rigol-ds1000z.md, "Run control and acquisition"). */
export function addAcquisitionCommands(instrument: ScpiInstrument, scope: Ds1000zScope): void {
  const { model } = scope;
  instrument.on('RUN', () => scope.run(), 0);
  instrument.on('STOP', () => model.stop(), 0);
  instrument.on('SINGle', () => scope.setSweep('SING'), 0);
  instrument.on('TFORce', () => model.force(), 0);
  instrument.on('CLEar', () => model.forget(), 0);
  instrument.on('AUToscale', () => scope.autoscale(), 0);
  instrument.on('TRIGger:STATus?', () => phases[model.phase]);
  addTrigger(instrument, scope);
  addAcquire(instrument, scope);
}

const modes = 'EDGE PULSe RUNT WIND NEDG SLOPe VIDeo PATTern DELay TIMeout DURation SHOLd RS232 IIC SPI';

/** Of all its modes the edge is the one that is simulated; the others are kept as a word and trigger as it does. */
function addTrigger(instrument: ScpiInstrument, scope: Ds1000zScope): void {
  const { model } = scope;
  const { trigger } = model.settings;
  const changed = (): void => model.changed();
  onWord(instrument, 'TRIGger:SWEep', ['AUTO', 'NORMal', 'SINGle'], {
    get: () => scope.sweep,
    set: (word) => scope.setSweep(word === 'NORM' || word === 'SING' ? word : 'AUTO'),
  });
  onWord(instrument, 'TRIGger:MODE', modes.split(' '), kept('EDGE'));
  const source = mapped(
    field(trigger, 'source', changed),
    (input) => (typeof input === 'number' ? `CHAN${input}` : 'AC'),
    (word) => (word === 'AC' ? 'line' : Number(word.slice(-1))),
  );
  const sources = ['CHANnel1', 'CHANnel2', 'CHANnel3', 'CHANnel4', 'AC'];
  onWord(instrument, 'TRIGger:EDGe:SOURce', sources, source);
  const slope = mapped(
    field(trigger, 'edge', changed),
    (edge): string => ({ rising: 'POS', falling: 'NEG', either: 'RFAL' })[edge],
    (word) => (word === 'RFAL' ? 'either' : word === 'NEG' ? 'falling' : 'rising'),
  );
  onWord(instrument, 'TRIGger:EDGe:SLOPe', ['POSitive', 'NEGative', 'RFALl'], slope);
  const levels = (): NumberRange => {
    const channel = typeof trigger.source === 'number' ? model.channels[trigger.source - 1] : undefined;
    const { scale, offset } = channel?.settings ?? { scale: 1, offset: 0 };
    return { min: -5 * scale - offset, max: 5 * scale - offset };
  };
  onNumber(instrument, 'TRIGger:EDGe:LEVel', levels, field(trigger, 'level', changed), scientific);
  const holdoffs = { min: 16e-9, max: 10, default: 16e-9 };
  onNumber(instrument, 'TRIGger:HOLDoff', () => holdoffs, field(trigger, 'holdoff', changed), scientific);
  const couplings = ['AC', 'DC', 'LFReject', 'HFReject'];
  onWord(instrument, 'TRIGger:COUPling', couplings, field(trigger, 'coupling', changed));
  onSwitch(instrument, 'TRIGger:NREJect', kept(false));
}

const types = { NORM: 'normal', AVER: 'average', PEAK: 'peak', HRES: 'high-resolution' } as const;

function addAcquire(instrument: ScpiInstrument, scope: Ds1000zScope): void {
  const { model } = scope;
  const { quality } = model.settings;
  const type = mapped(
    field(quality, 'type', () => model.changed()),
    (kind): string => ({ normal: 'NORM', average: 'AVER', peak: 'PEAK', 'high-resolution': 'HRES' })[kind],
    (word) => (word === 'AVER' || word === 'PEAK' || word === 'HRES' ? types[word] : 'normal'),
  );
  onWord(instrument, 'ACQuire:TYPE', ['NORMal', 'AVERages', 'PEAK', 'HRESolution'], type);
  instrument.on('ACQuire:AVERages', ({ need }) => {
    const wanted = need(0).integer({ min: 2, max: 1024, default: 2 });
    // Unconfirmed: a number that is no power of two becomes the next lower one.
    quality.averages = 2 ** Math.floor(Math.log2(wanted));
    model.changed();
  });
  instrument.on('ACQuire:AVERages?', () => String(quality.averages));
  instrument.on('ACQuire:MDEPth', ({ need }) => {
    const given = need(0);
    const depth = given.is('AUTO') ? 'AUTO' : given.integer();
    if (depth !== 'AUTO' && !scope.depths.includes(depth)) throw new ScpiRefusal(-224);
    // Unconfirmed: the code with which a scope that stands refuses it.
    if (model.acquiring === 'stopped') throw new ScpiRefusal(-221);
    scope.depth = depth;
    model.changed();
  });
  instrument.on('ACQuire:MDEPth?', () => String(scope.depth));
  instrument.on('ACQuire:SRATe?', () => scientific(1 / model.memory.interval));
}
