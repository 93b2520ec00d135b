import { defer, map, retry, share, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { FourwireError } from '../errors/fourwire-error.ts';
import type { MemberSpec, MemberSpecs } from '../model/device-class.ts';
import type { Occurrence, Options } from '../model/device.ts';
import type { ReadableImplementation } from '../model/implementation.ts';
import { isOptional } from '../model/members.ts';
import type { CommandSpec } from '../model/members.ts';
import type { HazardousMember } from './make-safe.ts';
import type { MemberContext } from './member-context.ts';
import { OperationRun } from './operation-run.ts';
import type { AnyCommand } from './operation-run.ts';
import { ReadableMember } from './readable-member.ts';
import { sameValue } from './same-value.ts';
import { WritableMember } from './writable-member.ts';
import type { AnyWritable } from './writable-member.ts';

/** What the device needs of its members besides the members themselves. */
export interface MemberRegistry {
  readonly context: MemberContext;
  readonly hazards: HazardousMember[];
  readonly writables: WritableMember<unknown>[];
  /** Names of the hazards whose safe value the user may state. */
  readonly overridable: Set<string>;
  /** Starts a command's run and keeps track of it. */
  start(
    immediate: boolean,
    run: (inTurn: <R>(work: () => Promise<R>, signal: AbortSignal) => Promise<R>) => OperationRun,
  ): OperationRun;
}

type Members = Record<string, unknown>;

/** Makes the members of a device or of a part of it. `path` ends without a slash; `local` is the path below the device. */
export function buildMembers(
  specs: MemberSpecs,
  implementations: Readonly<Record<string, unknown>>,
  path: string,
  local: string,
  registry: MemberRegistry,
): Members {
  const members: Members = {};
  for (const [name, spec] of Object.entries(specs)) {
    const below = local === '' ? name : `${local}/${name}`;
    members[name] = buildMember(spec, implementations[name], `${path}/${name}`, below, registry);
  }
  return members;
}

function buildMember(
  spec: MemberSpec,
  implementation: unknown,
  path: string,
  local: string,
  registry: MemberRegistry,
): unknown {
  if (implementation === undefined && isOptional(spec)) return undefined;
  switch (spec.kind) {
    case 'readable': {
      const readable = implementation as ReadableImplementation<unknown>;
      const member = new ReadableMember(path, spec, readable, registry.context);
      const { safeValues } = spec;
      if (safeValues !== undefined) {
        if (readable.makeSafe === undefined) {
          throw new FourwireError(
            'internal',
            'make-safe-missing',
            `${path} is hazardous, but its driver cannot make it safe.`,
          );
        }
        registry.hazards.push({
          path,
          wanted: safeValues,
          read: async (call) => member.refresh(call),
          makeSafe: async (call) => {
            await readable.makeSafe?.(call);
            return member.refresh(call);
          },
          isSafe: (value) => safeValues.some((safe) => sameValue(safe, value, spec.schema)),
        });
      }
      return member;
    }
    case 'writable': {
      const member = new WritableMember<unknown>(
        path,
        local,
        spec,
        implementation as AnyWritable<unknown>,
        registry.context,
      );
      registry.writables.push(member);
      if (spec.safeValue !== undefined) {
        const { safeValue } = spec;
        registry.hazards.push({
          path,
          wanted: [safeValue],
          read: async (call) => member.refresh(call),
          makeSafe: async (call) => member.bring(safeValue, call),
          isSafe: (value) => member.same(safeValue, value),
        });
        if (spec.safeOverridable) registry.overridable.add(local);
      }
      return member;
    }
    case 'command':
      return buildCommand(spec, implementation as AnyCommand, path, registry);
    case 'event':
      return buildEvent(implementation as Observable<unknown>, registry.context);
    case 'part':
    case 'optional-part':
      return {
        path,
        ...buildMembers(spec.partClass.members, implementation as Members, path, local, registry),
      };
    case 'parts':
      // Counted from 1, as channels are on instruments.
      return (implementation as readonly Members[]).map((one, index) => ({
        path: `${path}/${index + 1}`,
        ...buildMembers(
          spec.partClass.members,
          one,
          `${path}/${index + 1}`,
          `${local}/${index + 1}`,
          registry,
        ),
      }));
    default:
      return spec satisfies never;
  }
}

function buildCommand(
  spec: CommandSpec<unknown, unknown, unknown>,
  implementation: AnyCommand,
  path: string,
  registry: MemberRegistry,
): (...args: readonly unknown[]) => OperationRun {
  const { input: schema } = spec;
  return (...args) => {
    const [input, options] = (schema === undefined ? [undefined, args[0]] : args) as [
      unknown,
      Options | undefined,
    ];
    return registry.start(
      spec.immediate,
      (inTurn) =>
        new OperationRun(
          {
            path,
            stop: spec.stop,
            implementation,
            schema,
            context: registry.context,
            inTurn,
          },
          input,
          options ?? {},
        ),
    );
  };
}

const eventRetryMs = 1000;

function buildEvent(source: Observable<unknown>, context: MemberContext): Observable<Occurrence<unknown>> {
  return defer(() => source).pipe(
    map((value) => ({ value, at: context.clock.now() })),
    // An event stream that fails is listened to again: a subscriber must not lose it because a cable was pulled.
    retry({ delay: () => timer(eventRetryMs, context.clock.scheduler) }),
    share(),
  );
}
