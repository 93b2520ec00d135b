import {
  DeviceInSocket,
  EspecP300Simulator,
  HeaterResistor,
  Keysight34461Simulator,
  virtualBench,
} from '@fourwire/mock';
import type { VirtualBench } from '@fourwire/mock';

/** What stands in the lab of {@link cyclingLab}. */
export type CyclingLab = VirtualBench<{
  readonly oven: EspecP300Simulator;
  readonly meter: Keysight34461Simulator;
}>;

/** A chamber for temperature cycling, some 50 K/min, with a sensor on its parts, and a meter on one of them. */
export function cyclingLab(seed = 1): CyclingLab {
  return virtualBench(
    ({ clock, random }) => {
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
      const meter = new Keysight34461Simulator({
        clock,
        random: random('meter'),
        load: new DeviceInSocket({
          device: new HeaterResistor({ resistance: 1000 }),
          temperature: () => {
            oven.model.advance();
            return oven.model.controller.chamber.product;
          },
        }),
      });
      return { oven, meter };
    },
    { seed },
  );
}

/** The bench of {@link cyclingLab}. */
export const cyclingDevices = {
  oven: { driver: 'espec-p300', address: 'TCPIP0::oven::57732::SOCKET' },
  meter: { driver: 'keysight-34460', address: 'TCPIP0::meter::5025::SOCKET' },
};

/** The resistance of the part, with four wires. */
export const resistance = {
  member: 'meter/reading',
  name: 'resistance',
  unit: 'Ohm',
  part: 'R1',
  min: 500,
  max: 1500,
  settings: [{ member: 'meter/function', value: 'resistance4w' }],
};
