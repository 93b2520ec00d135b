import {
  array,
  boolean,
  bytes,
  command,
  deviceClass,
  event,
  integer,
  oneOf,
  optional,
  optionalField,
  part,
  quantity,
  readable,
  record,
  text,
} from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';
import { bonderProduction, bonderStage, bonderSupplies, bonderTraces } from './bonder-parts.ts';

/** Who has control of the machine; remote commands that move it are taken in `remote` only. Source: SEMI E30. */
export const controlStates = [
  'equipment-offline',
  'attempt-online',
  'host-offline',
  'local',
  'remote',
] as const;

/** What the machine does, in the states of the processing model of SEMI E30; makers name and number their own. */
export const processingStates = ['idle', 'setup', 'ready', 'executing', 'paused', 'unknown'] as const;

/** What became of a bond. `non-stick` is NSOP or NSOL: the bond did not attach to pad or lead. */
export const bondResults = ['ok', 'non-stick', 'short-tail', 'wire-break'] as const;

const counters = record({
  /** Units bonded. */
  units: integer({ min: 0 }),
  /** Wires bonded. */
  wires: integer({ min: 0 }),
  /** Times the machine called its operator. */
  assists: integer({ min: 0 }),
});

const recipeId = text({ maxLength: 120 });
const lot = text({ maxLength: 80 });
const progress = record({ units: integer({ min: 0 }), wires: integer({ min: 0 }) });

/** A setting of the machine (equipment constant). A truth value counts as 0 or 1. */
const constant = record({
  id: integer({ min: 0 }),
  name: text(),
  /** The machine's own word for the unit. */
  unit: text(),
  /** The value, where it is a number. */
  value: optionalField(quantity('1')),
  /** The value, where it is a text. */
  text: optionalField(text()),
  min: optionalField(quantity('1')),
  max: optionalField(quantity('1')),
});

