import { seededRandom, VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { AccretechSimulator } from '../accretech-uf/accretech-uf.ts';
import { NucleusSimulator } from '../cascade-nucleus/cascade-nucleus.ts';
import { ElectroglasSimulator } from '../electroglas/electroglas.ts';
import { VeloxSimulator } from '../formfactor-velox/formfactor-velox.ts';
import { P200lSimulator } from '../micromanipulator-p200l/micromanipulator-p200l.ts';
import { SentioSimulator } from '../mpi-sentio/mpi-sentio.ts';
import { perfectYield } from '../physics/yield.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import { PilotSimulator } from '../semiprobe-pilot/semiprobe-pilot.ts';
import { SignatoneSimulator } from '../signatone/signatone.ts';
import type { SimulatorOptions } from '../simulator.ts';
import { PegasusSimulator } from '../wentworth-pegasus/wentworth-pegasus.ts';
import { WaferLab } from './wafer-lab.ts';
import type { ProberSimulator } from './wafer-lab.ts';

type Make = (options: SimulatorOptions & ProberMachineOptions) => ProberSimulator;

const probers: readonly (readonly [name: string, make: Make])[] = [
  ['mpi-sentio', (options) => new SentioSimulator(options)],
  ['formfactor-velox', (options) => new VeloxSimulator(options)],
  ['electroglas', (options) => new ElectroglasSimulator(options)],
  ['accretech-uf', (options) => new AccretechSimulator(options)],
  ['cascade-nucleus', (options) => new NucleusSimulator(options)],
  ['wentworth-pegasus', (options) => new PegasusSimulator(options)],
  ['micromanipulator-p200l', (options) => new P200lSimulator(options)],
  ['semiprobe-pilot', (options) => new PilotSimulator(options)],
  ['signatone', (options) => new SignatoneSimulator(options)],
];

describe('a wafer lab with any prober', () => {
  it.each(probers)('reads at the needles of %s by die, contact and temperature', async (_name, prober) => {
    const clock = new VirtualClock();
    const lab = new WaferLab({
      clock,
      random: seededRandom(1),
      prober,
      chuck: true,
      wafer: { yield: perfectYield },
    });
    const { model } = lab.prober;
    const ohms = (): number => lab.terminals.resistance({ wires: 4 });
    const contactAt = async (column: number, row: number): Promise<number> =>
      clock.run(async () => {
        await model.step({ column, row });
        expect(lab.terminals.touching).toBe(false);
        await model.moveZ(model.active.touchdown);
        expect([lab.terminals.touching, lab.terminals.die?.column, lab.terminals.die?.row]).toEqual([
          true,
          column,
          row,
        ]);
        return ohms();
      });
    const first = await contactAt(0, 0);
    const other = await contactAt(3, -2);
    expect(first).toBeGreaterThan(850);
    expect(first).toBeLessThan(1150);
    expect(Math.abs(other - first)).toBeGreaterThan(0.1);

    lab.prober.faults['no-contact']?.(true);
    expect(lab.terminals.touching).toBe(false);
    lab.prober.faults['no-contact']?.(false);
    await clock.run(async () => model.moveZ(model.active.separation));
    const { chuck } = model.prober;
    if (chuck !== undefined) Object.assign(chuck, { setpoint: 75, running: true });
    await clock.advance({ hours: 1 });
    expect((await contactAt(3, -2)) / other).toBeCloseTo(1 + 3.85e-3 * 50, 1);
    expect(clock.pendingTimers).toBe(0);
  });
});
