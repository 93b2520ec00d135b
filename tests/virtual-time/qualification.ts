import {
  burnIn,
  memorySink,
  openBench,
  openJournal,
  parseBenchFile,
  recordBench,
  runProcedure,
  thermalCycle,
} from '@fourwire/bench';
import type { Bench, Journal } from '@fourwire/bench';
import {
  DeviceInSocket,
  HeaterResistor,
  Keysight34461Simulator,
  WatlowF4tSimulator,
  virtualBench,
} from '@fourwire/mock';
import type { BenchContext, Simulator } from '@fourwire/mock';

/** What a run left behind. */
export interface Qualification {
  /** Every line of the journal. */
  readonly journal: string;
  /** In hours of the bench's time. */
  readonly hours: number;
  /** Timers that are still set at the end; 0 unless something leaks. */
  readonly timers: number;
}

/** One oven and `count` heater resistors in it, each wired to a meter of its own. */
function ovenWith(count: number): (context: BenchContext) => Record<string, Simulator> {
  return ({ clock, random }) => {
    const oven = new WatlowF4tSimulator({
      clock,
      random: random('oven'),
      // Two stages of cold and a strong heater: some 15 K/min, as temperature cycling wants it.
      parameters: {
        heaterPower: 1300,
        liveLoadCapacity: [
          [-60, 250],
          [23, 800],
        ],
      },
    });
    const meters = Array.from({ length: count }, (_, index) => {
      const resistance = 1000 * (1 + random(`device/${index}`).normal(0, 0.01));
      const meter = new Keysight34461Simulator({
        clock,
        random: random(`meter/${index}`),
        serialNumber: `MY${57_000_000 + index}`,
        load: new DeviceInSocket({
          device: new HeaterResistor({ resistance }),
          temperature: () => oven.model.chamber.product,
        }),
      });
      return [`meter-${index}`, meter] as const;
    });
    return { oven, ...Object.fromEntries(meters) };
  };
}

function benchFile(count: number): string {
  const meters = Array.from(
    { length: count },
    (_, index) =>
      `  meter-${index}: { driver: keysight-34460, address: "TCPIP0::meter-${index}::5025::SOCKET" }`,
  );
  return [
    'name: lab',
    'devices:',
    '  oven: { driver: watlow-f4t, address: "modbus-tcp://oven/1" }',
    ...meters,
  ].join('\n');
}

/** Opens a bench of an oven and `count` meters, records what `work` does with it, and makes it safe. */
export async function qualify(
  count: number,
  seed: number,
  work: (bench: Bench, journal: Journal) => Promise<void>,
): Promise<Qualification> {
  const lab = virtualBench(ovenWith(count), { seed });
  const { clock } = lab;
  const sink = memorySink();
  const journal = await openJournal(sink, { clock });
  await lab.run(async () => {
    journal.start({ title: 'run', who: 'test', why: 'test', script: 'qualification.ts', versions: {}, seed });
    await using bench = await openBench(parseBenchFile(benchFile(count), 'bench.yaml', {}), lab.links);
    const recording = recordBench(bench, journal);
    await work(bench, journal);
    await bench.safe('the run is over');
    recording.unsubscribe();
    journal.end({ outcome: 'completed' });
    await journal.close();
  });
  return { journal: sink.text, hours: clock.monotonic() / 3_600_000, timers: clock.pendingTimers };
}

/** The resistances, each measured by a meter of its own. */
const resistances = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    member: `meter-${index}/reading`,
    name: 'resistance',
    unit: 'Ohm',
    part: `R${index}`,
    settings: [{ member: `meter-${index}/function`, value: 'resistance4w' }],
  }));

/** What {@link cycleTemperature} cycles by. */
export const cycling = { low: -40, high: 125, dwell: 300 };

/** Temperature cycles with four resistances measured at the end of each dwell. */
export async function cycleTemperature(cycles: number, seed = 1): Promise<Qualification> {
  return qualify(4, seed, async (bench, journal) => {
    const options = { values: { ...cycling, cycles }, channels: resistances(4) };
    await runProcedure(thermalCycle(), { bench, journal, options });
  });
}

/** `hours` at 125 °C with 64 resistances measured every hour. */
export async function burnInAtLength(hours: number, seed = 1): Promise<Qualification> {
  return qualify(64, seed, async (bench, journal) => {
    const channels = resistances(64);
    const options = {
      values: { temperature: 125, duration: hours * 3600 },
      parts: channels.map(({ part }) => ({ part })),
      channels,
      readEvery: 1,
      // Five minutes between two readings still prove what lies between.
      lookEvery: 240,
    };
    await runProcedure(burnIn(), { bench, journal, options });
  });
}
