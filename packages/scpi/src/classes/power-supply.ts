import {
  array,
  boolean,
  command,
  deviceClass,
  integer,
  oneOf,
  optional,
  optionalField,
  part,
  parts,
  quantity,
  readable,
  record,
  writable,
} from '@fourwire/core';
import type { DeviceOf, PartOf } from '@fourwire/core';
import { toggle } from './common.ts';

/** How an output works at the moment, after IVI-4.4 (IviDCPwr). `tripped`: a protection switched it off. */
export const supplyStates = ['off', 'constantVoltage', 'constantCurrent', 'unregulated', 'tripped'] as const;

/** One output of a supply. A negative output has negative voltages and positive currents. */
export const supplyOutput = deviceClass('supply-output', {
  /** Set voltage. */
  voltage: writable(quantity('V'), { limits: 'dynamic' }),
  /** Current at which the output leaves constant voltage. */
  currentLimit: writable(quantity('A', { min: 0 }), { limits: 'dynamic' }),
  enabled: writable(boolean(), { hazard: { safe: false } }),
  /** What it delivers, measured by the supply. */
  measurement: readable(record({ voltage: quantity('V'), current: quantity('A') })),
  state: readable(oneOf(supplyStates)),
  overvoltageProtection: optional(
    part(
      deviceClass('overvoltage-protection', {
        /** The magnitude at which the output is switched off; writing it arms the protection. */
        level: writable(quantity('V', { min: 0 }), { limits: 'dynamic' }),
        tripped: readable(boolean()),
        /** Lets the output be switched on again after a trip. */
        reset: command({ stop: 'cannot' }),
      }),
    ),
  ),
  overcurrentProtection: optional(
    part(
      deviceClass('overcurrent-protection', {
        /** Whether the output is switched off at its current limit instead of being limited. */
        enabled: writable(boolean()),
        tripped: readable(boolean()),
        /** Lets the output be switched on again after a trip. */
        reset: command({ stop: 'cannot' }),
      }),
    ),
  ),
  /** Regulates at the load: remote sense. */
  fourWire: optional(part(toggle)),
  /** Steps that the supply goes through by itself. */
  sequence: optional(
    part(
      deviceClass('supply-sequence', {
        /** Switches the output on, goes through the steps, and switches it off. */
        run: command({
          input: record({
            steps: array(
              record({
                voltage: quantity('V'),
                currentLimit: quantity('A', { min: 0 }),
                dwell: quantity('s', { min: 0 }),
              }),
              { minItems: 1 },
            ),
            /** Once unless given. */
            repetitions: optionalField(integer({ min: 1 })),
          }),
          stop: 'outputs-off',
        }),
      }),
    ),
  ),
});

/** One output of a supply. */
export interface SupplyOutput extends PartOf<typeof supplyOutput> {}

/** A DC power supply. */
export const powerSupply = deviceClass('power-supply', {
  outputs: parts(supplyOutput),
  /** A switch over all outputs that are enabled, so that they rise together. */
  master: optional(
    part(
      deviceClass('supply-master', {
        enabled: writable(boolean(), { hazard: { safe: false } }),
      }),
    ),
  ),
  /** How two outputs work together. */
  pairing: optional(
    part(
      deviceClass('supply-pairing', {
        mode: writable(oneOf(['independent', 'series', 'parallel'])),
      }),
    ),
  ),
});

/** A DC power supply. */
export interface PowerSupply extends DeviceOf<typeof powerSupply> {}
