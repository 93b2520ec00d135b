/**
 * Burn-in: six devices at 125 °C under 5 V, their supply currents measured at read points. One that draws too much or nothing is
 * switched off and drops out; the others go on.
 *
 *     npx -y pnpm@12 example burn-in            on simulators, in seconds
 *     npx -y pnpm@12 example burn-in --real     on the machines below
 *
 * For your lab: write your drivers and addresses under `devices`, which output feeds which socket in `sockets`, and the time,
 * temperature and limits of your plan under `options`; with `standard: 'MIL-STD-883 method 1015 class B, 125 °C'` they come
 * from there. A burn-in that was interrupted goes on at its last hour: see `readStepRecord`.
 */
import { burnIn } from '@fourwire/bench';
import { DeviceInSocket, KeysightE36300Simulator, WatlowF4tSimulator } from '@fourwire/mock';
import type { Example } from './run-example.ts';

const supplies = ['supply-1', 'supply-2'];

/** Which output feeds which socket. */
const sockets = supplies.flatMap((supply, index) =>
  [1, 2, 3].map((output) => ({ part: `S${3 * index + output}`, output: `${supply}/outputs/${output}` })),
);

/** The test. */
export const burningIn = {
  name: 'burn-in',
  title: 'Burn-in of pressure sensors',
  why: 'Which of them fail early?',
  bench: {
    name: 'burn-in',
    devices: {
      oven: { driver: 'watlow-f4t', address: 'modbus-tcp://oven/1' },
      ...Object.fromEntries(
        supplies.map((supply) => [
          supply,
          { driver: 'keysight-e36300', address: `TCPIP0::${supply}::5025::SOCKET` },
        ]),
      ),
    },
  },
  procedure: burnIn(),
  options: {
    values: { temperature: 125, tolerance: { minus: 3, plus: 3 }, duration: 24 * 3600 },
    readPoints: [1, 8],
    readEvery: 12,
    // Enough to prove the time at temperature; once a minute unless it is said.
    lookEvery: 240,
    parts: sockets.map(({ part, output }) => ({
      part,
      on: [
        { member: `${output}/voltage`, value: 5 },
        { member: `${output}/currentLimit`, value: 0.1 },
        { member: `${output}/enabled`, value: true },
      ],
      off: [{ member: `${output}/enabled`, value: false }],
    })),
    channels: sockets.map(({ part, output }) => ({
      part,
      name: 'supply current',
      member: `${output}/measurement`,
      field: 'current',
      min: 0.005,
      max: 0.02,
    })),
  },
  // Without real machines: sensors of some 500 Ω, the fifth of which has a short after ten hours.
  simulators: ({ clock, random }) => {
    const load = (part: string): DeviceInSocket => {
      const ohms = random(part).normal(500, 10);
      const resistance = (): number => (part === 'S5' && clock.monotonic() > 10 * 3_600_000 ? 60 : ohms);
      return new DeviceInSocket({
        device: { defect: 'none', resistance, capacitance: () => 0 },
        temperature: () => 125,
      });
    };
    const made = supplies.map((supply) => {
      const loads = sockets.filter(({ output }) => output.startsWith(supply)).map(({ part }) => load(part));
      return [supply, new KeysightE36300Simulator({ clock, random: random(supply), loads })];
    });
    return { oven: new WatlowF4tSimulator({ clock, random: random('oven') }), ...Object.fromEntries(made) };
  },
} satisfies Example<Parameters<ReturnType<typeof burnIn>['start']>[1], unknown>;
