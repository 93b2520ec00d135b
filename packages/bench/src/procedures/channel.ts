import { FourwireError, array, isUnit, optionalField, quantity, record, text } from '@fourwire/core';
import type { DeviceOf, ValueOf } from '@fourwire/core';
import type { Bench } from '../bench/bench.ts';
import { devicesOf } from '../procedure/procedure.ts';
import type { DeviceClasses } from '../procedure/procedure.ts';
import type { StepContext } from '../procedure/action.ts';
import type { MeasurementLimits, Target } from '../records/entry.ts';
import { benchReadable } from './bench-member.ts';
import { settingsOn, settingsSchema } from './settings.ts';

/** Something that a procedure measures. */
export interface Channel {
  readonly name: string;
  /** UCUM code, for example `Ohm`. */
  readonly unit: string;
  /** What passes, at all targets or at each; without limits every value passes. */
  readonly limits?: MeasurementLimits | ((target: Target) => MeasurementLimits | undefined);
  /** The part that is measured, where there are several. */
  readonly part?: string;
  /** What it measures with, such as the name of the meter: channels that use different things are read at the same time. */
  readonly uses?: string;
  /** What it sets beside that before it is read, such as a switch in front of several meters. */
  readonly sets?: readonly string[];
  /** Why it would be refused; sends nothing. */
  readonly refusal?: () => string | undefined;
  /** Takes a value. A failure of kind `device`, such as an overload, is recorded as a measurement without a value. */
  readonly read: (context: StepContext, target: Target) => PromiseLike<number> | number;
}

/** The fields of a channel, as data. */
export const channelFields = {
  /** Device and member that is read: `meter/reading`. */
  member: text(),
  /** One field of it, where it is a record: `current` of `source/channels/1/measurement`. */
  field: optionalField(text()),
  /** What it is called in the record; the member unless given. */
  name: optionalField(text()),
  /** UCUM code, for a member that has no unit of its own, such as a multimeter's reading. */
  unit: optionalField(text()),
  /** The part that is measured, where there are several. */
  part: optionalField(text()),
  /** The smallest value that passes, in the unit. */
  min: optionalField(quantity('1')),
  /** The largest value that passes, in the unit. */
  max: optionalField(quantity('1')),
  /** Made before its first value, and again when another channel set something on the device, or it was away. */
  settings: optionalField(settingsSchema),
};

const channelSchema = record(channelFields);

/** The channels of a procedure, as data. */
export const channelsSchema = array(channelSchema);

/** What a ready-made procedure may be given in code. */
export interface Measured<D extends DeviceClasses> {
  /** Devices that its measurements need, beside the procedure's own: `{ meter: multimeter }`. */
  readonly devices?: D;
  /** What is measured, beside the channels that its options name. */
  readonly channels?: (devices: { readonly [K in keyof D]: DeviceOf<D[K]> }) => readonly Channel[];
}

/**
 * The channels that the options name, then those of the code.
 *
 * @throws FourwireError of kind `range` when the bench lacks a device or a member, or two channels are the same
 */
export function channelsOn<D extends DeviceClasses>(
  bench: Bench,
  named: ValueOf<typeof channelsSchema> | undefined,
  { devices, channels }: Measured<D>,
): readonly Channel[] {
  const own = channels?.(devicesOf(bench, devices ?? ({} as D))) ?? [];
  const all = [...(named ?? []).map((channel) => memberChannel(bench, channel)), ...own];
  requireDistinct(all);
  return all;
}

/**
 * Refuses channels that a record could not tell apart.
 *
 * @throws FourwireError of kind `range`, code `channel-twice`
 */
export function requireDistinct(
  channels: readonly (Pick<Channel, 'name' | 'part'> & { readonly subsite?: number })[],
): void {
  const known = new Set<string>();
  for (const { name, part = '', subsite = 0 } of channels) {
    const key = JSON.stringify([name, part, subsite]);
    if (known.has(key)) {
      throw new FourwireError(
        'range',
        'channel-twice',
        `There are two channels "${name}"${part === '' ? '' : ` of ${part}`}; give them names or parts of their own.`,
      );
    }
    known.add(key);
  }
}

/** What a procedure needs itself, and what its measurements need. */
export function withDevices<O extends DeviceClasses>(own: O, more: DeviceClasses | undefined): O {
  return { ...more, ...own };
}

/**
 * A channel that reads a member of a bench.
 *
 * @throws FourwireError of kind `range`: as `benchReadable`, or `channel-refused` when nothing could pass or its unit is none
 */
export function memberChannel(bench: Bench, channel: ValueOf<typeof channelSchema>): Channel {
  const { member: path, field, part, min, max } = channel;
  const { member, device, unit } = benchReadable(bench, path, field);
  if (min !== undefined && max !== undefined && min > max) {
    throw refused(
      path,
      `its min is ${min} and its max is ${max}, so that nothing passes; give min at most max`,
    );
  }
  if (channel.unit !== undefined && !isUnit(channel.unit)) {
    throw refused(
      path,
      `"${channel.unit}" is no unit of this library; give a UCUM code such as V, Ohm or Cel`,
    );
  }
  const settings = settingsOn(bench, channel.settings);
  return {
    name: channel.name ?? (field === undefined ? path : `${path}.${field}`),
    unit: channel.unit ?? unit,
    uses: device,
    sets: settings.devices,
    refusal: settings.staticRefusal,
    ...(part === undefined ? {} : { part }),
    ...(min === undefined && max === undefined
      ? {}
      : { limits: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) } }),
    read: async ({ signal }) => {
      await settings.restore({ signal });
      return numberOf(path, fieldOf(await member.read({ signal }), field));
    },
  };
}

function refused(path: string, what: string): FourwireError {
  return new FourwireError('range', 'channel-refused', `The channel ${path} cannot be measured: ${what}.`);
}

function fieldOf(value: unknown, field: string | undefined): unknown {
  return field === undefined ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[field];
}

function numberOf(path: string, value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  throw new FourwireError(
    'range',
    'channel-without-number',
    `The channel ${path} gives ${JSON.stringify(value)}, which is no number; name a member that is one.`,
  );
}
