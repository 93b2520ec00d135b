import { FourwireError, VirtualClock, seededRandom } from '@fourwire/core';
import {
  CorvusSimulator,
  ProberMachine,
  SentioSimulator,
  VeloxSimulator,
  WaferLab,
  faultCatalogue,
  virtualBench,
} from '@fourwire/mock';
import type { CorvusController, FaultName, Faults } from '@fourwire/mock';
import { openProbeStation } from '@fourwire/probe-station';
import type { ProbeStation } from '@fourwire/probe-station';
import { openMultimeter } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';
import { subjectsOf } from './subjects/of-package.ts';
import type { Subject } from './subjects/subject.ts';

/** A prober that is a plain stage with its wafer at the host: no prober stands behind it. */
const builtOnStage = 'venus-corvus-prober';

const all = subjectsOf('probe-station').filter(({ deviceClass }) => deviceClass === 'probe-station');
const probers = all.filter(({ driver }) => driver !== builtOnStage);

interface Bench {
  readonly prober: ProbeStation;
  readonly machine: ProberMachine;
  readonly faults: Faults;
  readonly clock: VirtualClock;
}

/** A prober on a bench of its own: only the address and the driver differ from one to the next. */
async function onProber(subject: Subject, work: (bench: Bench) => Promise<void>): Promise<void> {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  await clock.run(async () => {
    const { entry, links, simulator, faults } = subject.stand({ clock, random });
    const machine: unknown = 'model' in simulator ? simulator.model : undefined;
    if (!(machine instanceof ProberMachine)) throw new Error(`${subject.driver} is simulated by no prober`);
    const { address, driver, options } = entry;
    await using prober = await openProbeStation(address, { driver, options, ...links });
    // Some do not tell whether their needles touch: until their chuck was brought down, they step nowhere.
    await prober.separate();
    await work({ prober, machine, faults, clock });
  });
  expect(clock.pendingTimers).toBe(0);
}

/** The script: touches die after die, until the wafer ends. */
async function touchAll(prober: ProbeStation, measure: (die: string) => Promise<void>): Promise<string[]> {
  const touched: string[] = [];
  await prober.separate();
  for (let visit = await prober.stepFirst(); !visit.ended; visit = await prober.stepNext()) {
    await prober.contact();
    const die = `${visit.column},${visit.row}`;
    await measure(die);
    touched.push(die);
    await prober.separate();
  }
  return touched;
}

