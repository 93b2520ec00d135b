import { appendFileSync, existsSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkpoint,
  defineProcedure,
  openBench,
  openJournal,
  readJournal,
  readStepRecord,
  runProcedure,
  step,
} from '@fourwire/bench';
import type { StepRecord } from '@fourwire/bench';
import { FourwireError, PacedClock, integer, record, systemClock } from '@fourwire/core';
import { multimeter } from '@fourwire/scpi';
import { thermalChamber } from '@fourwire/thermal-chamber';

// A thermal-cycle run that is killed: begins in the folder given, or goes on there. Beside the journal it writes down at
// once, so that nothing of it is lost, what it has appended (`truth.log`) and what it has pulled (`pulls.log`).
const folder = process.argv[2] ?? '.';
const path = join(folder, 'journal.jsonl');
const tickMs = 5;

/** Cycles, a measurement, and a pull test of one witness bond after each cycle: it destroys the bond. */
const cycling = defineProcedure({
  name: 'thermal-cycle',
  title: 'Thermal cycles with a pull test after each',
  options: record({ cycles: integer({ min: 1 }) }),
  devices: { oven: thermalChamber, meter: multimeter },
  *steps({ devices: { oven, meter }, options: { cycles }, journal }) {
    const targets = Array.from({ length: cycles }, (_, index) => ({ part: `cycle ${index + 1}` }));
    const resistance = journal.declare({ name: 'resistance', unit: 'Ohm', targets });
    const pull = journal.declare({ name: 'pull', unit: 'cN', limits: { min: 3 }, targets });
    for (const target of targets) {
      yield* checkpoint(target.part);
      for (const temperature of [85, -20]) {
        yield* step(`settle at ${temperature} °C`, ({ signal }) =>
          oven.settle({ target: temperature, tolerance: 2, dwell: 60 }, { signal }),
        );
      }
      yield* step('measure', async ({ signal }) => {
        const { value } = await meter.measure({ function: 'resistance2w', integration: 0.02 }, { signal });
        resistance.record(Number.isFinite(value) ? value : 0, target);
      });
      try {
        const force = yield* step(
          'pull',
          async ({ clock }) => {
            appendFileSync(join(folder, 'pulls.log'), `${target.part}\n`);
            await clock.sleep({ minutes: 10 });
            return 7.5;
          },
          { once: true },
        );
        pull.record(force, target);
      } catch (error) {
        if (!FourwireError.is(error) || error.code !== 'step-interrupted') throw error;
        pull.skip('the pull test was interrupted', target);
      }
    }
  },
});

/** Whether the run came to its end and was killed only then. */
async function isOver(): Promise<boolean> {
  for await (const entry of readJournal(path)) if (entry.type === 'run-ended') return true;
  return false;
}

/** What the killed process left of its steps, if it came so far. */
async function leftBehind(): Promise<StepRecord | undefined> {
  try {
    return await readStepRecord(readJournal(path));
  } catch (error) {
    if (FourwireError.is(error) && error.code === 'nothing-to-resume') return undefined;
    throw error;
  }
}

const clock = new PacedClock(10_000);
const resume = existsSync(path);
if (resume && (await isOver())) process.exit(0);
const before = resume ? await leftBehind() : undefined;
const bench = await openBench(
  {
    name: 'lab',
    devices: {
      oven: { driver: 'weiss-simserv', address: 'TCPIP0::192.168.0.50::2049::SOCKET' },
      meter: { driver: 'keysight-34460', address: 'TCPIP::10.0.0.8::5025::SOCKET' },
    },
  },
  { mock: true, clock },
);
const journal = await openJournal(path, { clock, resume });
const truth = openSync(join(folder, 'truth.log'), 'a');
let number = 0;
const tick = (): void => {
  const at = systemClock.now();
  const data = { process: process.pid, number, at };
  journal.append({ type: 'event', path: 'lab', name: 'tick', data });
  writeSync(truth, `${JSON.stringify(data)}\n`);
  number++;
};
const ticking = setInterval(tick, tickMs);
process.stdout.write('ready\n');
await runProcedure(cycling, {
  bench,
  journal,
  options: { cycles: Number(process.argv[3] ?? 12) },
  ...(before === undefined ? {} : { record: before }),
});
clearInterval(ticking);
journal.end({ outcome: 'completed' });
await journal.close();
await bench.close();
