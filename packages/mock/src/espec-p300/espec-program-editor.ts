import { needHumidity, setting } from './espec-command.ts';
import type { EspecCommands } from './espec-command.ts';
import { lowest, relayCount } from './espec-panel.ts';
import type { EspecPanel } from './espec-panel.ts';
import { emptyProgram, nextStep, noCounter } from './espec-program.ts';
import type { EspecCounter, EspecEnd, EspecProgram, EspecStep } from './espec-program.ts';
import { running } from './espec-program-commands.ts';
import { EspecRefusal } from './espec-refusal.ts';
import { refrigerationOf } from './espec-set-commands.ts';
import { groupsOf, numberOf, switchOf } from './espec-text.ts';

/** A program that is being written. */
interface Draft {
  readonly number: number;
  readonly overwrite: boolean;
  readonly program: EspecProgram;
}

/** `PRGM DATA WRITE`: programs are written line by line and stored at the end (sheet espec-p300.md, section 5). */
export function programEditor(panel: EspecPanel): EspecCommands {
  let draft: Draft | undefined;
  return {
    'PRGM DATA WRITE': setting(panel, ([which = '', action = '', ...rest]) => {
      const number = Number(groupsOf(/^PGM:?\s*(\d+)$/, which)[0]);
      if (action === 'EDIT START' || action === 'OVER WRITE START') {
        if (draft !== undefined) throw new EspecRefusal('PRGM WRITE ERR-4');
        draft = begin(panel, number, action === 'OVER WRITE START');
        return;
      }
      const ends = /^(?:EDIT|OVER WRITE) (?:END|CANCEL)$/.test(action);
      if (draft === undefined) throw new EspecRefusal(ends ? 'PRGM WRITE ERR-3' : 'PRGM WRITE ERR-2');
      if (draft.number !== number) throw new EspecRefusal('PRGM WRITE ERR-7');
      if (!ends) {
        edit(panel, draft, action, rest);
        return;
      }
      if (action.endsWith('END')) store(panel, draft);
      draft = undefined;
    }),
  };
}

function begin(panel: EspecPanel, number: number, overwrite: boolean): Draft {
  const { variant, programs } = panel;
  if (number < 1 || number > variant.stored + variant.fixed) throw new EspecRefusal('DATA OUT OF RANGE');
  if (number > variant.stored) throw new EspecRefusal('PRGM WRITE ERR-1');
  if (running(panel) && panel.program === number) throw new EspecRefusal('PRGM WRITE ERR-10');
  const before = programs.get(number);
  if (!overwrite) return { number, overwrite, program: emptyProgram(panel.date) };
  if (before === undefined) throw new EspecRefusal('DATA NOT READY');
  return { number, overwrite, program: structuredClone(before) };
}

function store(panel: EspecPanel, { number, program }: Draft): void {
  const { steps, counters } = program;
  if (steps.length === 0) throw new EspecRefusal('PRGM WRITE ERR-13');
  if (counters.some(({ end }) => end > steps.length)) throw new EspecRefusal('PRGM WRITE ERR-9');
  panel.programs.set(number, program);
}

function edit(panel: EspecPanel, draft: Draft, action: string, rest: readonly string[]): void {
  const { program } = draft;
  const { limits, start } = program;
  const [value = ''] = rest;
  const step = /^STEP\s*(\d+)$/.exec(action)?.[1];
  if (step !== undefined) writeStep(panel, draft, Number(step), rest);
  else if (action === 'COUNT') program.counters = countersOf(rest);
  else if (action === 'NAME') program.name = value.slice(0, 15);
  else if (action === 'END') program.end = endOf(panel, rest);
  else if (action === 'HTEMP') limits.high = numberOf(value, lowest, panel.highest);
  else if (action === 'LTEMP') limits.low = numberOf(value, lowest, panel.highest);
  else if (action === 'HHUMI') limits.humidityHigh = numberOf(value, 0, 100);
  else if (action === 'LHUMI') limits.humidityLow = numberOf(value, 0, 100);
  else if (action === 'PRE MODE') {
    const sv = rest[1] === 'SV';
    if (value === 'TEMP')
      start.temperature = sv ? (start.temperature ?? panel.controller.setpoint) : undefined;
    else if (value === 'HUMI') start.humidity = sv ? (start.humidity ?? panel.constant.humidity) : undefined;
    else throw new EspecRefusal('PARA ERR');
  } else if (action === 'PRE TSV') start.temperature = numberOf(value, lowest, panel.highest);
  else if (action === 'PRE HSV') start.humidity = numberOf(value, 0, 100);
  else throw new EspecRefusal('PARA ERR');
}

