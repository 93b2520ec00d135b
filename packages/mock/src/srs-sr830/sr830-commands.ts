import { ScpiRefusal } from '../scpi/status-model.ts';
import type { CommandArguments, ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { lockInEvents, wrap } from './sr830-model.ts';
import type { Sr830Model } from './sr830-model.ts';
import { fullScale, leastSensitive, sampledByTrigger } from './sr830-settings.ts';
import type { Sr830Settings } from './sr830-settings.ts';

/** Settings that are one of so many: command, field, highest index. */
const choices: readonly (readonly [string, keyof Sr830Settings, number])[] = [
  ['FMOD', 'reference', 1],
  ['RSLP', 'edge', 2],
  ['ISRC', 'source', 3],
  ['IGND', 'shield', 1],
  ['ICPL', 'coupling', 1],
  ['ILIN', 'lineFilter', 3],
  ['RMOD', 'reserve', 2],
  ['OFSL', 'slope', 3],
  ['SYNC', 'synchronous', 1],
  ['SRAT', 'sampleRate', sampledByTrigger],
  ['SEND', 'endMode', 1],
  ['TSTR', 'triggerStart', 1],
];

/** Frequency times harmonic goes no higher, in Hz. */
const highestFrequency = 102_000;

const longestIndex = 19;

/** Adds the commands that set the amplifier (sheet lockin-sr830.md). */
export function addSr830Settings(instrument: ScpiInstrument, model: Sr830Model): void {
  const { settings } = model;
  const onChoice = (name: string, key: keyof Sr830Settings, most: number, changed = (): void => {}): void => {
    instrument.on(name, ({ need }) => {
      model.advance();
      settings[key] = need(0).integer({ min: 0, max: most });
      changed();
    });
    instrument.on(`${name}?`, () => String(settings[key]));
  };
  for (const [name, key, most] of choices) onChoice(name, key, most);
  onChoice('SENS', 'sensitivity', leastSensitive, () => model.note(lockInEvents.rangeSwitched));
  onChoice('OFLT', 'timeConstant', longestIndex, () => model.note(lockInEvents.timeConstantChanged));

  const onReal = (
    name: string,
    key: keyof Sr830Settings,
    range: () => { min: number; max: number },
  ): void => {
    instrument.on(name, ({ need }) => {
      model.advance();
      settings[key] = need(0).number(range());
    });
  };
  onReal('FREQ', 'frequency', () => ({ min: 0.001, max: highestFrequency / settings.harmonic }));
  onReal('SLVL', 'amplitude', () => ({ min: 0.004, max: 5 }));
  instrument.on('FREQ?', () => plain(model.frequency));
  instrument.on('SLVL?', () => plain(settings.amplitude));
  instrument.on('HARM', ({ need }) => {
    const harmonic = need(0).integer({ min: 1, max: 19_999 });
    if (harmonic * model.frequency > highestFrequency) throw new ScpiRefusal(-222);
    model.advance();
    settings.harmonic = harmonic;
  });
  instrument.on('HARM?', () => String(settings.harmonic));
  instrument.on('PHAS', ({ need }) => {
    model.advance();
    settings.phase = wrap(need(0).number({ min: -360, max: 729.99 }));
  });
  instrument.on('PHAS?', () => plain(settings.phase));
  addDisplays(instrument, model);
}

function addDisplays(instrument: ScpiInstrument, model: Sr830Model): void {
  instrument.on(
    'DDEF',
    ({ need, parameters }) => {
      const channel = need(0).integer({ min: 1, max: 2 });
      model.displays[channel - 1] = need(1).integer({ min: 0, max: 4 });
      // The ratio to an auxiliary input is taken and not modelled.
      parameters[2]?.integer({ min: 0, max: 2 });
    },
    3,
  );
  instrument.on(
    'DDEF?',
    ({ need }) => `${model.displays[need(0).integer({ min: 1, max: 2 }) - 1] ?? 0},0`,
    1,
  );
  instrument.on(
    'OEXP',
    ({ need }) => {
      const one = model.expands[need(0).integer({ min: 1, max: 3 }) - 1];
      const offset = need(1).number({ min: -105, max: 105 });
      const expand = need(2).integer({ min: 0, max: 2 });
      if (one !== undefined) Object.assign(one, { offset, expand });
    },
    3,
  );
  instrument.on(
    'OEXP?',
    ({ need }) => {
      const { offset, expand } = model.expands[need(0).integer({ min: 1, max: 3 }) - 1] ?? {
        offset: 0,
        expand: 0,
      };
      return `${plain(offset)},${expand}`;
    },
    1,
  );
  instrument.on(
    'AUXV',
    ({ need }) => {
      const output = need(0).integer({ min: 1, max: 4 });
      model.auxiliaryOutputs[output - 1] = need(1).number({ min: -10.5, max: 10.5 });
    },
    2,
  );
  instrument.on(
    'AUXV?',
    ({ need }) => plain(model.auxiliaryOutputs[need(0).integer({ min: 1, max: 4 }) - 1] ?? 0),
    1,
  );
}

/** Adds the commands that read: outputs, status and the buffer. */
export function addSr830Readings(instrument: ScpiInstrument, model: Sr830Model): void {
  instrument.on(
    'OUTP?',
    ({ need }) => {
      const { x, y, r, theta } = model.read();
      return plain([x, y, r, theta][need(0).integer({ min: 1, max: 4 }) - 1] ?? 0);
    },
    1,
  );
  instrument.on(
    'OUTR?',
    ({ need }) => {
      model.advance();
      return plain(model.displayed(need(0).integer({ min: 1, max: 2 }) === 1 ? 1 : 2));
    },
    1,
  );
  instrument.on('SNAP?', (given) => snap(model, given), 6);
  instrument.on(
    'OAUX?',
    ({ need }) => plain(model.auxiliaryInputs[need(0).integer({ min: 1, max: 4 }) - 1] ?? 0),
    1,
  );
  instrument.on(
    'LIAS?',
    ({ parameters: [bit] }) => {
      const which = bit?.integer({ min: 0, max: 6 });
      const events = model.takeEvents(which === undefined ? 0xff : 1 << which);
      return which === undefined ? String(events) : String(events >> which);
    },
    1,
  );
  instrument.on('ERRS?', () => '0', 1);
  addBuffer(instrument, model);
  const once: Readonly<Record<string, () => void>> = {
    AGAN: () => model.automaticGain(),
    ARSV: () => model.automaticReserve(),
    APHS: () => model.automaticPhase(),
  };
  for (const [name, work] of Object.entries(once)) instrument.on(name, work, 0);
  instrument.on('AOFF', ({ need }) =>
    model.automaticOffset([1, 2, 3][need(0).integer({ min: 1, max: 3 }) - 1] as 1 | 2 | 3),
  );
}

function snap(model: Sr830Model, { parameters, need }: CommandArguments): string {
  need(1);
  const { x, y, r, theta } = model.read();
  const values = [
    x,
    y,
    r,
    theta,
    ...model.auxiliaryInputs,
    model.frequency,
    model.displayed(1),
    model.displayed(2),
  ];
  return parameters.map((which) => plain(values[which.integer({ min: 1, max: 11 }) - 1] ?? 0)).join(',');
}

function addBuffer(instrument: ScpiInstrument, model: Sr830Model): void {
  instrument.on('STRT', () => model.start(), 0);
  instrument.on('PAUS', () => model.pause(), 0);
  instrument.on('REST', () => model.clearBuffer(), 0);
  instrument.on('TRIG', () => model.trigger(), 0);
  instrument.on('SPTS?', () => {
    model.advance();
    return String(model.points);
  });
  const taken = ({ need }: CommandArguments): readonly number[] => {
    model.advance();
    const channel = need(0).integer({ min: 1, max: 2 });
    const from = need(1).integer({ min: 0 });
    const count = need(2).integer({ min: 1 });
    if (from + count > model.points) throw new ScpiRefusal(-222);
    return model.samples(channel === 1 ? 1 : 2, from, count);
  };
  instrument.on(
    'TRCA?',
    (given) =>
      taken(given)
        .map((value) => `${plain(value)},`)
        .join(''),
    3,
  );
  instrument.on(
    'TRCB?',
    (given) => {
      const values = taken(given);
      const view = new DataView(new ArrayBuffer(4 * values.length));
      for (const [index, value] of values.entries()) view.setFloat32(4 * index, value, true);
      return Buffer.from(view.buffer).toString('latin1');
    },
    3,
  );
  instrument.on('SCAL?', () => plain(fullScale(model.settings.sensitivity)));
}

/** A number as the amplifier prints it: six digits, and three of the exponent where there is one. */
export function plain(value: number): string {
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(6)))));
  if (exponent >= -4 && exponent < 6) return String(Number(value.toPrecision(6)));
  const [mantissa = '', power = ''] = value.toExponential(5).split('e');
  return `${String(Number(mantissa))}e${power.charAt(0)}${power.slice(1).padStart(3, '0')}`;
}
