import { convert } from '@fourwire/core';
import type { GaugeModel } from '../physics/gauge-model.ts';

/** The front of a display. */
export interface NdPanel {
  readonly model: GaugeModel;
  readonly variant: 'ND-287' | 'ND-281B';
  /** Whether it is in reference mode. */
  reference: boolean;
  /** Whether its keys are locked. */
  locked: boolean;
  /** The error on the display. */
  error: string;
  /** What was typed and not entered. */
  keys: string;
}

const acknowledged = '\u0006';
const refused = '\u0015';
const stx = '\u0002';

/** The measured value, as STX and PRINT give it: sign, number with spaces before it, unit or fault. */
export function ndValue({ model }: NdPanel): string {
  const mark = model.beyond ? '?' : model.unit === 'mm' ? ' ' : '"';
  return `${sign(model.shown)}${digits(model).padStart(11)} ${mark} \r\n`;
}

/** Carries out what follows ESC; the answer. */
export function ndCommand(panel: NdPanel, command: string): string {
  switch (command.charAt(0)) {
    case 'T':
      return key(panel, command.slice(1));
    case 'A':
      return output(panel, command) ?? refused;
    case 'F':
      return carryOut(panel, command);
    case 'S':
      return special(panel, command);
    default:
      return refused;
  }
}

function output(panel: NdPanel, command: string): string | undefined {
  const { model, variant, error } = panel;
  const lines = (...texts: readonly string[]): string =>
    `${stx}${texts.map((text) => `${text}\r\n`).join('')}`;
  switch (command) {
    case 'A0000':
      return lines(...[variant, '646118-01', 'V1-01'].map((text) => text.padEnd(10)));
    case 'A0100':
      return lines(model.beyond ? 'ENCODER ERR.' : position(model));
    case 'A0200':
      // The older display sends nine digits without a point.
      return variant === 'ND-287' ? lines(position(model)) : lines(counts(model));
    case 'A0301':
      if (model.beyond) return lines('ENCODER ERR. ');
      return error === '' ? undefined : lines(error.padEnd(13).slice(0, 13));
    case 'A0400':
      return lines('646118-01 ');
    case 'A0800':
      return lines(indicators(panel));
    default:
      return undefined;
  }
}

/** 10 to 13 characters: sign, leading spaces and the number. */
function position(model: GaugeModel): string {
  return `${sign(model.shown)}${digits(model)}`.padEnd(10);
}

function digits(model: GaugeModel): string {
  return Math.abs(model.shown).toFixed(model.decimals);
}

function counts(model: GaugeModel): string {
  return `${sign(model.shown)}${digits(model).replace('.', '').padStart(9, '0')}`;
}

function sign(value: number): string {
  return value < 0 ? '-' : '+';
}

/** REF, datum 1 and 2, SET, START, PRINT, inch, <, =, >, MIN, ACTL, MAX, DIFF. */
function indicators({ model, reference }: NdPanel): string {
  const { judgement, mode } = model;
  const lit = [
    reference,
    true,
    false,
    false,
    false,
    false,
    model.unit === '[in_i]',
    judgement === 'low',
    judgement === 'good',
    judgement === 'high',
    mode === 'minimum',
    mode === 'normal',
    mode === 'maximum',
    mode === 'range',
  ];
  return lit.map((on) => (on ? '1' : '0')).join('');
}

/** The numbers of the keys beyond the digits are those of the sheet, and are not confirmed for each model. */
function key(panel: NdPanel, number: string): string {
  const { model } = panel;
  if (/^000\d$/.test(number)) {
    panel.keys = (panel.keys + number.charAt(3)).slice(-12);
    return acknowledged;
  }
  switch (number) {
    case '0100':
      panel.keys = '';
      panel.error = '';
      return acknowledged;
    case '0101':
      panel.keys = panel.keys.startsWith('-') ? panel.keys.slice(1) : `-${panel.keys}`;
      return acknowledged;
    case '0102':
      panel.keys += '.';
      return acknowledged;
    case '0104': {
      // ENT after a number sets the datum to it.
      const value = Number(panel.keys);
      panel.keys = '';
      if (Number.isNaN(value)) panel.error = 'FORMAT ERR.';
      else model.setValue(convert(value, model.unit, 'mm'));
      return acknowledged;
    }
    default:
      return refused;
  }
}

/** Unconfirmed: the numbers of the functions. */
function carryOut(panel: NdPanel, command: string): string {
  if (command === 'F0000') {
    panel.reference = !panel.reference;
    return acknowledged;
  }
  if (command === 'F0001' || command === 'F0002') return `${acknowledged}${ndValue(panel)}`;
  return refused;
}

/** Unconfirmed: the numbers of the special functions. */
function special(panel: NdPanel, command: string): string {
  if (command === 'S0000') {
    panel.model.restart();
    panel.reference = false;
    panel.error = '';
    panel.keys = '';
    return acknowledged;
  }
  if (command !== 'S0001' && command !== 'S0002') return refused;
  panel.locked = command === 'S0001';
  return acknowledged;
}