/** `A(1.2.10),B(3.4.5)`, or `(1.2.10)` where there is one counter only. */
function countersOf(texts: readonly string[]): readonly [EspecCounter, EspecCounter] {
  if (texts.length === 0) throw new EspecRefusal('PRGM WRITE ERR-11');
  let counters: readonly [EspecCounter, EspecCounter] = [noCounter, noCounter];
  for (const text of texts) {
    const [letter, start, end, cycles] = groupsOf(/^([AB]?)\((\d+)\.(\d+)\.(\d+)\)$/, text);
    const counter = { start: Number(start), end: Number(end), cycles: Number(cycles) };
    if (counter.cycles > 0 && (counter.start < 1 || counter.end < counter.start))
      throw new EspecRefusal('PRGM WRITE ERR-9');
    counters = letter === 'B' ? [counters[0], counter] : [counter, counters[1]];
  }
  return counters;
}

function endOf(panel: EspecPanel, [mode, next = '']: readonly string[]): EspecEnd {
  if (mode === undefined) throw new EspecRefusal('PRGM WRITE ERR-11');
  if (mode === 'RUN')
    return { mode, next: numberOf(groupsOf(/^PTN\s*(\d+)$/, next)[0], 1, panel.variant.stored) };
  if (mode !== 'OFF' && mode !== 'STANDBY' && mode !== 'CONSTANT' && mode !== 'HOLD')
    throw new EspecRefusal('PARA ERR');
  return { mode, next: 0 };
}

function writeStep(
  panel: EspecPanel,
  { overwrite, program }: Draft,
  number: number,
  keys: readonly string[],
): void {
  const { steps } = program;
  if (number < 1 || number > panel.variant.steps) throw new EspecRefusal('DATA OUT OF RANGE');
  if (number <= steps.length && !overwrite) throw new EspecRefusal('PRGM WRITE ERR-6');
  if (number > steps.length + 1) throw new EspecRefusal('PRGM WRITE ERR-8');
  const step = { ...(steps[number - 1] ?? nextStep(steps.at(-1))) };
  for (const key of keys) Object.assign(step, keyOf(panel, key, step));
  if (step.humidityRamp && step.humidity === undefined) throw new EspecRefusal('PRGM WRITE ERR-15');
  steps[number - 1] = step;
}

type StepKey = readonly [
  pattern: RegExp,
  read: (text: string, panel: EspecPanel, step: EspecStep) => Partial<EspecStep>,
];

const stepKeys: readonly StepKey[] = [
  [/^TEMP\s*([-+\d.]+)$/, (text, { highest }) => ({ temperature: numberOf(text, lowest, highest) })],
  [/^TRAMP\s*(ON|OFF)$/, (text) => ({ ramp: switchOf(text) })],
  [
    /^PTC\s*(ON|OFF)$/,
    (text, panel) => {
      if (!panel.controller.hasProduct) throw new EspecRefusal('CONT NOT READY-1');
      return { product: switchOf(text) };
    },
  ],
  [/^DEVP\s*(.+)$/, (text) => ({ above: numberOf(text, 0, 300) })],
  [
    /^DEVN\s*(.+)$/,
    (text, { variant }) => ({
      below: Math.abs(variant.negativeDeviation ? numberOf(text, -300, 0) : numberOf(text, 0, 300)),
    }),
  ],
  [
    /^HUMI\s*(.+)$/,
    (text, panel) => {
      needHumidity(panel);
      return text === 'OFF'
        ? { humidity: undefined, humidityRamp: false }
        : { humidity: numberOf(text, 0, 100) };
    },
  ],
  [
    /^HRAMP\s*(ON|OFF)$/,
    (text, panel) => {
      needHumidity(panel);
      return { humidityRamp: switchOf(text) };
    },
  ],
  [
    /^TIME\s*(\d+:\d+)$/,
    (text) => {
      const [hour, minute] = text.split(':');
      return { minutes: numberOf(hour, 0, 999) * 60 + numberOf(minute, 0, 59) };
    },
  ],
  [/^GRANTY\s*(ON|OFF)$/, (text) => ({ guaranteed: switchOf(text) })],
  [/^PAUSE\s*(ON|OFF)$/, (text) => ({ pause: switchOf(text) })],
  [/^(REF\s*\d)$/, (text) => ({ refrigeration: refrigerationOf(text) })],
  [/^RELAY\s*ON\s*([\d.]+)$/, (text, panel, step) => ({ relays: merged(panel, step, text, true) })],
  [/^RELAY\s*OFF\s*([\d.]+)$/, (text, panel, step) => ({ relays: merged(panel, step, text, false) })],
];

function keyOf(panel: EspecPanel, key: string, step: EspecStep): Partial<EspecStep> {
  for (const [pattern, read] of stepKeys) {
    const text = pattern.exec(key)?.[1];
    if (text !== undefined) return read(text, panel, step);
  }
  throw new EspecRefusal('PRGM WRITE ERR-13');
}

function merged(
  { variant }: EspecPanel,
  { relays }: EspecStep,
  text: string,
  on: boolean,
): readonly number[] {
  if (!variant.full) throw new EspecRefusal('CONT NOT READY-3');
  const given = text.split('.').map((digits) => numberOf(digits, 1, relayCount));
  const others = relays.filter((relay) => !given.includes(relay));
  return (on ? [...others, ...given] : others).toSorted((a, b) => a - b);
}
