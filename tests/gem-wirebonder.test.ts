import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { GemWirebonderSimulator, bonderIds, serve, serveTcp, virtualBench } from '@fourwire/mock';
import { HsmsTransport, openSecsLink } from '@fourwire/secs';
import { listenTcp } from '@fourwire/transport';
import { bondProgramBody, checkProfile, draftProfile, exampleProfile } from '@fourwire/wirebonder';
import { openWirebonder, surveyWirebonder } from '@fourwire/wirebonder';
import type { BondProgram, Wirebonder } from '@fourwire/wirebonder';
import { filter, firstValueFrom, toArray } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';

async function onBench(
  work: (bonder: Wirebonder, simulator: GemWirebonderSimulator, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const simulator = new GemWirebonderSimulator({ clock, random });
  await clock.run(async () => {
    const link = new InProcessTransport(simulator.services.hsms, 'bonder');
    const bonder = await openWirebonder(new HsmsTransport(() => link), {
      driver: 'gem-wirebonder',
      path: 'bonder',
      clock,
      random,
      options: { profile: exampleProfile },
    });
    await work(bonder, simulator, clock);
    await bonder.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

const program: BondProgram = {
  name: 'TWO-STRIPS',
  process: 'ball',
  wire: { material: 'gold', diameter: 25 },
  tool: { kind: 'capillary', part: 'CAP-25' },
  stageTemperature: 115,
  freeAirBall: { diameter: 48, current: 60, time: 0.6 },
  strips: 2,
  units: 2,
  parameters: [
    { name: 'ball', force: 30, power: 250, time: 200 },
    { name: 'stitch', force: 30, power: 300, time: 200 },
  ],
  loops: [{ name: 'flat', shape: 'standard', height: 200 }],
  wires: [1, 2].map((number) => ({
    number,
    die: number,
    from: { x: 0, y: number * 200 },
    to: { x: 1500, y: number * 200 },
    first: 'ball',
    second: 'stitch',
    loop: 'flat',
  })),
};

/** Selects the recipe and waits until the stage is warm. */
async function makeReady(bonder: Wirebonder, id = 'MEMS-GOLD'): Promise<void> {
  await bonder.selectRecipe({ id });
  await firstValueFrom(bonder.processing.value$.pipe(filter(({ value }) => value === 'ready')));
}

describe('the GEM wire bonder driver and the simulated bonder', () => {
  it('agree on who it is, its state and its recipes', async () => {
    await onBench(async (bonder) => {
      expect(await firstValueFrom(bonder.identity$)).toMatchObject({ model: 'FW-BONDER', firmware: '1.0.0' });
      expect(await bonder.controlState.read()).toBe('remote');
      expect(await bonder.processing.read()).toBe('idle');
      expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD']);
    });
  });

  it('exchange recipes byte for byte', async () => {
    await onBench(async (bonder) => {
      const body = Uint8Array.from({ length: 70_000 }, (_, index) => index & 0xff);
      await bonder.downloadRecipe({ id: 'NEW', body });
      expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD', 'NEW']);
      expect((await bonder.uploadRecipe({ id: 'NEW' })).body).toEqual(body);
      await bonder.deleteRecipe({ id: 'NEW' });
      expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD']);
    });
  });

  it('run a lot and report every bond with its parameters', async () => {
    await onBench(async (bonder) => {
      const bonds: unknown[] = [];
      const watching = bonder.bond$.subscribe({ next: ({ value }) => bonds.push(value), error: () => {} });
      await makeReady(bonder);
      const run = bonder.run({ lot: 'L1' });
      const progress = firstValueFrom(run.progress$.pipe(toArray()));
      expect(await run).toEqual({ units: 6, wires: 48, assists: 0 });
      watching.unsubscribe();
      expect(bonds).toHaveLength(96);
      expect(bonds[0]).toMatchObject({
        unit: 1,
        wire: 1,
        bond: 1,
        force: 30,
        power: 250,
        time: 200,
        result: 'ok',
      });
      expect((await progress).length).toBeGreaterThan(3);
    });
  });

  it('raise the alarm for a wire that does not stick, and go on when told to', async () => {
    await onBench(async (bonder, simulator) => {
      simulator.model.failWire(5, 'non-stick-on-pad');
      const alarms: unknown[] = [];
      const watching = bonder.alarm$.subscribe({
        next: ({ value }) => {
          alarms.push(value);
          if (value.active) void bonder.resume();
        },
        error: () => {},
      });
      await makeReady(bonder);
      expect(await bonder.run({ lot: 'L2' })).toEqual({ units: 6, wires: 48, assists: 1 });
      watching.unsubscribe();
      expect(alarms).toMatchObject([
        { id: 1, active: true },
        { id: 1, active: false },
      ]);
    });
  });

  it('stand when made safe in the middle of a lot, read back', async () => {
    await onBench(async (bonder, simulator, clock) => {
      await makeReady(bonder);
      const run = bonder.run({ lot: 'L3' });
      await clock.sleep({ seconds: 5 });
      expect(simulator.model.state).toBe('EXECUTING');
      expect(await bonder.safe('test')).toMatchObject({ ok: true });
      await expect(run).rejects.toMatchObject({ code: 'made-safe' });
      expect(simulator.model.state).toBe('IDLE');
    });
  });

  it('find each other again after the cable was pulled in the middle of a lot', async () => {
    const clock = new VirtualClock();
    const simulator = new GemWirebonderSimulator({ clock });
    await clock.run(async () => {
      const link = new InProcessTransport(simulator.services.hsms, 'bonder');
      const bonder = await openWirebonder(new HsmsTransport(() => link), {
        driver: 'gem-wirebonder',
        clock,
        options: { profile: exampleProfile },
      });
      await makeReady(bonder);
      const run = bonder.run({ lot: 'L4' });
      await clock.sleep({ seconds: 5 });
      link.unplug();
      await clock.sleep({ seconds: 3 });
      link.plug();
      expect(await run).toMatchObject({ units: 6, wires: 48 });
      await bonder.close();
    });
  });

  it('bond a program that was downloaded: strips, units, dies and traces', async () => {
    await onBench(async (bonder) => {
      await bonder.downloadRecipe({ id: program.name, body: bondProgramBody(program) });
      const hotter = { ...program, stageTemperature: 120 };
      const different = await bonder.compareRecipe({ id: program.name, body: bondProgramBody(hotter) });
      expect(different).toEqual({ same: false, differences: ['stageTemperature: 115 -> 120'] });
      const units: unknown[] = [];
      const bonds: { readonly die?: number; readonly trace?: { readonly deformation: readonly number[] } }[] =
        [];
      const names: string[] = [];
      bonder.production?.unit$.subscribe({ next: ({ value }) => units.push(value), error: () => {} });
      bonder.bond$.subscribe({ next: ({ value }) => bonds.push(value), error: () => {} });
      bonder.event$.subscribe({ next: ({ value }) => names.push(value.name), error: () => {} });
      await makeReady(bonder, program.name);
      expect(await bonder.run({ lot: 'L7' })).toEqual({ units: 4, wires: 8, assists: 0 });
      expect(units).toEqual([
        { strip: 'L7-1', unit: 1, good: true },
        { strip: 'L7-1', unit: 2, good: true },
        { strip: 'L7-2', unit: 1, good: true },
        { strip: 'L7-2', unit: 2, good: true },
      ]);
      expect(bonds.map(({ die }) => die).slice(0, 4)).toEqual([1, 1, 2, 2]);
      // From 0 to 200 ms in steps of 5 ms; at the optimum the wire is pressed by about a third.
      const deformation = bonds[0]?.trace?.deformation ?? [];
      expect(deformation).toHaveLength(41);
      expect(deformation[0]).toBe(0);
      expect(deformation.at(-1)).toBeCloseTo(7.5, 1);
      expect(names.filter((name) => name === 'stripCompleted')).toHaveLength(2);
      expect(await bonder.production?.lot.read()).toBe('L7');
    });
  });

  it('refuse a program for another wire, and a body that is none', async () => {
    await onBench(async (bonder) => {
      const copper: BondProgram = { ...program, wire: { material: 'copper', diameter: 25 } };
      await bonder.downloadRecipe({ id: 'CU', body: bondProgramBody(copper) });
      await bonder.downloadRecipe({ id: 'JUNK', body: Uint8Array.of(1, 2, 3) });
      for (const id of ['CU', 'JUNK'])
        await expect(bonder.selectRecipe({ id })).rejects.toMatchObject({ code: 'command-parameter' });
    });
  });

  it('take a lot up again after the host was restarted, without a bond missed', async () => {
    const clock = new VirtualClock();
    const simulator = new GemWirebonderSimulator({ clock });
    const link = new InProcessTransport(simulator.services.hsms, 'bonder');
    const open = async (): Promise<Wirebonder> =>
      openWirebonder(new HsmsTransport(() => link), {
        driver: 'gem-wirebonder',
        clock,
        options: { profile: exampleProfile },
      });
    const bonds: string[] = [];
    const note = (bonder: Wirebonder): void => {
      bonder.bond$.subscribe({
        next: ({ value }) => bonds.push(`${value.unit}/${value.wire}/${value.bond}`),
        error: () => {},
      });
    };
    await clock.run(async () => {
      const before = await open();
      note(before);
      await makeReady(before);
      await before.start({ lot: 'L9' });
      await clock.sleep({ seconds: 10 });
      // The host is gone in the middle of the lot, and the machine goes on.
      await before.close();
      await clock.sleep({ seconds: 20 });
      expect(simulator.equipment.spool.count).toBeGreaterThan(30);

      const after = await open();
      expect(await after.processing.read()).toBe('executing');
      expect(await after.recipe.read()).toBe('MEMS-GOLD');
      expect(await after.production?.lot.read()).toBe('L9');
      note(after);
      expect(await after.follow()).toEqual({ units: 6, wires: 48, assists: 0 });
      expect(simulator.equipment.spool.count).toBe(0);
      await after.close();
    });
    const all = Array.from({ length: 6 }, (_, unit) =>
      Array.from({ length: 8 }, (__, wire) => [1, 2].map((bond) => `${unit + 1}/${wire + 1}/${bond}`)),
    );
    expect(bonds).toEqual(all.flat(2));
  });

  it('tell a host that was restarted how a lot ended meanwhile', async () => {
    const clock = new VirtualClock();
    const simulator = new GemWirebonderSimulator({ clock });
    const link = new InProcessTransport(simulator.services.hsms, 'bonder');
    const settings = { driver: 'gem-wirebonder', clock, options: { profile: exampleProfile } };
    await clock.run(async () => {
      const before = await openWirebonder(new HsmsTransport(() => link), settings);
      await makeReady(before);
      await before.start({ lot: 'L10' });
      await before.close();
      await clock.sleep({ minutes: 5 });
      const after = await openWirebonder(new HsmsTransport(() => link), settings);
      expect(await after.processing.read()).toBe('idle');
      expect(await after.follow()).toMatchObject({ units: 6, wires: 48 });
      await expect(after.follow()).rejects.toMatchObject({ kind: 'state', code: 'lot-not-running' });
      expect(await after.fetchSpool()).toEqual({ messages: 0 });
      await after.close();
    });
  });

  it('let the operator take control, and command nothing until it is given back', async () => {
    await onBench(async (bonder, simulator, clock) => {
      await makeReady(bonder);
      simulator.operator.takeControl();
      expect(await bonder.controlState.read()).toBe('local');
      await expect(bonder.run({ lot: 'L' })).rejects.toMatchObject({ kind: 'state', code: 'not-remote' });
      expect(simulator.operator.press('start', 'BY-HAND')).toBe(true);
      await clock.sleep({ seconds: 3 });
      simulator.operator.giveControl();
      await bonder.stop();
      expect(await bonder.processing.read()).toBe('idle');
      expect(await bonder.production?.lot.read()).toBe('BY-HAND');
    });
  });

  it('stop at a worn capillary and an empty spool, and go on when they were changed', async () => {
    await onBench(async (bonder, simulator) => {
      await bonder.setConstant({ id: bonderIds.constants.toolLimit, value: 20 });
      simulator.model.bonding.wireLeft = 0.06;
      const texts: string[] = [];
      bonder.alarm$.subscribe({
        next: ({ value }) => {
          if (!value.active) return;
          texts.push(value.text);
          if (value.text === 'Wire out') simulator.operator.threadWire();
          else simulator.operator.changeTool();
          void bonder.resume();
        },
        error: () => {},
      });
      await makeReady(bonder);
      const { wires, assists } = await bonder.run({ lot: 'L' });
      expect(wires).toBe(48);
      expect(texts).toHaveLength(assists);
      expect(new Set(texts)).toEqual(new Set(['Wire out', 'Capillary has made its bonds']));
    });
  });

  it('keep equipment constants within the limits that the machine tells', async () => {
    await onBench(async (bonder, simulator) => {
      const constants = await bonder.constants.read();
      expect(constants.find(({ name }) => name === 'CapillaryLimit')).toEqual({
        id: 201,
        name: 'CapillaryLimit',
        unit: 'bonds',
        value: 1_000_000,
        min: 1,
        max: 5_000_000,
      });
      await bonder.setConstant({ id: 202, value: 0 });
      expect(simulator.model.settings.nonStickDetection).toBe(false);
      for (const [id, value] of [
        [201, 0],
        [201, 1.5],
        [202, 2],
      ] as const)
        await expect(bonder.setConstant({ id, value })).rejects.toMatchObject({
          kind: 'range',
          code: 'constant-refused',
        });
      // Without the detector a wire that does not stick goes unnoticed.
      simulator.model.failWire(3, 'non-stick-on-pad');
      await makeReady(bonder);
      expect(await bonder.run({ lot: 'L' })).toMatchObject({ assists: 0 });
    });
  });

  it('record a trace of the stage while it heats', async () => {
    await onBench(async (bonder) => {
      await bonder.selectRecipe({ id: 'MEMS-GOLD' });
      const trace = bonder.traces?.record({ variables: ['stage temperature'], period: 2, samples: 10 });
      const rows = (await trace)?.rows.map(([celsius = 0]) => celsius) ?? [];
      expect(rows).toHaveLength(10);
      expect(rows.at(-1)).toBeGreaterThan((rows[0] ?? 0) + 20);
      await expect(
        bonder.traces?.record({ variables: ['nothing'], period: 1, samples: 1 }),
      ).rejects.toMatchObject({ code: 'trace-variable-unknown' });
      await bonder.stop();
    });
  });

  it('make a profile from what the machine says, to be completed by hand', async () => {
    const bench = virtualBench(({ clock }) => ({ bonder: new GemWirebonderSimulator({ clock }) }));
    await bench.run(async () => {
      const surface = await surveyWirebonder('hsms://bonder', bench.links);
      expect(surface).toMatchObject({ model: 'FW-BONDER', unanswered: [] });
      const { profile, open, guessed } = draftProfile(surface);
      expect(profile).toMatchObject({
        name: 'FW-BONDER',
        manufacturer: null,
        variables: exampleProfile.variables,
        events: exampleProfile.events,
        supplies: exampleProfile.supplies,
        stage: exampleProfile.stage,
      });
      expect(guessed).toContain('variables.processState: 2, "ProcessState"');
      expect(open).toContain('processStates.idle.code');
      expect(() => checkProfile(profile)).toThrow('profile.manufacturer');
      const { manufacturer, commands, processStates } = exampleProfile;
      const { results } = exampleProfile.bondReport;
      const report = profile['bondReport'] as object;
      const complete = checkProfile({
        ...profile,
        manufacturer,
        commands,
        processStates,
        bondReport: { ...report, results },
      });
      await using bonder = await openWirebonder('hsms://bonder', {
        driver: 'gem-wirebonder',
        options: { profile: complete },
        ...bench.links,
      });
      const bond = firstValueFrom(bonder.bond$);
      await makeReady(bonder);
      await bonder.start({ lot: 'L' });
      expect((await bond).value).toMatchObject({ unit: 1, die: 1, wire: 1, bond: 1, result: 'ok' });
      await bonder.stop();
    });
    bench.simulators.bonder.equipment.stop();
  });

  it('call a host that waits for them, and call again', { timeout: 60_000 }, async () => {
    const simulator = new GemWirebonderSimulator();
    const free = await listenTcp({ connect: () => ({ receive: () => {}, closed: () => {} }) });
    await free.close();
    const address = `hsms://127.0.0.1:${free.port}/0`;
    const call = async () =>
      vi.waitFor(async () => {
        const link = await openSecsLink(address, { role: 'equipment' });
        simulator.equipment.attach(link.link);
        return link;
      }, 20_000);
    const opening = openWirebonder(`${address}?mode=passive`, {
      driver: 'gem-wirebonder',
      options: { profile: exampleProfile },
    });
    const first = await call();
    await using bonder = await opening;
    expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD']);
    // One machine at a time; the first is not disturbed.
    await expect(openSecsLink(address, { role: 'equipment' })).rejects.toMatchObject({
      code: 'hsms-select-refused',
    });
    simulator.equipment.detach();
    await first.close();
    await using second = await call();
    expect(second.link).toBeDefined();
    await vi.waitFor(async () => expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD']), 20_000);
    simulator.equipment.stop();
  });

  it('wait to be called on a virtual bench, and say so', async () => {
    const bench = virtualBench(({ clock }) => ({ bonder: new GemWirebonderSimulator({ clock }) }));
    await bench.run(async () => {
      await expect(
        openWirebonder('hsms://bonder/0?mode=passive', {
          driver: 'gem-wirebonder',
          options: { profile: exampleProfile },
          ...bench.links,
        }),
      ).rejects.toMatchObject({ kind: 'range', code: 'address-unsupported' });
    });
    bench.simulators.bonder.equipment.stop();
  });

  it('speak SECS-I on a serial line', async () => {
    const bench = virtualBench(({ clock }) => ({
      bonder: new GemWirebonderSimulator({ clock, sessionId: 5 }),
    }));
    await bench.run(async () => {
      await using bonder = await openWirebonder('ASRL/dev/bonder::INSTR', {
        driver: 'gem-wirebonder',
        options: { profile: exampleProfile, secsI: { deviceId: 5 } },
        ...bench.links,
      });
      await makeReady(bonder);
      const body = Uint8Array.from({ length: 2000 }, (_, index) => index & 0xff);
      await bonder.downloadRecipe({ id: 'LONG', body });
      expect((await bonder.uploadRecipe({ id: 'LONG' })).body).toEqual(body);
      expect(await bonder.run({ lot: 'L' })).toMatchObject({ units: 6, wires: 48 });
    });
    bench.simulators.bonder.equipment.stop();
  });

  it.skipIf(process.platform === 'win32')('speak SECS-I on a real pseudo terminal', async () => {
    const simulator = new GemWirebonderSimulator();
    await using mount = await serve(simulator, { on: 'serial' });
    await using bonder = await openWirebonder(mount.address, {
      driver: 'gem-wirebonder',
      options: { profile: exampleProfile },
    });
    expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD']);
    simulator.equipment.stop();
  });

  it('speak HSMS on a real socket', async () => {
    const simulator = new GemWirebonderSimulator();
    await using mount = await serveTcp(simulator.services.hsms);
    await using bonder = await openWirebonder(`hsms://127.0.0.1:${mount.port}/0`, {
      driver: 'gem-wirebonder',
      options: { profile: exampleProfile },
    });
    expect(await bonder.recipes.read()).toEqual(['MEMS-GOLD']);
  });
});
