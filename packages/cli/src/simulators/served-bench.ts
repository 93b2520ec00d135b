import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseBenchFile, readBenchFile } from '@fourwire/bench';
import type { BenchFile } from '@fourwire/bench';
import { seededRandom } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import { WaferLab, serve, simulatorFor } from '@fourwire/mock';
import type { Simulator } from '@fourwire/mock';
import { exampleProfile } from '@fourwire/wirebonder';
import { stringify } from 'yaml';

/** Simulators of a whole bench on wires of this computer. */
export interface ServedBench extends AsyncDisposable {
  /** A bench file that leads to them; it goes away with them. */
  readonly path: string;
  readonly file: BenchFile;
}

/** One machine of a bench that is to be served. */
interface Machine {
  readonly simulator: Simulator;
  readonly device: BenchFile['devices'][string];
}

/** The benches that can be served by their name. */
export const virtualBenches: Readonly<Record<string, (clock: Clock) => Readonly<Record<string, Machine>>>> = {
  'wafer-lab': (clock) => {
    const lab = new WaferLab({ clock, random: seededRandom(1) });
    const device = (driver: string, options?: Record<string, unknown>): Machine['device'] => ({
      driver,
      address: 'sim://here',
      ...(options === undefined ? {} : { options }),
    });
    return {
      oven: { simulator: lab.oven, device: device('watlow-f4t') },
      prober: { simulator: lab.prober, device: device('mpi-sentio') },
      meter: { simulator: lab.meter, device: device('keysight-34460') },
      bonder: { simulator: lab.bonder, device: device('gem-wirebonder', { profile: exampleProfile }) },
    };
  },
};

/** Serves one of {@link virtualBenches}. */
export async function serveVirtualBench(name: string, clock: Clock): Promise<ServedBench> {
  return serveMachines({ name, devices: {} }, virtualBenches[name]?.(clock) ?? {});
}

/**
 * Serves a simulator for each device of a bench file; where the file says that its machines are matters not, and
 * `${NAME}` in an address need have no value.
 *
 * @throws FourwireError of kind `range`: a mistake in the file, or code `driver-without-simulator`
 */
export async function serveBenchFile(
  path: string,
  variables: Readonly<Record<string, string | undefined>>,
  clock: Clock,
): Promise<ServedBench> {
  const anyName = new Proxy(variables, {
    get: (known, name) => known[String(name)] ?? `sim://${String(name).toLowerCase()}`,
  });
  const file = await readBenchFile(path, anyName);
  const machines = Object.entries(file.devices).map(([name, device]) => {
    const simulator = simulatorFor(device.driver, device.options, { clock });
    return [name, { simulator, device }] as const;
  });
  return serveMachines(file, Object.fromEntries(machines));
}

async function serveMachines(
  file: BenchFile,
  machines: Readonly<Record<string, Machine>>,
): Promise<ServedBench> {
  const mounts: AsyncDisposable[] = [];
  const end = async (): Promise<void> => {
    for (const mount of mounts.splice(0).toReversed()) await mount[Symbol.asyncDispose]();
  };
  try {
    const devices: Record<string, Machine['device']> = {};
    for (const [name, { simulator, device }] of Object.entries(machines)) {
      const mount = await serve(simulator);
      mounts.push(mount);
      devices[name] = { ...device, address: mount.address };
    }
    const folder = await mkdtemp(join(tmpdir(), 'fourwire-'));
    mounts.push({ [Symbol.asyncDispose]: async () => rm(folder, { recursive: true, force: true }) });
    const path = join(folder, 'bench.yaml');
    const text = stringify({ ...file, devices });
    await writeFile(path, text);
    return { path, file: parseBenchFile(text, path, {}), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
