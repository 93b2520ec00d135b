import { levelOf, stepped } from '../power-supply/level-parameter.ts';
import type { NumberRange } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onWord } from '../scpi/settings.ts';
import { highestProtection } from './hmp-model.ts';
import type { HmpSupply } from './hmp-model.ts';

const volts = (value: number): string => value.toFixed(3);
const amperes = (value: number): string => value.toFixed(4);

/** Levels, steps, protection and fuse of the selected output (sheet psu-rs-hmp.md). */
export function addSourceCommands(instrument: ScpiInstrument, supply: HmpSupply): void {
  const { bank } = supply;
  addLevel(instrument, '[SOURce:]VOLTage[:LEVel][:IMMediate][:AMPLitude]', {
    step: '[SOURce:]VOLTage[:LEVel]:STEP[:INCRement]',
    range: () => ({ min: 0, max: bank.output().rating.voltage, default: 0, unit: 'V' }),
    get: () => bank.output().voltage,
    set(value) {
      // In steps of 1 mV.
      bank.output().voltage = Math.round(value * 1000) / 1000;
      supply.update();
    },
    format: volts,
  });
  addLevel(instrument, '[SOURce:]CURRent[:LEVel][:IMMediate][:AMPLitude]', {
    step: '[SOURce:]CURRent[:LEVel]:STEP[:INCRement]',
    range: () => ({ min: 0, max: bank.output().rating.current, default: 0.1, unit: 'A' }),
    get: () => bank.output().currentLimit,
    set(value) {
      bank.output().currentLimit = value;
    },
    format: amperes,
  });
  instrument.on(
    'APPLy',
    ({ need, parameters: [, limit] }) => {
      const { rating } = bank.output();
      const voltage = need(0).number({ min: 0, max: rating.voltage, unit: 'V' });
      const current = limit?.number({ min: 0, max: rating.current, unit: 'A' });
      bank.output().voltage = voltage;
      if (current !== undefined) bank.output().currentLimit = current;
      supply.update();
    },
    2,
  );
  instrument.on('APPLy?', () => {
    const { voltage, currentLimit } = bank.output();
    return `${volts(voltage)}, ${amperes(currentLimit)}`;
  });
  addProtection(instrument, supply);
  addFuse(instrument, supply);
}

interface Level {
  readonly step: string;
  readonly range: () => NumberRange;
  readonly get: () => number;
  readonly set: (value: number) => void;
  readonly format: (value: number) => string;
}

function addLevel(instrument: ScpiInstrument, header: string, level: Level): void {
  const { range, get, set, format } = level;
  // Unconfirmed: the steps after *RST.
  let step = 0.1;
  instrument.on(header, ({ need }) => {
    const given = need(0);
    if (given.is('UP')) set(stepped(get() + step, range()));
    else if (given.is('DOWN')) set(stepped(get() - step, range()));
    else set(levelOf(given, range()));
  });
  instrument.on(
    `${header}?`,
    ({ parameters: [which] }) => format(which === undefined ? get() : levelOf(which, range())),
    1,
  );
  instrument.on(level.step, ({ need }) => {
    step = need(0).number({ min: 0, max: range().max ?? 0 });
  });
  instrument.on(`${level.step}?`, () => format(step));
}

function addProtection(instrument: ScpiInstrument, supply: HmpSupply): void {
  const levels = (): NumberRange => ({
    min: 0,
    max: highestProtection,
    default: highestProtection,
    unit: 'V',
  });
  const header = '[SOURce:]VOLTage:PROTection';
  instrument.on(`${header}[:LEVel]`, ({ need }) => {
    supply.current.output.overVoltage.level = need(0).number(levels());
  });
  instrument.on(
    `${header}[:LEVel]?`,
    ({ parameters: [which] }) =>
      volts(which?.number(levels()) ?? supply.current.output.overVoltage.level ?? 0),
    1,
  );
  onWord(instrument, `${header}:MODE`, ['MEASured', 'PROTected'], {
    get: () => (supply.current.channel.protectsSetting ? 'PROT' : 'MEAS'),
    set(word) {
      supply.current.channel.protectsSetting = word === 'PROT';
    },
  });
  instrument.on(`${header}:TRIPped?`, () => (supply.current.output.trips.has('voltage') ? '1' : '0'));
  instrument.on(`${header}:CLEar`, () => supply.current.output.clearTrip('voltage'), 0);
}

/** An electronic fuse switches the output off where its current limit would regulate, and those that are linked. */
function addFuse(instrument: ScpiInstrument, supply: HmpSupply): void {
  instrument.on('FUSE[:STATe]', ({ need }) => {
    const { output } = supply.current;
    output.overCurrent.enabled = need(0).boolean();
    // Unconfirmed: that a fuse which is switched off is whole again.
    if (!output.overCurrent.enabled)
      for (const reason of ['current', 'link'] as const) output.clearTrip(reason);
  });
  instrument.on('FUSE[:STATe]?', () => (supply.current.output.overCurrent.enabled ? '1' : '0'));
  // Milliseconds. Unconfirmed: up to 250.
  instrument.on('FUSE:DELay', ({ need }) => {
    supply.current.output.overCurrent.delay = need(0).integer({ min: 0, max: 250 }) / 1000;
  });
  instrument.on('FUSE:DELay?', () => String(Math.round(supply.current.output.overCurrent.delay * 1000)));
  const channels = { min: 1, max: supply.channels.length };
  instrument.on('FUSE:LINK', ({ need }) => {
    supply.current.channel.links.add(need(0).integer(channels));
  });
  instrument.on('FUSE:UNLink', ({ need }) => {
    supply.current.channel.links.delete(need(0).integer(channels));
  });
  instrument.on('FUSE:TRIPped?', () => {
    const { trips } = supply.current.output;
    return trips.has('current') || trips.has('link') ? '1' : '0';
  });
}
