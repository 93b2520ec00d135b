import { FourwireError, defineDriver, endsWith, isOptional } from '@fourwire/core';
import type {
  BusClient,
  ByteTransport,
  Call,
  Clock,
  CommandSpec,
  DeviceClass,
  Driver,
  Identity,
  Limits,
  MemberImplementations,
  MemberSpec,
  MemberSpecs,
  OperationContext,
} from '@fourwire/core';
import { Observable } from 'rxjs';
import type { MockMachine } from './mock-machine.ts';
import { decodeLine, encodeLine } from './mock-wire.ts';
import type { CommandLook, EventLook, MockReply, MockRequest } from './mock-wire.ts';
import { valueAt } from './value-at.ts';

/** How often events are asked for while somebody listens, in ms. */
const eventPeriodMs = 100;

type Ask = <T>(request: MockRequest, call: Call) => Promise<T>;

/** A driver for the mock's own protocol, whatever the class: a real driver on a real link. */
export function mockDriver<M extends MemberSpecs>(
  deviceClass: DeviceClass<M>,
  machine: MockMachine,
): Driver<M, ByteTransport> {
  return defineDriver<M, ByteTransport, object>({
    name: `mock-${deviceClass.name}`,
    deviceClass,
    wire: 'bytes',
    connect: ({ bus, clock }) => {
      const ask = asker(bus);
      return {
        identify: async (call) => ask<Identity>({ op: 'identify' }, call),
        members: implement(
          deviceClass.members,
          { ask, clock, machine },
          '',
        ) as unknown as MemberImplementations<M>,
      };
    },
  });
}

function asker(bus: BusClient<ByteTransport>): Ask {
  let last = 0;
  return async <T>(request: MockRequest, call: Call): Promise<T> =>
    bus.exchange(
      async (wire, turn) => {
        const id = ++last;
        await wire.write(new TextEncoder().encode(encodeLine(id, request)), turn);
        const line = new TextDecoder().decode(await wire.read(endsWith('\n'), turn));
        const { id: answered, message } = decodeLine(line) as { id: number; message: MockReply };
        if (answered !== id) {
          throw new FourwireError(
            'protocol',
            'mock-line-malformed',
            `Expected the reply to request ${id}, got one to ${answered}.`,
          );
        }
        if ('fault' in message) {
          throw new FourwireError('device', 'mock-fault', `The mock reports a fault: ${message.fault}.`, {
            device: { code: 'fault', text: message.fault },
          });
        }
        return message.value as T;
      },
      { ...call, idempotent: request.op !== 'run' && request.op !== 'write' },
    );
}

interface Setting {
  readonly ask: Ask;
  readonly clock: Clock;
  readonly machine: MockMachine;
}

function implement(members: MemberSpecs, setting: Setting, folder: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).map(([name, spec]) => [name, implementMember(spec, setting, `${folder}${name}`)]),
  );
}

function implementMember(spec: MemberSpec, setting: Setting, path: string): unknown {
  const { ask } = setting;
  const read = async (call: Call): Promise<unknown> => ask({ op: 'read', path }, call);
  const write = async (value: unknown, call: Call): Promise<void> => {
    await ask({ op: 'write', path, value }, call);
  };
  if (isOptional(spec) && !('partClass' in spec) && !setting.machine.leaves.has(path)) return undefined;
  switch (spec.kind) {
    case 'readable': {
      const safe = spec.safeValues?.[0];
      return safe === undefined ? { read } : { read, makeSafe: async (call: Call) => write(safe, call) };
    }
    case 'writable': {
      const limits = async (call: Call): Promise<Limits> => ask({ op: 'limits', path }, call);
      return spec.limits === 'dynamic' ? { read, write, limits } : { read, write };
    }
    case 'command':
      return implementCommand(spec, setting, path);
    case 'event':
      return happenings(setting, path);
    case 'part':
    case 'optional-part':
      return implementPart(spec.partClass.members, setting, `${path}/`);
    case 'parts': {
      const parts: Record<string, unknown>[] = [];
      for (;;) {
        const one = implementPart(spec.partClass.members, setting, `${path}/${parts.length + 1}/`);
        if (one === undefined) return parts;
        parts.push(one);
      }
    }
    default:
      return spec satisfies never;
  }
}

/** A part that the machine has. */
function implementPart(
  members: MemberSpecs,
  setting: Setting,
  folder: string,
): Record<string, unknown> | undefined {
  const has = [...setting.machine.leaves.keys()].some((path) => path.startsWith(folder));
  return has ? implement(members, setting, folder) : undefined;
}

function implementCommand(
  spec: CommandSpec<unknown, unknown, unknown>,
  { ask, clock, machine }: Setting,
  path: string,
): unknown {
  const run = async (input: unknown, operation: OperationContext<unknown>): Promise<unknown> => {
    await ask({ op: 'run', path, input: input ?? null }, operation);
    for (;;) {
      const look = await ask<CommandLook>({ op: 'look', path }, operation);
      if (spec.progress !== undefined) operation.progress(valueAt(spec.progress, look.fraction));
      if (!look.running) {
        if (look.fraction === 1) return look.output;
        throw new FourwireError('device', 'mock-fault', 'The mock reports a fault: the command was stopped.');
      }
      await clock.sleep(machine.secondsOf(path) * 100, operation.signal);
    }
  };
  const stop = async (call: Call): Promise<boolean> => ask({ op: 'stop', path }, call);
  return spec.stop === 'cannot' ? { run } : { run, stop };
}

/** What happens at an event member while somebody listens. */
function happenings({ ask, clock }: Setting, path: string): Observable<unknown> {
  return new Observable((subscriber) => {
    const stopped = new AbortController();
    const { signal } = stopped;
    const watch = async (): Promise<void> => {
      // What happened before anybody listened is not told.
      let after = Number.MAX_SAFE_INTEGER;
      while (!signal.aborted) {
        // Asked without the signal: an exchange cut short would cost the link its step.
        const look = await ask<EventLook>({ op: 'events', path, after }, {});
        for (const value of look.values) if (!signal.aborted) subscriber.next(value);
        after = look.count;
        await clock.sleep(eventPeriodMs, signal);
      }
    };
    watch().catch((error: unknown) => {
      if (!signal.aborted) subscriber.error(error);
    });
    return () => stopped.abort();
  });
}
