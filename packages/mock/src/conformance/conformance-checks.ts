import { FourwireError } from '@fourwire/core';
import type { DeviceClass, MemberSpecs } from '@fourwire/core';
import { runCheck } from './check-run.ts';
import { commandChecks } from './command-checks.ts';
import { eventChecks } from './event-checks.ts';
import { faultChecks } from './fault-checks.ts';
import { classMembers } from './instances.ts';
import type { ClassMember } from './instances.ts';
import { lifecycleChecks } from './lifecycle-checks.ts';
import { interruptedChecks, linkChecks } from './link-checks.ts';
import type { ConformanceBench, ConformanceCheck, ConformanceOptions, MakeBench } from './options.ts';
import type { PlannedCheck } from './planned.ts';
import { readingChecks, togetherChecks } from './reading-checks.ts';
import { safeChecks } from './safe-checks.ts';
import { shapeChecks } from './shape-checks.ts';
import { independenceChecks, writingChecks } from './writing-checks.ts';

/**
 * The conformance suite as plain checks, for any program: everything that the class and the promises of a device say,
 * tried on devices that `make` opens, one for each check. `conformance` registers them with a test runner.
 *
 * The checks write every member, run every command, pull the cable and call `safe()`: run them on a simulator, or on a
 * machine that may do all that.
 *
 * @throws FourwireError of kind `range`, code `conformance-option-unknown`, for an option about a member that the class
 * has not: it would check nothing
 */
export function conformanceChecks<B extends ConformanceBench>(
  deviceClass: DeviceClass<MemberSpecs>,
  make: MakeBench<B>,
  options: ConformanceOptions<B> = {},
): readonly ConformanceCheck[] {
  const members = classMembers(deviceClass.members);
  refuseUnknown(members, options);
  const planned: readonly PlannedCheck<B>[] = [
    ...shapeChecks<B>(deviceClass),
    ...members.flatMap((member) => memberChecks<B>(member)),
    ...togetherChecks<B>(),
    ...independenceChecks<B>(),
    ...safeChecks<B>(),
    ...lifecycleChecks<B>(),
    ...linkChecks<B>(),
    ...(options.faults ?? []).flatMap((fault) => faultChecks(fault)),
  ];
  const { groups } = options;
  return planned
    .filter(({ group }) => groups === undefined || groups.includes(group))
    .map(({ group, name, work }) => ({
      group,
      name,
      run: async () => runCheck({ deviceClass, make, options }, work),
    }));
}

function memberChecks<B extends ConformanceBench>({ path, spec }: ClassMember): PlannedCheck<B>[] {
  switch (spec.kind) {
    case 'readable':
      return readingChecks<B>({ path, spec });
    case 'writable':
      return [...readingChecks<B>({ path, spec }), ...writingChecks<B>({ path, spec })];
    case 'command':
      return [...commandChecks<B>({ path, spec }), ...interruptedChecks<B>({ path, spec })];
    case 'event':
      return eventChecks<B>({ path, spec });
    default:
      return spec satisfies never;
  }
}

/** An option about a member that is not there would silently check nothing. */
function refuseUnknown<B extends ConformanceBench>(
  members: readonly ClassMember[],
  options: ConformanceOptions<B>,
): void {
  const sorts = { values: ['readable', 'writable'], commands: ['command'], events: ['event'] } as const;
  for (const [option, kinds] of Object.entries(sorts)) {
    const known = members.filter(({ spec }) => (kinds as readonly string[]).includes(spec.kind));
    for (const path of Object.keys(options[option as keyof typeof sorts] ?? {})) {
      if (known.some((member) => member.path === path)) continue;
      throw new FourwireError(
        'range',
        'conformance-option-unknown',
        `${option}: the class has no member "${path}" of that sort; it has ${known.map((member) => member.path).join(', ') || 'none'}.`,
      );
    }
  }
}
