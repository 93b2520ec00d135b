import { nr3 } from '../scpi/number-format.ts';
import type { Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, mapped, onNumber, onNumberQuery, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type {
  AmplitudeUnit,
  GeneratorChannel,
  GeneratorSettings,
  GeneratorShape,
} from './generator-channel.ts';

const shapes = ['SINusoid', 'SQUare', 'TRIangle', 'RAMP', 'PULSe', 'PRBS', 'NOISe', 'ARB', 'DC'];

/** What stands for infinity; printed by its digits, as 9.9E37 has no exact ones. */
const infinite = '+9.900000000000000E+37';

/** A number as the generator prints it: 15 decimals. */
export function generatorNumber(value: number): string {
  return value === Infinity ? infinite : nr3(value, 15);
}

/** Puts what gave way into the error queue. */
function tell(instrument: ScpiInstrument, what: string | undefined): void {
  if (what !== undefined) instrument.status.raise(new ScpiRefusal(-221, `Settings conflict; ${what}`));
}

/** The settings of one channel as commands below `[SOURce#:]`, `OUTPut#` and `TRIGger#`. */
export function addChannelCommands(
  instrument: ScpiInstrument,
  channel: GeneratorChannel,
  number: number,
): void {
  const source = number === 1 ? '[SOURce[1]:]' : `SOURce${number}:`;
  const { settings } = channel;
  const shape = {
    get: () => settings.shape as string,
    set: (word: string) => tell(instrument, channel.setShape(word as GeneratorShape)),
  };
  onWord(instrument, `${source}FUNCtion`, shapes, shape);
  onReal(`${source}FREQuency`, 'frequency', () => channel.frequencyLimits);
  onWord(
    instrument,
    `${source}FREQuency:MODE`,
    ['CW', 'LIST', 'SWEep', 'FIXed'],
    field(settings, 'frequencyMode'),
  );
  addVoltage(instrument, channel, source);
  onReal(`${source}PHASe`, 'phase', () => ({ min: -360, max: 360, default: 0 }));
  instrument.on(`${source}PHASe:SYNChronize`, () => {}, 0);
  onReal(`${source}FUNCtion:SQUare:DCYCle`, 'squareDuty', () => ({ min: 0.01, max: 99.98, default: 50 }));
  onReal(`${source}FUNCtion:RAMP:SYMMetry`, 'rampSymmetry', () => ({ min: 0, max: 100, default: 100 }));
  addPulse(instrument, channel, source);
  addBurstAndSweep(instrument, channel, source);
  addTrigger(instrument, channel, number);
  addOutput(instrument, channel, number);
  addApply(instrument, channel, source);

  function onReal(
    header: string,
    key: 'frequency' | 'phase' | 'squareDuty' | 'rampSymmetry',
    range: () => { readonly min: number; readonly max: number; readonly default: number },
  ): void {
    onNumber(instrument, header, range, field(settings, key), generatorNumber);
  }
}

function addVoltage(instrument: ScpiInstrument, channel: GeneratorChannel, source: string): void {
  const { settings } = channel;
  const volts = { unit: 'V' };
  instrument.on(`${source}VOLTage`, ({ need }) => {
    settings.amplitude = amplitudeOf(channel, need(0));
  });
  onNumberQuery(
    instrument,
    `${source}VOLTage`,
    () => channel.amplitudeLimits,
    () => channel.inUnit(settings.amplitude),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${source}VOLTage:OFFSet`,
    () => ({ ...volts, ...channel.offsetLimits }),
    field(settings, 'offset'),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${source}VOLTage:HIGH`,
    () => ({ ...volts, min: channel.low + 1e-3, max: channel.peak, default: 0.05 }),
    { get: () => channel.high, set: (high) => channel.setLevels(high, channel.low) },
    generatorNumber,
  );
  onNumber(
    instrument,
    `${source}VOLTage:LOW`,
    () => ({ ...volts, min: -channel.peak, max: channel.high - 1e-3, default: -0.05 }),
    { get: () => channel.low, set: (low) => channel.setLevels(channel.high, low) },
    generatorNumber,
  );
  onWord(instrument, `${source}VOLTage:UNIT`, ['VPP', 'VRMS', 'DBM'], {
    get: () => settings.unit,
    set(word) {
      if (word === 'DBM' && settings.load === Infinity) throw new ScpiRefusal(-221);
      settings.unit = word as AmplitudeUnit;
    },
  });
  instrument.on(`${source}VOLTage:RANGe:AUTO`, ({ need }) => {
    settings.autoRange = need(0).is('ONCE') ? false : need(0).boolean();
  });
  instrument.on(`${source}VOLTage:RANGe:AUTO?`, () => (settings.autoRange ? '1' : '0'));
}

/** An amplitude in Vpp: a number in the unit that is chosen, or with a unit of its own. */
function amplitudeOf(channel: GeneratorChannel, parameter: Parameter): number {
  const limits = channel.amplitudeLimits;
  const [, digits, word] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)\s*(VPP|VRMS|DBM)$/i.exec(parameter.text) ?? [];
  const isNamed = ['MINimum', 'MAXimum', 'DEFault'].some((name) => parameter.is(name));
  const value =
    digits === undefined
      ? isNamed
        ? parameter.number(limits)
        : channel.fromUnit(parameter.number({ unit: 'V' }))
      : channel.fromUnit(Number(digits), word?.toUpperCase() as AmplitudeUnit);
  if (!(value >= limits.min * (1 - 1e-9) && value <= limits.max * (1 + 1e-9))) throw new ScpiRefusal(-222);
  return value;
}

