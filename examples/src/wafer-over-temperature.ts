/**
 * A wafer test over temperature: the chuck settles at 25 and 85 °C, the prober steps over a sample of the dies, each is
 * contacted, again where the contact is bad, measured with four wires and sorted into a bin.
 *
 *     npx -y pnpm@12 example wafer-over-temperature            on simulators, in seconds
 *     npx -y pnpm@12 example wafer-over-temperature --real     on the machines below
 *
 * For your lab: write your drivers and addresses under `devices`, the wafer, its dies, tests and limits under `options`.
 * `order: 'given'` with `dies` takes the route of your probe plan; `realign: true` has the station align the wafer again at
 * each temperature, and `needleWait` gives the needles time to grow. STDF and map files: `exportStdf`, `exportWaferMaps`.
 */
import { waferTest } from '@fourwire/bench';
import { WaferLab } from '@fourwire/mock';
import { multimeter } from '@fourwire/scpi';
import type { Example } from './run-example.ts';

/** Platinum: 1000 Ω at 25 °C with 3850 ppm/K; a die passes within 12 % of it. */
const expected = (temperature: number): number => 1000 * (1 + 3.85e-3 * (temperature - 25));

const procedure = waferTest({
  devices: { meter: multimeter },
  // In code, because the limits go with the temperature.
  tests: ({ meter }) => [
    {
      name: 'resistance',
      unit: 'Ohm',
      uses: 'meter',
      limits: ({ temperature = 25 }) => ({
        min: 0.88 * expected(temperature),
        max: 1.12 * expected(temperature),
      }),
      read: async ({ signal }) =>
        (await meter.measure({ function: 'resistance4w', range: 10_000 }, { signal })).value,
    },
  ],
  contact: ({ meter }) => ({
    name: 'contact',
    unit: 'Ohm',
    uses: 'meter',
    limits: { min: 100, max: 100_000 },
    read: async ({ signal }) => (await meter.measure({ function: 'resistance4w' }, { signal })).value,
  }),
});

/** The test. */
export const waferOverTemperature = {
  name: 'wafer-over-temperature',
  title: 'Platinum heaters over temperature',
  why: 'Are at least 90 % of the dies good at both temperatures?',
  bench: {
    name: 'prober',
    devices: {
      prober: {
        driver: 'mpi-sentio',
        address: 'TCPIP0::prober::35555::SOCKET',
        options: { chuck: { min: 20, max: 150 }, maxOvertravel: 60 },
      },
      meter: { driver: 'keysight-34460', address: 'TCPIP0::meter::5025::SOCKET' },
    },
  },
  procedure,
  options: {
    wafer: 'W07',
    lot: 'LOT-2026-47',
    layout: { size: '200 mm', pitch: { x: 10_000, y: 10_000 }, edgeExclusion: 3000 },
    sample: 30,
    order: 'rows',
    temperatures: [25, 85],
    soak: 300,
    needleWait: 60,
    reprobe: 2,
    reprobeOvertravel: 10,
    settings: [{ member: 'prober/overtravel', value: 30 }],
    end: 25,
  },
  // Without real machines: a prober with a thermal chuck, and a meter at its needles.
  simulators: ({ clock, random }) => {
    const { prober, meter } = new WaferLab({
      clock,
      random: random('lab'),
      chuck: true,
      wafer: { pitchX: 10_000, pitchY: 10_000, edgeExclusion: 3000 },
    });
    return { prober, meter };
  },
} satisfies Example<Parameters<typeof procedure.start>[1], unknown>;
