import {
  array,
  boolean,
  bytes,
  command,
  deviceClass,
  event,
  integer,
  oneOf,
  quantity,
  readable,
  record,
  text,
} from '@fourwire/core';
import type { DeviceOf } from '@fourwire/core';

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
  /**
   * Bonds a lot with the selected recipe and waits until the machine reports that processing is completed. Material
   * and guarding are the caller's affair. Stopping lets the machine finish what it holds and stand.
   */
  run: command({
    input: record({
      /** Name of the lot. */
      lot: text({ maxLength: 80 }),
    }),
    /** What the machine has counted by then; see {@link wirebonder.counters}. */
    output: counters,
    progress: record({ units: integer({ min: 0 }), wires: integer({ min: 0 }) }),
    stop: 'hold',
  }),
  /** Holds processing where it can be taken up again, and waits until it stands. */
  pause: command({ stop: 'cannot', immediate: true }),
  /** Takes up processing after a pause or an assist, and waits until it goes on. */
  resume: command({ stop: 'cannot', immediate: true }),
  /** Ends processing at once, and waits until it has; material may be left unfinished. */
  abort: command({ stop: 'cannot', immediate: true }),
  /** A bond that was made. */
  bond$: event(
    record({
      /** Unit on the strip, as the machine counts. */
      unit: integer(),
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
      result: oneOf(bondResults),
    }),
  ),
  /** An alarm that appeared (`active`) or went away. */
  alarm$: event(record({ id: integer(), text: text(), active: boolean() })),
  /** Whatever event the machine reports, with the name that the profile gives it. */
  event$: event(record({ id: integer(), name: text() })),
});

/** A wire bonder that takes recipes and runs lots. */
export interface Wirebonder extends DeviceOf<typeof wirebonder> {}
