import {
  memorySink,
  openBench,
  openJournal,
  parseBenchFile,
  parseJournal,
  renderReport,
  runSafely,
} from '@fourwire/bench';
import type { RunOutcome } from '@fourwire/bench';
import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { BondTesterSimulator, WaferLab } from '@fourwire/mock';
import { HsmsTransport } from '@fourwire/secs';
import { ModbusTransport } from '@fourwire/transport';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { qualifyWafer } from '../examples/src/qualify-wafer.ts';

const benchFile = new URL('../examples/bench.yaml', import.meta.url);

const nowhere = {
  OVEN: 'sim://oven',
  PROBER: 'sim://prober',
  METER: 'sim://meter',
  BONDER: 'sim://bonder',
  TESTER: 'sim://tester',
};

/** The whole demo on one virtual clock, the meter's cable pulled for a while when half of the run is done. */
async function demo(
  seed: number,
): Promise<{ journal: string; run: RunOutcome<unknown>; report: string; timers: number }> {
  const clock = new VirtualClock();
  const random = seededRandom(seed);
  const lab = new WaferLab({
    clock,
    random: random.fork('lab'),
    wafer: { pitchX: 20_000, pitchY: 20_000, edgeExclusion: 3000 },
  });
  lab.bonder.model.failWire(19, 'non-stick-on-pad');
  const tester = new BondTesterSimulator({ clock, random: random.fork('tester'), bonder: lab.bonder.model });
  const links = {
    oven: new InProcessTransport(lab.oven.services['modbus-rtu'], 'oven'),
    prober: new InProcessTransport(lab.prober.services.tcp, 'prober'),
    meter: new InProcessTransport(lab.meter.services.scpi, 'meter'),
    bonder: new InProcessTransport(lab.bonder.services.hsms, 'bonder'),
    tester: new InProcessTransport(tester.services.tcp, 'tester'),
  };
  const sink = memorySink();
  const journal = await openJournal(sink, { clock });
  journal.start({
    title: 'demo',
    who: 'test',
    why: 'test',
    script: 'qualify-wafer.ts',
    versions: {},
    seed,
    simulated: true,
  });
  const result = await clock.run(async () => {
    const bench = await openBench(parseBenchFile(readFileSync(benchFile, 'utf8'), 'bench.yaml', nowhere), {
      clock,
      random: random.fork('bench'),
      transports: {
        oven: ModbusTransport.over(links.oven, 'rtu'),
        prober: links.prober,
        meter: links.meter,
        bonder: new HsmsTransport(() => links.bonder),
        tester: links.tester,
      },
    });
    let pulled = false;
    const run = await runSafely(
      bench,
      async (signal) =>
        qualifyWafer({
          bench,
          journal,
          signal,
          onProgress: ({ fraction }) => {
            if (pulled || fraction < 0.52) return;
            pulled = true;
            links.meter.unplug();
            clock.setTimer(5000, () => links.meter.plug());
          },
        }),
      { watchProcess: false },
    );
    journal.end({ outcome: run.outcome, ...(run.error === undefined ? {} : { reason: run.error.message }) });
    await bench.close();
    return { run, report: await clock.outside(renderReport(parseJournal(sink.text))) };
  });
  await journal.close();
  return { journal: sink.text, ...result, timers: clock.pendingTimers };
}

describe('the demo', () => {
  it('qualifies the wafer and bonds the lot in virtual time, and gives the same bytes twice', async () => {
    const first = await demo(12);
    expect(first.run.error).toBeUndefined();
    expect(first.run.outcome).toBe('completed');
    expect(first.run.safe.every((report) => report.ok)).toBe(true);
    expect(first.timers).toBe(0);

    const entries = first.journal
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const of = (type: string): readonly Record<string, unknown>[] =>
      entries.filter((entry) => entry['type'] === type);
    const measurements = of('measurement').filter((entry) => entry['name'] === 'resistance');
    const good = measurements.filter((entry) => entry['verdict'] === 'pass');
    expect(measurements.length).toBe(
      3 *
        new Set(measurements.map((entry) => JSON.stringify((entry['target'] as { die: unknown }).die))).size,
    );
    expect(good.length / measurements.length).toBeGreaterThan(0.7);
    expect(of('measurement').filter((entry) => entry['name'] === 'pull force').length).toBe(5);
    expect(of('event').filter((entry) => entry['name'] === 'bond').length).toBeGreaterThan(90);
    expect(of('alarm').map((entry) => entry['active'])).toEqual([true, false]);
    expect(
      of('note')
        .map((entry) => String(entry['text']))
        .join('\n'),
    ).toMatch(/meter: the link went away[\s\S]*the link is back/);
    expect(first.report).toContain('<svg');

    const second = await demo(12);
    expect(second.journal).toBe(first.journal);
    const other = await demo(13);
    expect(other.journal).not.toBe(first.journal);
  }, 180_000);
});
