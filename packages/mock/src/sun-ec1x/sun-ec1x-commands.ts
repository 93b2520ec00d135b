import type { SunEc1xModel } from './sun-ec1x-model.ts';

/**
 * Carries out one command; gives the answer of a query. What is not understood answers nothing and raises the flag of
 * the last command error. Unconfirmed: two decimals of temperatures, and that the flag falls with the next good command.
 */
export function sunCommand(model: SunEc1xModel, line: string): string | undefined {
  model.advance();
  if (line === 'STATUS?') return status(model);
  const answer = line.endsWith('?') ? query(model, line.slice(0, -1)) : undefined;
  const good = line.endsWith('?') ? answer !== undefined : set(model, line);
  model.commandError = !good;
  model.advance();
  return answer;
}

function query(model: SunEc1xModel, name: string): string | undefined {
  const { controller } = model;
  switch (name) {
    case 'TEMP':
    case 'UCHAN':
    case 'C1':
      // Unconfirmed: what an open sensor shows.
      return controller.sensorOpen ? '-999.00' : controller.chamber.reading.toFixed(2);
    case 'C2':
      return controller.hasProduct ? controller.chamber.productReading.toFixed(2) : '-999.00';
    case 'C3':
    case 'C4':
      return '-999.00';
    case 'SET':
      return controller.setpoint.toFixed(2);
    case 'RATE':
      return Number.isFinite(model.rate) ? model.rate.toFixed(2) : '999.00';
    case 'WAIT':
      return model.wait.toFixed(2);
    case 'LTL':
      return model.lowerLimit.toFixed(2);
    case 'UTL':
      return model.upperLimit.toFixed(2);
    case 'DEVL':
      return model.deviationLimit.toFixed(2);
    case 'PWMP':
      return String(model.powerLimit);
    default:
      return undefined;
  }
}

function set(model: SunEc1xModel, line: string): boolean {
  if (action(model, line)) return true;
  const output = /^OUT0:([0-7]),([01])$/.exec(line);
  if (output !== null) {
    model.controller.outputs[Number(output[1])] = output[2] === '1';
    return true;
  }
  const [, name = '', text = ''] = /^([A-Z]+)=([+-]?(?:\d+\.?\d*|\.\d+))$/.exec(line) ?? [];
  const value = Number(text);
  const { range } = model.controller;
  switch (name) {
    case 'SET':
      return model.aim(value);
    case 'RATE':
      if (value <= 0 || value > 999) return false;
      model.rate = value;
      return true;
    case 'WAIT':
      if (value < 0) return false;
      model.wait = value;
      return true;
    case 'LTL':
      if (value < range.low || value >= model.upperLimit) return false;
      model.lowerLimit = value;
      return true;
    case 'UTL':
      if (value > range.high || value <= model.lowerLimit) return false;
      model.upperLimit = value;
      return true;
    case 'DEVL':
      if (value < 0) return false;
      model.deviationLimit = value;
      return true;
    case 'PWMP':
      if (value < 0 || value > 100) return false;
      model.powerLimit = value;
      return true;
    default:
      return false;
  }
}

function action(model: SunEc1xModel, word: string): boolean {
  switch (word) {
    case 'ON':
    case 'OFF':
      model.on = word === 'ON';
      return true;
    case 'HON':
    case 'HOFF':
      model.heatEnabled = word === 'HON';
      return true;
    case 'CON':
    case 'COFF':
      model.coolEnabled = word === 'CON';
      return true;
    default:
      // No local program is stored, so there is none to stop.
      return word === 'STOP';
  }
}

/** 18 flags and the digit of the self-test (sheet, table). */
function status(model: SunEc1xModel): string {
  const flags = [
    model.on,
    model.commandError,
    model.timeout,
    model.waiting,
    model.heatEnabled,
    model.coolEnabled,
    model.aimed,
    model.deviating,
    model.ramping,
    model.belowLimit,
    model.aboveLimit,
    // At breakpoint, local program running, storing, editing, waiting for the time of day, GPIB timeout, lock-out.
    ...Array.from({ length: 7 }, () => false),
  ];
  return `${flags.map((flag) => (flag ? 'Y' : 'N')).join('')}0`;
}

/** Answers `IN0:ch`; `undefined` when it is another command. */
export function sunInput(model: SunEc1xModel, line: string): string | undefined {
  const channel = /^IN0:([0-7])$/.exec(line)?.[1];
  return channel === undefined ? undefined : model.inputs[Number(channel)] === true ? '1' : '0';
}
