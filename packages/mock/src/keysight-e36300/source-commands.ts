import type { SupplyOutput } from '../physics/supply-output.ts';
import { levelOf } from '../power-supply/level-parameter.ts';
import type { NumberRange, Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { E36300Supply } from './e36300-model.ts';
import { onOutputNumber, onOutputQuery, onOutputSwitch, onOutputs } from './output-commands.ts';

const voltage = '[SOURce:]VOLTage';
const current = '[SOURce:]CURRent';
const amplitude = '[:LEVel][:IMMediate][:AMPLitude]';

/** Range of an output's voltage, in V. */
function voltageRange({ rating }: SupplyOutput): NumberRange {
  return { min: 0, max: rating.voltage, default: 0, unit: 'V' };
}

function currentRange({ rating }: SupplyOutput): NumberRange {
  return { min: rating.lowestCurrent ?? 0, max: rating.current, default: rating.current, unit: 'A' };
}

/** Voltages, current limits and protections (sheet psu-keysight-e36300.md, "Commands"). */
export function addSourceCommands(instrument: ScpiInstrument, supply: E36300Supply): void {
  const { triggered } = supply;
  onOutputNumber(instrument, supply, `${voltage}${amplitude}`, {
    range: voltageRange,
    get: (output) => output.voltage,
    set: (output, volts) => supply.setVoltage(output, volts),
    step: (output) => supply.extras(output).voltageStep,
  });
  onOutputNumber(instrument, supply, `${current}${amplitude}`, {
    range: currentRange,
    get: (output) => output.currentLimit,
    set: (output, amperes) => supply.setCurrentLimit(output, amperes),
    step: (output) => supply.extras(output).currentStep,
  });
  const levels = '[:LEVel]:TRIGgered[:AMPLitude]';
  onOutputNumber(instrument, supply, `${voltage}${levels}`, {
    range: voltageRange,
    get: (output) => triggered.voltage(output),
    set: (output, volts) => triggered.set(output, { voltage: volts }),
  });
  onOutputNumber(instrument, supply, `${current}${levels}`, {
    range: currentRange,
    get: (output) => triggered.currentLimit(output),
    set: (output, currentLimit) => triggered.set(output, { currentLimit }),
  });
  const step = '[:LEVel][:IMMediate]:STEP[:INCRement]';
  onOutputNumber(instrument, supply, `${voltage}${step}`, {
    range: ({ rating }) => ({ min: 0, max: Math.abs(rating.voltage), default: 0.01, unit: 'V' }),
    get: (output) => supply.extras(output).voltageStep,
    set(output, voltageStep) {
      Object.assign(supply.extras(output), { voltageStep });
    },
  });
  onOutputNumber(instrument, supply, `${current}${step}`, {
    range: ({ rating }) => ({ min: 0, max: rating.current, default: 0.001, unit: 'A' }),
    get: (output) => supply.extras(output).currentStep,
    set(output, currentStep) {
      Object.assign(supply.extras(output), { currentStep });
    },
  });
  addApply(instrument, supply);
  if (supply.traits.overVoltage.length > 0) addProtections(instrument, supply);
  if (!supply.traits.remoteSense) return;
  onOutputs(
    instrument,
    supply,
    `${voltage}:SENSe[:SOURce]`,
    (_output, need) => need().word(['INTernal', 'EXTernal']) === 'EXT',
    (output, external) => {
      output.remoteSense = external;
    },
  );
  onOutputQuery(instrument, supply, `${voltage}:SENSe[:SOURce]`, ({ remoteSense }) =>
    remoteSense ? 'EXT' : 'INT',
  );
}

/** `APPLy CH1,5,1`: both levels of one output, checked before either is set. */
function addApply(instrument: ScpiInstrument, supply: E36300Supply): void {
  const { bank, traits } = supply;
  const named = (parameter: Parameter | undefined): SupplyOutput | undefined => {
    const index = parameter === undefined ? -1 : traits.names.indexOf(parameter.text.toUpperCase());
    return bank.outputs[index];
  };
  instrument.on(
    'APPLy',
    ({ parameters, need }) => {
      const output = named(parameters[0]);
      const [volts, amperes] = output === undefined ? [need(0), parameters[1]] : [need(1), parameters[2]];
      if (output === undefined && parameters.length > 2) throw new ScpiRefusal(-224);
      const target = output ?? bank.output();
      const level = levelOf(volts, voltageRange(target));
      const limit = amperes?.number(currentRange(target));
      supply.setVoltage(target, level);
      if (limit !== undefined) supply.setCurrentLimit(target, limit);
    },
    3,
  );
  instrument.on(
    'APPLy?',
    ({ parameters: [name] }) => {
      const output = named(name) ?? bank.output();
      return `"${output.voltage.toFixed(6)},${output.currentLimit.toFixed(6)}"`;
    },
    1,
  );
}

function addProtections(instrument: ScpiInstrument, supply: E36300Supply): void {
  const { bank } = supply;
  onOutputNumber(instrument, supply, `${voltage}:PROTection[:LEVel]`, {
    range(output) {
      const [min, max] = supply.overVoltage(output);
      return { min, max, default: max, unit: 'V' };
    },
    get: ({ overVoltage }) => overVoltage.level ?? 0,
    set({ overVoltage }, level) {
      overVoltage.level = level;
    },
  });
  onOutputSwitch(instrument, supply, `${current}:PROTection:STATe`, {
    get: ({ overCurrent }) => overCurrent.enabled,
    set({ overCurrent }, enabled) {
      overCurrent.enabled = enabled;
    },
  });
  // Unconfirmed: the range of the delay.
  onOutputNumber(instrument, supply, `${current}:PROTection:DELay[:TIME]`, {
    range: () => ({ min: 0, max: 3600, default: 0.05, unit: 'S' }),
    get: ({ overCurrent }) => overCurrent.delay,
    set({ overCurrent }, delay) {
      overCurrent.delay = delay;
    },
  });
  for (const [header, kind] of [
    [voltage, 'voltage'],
    [current, 'current'],
  ] as const) {
    onOutputQuery(instrument, supply, `${header}:PROTection:TRIPped`, ({ trips }) =>
      trips.has(kind) ? '1' : '0',
    );
    onOutputs(
      instrument,
      supply,
      `${header}:PROTection:CLEar`,
      () => kind,
      (output) => output.clearTrip(kind),
    );
  }
  onOutputs(
    instrument,
    supply,
    'OUTPut:PROTection:CLEar',
    () => undefined,
    (output) => bank.clearTrips(output),
  );
}
