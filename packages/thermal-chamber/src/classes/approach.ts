import { boolean, event, oneOf, optionalField, quantity, record, text } from '@fourwire/core';

/** What every `settle` may be told; a class adds its sensors. */
export const settleFields = {
  /** In °C. */
  target: quantity('Cel'),
  /** How far from the target still counts as there, in K; 1 K unless given. */
  tolerance: optionalField(quantity('K', { min: 0 })),
  /** How long it must stay there, in s; 60 s unless given. */
  dwell: optionalField(quantity('s', { min: 0 })),
  /** How often it looks at the temperature, in s; 1 s unless given. */
  interval: optionalField(quantity('s', { min: 0.1 })),
} as const;

/** What `settle` gives. */
export const settled = record({
  /** At the end, in °C. */
  temperature: quantity('Cel'),
  /** How far it went past the target, in K; 0 when it did not. */
  overshoot: quantity('K'),
  /** From the call to the end, in s. */
  elapsed: quantity('s'),
});

/** What `settle` reports while it runs. */
export const approach = record({
  /** `approaching` the target, or inside the tolerance and `dwelling`. */
  phase: oneOf(['approaching', 'dwelling']),
  /** The temperature that counts, in °C. */
  temperature: quantity('Cel'),
  /** Since the command began, in s. */
  elapsed: quantity('s'),
  /** Of the dwell that is still to come, in s. */
  dwellLeft: quantity('s'),
});

/** What `ramp` is told. */
export const rampFields = {
  /** In °C. */
  target: quantity('Cel'),
  /** Speed of the setpoint, in K/min. */
  rate: quantity('K/min', { min: 0.001 }),
} as const;

/** What `ramp` gives. */
export const ramped = record({
  /** At the end, in °C. */
  temperature: quantity('Cel'),
  /** From the call to the end, in s. */
  elapsed: quantity('s'),
});

/** What `ramp` reports while it runs. */
export const ramping = record({
  /** The setpoint now, in °C. */
  setpoint: quantity('Cel'),
  temperature: quantity('Cel'),
  elapsed: quantity('s'),
});

/** An alarm of the controller. */
export const alarmRecord = record({
  /** The controller's own code. */
  code: text(),
  /** The controller's own text, or what the code means. */
  text: text(),
});

/** An alarm that appeared (`active`) or went away. */
export const alarmChange = event(record({ code: text(), text: text(), active: boolean() }));