/** A wire bonder that takes recipes and runs lots. */
export const wirebonder = deviceClass('wirebonder', {
  /** Who has control of the machine. */
  controlState: readable(oneOf(controlStates)),
  /** The machine's own process state: its code, and what the maker calls it. */
  processState: readable(record({ code: integer(), name: text() })),
  /** What the machine does. While it executes, heads and heaters move. */
  processing: readable(oneOf(processingStates), { hazard: { safe: ['idle', 'setup', 'ready', 'paused'] } }),
  /** The recipes (bond programs) that are on the machine. */
  recipes: readable(array(text()), { period: 10_000 }),
  /** The recipe that is selected; empty when none is. */
  recipe: readable(text()),
  /** What the machine has counted, since whenever its maker begins to count. */
  counters: readable(counters),
  /** The alarms that stand. */
  alarms: readable(array(record({ id: integer(), text: text() })), { period: 10_000 }),
  /** The machine's settings (equipment constants), with their limits where it tells them. */
  constants: readable(array(constant), { period: 60_000 }),
  /** Sets an equipment constant to a number; refused outside the limits that the machine tells, confirmed by reading back. */
  setConstant: command({
    input: record({ id: integer({ min: 0 }), value: quantity('1') }),
    stop: 'cannot',
  }),
  /** Selects a recipe, and waits until the machine says that it has it. */
  selectRecipe: command({ input: record({ id: recipeId }), stop: 'cannot' }),
  /** Fetches a recipe from the machine, byte for byte. */
  uploadRecipe: command({
    input: record({ id: recipeId }),
    output: record({ body: bytes() }),
    stop: 'cannot',
  }),
  /** Puts a recipe on the machine, in place of one of the same name, and waits until it is listed. */
  downloadRecipe: command({ input: record({ id: recipeId, body: bytes() }), stop: 'cannot' }),
  /** Deletes a recipe, and waits until it is no longer listed. */
  deleteRecipe: command({ input: record({ id: recipeId }), stop: 'cannot' }),
  /** Compares a recipe on the machine with one at hand; field by field where both are bond programs. */
  compareRecipe: command({
    input: record({ id: recipeId, body: bytes() }),
    output: record({
      same: boolean(),
      /** What differs, one difference a line. */
      differences: array(text()),
    }),
    stop: 'cannot',
  }),
  /** Starts a lot with the selected recipe, and waits until the machine processes it; see `run`. */
  start: command({ input: record({ lot }), stop: 'cannot', immediate: true }),
  /**
   * Bonds a lot with the selected recipe and waits until the machine reports that processing is completed. Material
   * and guarding are the caller's affair. Stopping lets the machine finish what it holds and stand.
   */
  run: command({
    /** `lot` names the lot. */
    input: record({ lot }),
    /** What the machine has counted by then; see {@link wirebonder.counters}. */
    output: counters,
    progress,
    stop: 'hold',
  }),
  /**
   * Waits for the end of the lot that is under way, whoever started it: a host that was restarted takes it up again.
   * What the machine kept while nobody listened comes first, through the events. Stopping stops the machine.
   */
  follow: command({ output: counters, progress, stop: 'hold' }),
  /**
   * Has the machine tell what it kept (spooled) while it had no host; it comes through `bond$`, `alarm$` and `event$`,
   * so listen to them first. `run` and `follow` do it too, and so does a device whose link comes back.
   */
  fetchSpool: command({
    /** How many events and alarms came meanwhile. */
    output: record({ messages: integer({ min: 0 }) }),
    stop: 'cannot',
    immediate: true,
  }),
  /** Holds processing where it can be taken up again, and waits until it stands. */
  pause: command({ stop: 'cannot', immediate: true }),
  /** Takes up processing after a pause or an assist, and waits until it goes on. */
  resume: command({ stop: 'cannot', immediate: true }),
  /** Ends processing when the wire or unit in hand is finished, and waits until the machine stands. */
  stop: command({ stop: 'cannot', immediate: true }),
  /** Ends processing at once, and waits until it has; material may be left unfinished. */
  abort: command({ stop: 'cannot', immediate: true }),
  /** A bond that was made. */
  bond$: event(
    record({
      /** Unit on the strip, as the machine counts. */
      unit: integer(),
      /** Die within the unit, where the machine tells. */
      die: optionalField(integer()),
      /** Wire in the unit, as the machine counts. */
      wire: integer(),
      /** 1 or 2: first bond (ball) or second (stitch, wedge). */
      bond: integer({ min: 1, max: 2 }),
      /** Bond force, in cN. */
      force: quantity('cN'),
      /** Ultrasonic power, in mW. */
      power: quantity('mW'),
      /** Bond time, in ms. */
      time: quantity('ms'),
      /** Deformation, in µm. */
      deformation: quantity('um'),
      /** Stage temperature at the bond, in °C, where the machine tells. */
      temperature: optionalField(quantity('Cel')),
      /** Ultrasonic current at the end of the bond, in mA, where the machine tells. */
      current: optionalField(quantity('mA')),
      result: oneOf(bondResults),
      /** How the bond came about, where the machine tells: one value every `interval` from contact on. */
      trace: optionalField(
        record({
          /** In ms. */
          interval: quantity('ms'),
          /** In µm. */
          deformation: array(quantity('um')),
          /** Ultrasonic current, in mA. */
          current: array(quantity('mA')),
        }),
      ),
    }),
  ),
  /** An alarm that appeared (`active`) or went away. */
  alarm$: event(record({ id: integer(), text: text(), active: boolean() })),
  /** Whatever event the machine reports, with the name that the profile gives it. */
  event$: event(record({ id: integer(), name: text() })),
  production: optional(part(bonderProduction)),
  supplies: optional(part(bonderSupplies)),
  stage: optional(part(bonderStage)),
  traces: optional(part(bonderTraces)),
});

/** A wire bonder that takes recipes and runs lots. */
export interface Wirebonder extends DeviceOf<typeof wirebonder> {}
