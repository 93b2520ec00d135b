import type { ByteService } from '@fourwire/core';
import { lineService } from '../line-service.ts';
import type { F4tLoop, F4tModel, F4tRamp } from './f4t-model.ts';
import type { F4tUnits } from './f4t-parameter.ts';
import type { F4tIdentity } from './f4t-registers.ts';

/** One command: what it looks like, and what it answers, if anything. `argument` is in capitals. */
type Command = readonly [pattern: RegExp, run: (number: number, argument: string) => string | undefined];

const rampActions: Readonly<Record<string, F4tRamp['action']>> = {
  OFF: 'off',
  STARTUP: 'start',
  SETPOINT: 'change',
  BOTH: 'both',
};

/**
 * The SCPI channel of an F4T (sheet section 6; native Ethernet, TCP port 5025). Set commands answer nothing; neither do
 * unknown commands nor illegal values. Unconfirmed: that silence, and the three decimals of numbers.
 */
export function f4tScpi(model: F4tModel, identity: F4tIdentity, units: F4tUnits): ByteService {
  const commands = f4tCommands(model, identity, units);
  return lineService((send) => ({
    line: (text) => {
      const line = text.trim().toUpperCase();
      for (const [pattern, run] of commands) {
        const match = pattern.exec(line);
        if (match === null) continue;
        model.advance();
        const answer = run(Number(match.groups?.['number'] ?? 0), match.groups?.['argument'] ?? '');
        if (answer !== undefined) send(`${answer}\n`);
        return;
      }
    },
  }));
}

function f4tCommands(model: F4tModel, identity: F4tIdentity, units: F4tUnits): readonly Command[] {
  const fahrenheit = (): boolean => units.ethernet === 'fahrenheit';
  const temperature = (celsius: number): string => decimal(fahrenheit() ? celsius * 1.8 + 32 : celsius);
  const difference = (kelvin: number): string => decimal(fahrenheit() ? kelvin * 1.8 : kelvin);
  const toCelsius = (value: number): number => (fahrenheit() ? (value - 32) / 1.8 : value);
  const toKelvin = (value: number): number => (fahrenheit() ? value / 1.8 : value);
  const { ramp, humidity, cascade, events } = model;
  const display = { unit: 'C' };

  const write = (loop: F4tLoop | undefined, value: number): undefined => {
    if (loop !== undefined && value >= loop.minimum && value <= loop.maximum) loop.setpoint = value;
  };
  const active = (): number =>
    model.running && cascade?.auto !== true ? model.workingSetpoint : model.temperature.setpoint;

  return [
    [
      /^\*IDN\?$/,
      () =>
        `"Watlow Electric",${identity.partNumber},${identity.serialNumber},${firmwareText(identity.firmware)}`,
    ],
    [/^:?UNIT:TEMPERATURE\?$/, () => (fahrenheit() ? 'F' : 'C')],
    [
      /^:?UNIT:TEMPERATURE (?<argument>[CF])$/,
      (_, argument) => {
        units.ethernet = argument === 'F' ? 'fahrenheit' : 'celsius';
        return undefined;
      },
    ],
    [/^:?UNIT:TEMPERATURE:DISPLAY\?$/, () => display.unit],
    [
      /^:?UNIT:TEMPERATURE:DISPLAY (?<argument>[CF])$/,
      (_, argument) => {
        display.unit = argument;
        return undefined;
      },
    ],
    [/^:?SOURCE:CLOOP1:PVALUE\?$/, () => temperature(model.processValue)],
    [/^:?SOURCE:CLOOP1:ERROR\?$/, () => (model.sensorOpen ? 'ERROR' : 'NONE')],
    [/^:?SOURCE:CLOOP1:SPOINT\?$/, () => temperature(active())],
    [
      /^:?SOURCE:CLOOP1:SPOINT (?<argument>\S+)$/,
      (_, argument) => write(model.temperature, toCelsius(numberOf(argument))),
    ],
    [
      /^:?SOURCE:CLOOP1:RACTION (?<argument>OFF|STARTUP|SETPOINT|BOTH)$/,
      (_, argument) => {
        ramp.action = rampActions[argument] ?? ramp.action;
        return undefined;
      },
    ],
    [
      /^:?SOURCE:CLOOP1:RSCALE (?<argument>MINUTES|HOURS)$/,
      (_, argument) => {
        ramp.scale = argument === 'HOURS' ? 'hours' : 'minutes';
        return undefined;
      },
    ],
    [/^:?SOURCE:CLOOP1:RRATE\?$/, () => difference(ramp.rate)],
    [
      /^:?SOURCE:CLOOP1:RRATE (?<argument>\S+)$/,
      (_, argument) => {
        const rate = toKelvin(numberOf(argument));
        if (rate >= 0 && rate <= 99_999) ramp.rate = rate;
        return undefined;
      },
    ],
    [
      /^:?SOURCE:CLOOP2:PVALUE\?$/,
      () => (humidity === undefined ? undefined : decimal(model.chamber.relativeHumidity)),
    ],
    [/^:?SOURCE:CLOOP2:ERROR\?$/, () => (humidity === undefined ? undefined : 'NONE')],
    [/^:?SOURCE:CLOOP2:SPOINT\?$/, () => (humidity === undefined ? undefined : decimal(humidity.setpoint))],
    [/^:?SOURCE:CLOOP2:SPOINT (?<argument>\S+)$/, (_, argument) => write(humidity, numberOf(argument))],
    [
      /^:?SOURCE:CASCADE1:SPOINT\?$/,
      () => (cascade === undefined ? undefined : temperature(cascade.setpoint)),
    ],
    [
      /^:?SOURCE:CASCADE1:SPOINT (?<argument>\S+)$/,
      (_, argument) => write(cascade, toCelsius(numberOf(argument))),
    ],
    [
      /^:?SOURCE:CASCADE1:OUTER:PVALUE\?$/,
      () => (cascade === undefined ? undefined : temperature(model.chamber.productReading)),
    ],
    [
      /^:?SOURCE:CASCADE1:INNER:PVALUE\?$/,
      () => (cascade === undefined ? undefined : temperature(model.processValue)),
    ],
    [/^:?OUTPUT(?<number>[1-7]):STATE\?$/, (number) => (events[number - 1] === true ? 'ON' : 'OFF')],
    [
      /^:?OUTPUT(?<number>[1-7]):STATE (?<argument>ON|OFF)$/,
      (number, argument) => {
        events[number - 1] = argument === 'ON';
        return undefined;
      },
    ],
  ];
}

/** The number in an argument; not a number, and so within no limits, when there is none. */
function numberOf(argument: string): number {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:E[-+]?\d+)?$/.test(argument) ? Number(argument) : Number.NaN;
}

function decimal(value: number): string {
  return Number.isNaN(value) ? 'NAN' : value.toFixed(3);
}

/** As the sheet prints it: 04.03.0108. */
function firmwareText(parts: readonly [number, number, number]): string {
  const [major, minor, build] = parts;
  return [
    String(major).padStart(2, '0'),
    String(minor).padStart(2, '0'),
    String(build).padStart(4, '0'),
  ].join('.');
}
