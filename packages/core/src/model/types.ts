import type { Observable } from 'rxjs';
import type { DeviceClass, MemberSpec, MemberSpecs } from './device-class.ts';
import type { Command, Device, Occurrence, Part, Readable, Writable } from './device.ts';
import type {
  CommandSpec,
  EventSpec,
  OptionalMember,
  OptionalPartSpec,
  PartsSpec,
  PartSpec,
  ReadableSpec,
  WritableSpec,
} from './members.ts';

/** The members that objects of a class have. */
export type MembersOf<M extends MemberSpecs> = { readonly [K in keyof M]: MemberOf<M[K]> };

/** What a member description becomes on the device. */
export type MemberOf<S extends MemberSpec> = S extends OptionalMember
  ? PresentMemberOf<S> | undefined
  : PresentMemberOf<S>;

/** What a member is where the device has it. */
type PresentMemberOf<S extends MemberSpec> =
  S extends WritableSpec<infer T>
    ? Writable<T>
    : S extends ReadableSpec<infer T>
      ? Readable<T>
      : S extends CommandSpec<infer I, infer O, infer P>
        ? Command<I, O, P>
        : S extends EventSpec<infer T>
          ? Observable<Occurrence<T>>
          : S extends PartSpec<infer M>
            ? Part & MembersOf<M>
            : S extends OptionalPartSpec<infer M>
              ? (Part & MembersOf<M>) | undefined
              : S extends PartsSpec<infer M>
                ? readonly (Part & MembersOf<M>)[]
                : never;

/**
 * The devices of a class. Give it a name of its own with
 * `interface ThermalChamber extends DeviceOf<typeof thermalChamber> {}`.
 */
export type DeviceOf<C> = C extends DeviceClass<infer M> ? Device & MembersOf<M> : never;

/** The parts of a class. */
export type PartOf<C> = C extends DeviceClass<infer M> ? Part & MembersOf<M> : never;
