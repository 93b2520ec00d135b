import type { ValueSchema } from '../values/schemas.ts';
import type { DeviceClass, MemberSpec, MemberSpecs } from './device-class.ts';
import type { Confirmation, LimitSource, StopMode } from './members.ts';

/** A member of a class as JSON. */
export type MemberDescription = {
  readonly vendor?: true;
  /** What it is, where that is known. */
  readonly description?: string;
} & (
  | {
      readonly kind: 'readable';
      readonly schema: ValueSchema;
      readonly safe?: readonly unknown[];
      readonly optional?: true;
    }
  | {
      readonly kind: 'writable';
      readonly schema: ValueSchema;
      readonly limits: LimitSource;
      readonly confirm: Confirmation;
      readonly safe?: readonly unknown[];
      readonly optional?: true;
    }
  | {
      readonly kind: 'command';
      readonly input?: ValueSchema;
      readonly output?: ValueSchema;
      readonly progress?: ValueSchema;
      readonly stop: StopMode;
      readonly immediate?: true;
      readonly optional?: true;
    }
  | { readonly kind: 'event'; readonly schema: ValueSchema }
  | {
      readonly kind: 'part';
      readonly optional: boolean;
      readonly many: boolean;
      readonly class: ClassDescription;
    }
);

/** A device class as JSON. */
export interface ClassDescription {
  readonly name: string;
  readonly members: Readonly<Record<string, MemberDescription>>;
}

/** A device as JSON: its class, and which driver serves it. */
export interface DeviceDescription extends ClassDescription {
  readonly driver: string;
}

/** What is known of classes that were described before: a class never changes, and every device of it is opened with one. */
const described = new WeakMap<DeviceClass<MemberSpecs>, ClassDescription>();

/** Describes a class as plain JSON, for tools, remote proxies and documents. The same object each time, frozen. */
export function describeClass(deviceClass: DeviceClass<MemberSpecs>): ClassDescription {
  const known = described.get(deviceClass);
  if (known !== undefined) return known;
  const description = describe(deviceClass);
  described.set(deviceClass, description);
  return description;
}

function describe(deviceClass: DeviceClass<MemberSpecs>): ClassDescription {
  const members = Object.entries(deviceClass.members).map(([name, spec]) => {
    const description = describeMember(spec);
    return [
      name,
      deviceClass.vendorMembers.includes(name) ? { ...description, vendor: true as const } : description,
    ];
  });
  // The builders mark schemas by symbols that JSON cannot carry; a description is what arrives at the other end.
  const json = JSON.stringify({ name: deviceClass.name, members: Object.fromEntries(members) as unknown });
  return JSON.parse(json, (_key, value: unknown) => Object.freeze(value)) as ClassDescription;
}

function describeMember(spec: MemberSpec): MemberDescription {
  switch (spec.kind) {
    case 'readable':
      return {
        kind: spec.kind,
        schema: spec.schema,
        ...(spec.safeValues === undefined ? {} : { safe: spec.safeValues }),
        ...(spec.optional === true ? { optional: true as const } : {}),
      };
    case 'writable':
      return {
        kind: spec.kind,
        schema: spec.schema,
        limits: spec.limits,
        confirm: spec.confirm,
        ...(spec.safeValue === undefined ? {} : { safe: [spec.safeValue] }),
        ...(spec.optional === true ? { optional: true as const } : {}),
      };
    case 'command':
      return {
        kind: spec.kind,
        stop: spec.stop,
        ...(spec.immediate ? { immediate: true as const } : {}),
        ...(spec.optional === true ? { optional: true as const } : {}),
        ...(spec.input === undefined ? {} : { input: spec.input }),
        ...(spec.output === undefined ? {} : { output: spec.output }),
        ...(spec.progress === undefined ? {} : { progress: spec.progress }),
      };
    case 'event':
      return { kind: spec.kind, schema: spec.schema };
    case 'part':
    case 'optional-part':
    case 'parts':
      return {
        kind: 'part',
        optional: spec.kind === 'optional-part',
        many: spec.kind === 'parts',
        class: describeClass(spec.partClass),
      };
    default:
      return spec satisfies never;
  }
}
