import { boolean, command, deviceClass, optional, part, quantity, readable, writable } from '@fourwire/core';

/** Switches humidity control, where the controller knows it as something of its own. */
export const humidityControl = deviceClass('humidity-control', {
  /** Whether the humidity is controlled; off: it is whatever the temperature makes of it. */
  on: writable(boolean()),
});

/** Relative humidity of the air, where the chamber controls it. */
export const humidityLoop = deviceClass('humidity-loop', {
  /** Relative humidity at the control sensor, in %. */
  humidity: readable(quantity('%')),
  /** Target relative humidity, in %. */
  setpoint: writable(quantity('%', { min: 0, max: 100 }), { limits: 'dynamic' }),
  control: optional(part(humidityControl)),
});

/** How far the air may go beyond the product's target, where it can be set. */
export const cascadeDeviation = deviceClass('cascade-deviation', {
  /** Below the target, in K. */
  below: writable(quantity('K', { min: 0 })),
  /** Above the target, in K. */
  above: writable(quantity('K', { min: 0 })),
});

/** Control by the product's temperature: the air is allowed to go beyond the target so that the product gets there sooner. */
export const cascadeControl = deviceClass('cascade-control', {
  /** Whether the product's temperature is controlled instead of the air's. */
  enabled: writable(boolean()),
  /** Target product temperature, in °C. */
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
  deviation: optional(part(cascadeDeviation)),
});

/** The product (load), where the chamber has a sensor for it. */
export const productLoop = deviceClass('product-loop', {
  /** Product temperature, in °C. */
  temperature: readable(quantity('Cel')),
  cascade: optional(part(cascadeControl)),
});

/** The controller's own ramp, where it has one. */
export const rampControl = deviceClass('ramp-control', {
  /** Whether a new setpoint is approached at `rate` instead of as fast as the chamber can. */
  enabled: writable(boolean()),
  /** Speed of the setpoint, in K/min; the limits are the controller's own. */
  rate: writable(quantity('K/min', { min: 0 }), { limits: 'dynamic' }),
});

/** A digital output of the chamber: a time signal, an event output. Programs switch it by its number, from 1. */
export const digitalOutput = deviceClass('digital-output', {
  on: writable(boolean()),
});

/** A digital input of the chamber. Programs may wait for it by its number, from 1. */
export const digitalInput = deviceClass('digital-input', {
  on: readable(boolean()),
});

/** The chamber's door, where the controller knows it. */
export const chamberDoor = deviceClass('chamber-door', {
  open: readable(boolean()),
});

/** The fan that moves the air, where its speed can be set. */
export const chamberFan = deviceClass('chamber-fan', {
  /** In % of the fastest. */
  speed: writable(quantity('%', { min: 0, max: 100 }), { limits: 'dynamic' }),
});

/** Temperatures at which the controller itself raises an alarm, where they can be set. */
export const alarmLimits = deviceClass('alarm-limits', {
  /** In °C. */
  low: writable(quantity('Cel')),
  /** In °C. */
  high: writable(quantity('Cel')),
});

/** Acknowledging alarms, where it can be done from outside. */
export const alarmControl = deviceClass('alarm-control', {
  /** Acknowledges the alarms that stand; those whose cause is still there come back. */
  acknowledge: command({ stop: 'cannot' }),
});
