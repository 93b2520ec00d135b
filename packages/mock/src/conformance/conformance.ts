import type { DeviceClass, MemberSpecs } from '@fourwire/core';
import { conformanceChecks } from './conformance-checks.ts';
import { conformanceGroups } from './options.ts';
import type { ConformanceBench, ConformanceOptions, MakeBench } from './options.ts';

/** The functions of a test runner: those of vitest, or of `node:test`. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (
    name: string,
    body: (context: { skip(reason?: string): unknown }) => Promise<void>,
  ) => unknown;
}

/**
 * Registers the conformance suite with a test runner: one test for each promise of a device of this class, each on a
 * device of its own that `make` opens. A test of what the device has not, or for which an option is missing, is skipped
 * with the reason.
 *
 * The tests write every member, run every command, pull the cable and call `safe()`: run them on a simulator, or on a
 * machine that may do all that. The time is virtual unless `options.clock` says otherwise; hand the clock to the device
 * and to the simulator.
 *
 * @throws FourwireError of kind `range`, code `conformance-option-unknown`, for an option about a member that the class
 * has not
 *
 * @example
 * ```ts
 * import { InProcessTransport, openDevice } from '@fourwire/core';
 * import { conformance } from '@fourwire/mock';
 * import { describe, it } from 'vitest';
 *
 * conformance(
 *   thermalChamber,
 *   async ({ clock, random }) => {
 *     const oven = new AcmeSimulator({ clock, random });
 *     const link = new InProcessTransport(oven.service);
 *     return { device: await openDevice(acmeOven, link, { clock, random }), link, oven };
 *   },
 *   {
 *     runner: { describe, it },
 *     unplug: ({ link }) => link.unplug(),
 *     plug: ({ link }) => link.plug(),
 *     values: { temperature: { actual: ({ oven }) => oven.celsius, tolerance: 0.1 } },
 *     commands: { settle: { input: { target: 40 }, longInput: { target: 120 } } },
 *   },
 * );
 * ```
 */
export function conformance<B extends ConformanceBench>(
  deviceClass: DeviceClass<MemberSpecs>,
  make: MakeBench<B>,
  options: ConformanceOptions<B> & { readonly runner: TestRunner },
): void {
  const { describe, it } = options.runner;
  const checks = conformanceChecks(deviceClass, make, options);
  for (const group of conformanceGroups) {
    const own = checks.filter((check) => check.group === group);
    if (own.length === 0) continue;
    describe(`conformance of a ${deviceClass.name}: ${group}`, () => {
      for (const { name, run } of own) {
        it(name, async (context) => {
          const result = await run();
          if (result.outcome === 'skipped') context.skip(result.reason);
        });
      }
    });
  }
}
