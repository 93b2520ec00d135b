import { FourwireError } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { probeStation, waferGeometry } from '@fourwire/probe-station';
import type { DieIndex, ProbeStation } from '@fourwire/probe-station';
import { checkpoint, prompt, step } from '../procedure/action.ts';
import type { Action, StepContext } from '../procedure/action.ts';
import { defineProcedure, devicesOf } from '../procedure/procedure.ts';
import type { DeviceClasses, Procedure, ProcedureContext } from '../procedure/procedure.ts';
import type { Target } from '../records/entry.ts';
import { memberChannel, requireDistinct, withDevices } from './channel.ts';
import type { Channel } from './channel.ts';
import { DieTester } from './die-test.ts';
import type { DieOutcome, DieTest } from './die-test.ts';
import type { Condition } from './measuring.ts';
import { firstTime, settingsOn } from './settings.ts';
import { waferHeat } from './wafer-heat.ts';
import { geometryOf, requireBins, routeOf, usualBins, waferOptions } from './wafer-options.ts';

type Options = ValueOf<typeof waferOptions>;

/** What {@link waferTest} may be given in code. */
export interface WaferTestDefinition<D extends DeviceClasses> {
  /** Devices that the tests need, beside the prober: `{ meter: multimeter }`. */
  readonly devices?: D;
  /** What is measured at each die, beside the tests of the options. */
  readonly tests?: (devices: ProcedureContext<D, unknown>['devices']) => readonly DieTest[];
  /** What tells good contact, in place of the options'. */
  readonly contact?: (devices: ProcedureContext<D, unknown>['devices']) => Channel;
  /** Cleans the needles, which are up, after every so many touchdowns (`cleanEvery`); the person at the bench is asked to unless given. */
  readonly clean?: (
    devices: ProcedureContext<D, unknown>['devices'],
    context: StepContext,
  ) => Promise<unknown>;
}

/** A wafer as it came out at one temperature. */
export interface WaferPass {
  /** In °C; undefined where none was asked for. */
  readonly temperature?: number;
  readonly dies: readonly DieOutcome[];
  /** Share of good dies. */
  readonly yield: number;
}

/** How a wafer came out; the values are in the journal. */
export interface WaferTestResult {
  readonly passes: readonly WaferPass[];
  /** The die after which the wafer was given up, for too many in a row were not good. */
  readonly stoppedAt?: { readonly column: number; readonly row: number };
}

/** Where a first way is taken to begin, in °C, for the estimate. */
const roomTemperature = 23;

/**
 * A parametric test of a wafer: at each temperature the chuck, or the chamber around the prober, settles and soaks, the wafer is
 * aligned again where that is asked for, and the prober steps over the dies. Each is contacted, again up to n times where
 * the contact is bad, measured at its subsites, and sorted into a bin. Dies, bins and values are in the journal, from
 * which wafer maps, STDF and reports are made. A die whose temperature left the tolerance while it was measured is tested
 * again. It is resumed at the die at which it was interrupted; what was inked is not inked again.
 *
 * @example
 * ```ts no-run
 * const options = {
 *   wafer: 'W07',
 *   layout: { size: '200 mm', pitch: { x: 5000, y: 5000 }, edgeExclusion: 3000 },
 *   temperatures: [25, 85],
 *   contact: { member: 'meter/reading', name: 'contact', unit: 'Ohm', max: 1e6 },
 *   tests: [{ member: 'meter/reading', name: 'resistance', unit: 'Ohm', min: 900, max: 1100 }],
 *   settings: [{ member: 'meter/function', value: 'resistance4w' }],
 * } as const;
 * await runProcedure(waferTest(), { bench, journal, options });
 * ```
 */
export function waferTest<D extends DeviceClasses = DeviceClasses>(
  definition: WaferTestDefinition<D> = {},
): Procedure<Options, WaferTestResult> {
  return defineProcedure({
    name: 'wafer-test',
    title: 'Steps a prober over a wafer, contacts and measures each die and sorts it into a bin',
    options: waferOptions,
    devices: withDevices({ prober: probeStation }, definition.devices),
    steps: (context) => testWafer(context, definition),
  });
}