describe.each(probers)('the script for every prober runs on $driver', (subject) => {
  it('touches each die once, over its middle, and ends with the wafer', async () => {
    await onProber(subject, async ({ prober, machine, faults }) => {
      let count = 0;
      const touched = await touchAll(prober, async (die) => {
        count++;
        expect(await prober.height.read()).toBe('contact');
        expect(machine.inContact).toBe(true);
        expect(machine.prober.overPads).toBe(true);
        const { column, row } = await prober.die.read();
        expect(`${column},${row}`).toBe(die);
        // Where the prober has a route of its own, the wafer ends early: 600 dies would tell no more than four.
        if (count === 4) faults.set('wafer-ends');
      });
      expect(touched.length).toBeGreaterThanOrEqual(2);
      expect(new Set(touched).size).toBe(touched.length);
      expect(machine.scratches).toBe(0);
      expect(machine.inContact).toBe(false);
    });
  });

  it('counts x to the right and y up under the needles, where it moves over the wafer at all', async () => {
    await onProber(subject, async ({ prober, machine }) => {
      await prober.stepFirst();
      const before = machine.prober.needles;
      const distance = prober.moveBy === undefined ? { x: 0, y: 0 } : { x: 1000, y: -400 };
      await prober.moveBy?.(distance);
      const after = machine.prober.needles;
      expect(after.x - before.x).toBeCloseTo(distance.x, -1.5);
      expect(after.y - before.y).toBeCloseTo(distance.y, -1.5);
    });
  });

  /** What goes wrong in the middle of a step. */
  const inTheMiddle: readonly FaultName[] = ['door-open', 'vacuum-lost', 'local-mode', 'emergency-stop'];

  it.each(inTheMiddle)(
    '%s in the middle of a step ends it, with the chuck where the error says',
    async (fault) => {
      await onProber(subject, async ({ prober, machine, faults, clock }) => {
        await prober.stepFirst();
        const step = prober.stepNext();
        const ended = step.then(
          () => undefined,
          (error: unknown) => FourwireError.from(error),
        );
        await underWay(machine, clock);
        faults.set(fault);
        const error = await ended;
        expect(machine.motion.busy).toBe(false);
        // A prober that was taken off line says nothing at all: its chuck is found where it is once it is back.
        const timedOut = error?.kind === 'timeout';
        const silent =
          fault === 'local-mode' && (timedOut || error?.details['chuck'] === 'could not be read');
        if (silent) faults.clear(fault);
        expect(error?.kind).toBe(silent && timedOut ? 'timeout' : 'device');
        const found = silent
          ? { height: await prober.height.read(), ...(await prober.position?.read()) }
          : error?.details['chuck'];
        expect(found).toMatchObject({ height: 'separation', ...placeOf(prober, machine) });
        expect(await prober.height.read()).toBe('separation');
        faults.clear(fault);
        await prober.separate();
        expect(await prober.stepFirst()).toMatchObject({ ended: false });
      });
    },
  );

  it('gives the end of the wafer as a value when it comes in the middle of a step', async () => {
    await onProber(subject, async ({ prober, machine, faults, clock }) => {
      await prober.stepFirst();
      const step = prober.stepNext();
      await underWay(machine, clock);
      faults.set('wafer-ends');
      const { column, row } = await step;
      const next = await prober.stepNext();
      // A route of the host goes on: the prober has no say in it.
      expect(!next.ended || (next.column === column && next.row === row)).toBe(true);
      expect(await prober.die.read()).toEqual({ column: next.column, row: next.row });
    });
  });

  it('refuses contact once the vacuum is lost or the door is open, and the chuck stays down', async () => {
    await onProber(subject, async ({ prober, machine, faults }) => {
      await prober.stepFirst();
      for (const fault of ['vacuum-lost', 'door-open', 'local-mode'] as const) {
        faults.set(fault);
        const error = await prober.contact().then(
          () => undefined,
          (caught: unknown) => FourwireError.from(caught),
        );
        expect(`${fault}: ${error?.kind}`).toMatch(/: (?:state|device)$|^local-mode: timeout$/);
        expect(machine.inContact).toBe(false);
        faults.clear(fault);
        // Where a prober does not tell its height, nothing is taken for known after a contact that failed.
        if ((await prober.height.read()) === 'between') await prober.separate();
        expect(await prober.height.read()).toBe('separation');
      }
      await prober.contact();
      expect(machine.inContact).toBe(true);
    });
  });
});

