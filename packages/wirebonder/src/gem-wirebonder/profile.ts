import { array, boolean, integer, oneOf, optionalField, quantity, record, text } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { bondResults, processingStates } from '../classes/wirebonder.ts';

/** The number by which a machine names a variable, an event, a report or an alarm. */
const id = integer({ min: 0, max: 0xffff_ffff });
const idFormat = oneOf(['U1', 'U2', 'U4', 'I1', 'I2', 'I4']);
const commandName = text({ pattern: '\\S.*' });

/** What a bond report holds, by name. */
export const bondFields = [
  'unit',
  'wire',
  'bond',
  'force',
  'power',
  'time',
  'deformation',
  'result',
] as const;

/** What a bond report may hold besides. */
export const extraBondFields = [
  'die',
  'temperature',
  'current',
  'interval',
  'deformationTrace',
  'currentTrace',
] as const;

/** What a report of a unit holds, by name. */
export const unitFields = ['strip', 'unit', 'good'] as const;

const temperatureUnit = oneOf(['Cel', '[degF]', 'K']);

/** The schema of a {@link WirebonderProfile}. */
export const profileSchema = record({
  /** What the profile is called. */
  name: text(),
  /** Who made the machine; SECS does not tell. */
  manufacturer: text(),
  /** Formats in which the machine wants its ids, where it is particular; `U4` unless given. */
  ids: optionalField(
    record({
      variable: optionalField(idFormat),
      event: optionalField(idFormat),
      report: optionalField(idFormat),
      alarm: optionalField(idFormat),
      data: optionalField(idFormat),
    }),
  ),
  /** Status variables (SVID). */
  variables: record({
    /** ControlState: 1 to 5 as in SEMI E30. */
    controlState: id,
    /** ProcessState; its codes are in `processStates`. */
    processState: id,
    /** PPExecName: the recipe that is selected. */
    recipe: id,
    units: id,
    wires: id,
    assists: id,
  }),
  /** Collection events (CEID). */
  events: record({
    processingStarted: id,
    processingCompleted: id,
    processingStopped: id,
    processStateChange: id,
    /** A bond was made; comes with the report of `bondReport`. */
    bondMade: id,
  }),
  /** Further events that are to be reported, with their names. */
  otherEvents: optionalField(array(record({ id, name: text() }))),
  /** The report of a bond. */
  bondReport: record({
    /** The number that the host gives the report (RPTID). */
    id,
    /** What it holds, in order: each field of a bond once, with the data variable (VID) that carries it. */
    fields: array(record({ name: oneOf([...bondFields, ...extraBondFields]), variable: id })),
    /** Units in which the machine gives the values. */
    units: record({
      force: oneOf(['cN', 'mN', 'N', 'gf']),
      power: oneOf(['mW', 'W']),
      time: oneOf(['ms', 'us', 's']),
      deformation: oneOf(['um', 'nm', 'mm']),
      temperature: optionalField(temperatureUnit),
      current: optionalField(oneOf(['mA', 'A'])),
      interval: optionalField(oneOf(['ms', 'us', 's'])),
    }),
    /** What the machine's words for the result mean; compared without regard to case. */
    results: array(record({ word: text(), result: oneOf(bondResults) }), { minItems: 1 }),
  }),
  /** Lots, strips and units, where the machine tells of them. */
  production: optionalField(
    record({
      /** LotID, StripID and the count of units that are not good. */
      lot: id,
      strip: id,
      rejected: id,
      /** A unit is done: the event, the report that the host defines for it, and what that holds. */
      unitDone: id,
      unitReport: record({ id, fields: array(record({ name: oneOf(unitFields), variable: id })) }),
    }),
  ),
  /** Wire and capillary, where the machine tells of them. */
  supplies: optionalField(
    record({ wireLeft: record({ variable: id, unit: oneOf(['m', 'mm']) }), toolBonds: id }),
  ),
  /** The temperature of the stage, where the machine tells it. */
  stage: optionalField(record({ temperature: id, unit: temperatureUnit })),
  /** Variables that may be traced (S2F23), with the names that scripts use. */
  traces: optionalField(array(record({ name: text(), variable: id, unit: text() }), { minItems: 1 })),
  /** The number that the host gives its trace (TRID); 1 unless given. */
  traceId: optionalField(id),
  /** Whether the machine is told to keep events and alarms while it has no host (S2F43); true unless given. */
  spool: optionalField(boolean()),
  /** Texts of alarms (ALID), for machines that send none. */
  alarms: array(record({ id, text: text() })),
  /** Whether the machine reports alarms only after it was told to (S5F3); true unless given. */
  enableAlarms: optionalField(boolean()),
  /** Remote commands, with the names of their parameters. */
  commands: record({
    select: record({ name: commandName, recipe: commandName }),
    start: record({ name: commandName, lot: commandName }),
    stop: commandName,
    abort: commandName,
    pause: commandName,
    resume: commandName,
  }),
  /** What the codes of ProcessState mean. */
  processStates: array(record({ code: integer(), name: text(), processing: oneOf(processingStates) }), {
    minItems: 1,
  }),
  /** How long STOP may take until the machine stands, in s; 30 s unless given. */
  stopTime: optionalField(quantity('s', { min: 0 })),
});

/**
 * What one model of wire bonder calls its variables, events, alarms and commands over GEM: plain data, made from the
 * maker's GEM manual. Check yours with `checkProfile`.
 */
export type WirebonderProfile = ValueOf<typeof profileSchema>;