function addPulse(instrument: ScpiInstrument, channel: GeneratorChannel, source: string): void {
  const { settings } = channel;
  const head = `${source}FUNCtion:PULSe`;
  const seconds = (key: 'pulseWidth' | 'leading' | 'trailing', min: number, most: () => number) =>
    [() => ({ min, max: most(), default: min, unit: 'S' }), field(settings, key)] as const;
  onNumber(
    instrument,
    `${head}:WIDTh`,
    ...seconds('pulseWidth', 16e-9, () => 1 / settings.frequency),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${head}:PERiod`,
    () => ({ min: 1 / channel.frequencyLimits.max, max: 1e6, default: 1e-3, unit: 'S' }),
    mapped(
      field(settings, 'frequency'),
      (hertz) => 1 / hertz,
      (period) => 1 / period,
    ),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${head}:DCYCle`,
    () => ({ min: 0.01, max: 99.99, default: 10 }),
    field(settings, 'pulseDuty'),
    generatorNumber,
  );
  onWord(instrument, `${head}:HOLD`, ['WIDTh', 'DCYCle'], {
    get: () => settings.pulseHold,
    set: (word) => {
      settings.pulseHold = word === 'DCYC' ? 'DCYC' : 'WIDT';
    },
  });
  const edges = { min: 8.4e-9, max: 1e-6, default: 10e-9, unit: 'S' };
  onNumber(
    instrument,
    `${head}:TRANsition:LEADing`,
    () => edges,
    field(settings, 'leading'),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${head}:TRANsition:TRAiling`,
    () => edges,
    field(settings, 'trailing'),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${head}:TRANsition[:BOTH]`,
    () => edges,
    {
      get: () => settings.leading,
      set(edge) {
        settings.leading = edge;
        settings.trailing = edge;
      },
    },
    generatorNumber,
  );
}

function addBurstAndSweep(instrument: ScpiInstrument, channel: GeneratorChannel, source: string): void {
  const { settings } = channel;
  // A burst and a sweep exclude each other; the later one stays.
  onSwitch(instrument, `${source}BURSt:STATe`, {
    get: () => settings.burst,
    set(on) {
      settings.burst = on;
      if (on) settings.sweep = false;
    },
  });
  onWord(instrument, `${source}BURSt:MODE`, ['TRIGgered', 'GATed'], {
    get: () => settings.burstMode,
    set: (word) => {
      settings.burstMode = word === 'GAT' ? 'GAT' : 'TRIG';
    },
  });
  const cycles = { min: 1, max: 1e8, default: 1 };
  instrument.on(`${source}BURSt:NCYCles`, ({ need }) => {
    settings.burstCycles = need(0).is('INFinity') ? Infinity : need(0).integer(cycles);
  });
  onNumberQuery(
    instrument,
    `${source}BURSt:NCYCles`,
    () => cycles,
    () => settings.burstCycles,
    generatorNumber,
  );
  onNumber(
    instrument,
    `${source}BURSt:INTernal:PERiod`,
    () => ({ min: 1e-6, max: 8000, default: 0.01 }),
    field(settings, 'burstPeriod'),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${source}BURSt:PHASe`,
    () => ({ min: -360, max: 360, default: 0 }),
    field(settings, 'burstPhase'),
    generatorNumber,
  );
  onWord(instrument, `${source}BURSt:GATE:POLarity`, ['NORMal', 'INVerted'], field(settings, 'gatePolarity'));
  onSwitch(instrument, `${source}SWEep:STATe`, {
    get: () => settings.sweep,
    set(on) {
      settings.sweep = on;
      if (on) settings.burst = false;
    },
  });
  onNumber(
    instrument,
    `${source}SWEep:TIME`,
    () => ({ min: 1e-3, max: 250_000, default: 1 }),
    field(settings, 'sweepTime'),
    generatorNumber,
  );
  onWord(instrument, `${source}SWEep:SPACing`, ['LINear', 'LOGarithmic'], field(settings, 'sweepSpacing'));
  onNumber(
    instrument,
    `${source}FREQuency:STARt`,
    () => channel.frequencyLimits,
    field(settings, 'sweepStart'),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${source}FREQuency:STOP`,
    () => channel.frequencyLimits,
    field(settings, 'sweepStop'),
    generatorNumber,
  );
}

