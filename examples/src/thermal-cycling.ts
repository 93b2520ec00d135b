/**
 * Thermal cycling with in-situ resistance: parts go between -40 and 125 °C by JESD22-A104, the resistance of each is measured
 * with four wires at the end of every dwell, and the record says where the run did not hold to the standard.
 *
 *     npx -y pnpm@12 example thermal-cycling            on simulators, in seconds
 *     npx -y pnpm@12 example thermal-cycling --real     on the machines below
 *
 * For your lab: write your drivers (`fourwire drivers` lists them) and addresses under `devices`, the condition, cycles and
 * limits of your plan under `options`. Values of the standard in `acceptUnconfirmed` were recalled, not read: compare them with the
 * document first. A chamber without a sensor on the parts needs `dwellOn: 'air'` under `values`.
 */
import { thermalCycle } from '@fourwire/bench';
import { DeviceInSocket, EspecP300Simulator, HeaterResistor, Keysight34461Simulator } from '@fourwire/mock';
import type { Example } from './run-example.ts';

/** The parts, each with a meter of its own. */
const parts = [1, 2, 3].map((number) => ({ part: `R${number}`, meter: `meter-${number}` }));

/** The test. */
export const thermalCycling = {
  name: 'thermal-cycling',
  title: 'Thermal cycling of platinum heaters',
  why: 'Does the resistance drift over the cycles?',
  bench: {
    name: 'cycling',
    devices: {
      oven: { driver: 'espec-p300', address: 'TCPIP0::oven::57732::SOCKET' },
      ...Object.fromEntries(
        parts.map(({ meter }) => [
          meter,
          { driver: 'keysight-34460', address: `TCPIP0::${meter}::5025::SOCKET` },
        ]),
      ),
    },
  },
  procedure: thermalCycle(),
  options: {
    standard: 'JESD22-A104 condition G, soak mode 2',
    acceptUnconfirmed: ['dwell'],
    values: { cycles: 5 },
    // In the middle of the tolerances of +10/-0 and +0/-10 K.
    margin: 5,
    rates: { heating: 50, cooling: 50 },
    channels: parts.map(({ part, meter }) => ({
      member: `${meter}/reading`,
      name: 'resistance',
      unit: 'Ohm',
      part,
      min: 600,
      max: 1500,
      settings: [
        { member: `${meter}/function`, value: 'resistance4w' },
        { member: `${meter}/integration`, value: 10 },
      ],
    })),
    end: 25,
  },
  // Without real machines: a fast chamber with a sensor on its parts, and platinum heaters in it.
  simulators: ({ clock, random }) => {
    const oven = new EspecP300Simulator({
      clock,
      random: random('oven'),
      product: true,
      parameters: {
        heaterPower: 4000,
        liveLoadCapacity: [
          [-60, 1500],
          [23, 4000],
        ],
        airToProduct: 3,
      },
    });
    const temperature = (): number => {
      oven.model.advance();
      return oven.model.controller.chamber.product;
    };
    const meters = parts.map(({ part, meter }) => {
      const device = new HeaterResistor({ resistance: random(part).normal(1000, 10) });
      const load = new DeviceInSocket({ device, temperature });
      return [meter, new Keysight34461Simulator({ clock, random: random(meter), load })];
    });
    return { oven, ...Object.fromEntries(meters) };
  },
} satisfies Example<Parameters<ReturnType<typeof thermalCycle>['start']>[1], unknown>;
