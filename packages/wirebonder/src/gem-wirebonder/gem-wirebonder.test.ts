import { FourwireError, InProcessTransport, VirtualClock, openDevice } from '@fourwire/core';
import type { Status } from '@fourwire/core';
import { HsmsTransport } from '@fourwire/secs';
import { firstValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { TinyBonder } from '../../test/tiny-bonder.ts';
import type { Wirebonder } from '../classes/wirebonder.ts';
import { exampleProfile } from './example-profile.ts';
import { gemWirebonder } from './gem-wirebonder.ts';
import type { WirebonderProfile } from './profile.ts';

/** What the equipment of these tests tells of a bond. */
const profile: WirebonderProfile = {
  ...exampleProfile,
  bondReport: { ...exampleProfile.bondReport, fields: exampleProfile.bondReport.fields.slice(0, 8) },
};

interface Bench {
  readonly clock: VirtualClock;
  readonly bonder: Wirebonder;
  readonly machine: TinyBonder;
  readonly link: InProcessTransport;
}

async function withBonder(
  work: (bench: Bench) => Promise<void>,
  prepare: (machine: TinyBonder) => void = () => {},
): Promise<void> {
  const clock = new VirtualClock();
  const machine = new TinyBonder(clock);
  prepare(machine);
  const link = new InProcessTransport(machine, 'tiny');
  const hsms = new HsmsTransport(() => link, { address: 'hsms://tiny:5000/0' });
  await clock.run(async () => {
    const bonder: Wirebonder = await openDevice(gemWirebonder, hsms, {
      clock,
      path: 'bench/bonder',
      options: { profile },
    });
    await work({ clock, bonder, machine, link });
    await bonder.close();
    // The lots of the equipment run on its own timers.
    await clock.sleep(machine.lotMs);
  });
  expect(clock.pendingTimers).toBe(0);
}

const codeOf = (error: unknown): string => (FourwireError.is(error) ? error.code : String(error));

describe('gem-wirebonder, opening', () => {
  it('establishes communications, goes on-line and defines its reports in order', async () => {
    await withBonder(async ({ bonder, machine }) => {
      expect(machine.received).toEqual([
        'S1F13',
        'S1F17',
        'S6F17',
        'S2F37',
        'S2F33',
        'S2F33',
        'S2F35',
        'S2F37',
        'S5F3',
        'S2F43',
        'S5F5',
      ]);
      expect(await firstValueFrom(bonder.identity$)).toEqual({
        manufacturer: 'Example',
        model: 'WB-TINY',
        serialNumber: '',
        firmware: '1.0.0',
      });
    });
  });

  it('does it again when the link comes back, and reports the alarms that came and went meanwhile', async () => {
    await withBonder(
      async ({ bonder, machine, link, clock }) => {
        const alarms: unknown[] = [];
        bonder.alarm$.subscribe(({ value }) => alarms.push(value));
        machine.received.length = 0;
        link.unplug();
        machine.alarms.delete(3);
        machine.alarms.set(2, '');
        await clock.sleep(5000);
        link.plug();
        await clock.sleep(5000);
        expect(machine.received.slice(0, 3)).toEqual(['S1F13', 'S1F17', 'S6F23']);
        expect(alarms).toEqual([
          { id: 3, text: 'wire out', active: false },
          { id: 2, text: 'short tail', active: true },
        ]);
        expect(await bonder.controlState.read()).toBe('remote');
      },
      (machine) => machine.alarms.set(3, ''),
    );
  });

  it('opens a bonder that is off-line, says so, and sets it up when its operator brings it on-line', async () => {
    await withBonder(
      async ({ bonder, machine, clock }) => {
        const statuses: Status[] = [];
        bonder.status$.subscribe((status) => statuses.push(status));
        expect(statuses.at(-1)).toMatchObject({
          code: 200,
          text: expect.stringContaining('off-line') as string,
        });
        expect(await bonder.controlState.read()).toBe('equipment-offline');
        await expect(bonder.processing.read()).rejects.toThrow('most likely off-line');
        await expect(bonder.run({ lot: 'L1' })).rejects.toMatchObject({ kind: 'state', code: 'not-remote' });
        machine.received.length = 0;
        machine.operatorOnline();
        await clock.sleep(100);
        expect(machine.received).toEqual([
          'S6F17',
          'S2F37',
          'S2F33',
          'S2F33',
          'S2F35',
          'S2F37',
          'S5F3',
          'S2F43',
          'S5F5',
        ]);
        expect(statuses.at(-1)).toMatchObject({ code: 100 });
        expect(await bonder.controlState.read()).toBe('remote');
      },
      (machine) => {
        machine.control = 1;
      },
    );
  });

  it('brings a bonder on-line that a host put off-line', async () => {
    await withBonder(
      async ({ bonder }) => expect(await bonder.controlState.read()).toBe('remote'),
      (machine) => {
        machine.control = 3;
      },
    );
  });

  it('refuses a profile that is none before it talks to the machine', async () => {
    const clock = new VirtualClock();
    const machine = new TinyBonder(clock);
    const hsms = new HsmsTransport(() => new InProcessTransport(machine));
    await clock.run(async () => {
      const options = { profile: { ...exampleProfile, processStates: [] } };
      await expect(openDevice(gemWirebonder, hsms, { clock, options })).rejects.toMatchObject({
        kind: 'range',
        code: 'option-refused',
      });
    });
    expect(machine.received).toEqual([]);
  });
});

describe('gem-wirebonder, states and recipes', () => {
  it('reads its states, counters and recipes', async () => {
    await withBonder(async ({ bonder, machine }) => {
      machine.counters = [3, 42, 1];
      expect(await bonder.processState.read()).toEqual({ code: 1, name: 'IDLE' });
      expect(await bonder.processing.read()).toBe('idle');
      expect(await bonder.counters.read()).toEqual({ units: 3, wires: 42, assists: 1 });
      expect(await bonder.recipes.read()).toEqual(['PKG-A']);
      expect(await bonder.recipe.read()).toBe('');
      machine.process = 99;
      expect(await bonder.processState.read()).toEqual({ code: 99, name: 'state 99' });
      expect(await bonder.processing.read()).toBe('unknown');
      machine.control = 9;
      await expect(bonder.controlState.read()).rejects.toMatchObject({ code: 'control-state-unknown' });
    });
  });

  it('uploads, downloads, selects and deletes recipes', async () => {
    await withBonder(async ({ bonder, machine }) => {
      expect(await bonder.uploadRecipe({ id: 'PKG-A' })).toEqual({ body: Uint8Array.of(0xde, 0xad) });
      await bonder.downloadRecipe({ id: 'PKG-B', body: new Uint8Array(70_000).fill(7) });
      expect(machine.recipes.get('PKG-B')).toHaveLength(70_000);
      await bonder.selectRecipe({ id: 'PKG-B' });
      expect(await bonder.recipe.read()).toBe('PKG-B');
      await bonder.deleteRecipe({ id: 'PKG-A' });
      expect(await bonder.recipes.read()).toEqual(['PKG-B']);
      await expect(bonder.uploadRecipe({ id: 'PKG-A' })).rejects.toMatchObject({ code: 'program-unknown' });
      await expect(bonder.deleteRecipe({ id: '' })).rejects.toMatchObject({ kind: 'range' });
    });
  });

  it('says so when a command is accepted and not carried out', async () => {
    await withBonder(async ({ bonder, machine }) => {
      machine.hcack.set('PP-SELECT', 4);
      await expect(bonder.selectRecipe({ id: 'PKG-A' })).rejects.toMatchObject({ code: 'not-confirmed' });
      machine.hcack.set('PP-SELECT', 5);
      await expect(bonder.selectRecipe({ id: 'PKG-A' })).rejects.toMatchObject({ code: 'command-redundant' });
      machine.recipe = 'PKG-A';
      await bonder.selectRecipe({ id: 'PKG-A' });
    });
  });
});

describe('gem-wirebonder, running', () => {
  it('runs a lot to the event that completes it, with progress', async () => {
    await withBonder(async ({ bonder, clock }) => {
      await bonder.selectRecipe({ id: 'PKG-A' });
      const began = clock.monotonic();
      const run = bonder.run({ lot: 'L1' });
      const progress = firstValueFrom(run.progress$.pipe(toArray()));
      expect(await run).toEqual({ units: 4, wires: 40, assists: 0 });
      expect(clock.monotonic() - began).toBe(10_000);
      expect(new Set((await progress).map(({ units }) => units))).toEqual(new Set([0, 1, 2, 3, 4]));
    });
  });

  it.each([
    ['LOCAL', 4, 'local'],
    ['off-line', 1, 'equipment-offline'],
  ])('refuses to run in %s before START is sent', async (_name, control, state) => {
    await withBonder(async ({ bonder, machine }) => {
      machine.control = control;
      machine.received.length = 0;
      await expect(bonder.run({ lot: 'L1' })).rejects.toMatchObject({
        kind: 'state',
        code: 'not-remote',
        details: { controlState: state },
      });
      await expect(bonder.selectRecipe({ id: 'PKG-A' })).rejects.toMatchObject({ code: 'not-remote' });
      await expect(bonder.resume()).rejects.toMatchObject({ code: 'not-remote' });
      expect(machine.received.filter((name) => name.startsWith('S2F41'))).toEqual([]);
    });
  });

  it('passes on why START was refused', async () => {
    await withBonder(async ({ bonder, machine }) => {
      machine.hcack.set('START', 2);
      await expect(bonder.run({ lot: 'L1' })).rejects.toMatchObject({
        kind: 'device',
        code: 'command-not-now',
        device: { code: 2, text: 'cannot now' },
      });
    });
  });

  it('stops by STOP and reads back that it stands', async () => {
    await withBonder(async ({ bonder, machine, clock }) => {
      const run = bonder.run({ lot: 'L1' });
      const code = run.then(() => 'done', codeOf);
      await clock.sleep(3000);
      expect(await run.stop('enough')).toMatchObject({ mode: 'hold', outcome: 'stopped' });
      expect(await code).toBe('stopped');
      expect(machine.received.at(-2)).toBe('S2F41 STOP');
      expect(machine.process).toBe(1);
    });
  });

  it('ends a lot that is paused', async () => {
    await withBonder(async ({ bonder, machine, clock }) => {
      const run = bonder.run({ lot: 'L1' });
      await clock.sleep(3000);
      await bonder.pause();
      expect(await run.stop()).toMatchObject({ outcome: 'stopped' });
      expect(machine.process).toBe(1);
    });
  });

  it('fails when the machine is stopped at its panel', async () => {
    await withBonder(async ({ bonder, machine, clock }) => {
      const code = bonder.run({ lot: 'L1' }).then(() => 'done', codeOf);
      await clock.sleep(3000);
      machine.process = 1;
      machine.event(13);
      expect(await code).toBe('processing-stopped');
    });
  });

  it('pauses and resumes beside the run, which goes on', async () => {
    await withBonder(async ({ bonder, clock, machine }) => {
      machine.lotMs = 100_000;
      const run = bonder.run({ lot: 'L1' });
      await clock.sleep(3000);
      await bonder.pause();
      expect(await bonder.processing.read()).toBe('paused');
      await clock.sleep(10_000);
      await bonder.resume();
      expect(await run).toMatchObject({ units: 4 });
    });
  });

  it('aborts beside the run', async () => {
    await withBonder(async ({ bonder, clock }) => {
      const code = bonder.run({ lot: 'L1' }).then(() => 'done', codeOf);
      await clock.sleep(3000);
      await bonder.abort();
      expect(await bonder.processing.read()).toBe('idle');
      expect(await code).toBe('processing-stopped');
    });
  });

  it('goes on through a cable that is pulled and put back', async () => {
    await withBonder(async ({ bonder, clock, link }) => {
      const run = bonder.run({ lot: 'L1' });
      await clock.sleep(2000);
      link.unplug();
      await clock.sleep(3000);
      link.plug();
      expect(await run).toMatchObject({ units: 4 });
    });
  });

  it.each([
    ['the end was lost', 'run-end-unknown', (machine: TinyBonder) => void (machine.reports = false)],
    ['nothing began', 'run-not-started', (machine: TinyBonder) => void (machine.starts = false)],
  ])('does not take a machine that stands for a lot that completed: %s', async (_name, code, prepare) => {
    await withBonder(async ({ bonder }) => {
      expect(await bonder.run({ lot: 'L1' }).then(() => 'done', codeOf)).toBe(code);
    }, prepare);
  });
});

describe('gem-wirebonder, safe', () => {
  it('stops by STOP and reads back', async () => {
    await withBonder(async ({ bonder, machine, clock }) => {
      const code = bonder.run({ lot: 'L1' }).then(() => 'done', codeOf);
      await clock.sleep(3000);
      expect(await bonder.safe('door opened')).toMatchObject({
        ok: true,
        members: [{ path: 'bench/bonder/processing', value: 'idle', outcome: 'confirmed' }],
      });
      expect(await code).toBe('made-safe');
      expect(machine.received).not.toContain('S2F41 ABORT');
    });
  });

  it('aborts when STOP does not stop', async () => {
    await withBonder(
      async ({ bonder, machine, clock }) => {
        machine.process = 4;
        const began = clock.monotonic();
        expect(await bonder.safe('door opened')).toMatchObject({ ok: true });
        expect(machine.received.filter((name) => name.startsWith('S2F41'))).toEqual([
          'S2F41 STOP',
          'S2F41 ABORT',
        ]);
        expect(clock.monotonic() - began).toBe(30_000);
      },
      (machine) => {
        machine.stops = false;
      },
    );
  });

  it('stops a machine whose state cannot be read, and does not claim that it did', async () => {
    await withBonder(async ({ bonder, machine }) => {
      machine.process = 4;
      machine.silent.add(2);
      expect(await bonder.safe('test')).toMatchObject({ ok: false });
      expect(machine.process).toBe(1);
    });
  });

  it('sends nothing to a machine that stands', async () => {
    await withBonder(async ({ bonder, machine }) => {
      expect(await bonder.safe('test')).toMatchObject({ ok: true });
      expect(machine.received.filter((name) => name.startsWith('S2F41'))).toEqual([]);
    });
  });

  it('says that a machine in LOCAL was not stopped', async () => {
    await withBonder(async ({ bonder, machine }) => {
      machine.control = 4;
      machine.process = 4;
      expect(await bonder.safe('test')).toMatchObject({
        ok: false,
        members: [{ outcome: 'not-confirmed', error: { code: 'command-not-now' } }],
      });
    });
  });
});

describe('gem-wirebonder, events', () => {
  it('gives bonds, alarms and events, and stays alive through a bond it cannot read', async () => {
    await withBonder(async ({ bonder, machine, clock }) => {
      const bonds: unknown[] = [];
      const alarms: unknown[] = [];
      const events: unknown[] = [];
      bonder.bond$.subscribe(({ value }) => bonds.push(value));
      bonder.alarm$.subscribe(({ value }) => alarms.push(value));
      bonder.event$.subscribe(({ value }) => events.push(value));
      machine.bond(1, 2, 'ok');
      machine.bond(1, 3, 'sideways');
      machine.bond(1, 4, 'NON-STICK');
      machine.alarm(1, true, 'NSOP at wire 4');
      machine.alarm(1, false);
      machine.alarm(7, true);
      machine.event(14);
      await clock.sleep(1);
      const bond = { unit: 1, bond: 1, force: 25, power: 120, time: 12.5, deformation: 4.5 };
      expect(bonds).toEqual([
        { ...bond, wire: 2, result: 'ok' },
        { ...bond, wire: 4, result: 'non-stick' },
      ]);
      expect(alarms).toEqual([
        { id: 1, text: 'NSOP at wire 4', active: true },
        { id: 1, text: 'non-stick on pad', active: false },
        { id: 7, text: 'alarm 7', active: true },
      ]);
      expect(events.at(-1)).toEqual({ id: 14, name: 'processStateChange' });
      const status = await firstValueFrom(bonder.status$);
      expect(status).toMatchObject({ code: 200, text: expect.stringContaining('sideways') as string });
    });
  });
});
