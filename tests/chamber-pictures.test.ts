import { WatlowF4tSimulator, virtualBench } from '@fourwire/mock';
import {
  drawProgram,
  drawRun,
  jump,
  openThermalChamber,
  ramp,
  soak,
  toProgramRecord,
} from '@fourwire/thermal-chamber';
import type { Program, RunSample } from '@fourwire/thermal-chamber';
import { describe, expect, it } from 'vitest';

const program: Program = {
  name: 'Two cycles between -20 and 85 °C',
  steps: [
    ramp(-20, { rate: 2 }),
    soak(900),
    ramp(85, { rate: 3 }),
    soak(900),
    jump(1, 1),
    ramp(25, { rate: 3 }),
  ],
  end: { action: 'off' },
};

/** Runs the program on a simulated chamber and records the air. */
async function recorded(): Promise<readonly RunSample[]> {
  const lab = virtualBench(
    ({ clock, random }) => ({ oven: new WatlowF4tSimulator({ clock, random: random('oven') }) }),
    { seed: 1 },
  );
  const samples: RunSample[] = [];
  await lab.run(async () => {
    const oven = await openThermalChamber('modbus-tcp://oven/1', {
      driver: 'watlow-f4t',
      path: 'oven',
      ...lab.links,
    });
    const run = oven.runProgram({ program: toProgramRecord(program), interval: 10 });
    run.progress$.subscribe({
      next: ({ elapsed, temperature }) => {
        // The end of a step and the beginning of the next are looked at in the same moment.
        if (elapsed > (samples.at(-1)?.time ?? -1)) samples.push({ time: elapsed, air: temperature });
      },
      error: () => {},
    });
    await run;
    await oven.close();
  });
  return samples;
}

/** The README shows them; after a change `vitest run tests/chamber-pictures.test.ts -u` draws them anew. */
describe('the pictures of the thermal chambers', () => {
  const folder = '../packages/thermal-chamber/docs';

  it('show a program', async () => {
    const svg = drawProgram(program, { start: 23, rates: { heating: 3.5, cooling: 2 } });
    await expect(svg).toMatchFileSnapshot(`${folder}/program.svg`);
  });

  it('show the record of its run', async () => {
    const svg = drawRun(await recorded(), { title: `${program.name}, as recorded` });
    await expect(svg).toMatchFileSnapshot(`${folder}/run.svg`);
  });
});
