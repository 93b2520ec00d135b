import { edgeSetting, sourceSetting, typeSetting } from '../oscilloscope/scope-settings.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, kept, mapped } from '../scpi/settings.ts';
import { real } from './headed-answers.ts';
import type { HeadedCommands } from './headed-answers.ts';
import { recordLengths } from './tektronix-scope.ts';
import type { TektronixScope } from './tektronix-scope.ts';

const whole = (value: number): string => String(Math.round(value));

/** Inputs, horizontal axis, trigger and acquisition (sheet scope-tektronix.md, "Acquisition and trigger"). */
export function addSetupCommands(
  instrument: ScpiInstrument,
  scope: TektronixScope,
  headed: HeadedCommands,
): void {
  const { model } = scope;
  const { settings } = model;
  const changed = (): void => model.changed();
  for (const number of model.channels.keys()) addChannel(instrument, scope, headed, number + 1, changed);
  headed.number('HORizontal:SCAle', () => ({ min: 1e-9, max: 100 }), field(settings, 'timebase', changed));
  headed.number(
    'HORizontal:POSition',
    () => ({ min: 0, max: 100 }),
    field(scope, 'triggerPosition', changed),
  );
  const length = mapped(
    field(scope, 'recordLength', changed),
    Number,
    (points) =>
      // Unconfirmed: a length between two becomes the longer one.
      recordLengths.find((one) => one >= points) ?? Math.max(...recordLengths),
  );
  headed.number(
    'HORizontal:RECOrdlength',
    () => ({ min: 1, max: Math.max(...recordLengths) }),
    length,
    whole,
  );
  headed.query('HORizontal:SAMPLERate', () => real(1 / model.memory.interval));
  addTrigger(instrument, scope, headed, changed);
  const type = typeSetting(model, { normal: 'SAM', peak: 'PEAK', 'high-resolution': 'HIR', average: 'AVE' });
  headed.word('ACQuire:MODe', ['SAMple', 'PEAKdetect', 'HIRes', 'AVErage'], type);
  const averages = mapped(field(settings.quality, 'averages', changed), Number, Math.round);
  headed.number('ACQuire:NUMAVg', () => ({ min: 2, max: 512 }), averages, whole);
  const after = mapped(
    field(scope, 'sequence', changed),
    (sequence) => (sequence ? 'SEQ' : 'RUNST'),
    (word) => word === 'SEQ',
  );
  headed.word('ACQuire:STOPAfter', ['RUNSTop', 'SEQuence'], after);
  const running = { get: () => model.acquiring !== 'stopped', set: (on: boolean) => scope.acquire(on) };
  headed.toggle('ACQuire:STATE', running, { RUN: true, STOP: false });
  headed.query('ACQuire:NUMACq', () => String(model.record?.number ?? 0));
}

function addChannel(
  instrument: ScpiInstrument,
  scope: TektronixScope,
  headed: HeadedCommands,
  number: number,
  changed: () => void,
): void {
  const settings = scope.model.channels[number - 1]?.settings;
  if (settings === undefined) return;
  const node = `CH${number}`;
  headed.toggle(`SELect:${node}`, field(settings, 'enabled', changed));
  const factor = (): number => settings.probe;
  headed.number(
    `${node}:SCAle`,
    () => ({ min: 1e-3 * factor(), max: 10 * factor() }),
    field(settings, 'scale', changed),
  );
  headed.number(
    `${node}:OFFSet`,
    () => ({ min: -50 * factor(), max: 50 * factor() }),
    field(settings, 'offset', changed),
  );
  headed.number(`${node}:POSition`, () => ({ min: -8, max: 8 }), field(scope.positions, number - 1, changed));
  const coupling = mapped(
    field(settings, 'coupling', changed),
    (word): string => word,
    (word) => (word === 'AC' ? 'AC' : 'DC'),
  );
  headed.word(`${node}:COUPling`, ['AC', 'DC'], coupling);
  headed.number(
    `${node}:TERmination`,
    () => ({ min: 50, max: 1e6 }),
    mapped(field(settings, 'impedance', changed), Number, (ohms) => (ohms < 1000 ? 50 : 1e6)),
  );
  // FULl, or a frequency.
  const limited = mapped<boolean, number>(
    field(settings, 'bandwidthLimit', changed),
    (on) => (on ? 20e6 : 500e6),
    (hertz) => hertz <= 100e6,
  );
  headed.query(`${node}:BANdwidth`, () => real(limited.get()));
  instrument.on(`${node}:BANdwidth`, ({ need }) => {
    const given = need(0);
    limited.set(
      given.is('FULl') ? 500e6 : given.is('TWEnty') ? 20e6 : given.number({ min: 1e6, max: 500e6 }),
    );
  });
  // A gain of 0.1 is a probe of 10:1.
  headed.number(`${node}:PRObe:GAIN`, () => ({ min: 1e-3, max: 100 }), {
    get: () => 1 / settings.probe,
    set(gain) {
      const by = 1 / gain / settings.probe;
      Object.assign(settings, { probe: 1 / gain, scale: settings.scale * by, offset: settings.offset * by });
      changed();
    },
  });
}

function addTrigger(
  instrument: ScpiInstrument,
  scope: TektronixScope,
  headed: HeadedCommands,
  changed: () => void,
): void {
  const { model } = scope;
  const { trigger } = model.settings;
  const states = {
    stopped: 'SAV',
    filling: 'ARM',
    waiting: 'REA',
    triggered: 'TRIG',
    untriggered: 'AUTO',
  } as const;
  const long = { SAV: 'SAVE', ARM: 'ARMED', REA: 'READY', TRIG: 'TRIGGER', AUTO: 'AUTO' } as const;
  headed.query('TRIGger:STATE', () => long[states[model.phase]]);
  instrument.on('TRIGger', ({ parameters: [force] }) => {
    force?.word(['FORCe']);
    model.force();
  });
  headed.word('TRIGger:A:TYPe', ['EDGe'], kept('EDG'));
  const mode = mapped(
    field(trigger, 'auto', changed),
    (auto) => (auto ? 'AUTO' : 'NORM'),
    (word) => word === 'AUTO',
  );
  headed.word('TRIGger:A:MODe', ['AUTO', 'NORMal'], mode);
  const sources = [...model.channels.map((_, index) => `CH${index + 1}`), 'EXT', 'LINE'];
  headed.word(
    'TRIGger:A:EDGE:SOUrce',
    sources,
    sourceSetting(model, { channel: 'CH', external: 'EXT', line: 'LINE' }),
  );
  const slope = edgeSetting(model, { rising: 'RIS', falling: 'FALL', either: 'EITH' });
  headed.word('TRIGger:A:EDGE:SLOpe', ['RISe', 'FALL', 'EITHer'], slope);
  const couplings = ['DC', 'AC', 'HFRej', 'LFRej', 'NOISErej'];
  headed.word('TRIGger:A:EDGE:COUPling', couplings, field(trigger, 'coupling', changed));
  headed.number('TRIGger:A:LEVel', () => ({ min: -1e4, max: 1e4 }), field(trigger, 'level', changed));
  for (const number of model.channels.keys())
    headed.number(
      `TRIGger:A:LEVel:CH${number + 1}`,
      () => ({ min: -1e4, max: 1e4 }),
      field(trigger, 'level', changed),
    );
}
