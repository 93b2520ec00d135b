import { FourwireError } from '../errors/fourwire-error.ts';
import type {
  CommandSpec,
  EventSpec,
  OptionalPartSpec,
  PartsSpec,
  PartSpec,
  ReadableSpec,
  WritableSpec,
} from './members.ts';

/** Any member of a device class. */
export type MemberSpec =
  | ReadableSpec<unknown>
  | WritableSpec<unknown>
  | CommandSpec<unknown, unknown, unknown>
  | EventSpec<unknown>
  | PartSpec<MemberSpecs>
  | OptionalPartSpec<MemberSpecs>
  | PartsSpec<MemberSpecs>;

/** The members of a device class by name. */
export interface MemberSpecs {
  readonly [name: string]: MemberSpec;
}

/** A kind of device, or of a part of one, as data. */
export interface DeviceClass<M extends MemberSpecs = MemberSpecs> {
  /** The name of the class, for example `thermal-chamber`. */
  readonly name: string;
  readonly members: M;
  /** Names of members that only this driver's devices have. */
  readonly vendorMembers: readonly string[];
}

/** Names that every part has already, and the one that would make it look like a promise. */
const reservedInParts: readonly string[] = ['path', 'then'];

/** Names that every device has besides. */
const reservedInDevices: readonly string[] = [
  'description',
  'identity$',
  'lifecycle$',
  'status$',
  'activity$',
  'trace$',
  'open',
  'close',
  'safe',
];

/**
 * Describes a kind of device: one constant from which types, range checks, mocks, the command line and reference
 * pages come.
 *
 * @throws FourwireError of kind `internal` for a member named `path` or `then`
 *
 * @example
 * ```ts
 * const hotplate = deviceClass('hotplate', {
 *   temperature: readable(quantity('Cel')),
 *   setpoint: writable(quantity('Cel', { min: 20, max: 300 }), { hazard: { safe: 20 } }),
 * });
 * interface Hotplate extends DeviceOf<typeof hotplate> {}
 * ```
 */
export function deviceClass<const M extends MemberSpecs>(name: string, members: M): DeviceClass<M> {
  refuseReserved(name, members, reservedInParts);
  return { name, members, vendorMembers: [] };
}

/**
 * Refuses a class whose members would hide what every device has; parts may use these names.
 *
 * @throws FourwireError of kind `internal`
 */
export function checkDeviceMembers({ name, members }: DeviceClass): void {
  refuseReserved(name, members, reservedInDevices);
}

function refuseReserved(name: string, members: MemberSpecs, reserved: readonly string[]): void {
  const taken = Object.keys(members).find((member) => reserved.includes(member));
  if (taken === undefined) return;
  throw new FourwireError(
    'internal',
    'member-name-reserved',
    `${name}: a member cannot be named ${taken}; every device has that already.`,
  );
}

/**
 * A class with a driver's own members added, marked as the vendor's in its description.
 *
 * @throws FourwireError of kind `internal` for a member that the class has already: what it means must not change
 */
export function extendClass<M extends MemberSpecs, const V extends MemberSpecs>(
  base: DeviceClass<M>,
  members: V,
): DeviceClass<M & V> {
  const taken = Object.keys(members).find((member) => Object.hasOwn(base.members, member));
  if (taken !== undefined) {
    throw new FourwireError(
      'internal',
      'member-name-taken',
      `${base.name}: the class has a member ${taken} already; give the vendor's own another name.`,
    );
  }
  const extended = deviceClass(base.name, { ...base.members, ...members });
  return { ...extended, vendorMembers: [...base.vendorMembers, ...Object.keys(members)] };
}
