import { programStates } from './eurotherm-model.ts';
import type { EurothermModel } from './eurotherm-model.ts';

/** How a parameter is written: with the display's decimals, as a whole number, or as a status word in hexadecimal. */
type EurothermForm = 'value' | 'whole' | 'status';

/** A parameter in the units of the display; `set` gives whether the value is within limits. */
export interface EurothermParameter {
  /** Modbus address. */
  readonly address: number;
  /** EI-Bisynch mnemonic. */
  readonly mnemonic: string;
  readonly form: EurothermForm;
  readonly get: () => number;
  readonly set?: (value: number) => boolean;
}

/** The parameters of the sheet's section 4 that the simulated controller has. */
export function eurothermParameters(model: EurothermModel, unit: number): readonly EurothermParameter[] {
  const { limits, gains, outputLimits, runner } = model;
  const setpoint = (address: number, mnemonic: string, index: number): EurothermParameter => ({
    address,
    mnemonic,
    form: 'value',
    get: () => model.setpoints[index] ?? 0,
    set: within(limits, (value) => (model.setpoints[index] = value)),
  });
  const alarm = (address: number, index: number): EurothermParameter => ({
    address,
    mnemonic: `A${index + 1}`,
    form: 'value',
    get: () => model.alarmSetpoints[index] ?? 0,
    set: bounded(-3276, 3276, (value) => (model.alarmSetpoints[index] = value)),
  });
  const value = (address: number, mnemonic: string, get: () => number, set?: (value: number) => boolean) =>
    ({ address, mnemonic, form: 'value', get, ...(set !== undefined && { set }) }) as const;
  const whole = (address: number, mnemonic: string, get: () => number, set?: (value: number) => boolean) =>
    ({ address, mnemonic, form: 'whole', get, ...(set !== undefined && { set }) }) as const;
  const status = (address: number, mnemonic: string, get: () => number) =>
    ({ address, mnemonic, form: 'status', get }) as const;
  return [
    value(1, 'PV', () => model.processValue),
    value(
      2,
      'SL',
      () => model.target,
      within(limits, (target) => (model.target = target)),
    ),
    value(
      3,
      'OP',
      () => model.output,
      (percent) => Math.abs(percent) <= 100 && model.setOutput(percent),
    ),
    value(4, 'WO', () => model.output),
    value(5, 'SP', () => model.working),
    value(
      6,
      'XP',
      () => gains.proportional,
      bounded(0.1, 999.9, (gain) => (gains.proportional = gain)),
    ),
    whole(
      8,
      'TI',
      () => gains.integral,
      bounded(0, 9999, (time) => (gains.integral = time)),
    ),
    whole(
      9,
      'TD',
      () => gains.derivative,
      bounded(0, 9999, (time) => (gains.derivative = time)),
    ),
    alarm(13, 0),
    alarm(14, 1),
    whole(
      15,
      'SS',
      () => model.selected,
      bounded(0, 15, (index) => (model.selected = index)),
    ),
    whole(
      22,
      'PN',
      () => model.programNumber,
      (number) => chooseProgram(model, number),
    ),
    whole(
      23,
      'PC',
      () => model.programState,
      (state) => model.controlProgram(state),
    ),
    setpoint(24, 'S1', 0),
    setpoint(25, 'S2', 1),
    whole(29, 'CS', () => model.segment.type),
    value(
      30,
      'HO',
      () => outputLimits.high,
      bounded(0, 100, (high) => (outputLimits.high = high)),
    ),
    value(
      31,
      'LO',
      () => outputLimits.low,
      bounded(-100, 0, (low) => (outputLimits.low = low)),
    ),
    value(
      35,
      'RR',
      () => model.rateLimit,
      bounded(0, 999.9, (rate) => (model.rateLimit = rate)),
    ),
    whole(36, 'TS', () => Math.min(32_767, Math.ceil(runner.remaining))),
    whole(56, 'SN', () => model.segment.number),
    whole(59, 'CL', () => cyclesLeft(model)),
    whole(63, 'PM', () => Math.ceil(runner.remaining / 60)),
    status(74, 'FS', () => summary(model) & 0xff),
    status(75, 'SO', () => summary(model)),
    status(77, 'IW', () => (model.instrumentMode === 2 ? 1 : 0) | (model.working === model.target ? 0 : 4)),
    alarm(81, 2),
    alarm(82, 3),
    status(107, 'V0', () => 0x0304),
    value(
      111,
      'HS',
      () => limits.high,
      (high) => high > limits.low && ((limits.high = high), true),
    ),
    value(
      112,
      'LS',
      () => limits.low,
      (low) => low < limits.high && ((limits.low = low), true),
    ),
    status(122, 'II', () => 0x2480),
    whole(131, 'Ad', () => unit),
    value(160, 'CT', () => model.segment.target),
    value(163, 'PS', () => model.working),
    ...Array.from({ length: 14 }, (_, index) =>
      setpoint(164 + index, `S${(index + 3).toString(16).toUpperCase()}`, index + 2),
    ),
    whole(
      199,
      'IM',
      () => model.instrumentMode,
      bounded(0, 2, (mode) => (model.instrumentMode = mode)),
    ),
    value(202, 'VA', () => model.processValue),
    whole(258, 'sb', () => Number(model.sensorBroken)),
    whole(
      273,
      'mA',
      () => Number(model.manual),
      bounded(0, 1, (manual) => toManual(model, manual === 1)),
    ),
    whole(
      274,
      'AK',
      () => 0,
      bounded(0, 1, () => {}),
    ),
    whole(
      276,
      'rE',
      () => model.remote,
      bounded(0, 1, (remote) => (model.remote = remote)),
    ),
    ...model.logic.map((_, index) =>
      whole(464 + index, `z${index + 1}`, () => Number(model.logic[index] === true)),
    ),
    whole(516, 'Q1', () => 0),
    whole(525, 'QD', () => model.decimals),
  ];
}

/** The summary status word (address 75). */
export function summary(model: EurothermModel): number {
  return (
    (model.alarm && !model.sensorBroken ? 0x0001 : 0) |
    (model.manual ? 0x0010 : 0) |
    (model.sensorBroken ? 0x0420 : 0) |
    (model.loop.heaterFailed ? 0x0080 : 0) |
    (model.programState === programStates.complete ? 0x0200 : 0)
  );
}

/** Manual starts from the output that there is. */
function toManual(model: EurothermModel, manual: boolean): void {
  if (manual && !model.manual) model.manualOutput = model.output;
  model.manual = manual;
}

function chooseProgram(model: EurothermModel, number: number): boolean {
  if (model.runner.active || !model.programs.has(number)) return false;
  model.programNumber = number;
  return true;
}

function cyclesLeft(model: EurothermModel): number {
  const cycles = model.programs.get(model.programNumber)?.[4] ?? 1;
  return model.runner.active ? cycles - model.runner.repeated(0) : 0;
}

function bounded(low: number, high: number, set: (value: number) => void): (value: number) => boolean {
  return (value) => {
    if (!(value >= low && value <= high)) return false;
    set(value);
    return true;
  };
}

function within(
  limits: { readonly low: number; readonly high: number },
  set: (value: number) => void,
): (value: number) => boolean {
  return (value) => bounded(limits.low, limits.high, set)(value);
}
