import { thermotronOptions, numberOf, readInterval } from './thermotron-program.ts';
import type { ThermotronProgram } from './thermotron-program.ts';
import type { ThermotronModel } from './thermotron-model.ts';

/** What became of a command: the answer of a query, whether a set command was accepted, or that nothing is known of it. */
export type ThermotronResult = string | boolean | undefined;

/** Bits of `MODE?` (sheet section 3). */
const modes = { program: 1, editFromHold: 8, manual: 16 } as const;

/** Bits of `ALRMn?`. */
const highProcess = 0x20;

/** What identifies the controller; Unconfirmed texts. */
export interface ThermotronIdentity {
  readonly model: string;
  readonly version: string;
  /** Whether a setpoint waits for `RUNM`. */
  readonly stages: boolean;
}

/** Carries out one line of the four-letter commands (sheet section 3). */
export function thermotronCommand(
  model: ThermotronModel,
  identity: ThermotronIdentity,
  line: string,
): ThermotronResult {
  model.advance();
  const [, name = '', channel = '', query, rest] = /^([A-Z]{4})(\d*)(\?)?(.*)$/.exec(line) ?? [];
  const n = channel === '' ? undefined : Number(channel);
  if (query !== undefined) return rest === '' ? answer(model, identity, name, n) : undefined;
  if (name === 'PROG') return editProgram(model, line.slice(4));
  const parameters = rest === '' || rest === undefined ? [] : rest.replace(/^,/, '').split(',');
  return set(model, identity, name, n, parameters);
}

function answer(
  model: ThermotronModel,
  identity: ThermotronIdentity,
  name: string,
  channel: number | undefined,
): string | undefined {
  const { controller } = model;
  switch (name) {
    case 'IDEN':
      return `THERMOTRON ${identity.model}`;
    case 'VRSN':
      return identity.version;
    case 'CNAM':
      return ['TEMPERATURE', 'HUMIDITY', 'PRODUCT'][(channel ?? 0) - 1];
    case 'PVAR':
      return shown(processValue(model, channel));
    case 'SETP':
      return shown(setpoint(model, channel));
    case 'THTL':
      return channel === 1 ? shown(controller.outputPower) : undefined;
    case 'FVAL':
      return channel === 1 ? shown(controller.setpoint) : undefined;
    case 'ALRM':
      return String(channel === 1 && controller.alarms.includes('over-temperature') ? highProcess : 0);
    case 'MODE':
      return String(mode(model));
    case 'SCOD':
      return String(model.stopCode);
    case 'MRMP':
      return channel === 1 ? shown(model.ramp) : undefined;
    case 'OPTN':
      return String(model.options);
    case 'AUXE':
      return channel === 1 || channel === 2 ? String(auxiliaries(model, channel)) : undefined;
    case 'LGHT':
      return model.light ? '1' : '0';
    case 'PRMG':
      return String(model.parameterGroup);
    case 'LLFT':
      return String(loopsLeft(model));
    case 'TLFT':
      return clockTime(controller.program.remaining);
    case 'PROG': {
      const program = model.programs.get(channel ?? model.loaded);
      return program === undefined ? undefined : `${program.name},${program.intervals.size}`;
    }
    case 'INTV':
      // Unconfirmed: that intervals are read back so.
      return model.programs.get(model.loaded)?.intervals.get(channel ?? 0)?.text;
    default:
      return undefined;
  }
}

function set(
  model: ThermotronModel,
  identity: ThermotronIdentity,
  name: string,
  channel: number | undefined,
  parameters: readonly string[],
): boolean | undefined {
  const [value = Number.NaN] = parameters.map((text) => numberOf(text));
  const { controller } = model;
  switch (name) {
    case 'INIT':
      return true;
    case 'RUNM':
      return model.runManual();
    case 'RUNP':
      // Unconfirmed syntax: the number of the program behind the mnemonic, and the interval as a parameter.
      return model.runProgram(channel ?? model.loaded, Number.isNaN(value) ? 1 : value);
    case 'HOLD':
      return model.hold();
    case 'RESM':
      return model.resume();
    case 'STOP':
      model.stop();
      return true;
    case 'SETP':
      return writeSetpoint(model, identity, channel, value);
    case 'MRMP':
      if (channel !== 1 || !(value >= 0 && value <= 100)) return false;
      model.ramp = value;
      return true;
    case 'OPTN':
      return writeOptions(model, channel ?? value);
    case 'AUXE':
      if ((channel !== 1 && channel !== 2) || !whole(value, 0, 255)) return false;
      for (let bit = 0; bit < 8; bit++)
        controller.outputs[8 * (channel - 1) + bit] = ((value >> bit) & 1) === 1;
      return true;
    case 'LGHT':
      if (channel !== 0 && channel !== 1) return false;
      model.light = channel === 1;
      return true;
    case 'PRMG':
      if (!whole(value, 1, 8)) return false;
      model.parameterGroup = value;
      return true;
    case 'INTV':
      return editInterval(model, channel, parameters);
    default:
      return undefined;
  }
}

