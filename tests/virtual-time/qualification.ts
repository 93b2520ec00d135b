import { memorySink, openBench, openJournal, parseBenchFile, recordBench } from '@fourwire/bench';
import type { Bench, Journal } from '@fourwire/bench';
import {
  DeviceInSocket,
  HeaterResistor,
  Keysight34461Simulator,
  WatlowF4tSimulator,
  virtualBench,
} from '@fourwire/mock';
import type { BenchContext, Simulator } from '@fourwire/mock';
import { multimeter } from '@fourwire/scpi';
import type { Multimeter } from '@fourwire/scpi';
import { thermalChamber } from '@fourwire/thermal-chamber';
import type { ThermalChamber } from '@fourwire/thermal-chamber';

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

interface Run {
  readonly bench: Bench;
  readonly oven: ThermalChamber;
  readonly meters: readonly Multimeter[];
  readonly journal: Journal;
  /** Reads every meter at once and journals what it read. */
  readonly measure: () => Promise<void>;
  readonly sleep: (minutes: number) => Promise<void>;
}

async function qualify(
  count: number,
  seed: number,
  work: (run: Run) => Promise<void>,
): Promise<Qualification> {
  const lab = virtualBench(ovenWith(count), { seed });
  const { clock } = lab;
  const sink = memorySink();
  const journal = await openJournal(sink, { clock });
  await lab.run(async () => {
    journal.start({ title: 'run', who: 'test', why: 'test', script: 'qualification.ts', versions: {}, seed });
    await using bench = await openBench(parseBenchFile(benchFile(count), 'bench.yaml', {}), lab.links);
    const recording = recordBench(bench, journal);
    const meters = Array.from({ length: count }, (_, index) => bench.device(`meter-${index}`, multimeter));
    for (const meter of meters) await meter.function.write('resistance4w');
    const resistances = meters.map((meter) => journal.declare({ name: meter.path, unit: 'Ohm' }));
    const measure = async (): Promise<void> => {
      const values = await Promise.all(meters.map(async (meter) => meter.reading.read()));
      for (const [index, value] of values.entries()) resistances[index]?.record(value);
      if (!journal.append({ type: 'note', text: `measured at ${clock.now()}` })) await journal.flush();
    };
    const sleep = async (minutes: number): Promise<void> => clock.sleep({ minutes });
    await work({ bench, oven: bench.device('oven', thermalChamber), meters, journal, measure, sleep });
    recording.unsubscribe();
    journal.end({ outcome: 'completed' });
    await journal.close();
  });
  return { journal: sink.text, hours: clock.monotonic() / 3_600_000, timers: clock.pendingTimers };
}

/** Temperature cycles between -40 and 125 °C, with four resistances read at the end of each dwell. */
export async function cycleTemperature(cycles: number, seed = 1): Promise<Qualification> {
  return qualify(4, seed, async ({ oven, measure }) => {
    for (let cycle = 0; cycle < cycles; cycle++) {
      for (const target of [-40, 125]) {
        await oven.settle({ target, tolerance: 2, dwell: 300, interval: 15 });
        await measure();
      }
    }
    await oven.safe('done');
  });
}

/** `hours` at 125 °C with 64 resistances read every hour. */
export async function burnIn(hours: number, seed = 1): Promise<Qualification> {
  return qualify(64, seed, async ({ oven, measure, sleep }) => {
    await oven.settle({ target: 125, tolerance: 2, dwell: 600, interval: 10 });
    for (let hour = 0; hour < hours; hour++) {
      await measure();
      await sleep(60);
      await oven.temperature.read();
    }
    await oven.safe('done');
  });
}
