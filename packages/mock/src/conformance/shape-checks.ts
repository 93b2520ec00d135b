import { describeClass } from '@fourwire/core';
import type { DeviceClass, MemberSpecs } from '@fourwire/core';
import type { CheckRun } from './check-run.ts';
import { ensure, show } from './failure.ts';
import { inventory } from './instances.ts';
import type { ConformanceBench } from './options.ts';
import type { PlannedCheck } from './planned.ts';

/** That the device is what its class says. */
export function shapeChecks<B extends ConformanceBench>(
  deviceClass: DeviceClass<MemberSpecs>,
): PlannedCheck<B>[] {
  const plan = (name: string, work: PlannedCheck<B>['work']): PlannedCheck<B> => ({
    group: 'shape',
    name,
    work,
  });
  return [
    plan('has every member of its class', async (run) => {
      const { problems } = inventory(deviceClass.members, run.device);
      ensure(problems.length === 0, `The device is not of its class: ${problems.join('; ')}.`);
    }),
    plan('describes itself as its class does, units and limits included', async (run) => {
      const expected = describeClass(deviceClass);
      const { description } = run.device;
      ensure(
        description.name === expected.name,
        `description.name is ${show(description.name)}; it must be "${expected.name}".`,
      );
      for (const [name, member] of Object.entries(expected.members)) {
        const found = description.members[name];
        ensure(
          stable(found) === stable(member),
          `description.members.${name} is ${stable(found)}; the class says ${stable(member)}.`,
        );
      }
    }),
    plan('says who it is, that it is ready, and how it is', async (run) => {
      await ensureReady(run);
      const identity = await run.current('identity$', run.device.identity$);
      for (const field of ['manufacturer', 'model', 'serialNumber', 'firmware'] as const) {
        ensure(typeof identity[field] === 'string', `identity$ has no ${field}: ${show(identity)}.`);
      }
      ensure(
        identity.manufacturer !== '' || identity.model !== '',
        'identity$ names neither manufacturer nor model.',
      );
      const status = await run.current('status$', run.device.status$);
      ensure(
        status.code >= 100 && status.code < 500 && status.text !== '',
        `status$ of a ready device is ${show(status)}; its code must be 100 to 499 and its text say something.`,
      );
    }),
  ];
}

async function ensureReady<B extends ConformanceBench>(run: CheckRun<B>): Promise<void> {
  const lifecycle = await run.current('lifecycle$', run.device.lifecycle$);
  ensure(lifecycle === 'ready', `lifecycle$ of an open device says ${lifecycle}, not ready.`);
}

/** JSON with sorted names, to compare descriptions. */
function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_key, one: unknown) =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : one,
    ) ?? 'nothing'
  );
}