function writeSetpoint(
  model: ThermotronModel,
  identity: ThermotronIdentity,
  channel: number | undefined,
  value: number,
): boolean {
  const { controller } = model;
  if (channel === 2 && controller.hasHumidity) {
    if (!(value >= 0 && value <= 100)) return false;
    model.humiditySetpoint = value;
    model.applyOptions();
    return true;
  }
  if (channel !== 1 || !(value >= controller.range.low && value <= controller.range.high)) return false;
  if (identity.stages) model.staged = value;
  else controller.setpoint = value;
  return true;
}

function writeOptions(model: ThermotronModel, options: number): boolean {
  const fitted =
    (model.controller.hasProduct ? thermotronOptions.productControl : 0) |
    (model.controller.hasHumidity ? thermotronOptions.humidity : 0) |
    thermotronOptions.guaranteedSoak;
  if (!whole(options, 0, 1023) || (options & ~fitted) !== 0) return false;
  model.options = options;
  model.applyOptions();
  return true;
}

/** `PROGname,n`: begins a program anew. It is edited only while the chamber stands still. */
function editProgram(model: ThermotronModel, text: string): boolean {
  const [, name = '', number = ''] = /^([^,]{1,15}),(\d+)$/.exec(text) ?? [];
  if (name === '' || model.active) return false;
  const program: ThermotronProgram = {
    name,
    start: { temperature: model.controller.setpoint, humidity: model.humiditySetpoint },
    intervals: new Map(),
  };
  model.loaded = Number(number);
  model.programs.set(model.loaded, program);
  return true;
}

function editInterval(
  model: ThermotronModel,
  number: number | undefined,
  parameters: readonly string[],
): boolean {
  const program = model.programs.get(model.loaded);
  if (program === undefined || number === undefined || model.active) return false;
  const { low, high } = model.controller.range;
  if (number === 0) {
    const [temperature = Number.NaN, humidity = Number.NaN] = parameters.map((text) => numberOf(text));
    if (parameters.length !== 5 || !(temperature >= low && temperature <= high)) return false;
    program.start = { temperature, humidity };
    return true;
  }
  const interval = readInterval(parameters);
  if (interval === undefined || interval.temperature < low || interval.temperature > high) return false;
  if (number > program.intervals.size + 1) return false;
  program.intervals.set(number, interval);
  return true;
}

function processValue({ controller }: ThermotronModel, channel: number | undefined): number | undefined {
  // Unconfirmed: what an open input shows.
  if (channel === 1) return controller.sensorOpen ? Number.NaN : controller.chamber.reading;
  if (channel === 2 && controller.hasHumidity) return controller.chamber.relativeHumidity;
  // Unconfirmed: which channel the product is on.
  return channel === 3 && controller.hasProduct ? controller.chamber.productReading : undefined;
}

function setpoint(model: ThermotronModel, channel: number | undefined): number | undefined {
  const { controller } = model;
  if (channel === 1) return controller.program.active ? controller.workingSetpoint : controller.setpoint;
  return channel === 2 && controller.hasHumidity ? model.humiditySetpoint : undefined;
}

function mode({ controller, held }: ThermotronModel): number {
  if (held) return modes.editFromHold;
  if (controller.program.active) return modes.program;
  return controller.running ? modes.manual : 0;
}

function auxiliaries({ controller }: ThermotronModel, group: 1 | 2): number {
  return controller.outputs
    .slice(8 * (group - 1), 8 * group)
    .reduce((sum, on, bit) => sum + (on ? 1 << bit : 0), 0);
}

function loopsLeft({ controller, programs, loaded }: ThermotronModel): number {
  const looping = [...(programs.get(loaded)?.intervals.values() ?? [])].find(({ loops }) => loops > 0);
  return looping === undefined || !controller.program.active
    ? 0
    : looping.loops - controller.program.repeated(0);
}

function clockTime(seconds: number): string {
  const total = Math.ceil(seconds);
  const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

function shown(value: number | undefined): string | undefined {
  if (value === undefined) return undefined;
  return Number.isNaN(value) ? '-----' : value.toFixed(2);
}

function whole(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
