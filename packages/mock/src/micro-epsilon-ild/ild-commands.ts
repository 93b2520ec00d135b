import type { IldSensor } from './ild-sensor.ts';
import { extraValues } from './ild-settings.ts';
import type { ExtraValue } from './ild-settings.ts';

const unknown = 'E210 Unknown command';
const wrong = 'E232 Wrong format of the parameter';

/** Carries out one command; the lines of its answer, without the prompt. Not every command has one. */
export function ildCommand(sensor: IldSensor, line: string): readonly string[] {
  const [name = '', ...parameters] = line.trim().toUpperCase().split(/ +/);
  const { settings } = sensor;
  switch (name) {
    case 'GETINFO':
      return info(sensor);
    case 'ECHO':
      settings.echo = parameters[0] !== 'OFF';
      return [];
    case 'OUTPUT':
      return choice(name, parameters, settings.output, ['NONE', 'RS422', 'ANALOG'], (output) => {
        settings.output = output;
        sensor.skip();
      });
    case 'LASERPOW':
      return choice(name, parameters, settings.laser, ['FULL', 'REDUCED', 'OFF'], (laser) => {
        settings.laser = laser;
      });
    case 'MEASRATE':
      return rate(sensor, parameters);
    case 'OUTREDUCECOUNT':
      return reduction(sensor, parameters);
    case 'OUTADD_RS422':
      return extras(sensor, parameters);
    case 'GETOUTINFO_RS422':
      return [`GETOUTINFO_RS422 ${outputs(sensor).join(' ')}`];
    case 'RESETCNT':
      sensor.resetCounter();
      return [];
    case 'MASTERMV':
      return master(sensor, parameters);
    case 'RESET':
    case 'SETDEFAULT':
      sensor.restart();
      return [];
    default:
      return other(sensor, name, parameters);
  }
}

function info({ series, serialNumber, target }: IldSensor): readonly string[] {
  const { range } = target.parameters;
  return [
    `Name: ${series}-${range}`,
    `Serial: ${serialNumber}`,
    'Option: 000',
    'Article: 4120212',
    'Cable head: Wire',
    `Measuring range: ${range.toFixed(2)}mm`,
    'Version: 001.010',
    'Hardware-rev: 00',
    'Boot-version: 001.000',
  ];
}

/** A setting with a few values: shown without a parameter, set with one. */
function choice<T extends string>(
  name: string,
  parameters: readonly string[],
  now: T,
  values: readonly T[],
  set: (value: T) => void,
): readonly string[] {
  const [parameter] = parameters;
  if (parameter === undefined) return [`${name} ${now}`];
  const value = values.find((own) => own === parameter);
  if (value === undefined || parameters.length > 1) return [wrong];
  set(value);
  return [];
}

function rate(sensor: IldSensor, [parameter]: readonly string[]): readonly string[] {
  // Unconfirmed: three decimals.
  if (parameter === undefined) return [`MEASRATE ${sensor.settings.rate.toFixed(3)}`];
  const kilohertz = sensor.rates.find((own) => own === Number(parameter));
  if (kilohertz === undefined) return [wrong];
  sensor.setRate(kilohertz);
  return [];
}

function reduction({ settings }: IldSensor, [parameter]: readonly string[]): readonly string[] {
  if (parameter === undefined) return [`OUTREDUCECOUNT ${settings.reduction}`];
  const count = Number(parameter);
  if (!Number.isInteger(count) || count < 1 || count > 3_000_000) return [wrong];
  settings.reduction = count;
  return [];
}

function extras({ settings }: IldSensor, parameters: readonly string[]): readonly string[] {
  if (parameters.length === 0) {
    const chosen = extraValues.filter((value) => settings.extras.has(value));
    return [`OUTADD_RS422 ${chosen.length === 0 ? 'NONE' : chosen.join(' ')}`];
  }
  const known: ReadonlySet<string> = new Set([...extraValues, 'NONE']);
  if (!parameters.every((parameter) => known.has(parameter))) return [wrong];
  settings.extras.clear();
  for (const value of extraValues) if (parameters.includes(value)) settings.extras.add(value);
  return [];
}

function outputs({ settings }: IldSensor): readonly string[] {
  const chosen = extraValues.filter((value) => settings.extras.has(value));
  const words = (value: ExtraValue): readonly string[] =>
    value === 'TIMESTAMP' ? ['TIMESTAMP_LO', 'TIMESTAMP_HI'] : [value];
  return ['DIST1', ...chosen.flatMap(words)];
}

function master(sensor: IldSensor, [word, parameter]: readonly string[]): readonly string[] {
  const { settings, target } = sensor;
  if (word === undefined)
    return [`MASTERMV ${settings.master === undefined ? 'NONE' : `MASTER ${settings.master.toFixed(6)}`}`];
  if (word === 'NONE') {
    sensor.setMaster(undefined);
    return [];
  }
  const value = Number(parameter);
  if (word !== 'MASTER' || !(value >= 0 && value <= 2 * target.parameters.range)) return [wrong];
  return sensor.setMaster(value) ? [] : ['E104 Timeout'];
}

function other({ settings }: IldSensor, name: string, parameters: readonly string[]): readonly string[] {
  const now = settings.others.get(name);
  if (now === undefined) return [unknown];
  if (parameters.length === 0) return [`${name} ${now}`];
  settings.others.set(name, parameters.join(' '));
  return [];
}