function addTrigger(instrument: ScpiInstrument, { settings }: GeneratorChannel, number: number): void {
  const head = number === 1 ? 'TRIGger[1]' : `TRIGger${number}`;
  onWord(
    instrument,
    `${head}:SOURce`,
    ['IMMediate', 'EXTernal', 'TIMer', 'BUS'],
    field(settings, 'triggerSource'),
  );
  onWord(instrument, `${head}:SLOPe`, ['POSitive', 'NEGative'], field(settings, 'triggerSlope'));
  onNumber(
    instrument,
    `${head}:DELay`,
    () => ({ min: 0, max: 1000, default: 0 }),
    field(settings, 'triggerDelay'),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${head}:TIMer`,
    () => ({ min: 1e-6, max: 8000, default: 1 }),
    field(settings, 'triggerTimer'),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${head}:COUNt`,
    () => ({ min: 1, max: 1e6, default: 1 }),
    field(settings, 'triggerCount'),
    generatorNumber,
  );
}

function addOutput(instrument: ScpiInstrument, channel: GeneratorChannel, number: number): void {
  const head = number === 1 ? 'OUTPut[1]' : `OUTPut${number}`;
  const { settings } = channel;
  onSwitch(instrument, `${head}[:STATe]`, field(settings, 'output'));
  const loads = { min: 1, max: 10_000, default: 50, unit: 'OHM' };
  instrument.on(`${head}:LOAD`, ({ need }) => {
    const given = need(0);
    channel.setLoad(given.is('INFinity') ? Infinity : given.number(loads));
  });
  onNumberQuery(
    instrument,
    `${head}:LOAD`,
    () => loads,
    () => settings.load,
    generatorNumber,
  );
  onWord(instrument, `${head}:POLarity`, ['NORMal', 'INVerted'], {
    get: () => settings.polarity,
    set: (word) => {
      settings.polarity = word === 'INV' ? 'INV' : 'NORM';
    },
  });
  onSwitch(instrument, `${head}:SYNC[:STATe]`, field(settings, 'sync'));
}

/** `APPLy` sets all of it and switches the output on; a channel's load stays as it was stated. */
function addApply(instrument: ScpiInstrument, channel: GeneratorChannel, source: string): void {
  const { settings } = channel;
  for (const word of shapes) {
    const short = word.replaceAll(/[a-z]/g, '') as GeneratorSettings['shape'];
    instrument.on(
      `${source}APPLy:${word}`,
      ({ parameters: [frequency, amplitude, offset] }) => {
        // A frequency that the new shape cannot have is no conflict: it is given anew, or is the default.
        settings.frequency = Math.min(settings.frequency, 1000);
        channel.setShape(short);
        settings.frequency = frequency?.number(channel.frequencyLimits) ?? 1000;
        settings.offset = 0;
        if (amplitude !== undefined) settings.amplitude = amplitudeOf(channel, amplitude);
        if (offset !== undefined) settings.offset = offset.number({ unit: 'V', ...channel.offsetLimits });
        settings.output = true;
      },
      3,
    );
  }
  instrument.on(`${source}APPLy?`, () => {
    const { shape, frequency, amplitude, offset } = settings;
    return `"${shape} ${generatorNumber(frequency)},${nr3(channel.inUnit(amplitude), 13)},${nr3(offset, 13)}"`;
  });
}