describe.each(all.filter(({ driver }) => driver === builtOnStage))(
  'the script for every prober runs on $driver',
  (subject) => {
    const onStage = async (
      work: (
        prober: ProbeStation,
        corvus: CorvusController,
        faults: Faults,
        clock: VirtualClock,
      ) => Promise<void>,
    ): Promise<void> => {
      const clock = new VirtualClock();
      await clock.run(async () => {
        const { entry, links, simulator, faults } = subject.stand({ clock, random: seededRandom(1) });
        if (!(simulator instanceof CorvusSimulator)) throw new Error('A Corvus was to stand here');
        const { address, driver, options } = entry;
        await using prober = await openProbeStation(address, { driver, options, ...links });
        await work(prober, simulator.model, faults, clock);
      });
    };
    const placesOf = ({ axes }: CorvusController): number[] =>
      axes.map(({ controlled }) => controlled.position);

    it('touches each die of the route, the needles over it and up between them', async () => {
      await onStage(async (prober, corvus) => {
        const places: number[][] = [];
        // When the power comes on, this stage stands higher than the needles.
        await prober.separate();
        expect(await touchAll(prober, async () => void places.push(placesOf(corvus)))).toEqual([
          '6,0',
          '-6,0',
          '5,1',
        ]);
        const near = (value: number): unknown => expect.closeTo(value, -1);
        expect(places).toEqual([
          [near(20_000), near(50_000), near(12_000)],
          [near(80_000), near(50_000), near(12_000)],
          [near(25_000), near(45_000), near(12_000)],
        ]);
        expect(placesOf(corvus)[2]).toBeCloseTo(11_700, -1);
      });
    });

    it.each(['stall', 'emergency-stop', 'limit-switch'] as const)(
      '%s in the middle of a step ends it, with the chuck where the error says',
      async (fault) => {
        await onStage(async (prober, corvus, faults, clock) => {
          await prober.separate();
          await prober.stepFirst();
          const step = prober.stepNext().then(
            () => undefined,
            (error: unknown) => FourwireError.from(error),
          );
          while (!corvus.moving) await clock.sleep(5);
          await clock.sleep(60);
          faults.set(fault);
          const error = await step;
          expect(error?.kind).toBe('device');
          const [x = NaN] = placesOf(corvus);
          const there: unknown = expect.closeTo(50_000 - x, -1);
          expect(error?.details['chuck']).toMatchObject({ height: 'separation', x: there });
        });
      },
    );
  },
);

/** Waits until the machine is on its way. */
async function underWay(machine: ProberMachine, clock: VirtualClock): Promise<void> {
  for (let looks = 0; looks < 1000 && !machine.motion.busy; looks++) await clock.sleep(5);
  await clock.sleep(60);
  expect(machine.motion.busy).toBe(true);
}

/** Where the machine's axes stand, as the driver counts, where it tells at all. */
function placeOf(prober: ProbeStation, machine: ProberMachine): object {
  if (prober.position === undefined) return {};
  const { position, home } = machine;
  const near = (value: number): unknown => expect.closeTo(value, -1);
  return { x: near(position.x - home.x), y: near(position.y - home.y) };
}

it.each([
  ['mpi-sentio', SentioSimulator],
  ['formfactor-velox', VeloxSimulator],
] as const)('contact lost is told by the meter, while %s still stands at contact', async (driver, Prober) => {
  const bench = virtualBench(({ clock, random }) => {
    const { prober, meter } = new WaferLab({
      prober: (options) => new Prober(options),
      clock,
      random: random('lab'),
    });
    return { prober, meter };
  });
  await bench.run(async () => {
    const address = 'TCPIP0::prober::35555::SOCKET';
    await using prober = await openProbeStation(address, { driver, ...bench.links });
    await using meter = await openMultimeter('TCPIP0::meter::5025::SOCKET', {
      driver: 'keysight-34460',
      ...bench.links,
    });
    const ohms = async (): Promise<number> =>
      (await meter.measure({ function: 'resistance4w', range: 10_000 })).value;
    await prober.stepFirst();
    await prober.contact();
    const before = await ohms();
    bench.faults.prober.set('no-contact');
    await expect(ohms()).rejects.toMatchObject({ kind: 'device', code: 'overload' });
    expect(await prober.height.read()).toBe('contact');
    expect(bench.simulators.prober.model.inContact).toBe(true);
    bench.faults.prober.clear('no-contact');
    await prober.separate();
    await prober.contact();
    expect(Math.abs((await ohms()) / before - 1)).toBeLessThan(0.01);
  });
});

it('knows of each fault that it tries', () => {
  for (const fault of ['wafer-ends', 'door-open', 'vacuum-lost', 'local-mode', 'emergency-stop'] as const)
    expect(faultCatalogue[fault].level).not.toBe('wire');
});
