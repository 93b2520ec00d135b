import {
  array,
  boolean,
  command,
  deviceClass,
  integer,
  oneOf,
  optional,
  optionalField,
  quantity,
  readable,
  record,
  writable,
} from '@fourwire/core';

/** A chuck that is heated or cooled. */
export const thermalChuck = deviceClass('thermal-chuck', {
  /** Surface temperature, in °C. */
  temperature: readable(quantity('Cel')),
  /** Target temperature, in °C. Refused in contact: the chuck grows as it warms. */
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
  /** Whether the chuck is at its setpoint, on its way, or not controlled. */
  state: readable(
    oneOf(['at-temperature', 'heating', 'cooling', 'soaking', 'standby', 'uncontrolled', 'error']),
  ),
});

/** A slot of a cassette, both as the prober counts them. */
const slotFields = { cassette: integer({ min: 0 }), slot: integer({ min: 0 }) };

/** What carries wafers between cassettes and chuck. */
export const waferLoader = deviceClass('wafer-loader', {
  /** Whether the loader has a wafer in hand; nothing else moves then. */
  busy: readable(boolean()),
  /** The slots that can hold a wafer, and what became of the wafer in each. */
  slots: optional(
    readable(
      array(record({ ...slotFields, state: oneOf(['empty', 'waiting', 'in-process', 'done', 'unknown']) })),
    ),
  ),
  /**
   * Brings a wafer onto the chuck: that of a slot, or the next one where none is named. A wafer that lies there goes back
   * first. That no wafer is left is a value (`ended`), not an error. Refused in contact.
   */
  load: command({
    input: record({ cassette: optionalField(slotFields.cassette), slot: optionalField(slotFields.slot) }),
    output: record({ ended: boolean() }),
    stop: 'cannot',
  }),
  /** Brings the wafer from the chuck back to where it came from. Refused in contact. */
  unload: command({ stop: 'cannot' }),
});

const point = record({ x: quantity('um'), y: quantity('um') });

/** The microscope over the wafer, where it has motors. */
export const stationScope = deviceClass('station-scope', {
  /** In µm from the home of the scope; `z` is its focus. */
  position: readable(record({ x: quantity('um'), y: quantity('um'), z: quantity('um') })),
  /** Moves over the wafer. */
  moveTo: command({ input: point, output: point, stop: 'decelerate' }),
});

/** A motorised manipulator that holds a needle. */
export const positioner = deviceClass('positioner', {
  /** In µm from the home of the positioner. */
  position: readable(record({ x: quantity('um'), y: quantity('um'), z: quantity('um') })),
  /** Moves the needle sideways. Refused while the chuck is in contact. */
  moveTo: command({ input: point, output: point, stop: 'decelerate' }),
  /** Lowers the needle to its contact height. */
  contact: command({ stop: 'decelerate' }),
  /** Lifts the needle to its separation. */
  separate: command({ stop: 'cannot' }),
});

/** A platen with the probe card that moves against the chuck. */
export const platen = deviceClass('platen', {
  /** Brings it to its contact height; the output is where it was read back, in µm from its zero. */
  contact: command({ output: record({ z: quantity('um') }), stop: 'cannot' }),
  /** Brings it to its separation. */
  separate: command({ output: record({ z: quantity('um') }), stop: 'cannot' }),
});