function* testWafer<D extends DeviceClasses>(
  context: ProcedureContext<{ readonly prober: typeof probeStation }, Options>,
  definition: WaferTestDefinition<D>,
): Generator<Action, WaferTestResult, unknown> {
  const { bench, journal, options } = context;
  const prober: ProbeStation = context.devices.prober;
  if (options.ink !== undefined && prober.ink === undefined) {
    throw new FourwireError(
      'range',
      'ink-missing',
      'Dies are to be inked, and this prober has no inker; leave ink out.',
    );
  }
  const own = devicesOf(bench, definition.devices ?? ({} as D));
  const tests: readonly DieTest[] = [
    ...(options.tests ?? []).map(({ subsite, bin, ...channel }) => ({
      ...memberChannel(bench, channel),
      ...(subsite === undefined ? {} : { subsite }),
      ...(bin === undefined ? {} : { bin }),
    })),
    ...(definition.tests?.(own) ?? []),
  ];
  const chosen = definition.contact?.(own);
  const contact =
    chosen ?? (options.contact === undefined ? undefined : memberChannel(bench, options.contact));
  if (tests.length === 0 && contact === undefined) {
    throw new FourwireError(
      'range',
      'wafer-options',
      'The wafer cannot be tested: nothing is measured, and every die would be good; give tests or a contact.',
    );
  }
  requireDistinct(tests);
  if (contact !== undefined) {
    const places = new Set(tests.map(({ subsite = 0 }) => subsite));
    requireDistinct([...tests, ...[...places].map((subsite) => ({ ...contact, subsite }))]);
  }
  requireBins(
    options,
    tests.flatMap(({ bin = 2 }) => (typeof bin === 'number' ? [bin] : [])),
  );
  const route = routeOf(options);
  const temperatures: readonly (number | undefined)[] = options.temperatures ?? [undefined];
  const targetOf = ({ column, row }: DieIndex, index: number): Target => {
    const temperature = temperatures[index];
    return {
      wafer: options.wafer,
      die: { column, row },
      ...(temperature === undefined ? {} : { temperature }),
      // A temperature that is come back to is measured anew.
      ...(temperatures.indexOf(temperature) === index ? {} : { point: `pass ${index + 1}` }),
    };
  };
  const tester = new DieTester({
    prober,
    journal,
    tests,
    contact,
    targets: temperatures.flatMap((_, index) => route.map((die) => targetOf(die, index))),
    options,
  });
  const heat = waferHeat(bench, prober, options);
  const settings = settingsOn(bench, options.settings);
  // A run that was killed may have left the needles on the wafer.
  const lift = firstTime(async ({ signal }) => {
    await prober.separate({ signal });
  });
  const prepare = async (stepContext: StepContext): Promise<void> => {
    await lift(stepContext);
    await settings.keep(stepContext);
  };
  const entry = { type: 'wafer', wafer: options.wafer } as const;
  const geometry = geometryOf(options);
  if (geometry !== undefined) waferGeometry(geometry);
  const { stopAfterFails = Infinity, cleanEvery = Infinity } = options;
  const clean = definition.clean;
  let [failsInRow, sinceClean]: [number, number] = [0, 0];
  let stoppedAt: DieIndex | undefined;

  const passes: WaferPass[] = [];
  for (const [index, temperature] of temperatures.entries()) {
    if (stoppedAt !== undefined) break;
    const where = temperature === undefined ? '' : ` at ${temperature} °C`;
    const named = { ...entry, ...(temperature === undefined ? {} : { temperature }) };
    yield* checkpoint(`wafer ${options.wafer}${where}`);
    yield* step(
      `begin wafer ${options.wafer}${where}`,
      async (stepContext) => {
        await prepare(stepContext);
        journal.append({
          ...named,
          phase: 'started',
          ...(options.lot === undefined ? {} : { lot: options.lot }),
          ...(options.product === undefined ? {} : { device: options.product }),
          ...(geometry === undefined || index > 0 ? {} : { geometry }),
          ...(index > 0 ? {} : { bins: options.bins ?? usualBins }),
        });
        if (temperature !== undefined) await heat.bring(temperature, stepContext);
      },
      {
        seconds: heat.seconds(temperatures[index - 1] ?? roomTemperature, temperature),
        check: () =>
          settings.refusal() ??
          tester.refusal() ??
          (temperature === undefined ? undefined : heat.refusal(temperature)),
      },
    );
    const condition: Condition | undefined =
      temperature === undefined
        ? undefined
        : {
            astray: async (stepContext) => heat.astray(temperature, stepContext),
            comeBack: async (stepContext) => heat.bring(temperature, stepContext),
          };
    const dies = new Map<string, DieOutcome>();
    for (let round = 0; round <= (options.retest ?? 0) && stoppedAt === undefined; round++) {
      const again = round === 0 ? '' : `, again (${round})`;
      const due = route.filter((die) => {
        const known = dies.get(nameOf(die));
        return round === 0 || (known !== undefined && !isGood(options, known));
      });
      for (const die of due) {
        yield* checkpoint(`die ${nameOf(die)}${where}${again}`);
        const outcome = yield* step(
          `test die ${nameOf(die)}${where}${again}`,
          async (stepContext) => {
            await prepare(stepContext);
            if (temperature !== undefined) await heat.bring(temperature, stepContext);
            const told = { sorted: round, ...(condition === undefined ? {} : { condition }) };
            return tester.test(die, targetOf(die, index), stepContext, told);
          },
          {
            seconds: options.secondsPerDie ?? 3,
            dry: () => ({ column: die.column, row: die.row, bin: options.goodBin ?? 1, touchdowns: 1 }),
          },
        );
        dies.set(nameOf(die), outcome);
        sinceClean += outcome.touchdowns;
        if (sinceClean >= cleanEvery) {
          sinceClean = 0;
          if (clean === undefined)
            yield* prompt(`Clean the needles: die ${nameOf(die)} is done.`, ['cleaned']);
          else {
            yield* step(`clean the needles after die ${nameOf(die)}${where}${again}`, async (stepContext) => {
              await prepare(stepContext);
              await clean(own, stepContext);
            });
          }
        }
        failsInRow = isGood(options, outcome) ? 0 : failsInRow + 1;
        if (failsInRow < stopAfterFails) continue;
        stoppedAt = { column: die.column, row: die.row };
        break;
      }
    }
    yield* checkpoint(`wafer ${options.wafer}${where} is done`);
    yield* step(`end wafer ${options.wafer}${where}`, () => {
      if (stoppedAt !== undefined) {
        const text = `${failsInRow} dies in a row are not good, the last is ${nameOf(stoppedAt)}; the wafer is given up.`;
        journal.append({ type: 'note', text, deviation: true });
      }
      journal.append({ ...named, phase: 'finished' });
    });
    const outcomes = [...dies.values()];
    passes.push({
      ...(temperature === undefined ? {} : { temperature }),
      dies: outcomes,
      yield: outcomes.filter((die) => isGood(options, die)).length / outcomes.length,
    });
  }
  if (stoppedAt === undefined) yield* inkDies(prober, options, passes.at(-1)?.dies ?? [], lift);
  const { end } = options;
  if (end !== undefined) {
    yield* step(`set ${end} °C`, async (stepContext) => heat.leaveAt(end, stepContext), {
      check: () => heat.refusal(end),
    });
  }
  return { passes, ...(stoppedAt === undefined ? {} : { stoppedAt }) };
}

function nameOf({ column, row }: DieIndex): string {
  return `${column}/${row}`;
}

/** Inks dies after the last temperature, each once, whatever happens. */
function* inkDies(
  prober: ProbeStation,
  { ink }: Options,
  dies: readonly DieOutcome[],
  lift: (context: StepContext) => Promise<void>,
): Generator<Action, void, unknown> {
  if (ink === undefined) return;
  for (const { column, row, bin } of dies) {
    if (!ink.bins.includes(bin)) continue;
    yield* step(`go to ink die ${column}/${row}`, async (context) => {
      const { signal } = context;
      await lift(context);
      await prober.stepTo({ column, row }, { signal });
    });
    yield* step(
      `ink die ${column}/${row}`,
      async ({ signal }) => {
        await prober.ink?.({ inker: ink.inker }, { signal });
      },
      { once: true },
    );
  }
}

function isGood({ bins = usualBins, goodBin = 1 }: Options, { bin }: DieOutcome): boolean {
  const known = bins.find(({ code }) => code === bin);
  return known === undefined ? bin === goodBin : known.quality === 'pass';
}
