import { firstValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { gemPair } from '../../test/gem-pair.ts';
import type { Alarm } from '../gem/alarms.ts';
import type { CollectionEvent } from '../gem/event-reports.ts';
import { gemValue } from '../gem/gem-value.ts';
import type { TraceSample } from '../gem/traces.ts';
import { A, B, F4, L, U1, U2, U4 } from '../secs-ii/constructors.ts';
import { gemIds } from './gem-ids.ts';

/** Events as `5001: 152.5, 123456`. */
function eventText({ event, reports }: CollectionEvent): string {
  return `${String(event)}: ${reports.flatMap(({ values }) => values.map((value) => String(gemValue(value)))).join(', ')}`;
}

function gather<T>(source: Observable<T>): T[] {
  const values: T[] = [];
  source.subscribe({ next: (value) => values.push(value), error: () => {} });
  return values;
}

const reports = [
  { id: 100, variables: [3001, 3002] },
  { id: 101, variables: [3003] },
];

describe('variables and constants', () => {
  it('are read with names and units', async () => {
    await gemPair(async ({ host }) => {
      expect(await host.statusVariables.read([3001, 3002])).toEqual([
        { id: 3001, name: 'StageTemp', unit: 'degC', value: 152.5 },
        { id: 3002, name: 'BondCount', unit: '', value: 123_456 },
      ]);
      expect(await host.statusVariables.dataNames([3003])).toEqual([{ id: 3003, name: 'StripID', unit: '' }]);
      expect(await host.statusVariables.names([4711])).toEqual([{ id: 4711, name: '', unit: '' }]);
      await expect(host.statusVariables.read([4711])).rejects.toMatchObject({ code: 'variable-unknown' });
      expect((await host.statusVariables.names()).map(({ name }) => name)).toContain('ControlState');
      expect(await host.events.names([5001])).toEqual([
        { id: 5001, name: 'StripComplete', variables: [3003] },
      ]);
    });
  });

  it('are set by the host within their range, all or none, and in REMOTE only where the process depends on them', async () => {
    await gemPair(async ({ host, equipment }) => {
      expect(await host.constants.describe([2001])).toEqual([
        { id: 2001, name: 'StageTempSetpoint', min: 25, max: 250, standard: 150, unit: 'degC' },
      ]);
      await host.constants.write([{ id: 2001, item: U2(160) }]);
      expect(await host.constants.values([2001])).toEqual([U4(160)]);
      const write = async (value: number) =>
        host.constants.write([
          { id: gemIds.constants.timeFormat, item: U1(0) },
          { id: 2001, item: U4(value) },
        ]);
      await expect(write(999)).rejects.toMatchObject({ device: { code: 3 } });
      expect(await host.constants.read([gemIds.constants.timeFormat])).toEqual([1]);
      await expect(host.constants.write([{ id: 77, item: U4(1) }])).rejects.toMatchObject({
        device: { code: 1 },
      });
      await expect(host.constants.write([{ id: 2001, item: A('hot') }])).rejects.toMatchObject({
        device: { code: 3 },
      });
      equipment.control.goLocal();
      await expect(write(170)).rejects.toMatchObject({ device: { code: 2 } });
    });
  });

  it('changed by the operator are told', async () => {
    await gemPair(async ({ host, equipment }) => {
      const { operatorConstantChange } = gemIds.events;
      await host.events.replace(
        [{ id: 1, variables: [gemIds.data.changedConstant, 2001] }],
        [{ event: operatorConstantChange, reports: [1] }],
      );
      const told = firstValueFrom(host.events.of(operatorConstantChange));
      equipment.constants.set(2001, U4(155));
      expect(eventText(await told)).toBe(`${operatorConstantChange}: 2001, 155`);
      expect(() => equipment.constants.set(2001, U4(1000))).toThrow('Constant 2001 cannot be set to that');
    });
  });
});

describe('data collection', () => {
  it('tells events with the values of when they happened, in the order of links and definitions', async () => {
    await gemPair(async ({ host, equipment, machine, clock }) => {
      await host.events.replace(reports, [{ event: 5001, reports: [101, 100] }]);
      const events = gather(host.events.event$);
      equipment.raise(5001, new Map([[3003, A('S-1')]]));
      machine.temperature = 20;
      equipment.raise(5001, new Map([[3003, A('S-2')]]));
      equipment.raise(5002);
      await clock.sleep(10);
      expect(events.map(eventText)).toEqual(['5001: S-1, 152.5, 123456', '5001: S-2, 20, 123456']);
      expect(eventText(await host.events.request(5001))).toBe('5001: , 20, 123456');
      expect((await host.events.report(100)).map((item) => gemValue(item))).toEqual([20, 123_456]);
      expect(await host.events.report(7)).toEqual([]);
    });
  });

  it('refuses with the codes of the sheet, changing nothing', async () => {
    await gemPair(async ({ host, equipment, clock }) => {
      await host.events.replace(reports, [{ event: 5001, reports: [100] }]);
      const { define, link, enable } = {
        define: async (id: number, variable: number) => host.events.define([{ id, variables: [variable] }]),
        link: async (event: number, report: number) => host.events.link([{ event, reports: [report] }]),
        enable: async (...events: number[]) => host.events.enable(true, events),
      };
      await expect(define(100, 3001)).rejects.toMatchObject({ device: { code: 3 } });
      await expect(define(102, 77)).rejects.toMatchObject({ device: { code: 4 } });
      await expect(link(5001, 101)).rejects.toMatchObject({ device: { code: 3 } });
      await expect(link(77, 100)).rejects.toMatchObject({ device: { code: 4 } });
      await expect(link(5002, 77)).rejects.toMatchObject({ device: { code: 5 } });
      await expect(enable(5002, 77)).rejects.toMatchObject({ device: { code: 1 } });
      const events = gather(host.events.event$);
      equipment.raise(5002);
      equipment.raise(5001);
      // A report that is deleted goes from its links too.
      await host.events.define([{ id: 100, variables: [] }]);
      equipment.raise(5001);
      await clock.sleep(10);
      expect(events.map(eventText)).toEqual(['5001: 152.5, 123456', '5001: ']);
      // Linking disables the event until it is enabled again.
      await link(5001, 101);
      equipment.raise(5001);
      await clock.sleep(10);
      expect(events).toHaveLength(2);
    });
  });

  it('annotates values with their ids where the constant says so', async () => {
    await gemPair(async ({ host, equipment }) => {
      await host.events.replace(reports, [{ event: 5001, reports: [100] }]);
      equipment.constants.set(gemIds.constants.annotatedEvents, U1(1));
      const told = firstValueFrom(host.events.of(5001));
      equipment.raise(5001);
      expect(eventText(await told)).toBe('5001: 152.5, 123456');
    });
  });

  it('samples a trace, in groups, the last one shorter', async () => {
    await gemPair(async ({ host, equipment, machine, clock }) => {
      const samples: TraceSample[] = gather(host.traces.sample$);
      await host.traces.start({
        id: 1,
        variables: [3001, 3002],
        period: { seconds: 10 },
        samples: 7,
        group: 3,
      });
      await clock.sleep({ seconds: 35 });
      expect(samples.map(({ number }) => number)).toEqual([1, 2, 3]);
      machine.bonds = 5;
      await clock.sleep({ seconds: 60 });
      expect(samples.map(({ number, values }) => [number, values[1]])).toEqual([
        ...[1, 2, 3].map((number) => [number, 123_456]),
        ...[4, 5, 6, 7].map((number) => [number, 5]),
      ]);
      expect(samples[0]?.at.iso).toBe('2026-11-23T14:01:00.15');
      expect(equipment.traces.running).toBe(0);
    });
  });

  it('stops a trace, replaces one of the same id, and refuses what cannot be', async () => {
    await gemPair(async ({ host, equipment, clock }) => {
      const samples: TraceSample[] = gather(host.traces.sample$);
      const trace = { id: 1, variables: [3001], period: { seconds: 1 }, samples: 100 };
      await host.traces.start(trace);
      await host.traces.start({ ...trace, variables: [3002] });
      await clock.sleep(1500);
      await host.traces.stop(1);
      await clock.sleep({ seconds: 5 });
      expect(samples.map(({ values }) => values)).toEqual([[123_456]]);
      expect(equipment.traces.running).toBe(0);
      await expect(host.traces.start({ ...trace, variables: [77] })).rejects.toMatchObject({
        device: { code: 4 },
      });
      await expect(host.traces.start({ ...trace, period: 7 })).rejects.toMatchObject({
        code: 'trace-refused',
      });
      await expect(host.traces.start({ ...trace, group: 101 })).rejects.toMatchObject({ kind: 'range' });
    });
  });

  it('watches limits with their dead bands, and refuses those that cannot be', async () => {
    await gemPair(async ({ host, equipment, machine, clock }) => {
      const { limitVariable, eventLimit, transitionType } = gemIds.data;
      await host.events.replace(
        [{ id: 1, variables: [limitVariable, eventLimit, transitionType] }],
        [{ event: 5003, reports: [1] }],
      );
      const events = gather(host.events.of(5003));
      await host.limits.define(3001, [{ id: 1, upper: 155, lower: 150 }], F4);
      // Up into the dead band, over it, back into it, under it.
      for (const temperature of [154, 155, 151, 150, 149]) {
        machine.temperature = temperature;
        await clock.sleep(1000);
      }
      expect(events.map(eventText)).toEqual(['5003: 3001, 1, 0', '5003: 3001, 1, 1']);
      expect(await host.limits.list([3001, 3002])).toEqual([
        { variable: 3001, unit: 'degC', min: 0, max: 300, limits: [{ id: 1, upper: 155, lower: 150 }] },
      ]);
      const define = async (id: number, upper: number, lower: number, variable = 3001) =>
        host.limits.define(variable, [{ id, upper, lower }]);
      await expect(define(2, 400, 10)).rejects.toThrow(
        '3001: limit value error, limit 2: upper border above',
      );
      await expect(define(2, 100, -1)).rejects.toThrow('lower border below the minimum');
      await expect(define(1, 100, 50, 3002)).rejects.toThrow('3002: has no limits');
      await expect(define(1, 100, 50, 77)).rejects.toThrow('77: variable unknown');
      await expect(define(8, 100, 50)).rejects.toMatchObject({ code: 'limit-refused' });
      await host.limits.remove(3001, [1]);
      machine.temperature = 200;
      await clock.sleep({ seconds: 3 });
      expect(events).toHaveLength(2);
      await define(1, 250, 240);
      await host.limits.removeAll();
      equipment.limits.check();
      expect(await host.limits.list()).toMatchObject([{ variable: 3001, limits: [] }]);
    });
  });
});

describe('alarms', () => {
  it('are set and cleared with S5F1 before their events, listed, and silent when disabled', async () => {
    await gemPair(async ({ host, equipment, clock }) => {
      await host.events.replace(
        [{ id: 1, variables: [gemIds.data.alarmId] }],
        [5301, 5302].map((event) => ({ event, reports: [1] })),
      );
      const told: string[] = [];
      host.alarms.alarm$.subscribe(({ id, active }: Alarm) => told.push(`${String(id)} ${active}`));
      host.events.event$.subscribe((event) => told.push(eventText(event)));
      equipment.alarms.change(301, true);
      equipment.alarms.change(301, true);
      await clock.sleep(10);
      expect(await host.alarms.list()).toEqual([
        { id: 301, active: true, category: 6, text: 'Non-stick on pad' },
        { id: 302, active: false, category: 6, text: 'Wire out' },
      ]);
      expect(await host.alarms.list([302, 999])).toHaveLength(1);
      equipment.alarms.change(301, false);
      await host.alarms.enable(false, 302);
      equipment.alarms.change(302, true);
      await clock.sleep(10);
      expect(told).toEqual(['301 true', '5301: 301', '301 false', '5302: 301']);
      expect((await host.statusVariables.read([gemIds.variables.alarmsSet]))[0]?.value).toEqual([302]);
      await expect(host.alarms.enable(true, 999)).rejects.toMatchObject({ device: { code: 1 } });
    });
  });
});

describe('remote commands', () => {
  it('are done, refused with the parameters at fault, and taken in REMOTE only', async () => {
    await gemPair(async ({ host, equipment, machine }) => {
      expect(await host.commands.send('START', { PPID: 'PKG-A' })).toBe('later');
      await expect(host.commands.send('START', { PPID: 'PKG-A' })).rejects.toMatchObject({
        code: 'command-redundant',
      });
      await expect(host.commands.send('NOPE')).rejects.toMatchObject({ code: 'command-unknown' });
      await expect(host.commands.send('START', { SPEED: '9' })).rejects.toThrow('SPEED: unknown name');
      await expect(host.commands.send('START', { PPID: U4(1) })).rejects.toThrow('PPID: bad format');
      equipment.control.goLocal();
      await expect(host.commands.send('START')).rejects.toMatchObject({ code: 'command-not-now' });
      expect(await host.commands.send('LAMP')).toBe('done');
      expect(machine.commands).toEqual(['START PPID', 'START PPID', 'START PPID']);
    });
  });

  it('go to an object with nested parameters (S2F49)', async () => {
    await gemPair(async ({ host, machine }) => {
      expect(await host.commands.sendTo('HEAD-1', 'START', { PPID: { A: 'x', B: { C: U4(1) } } })).toBe(
        'later',
      );
      expect(machine.commands).toEqual(['START PPID at HEAD-1']);
      await expect(host.commands.sendTo('HEAD-9', 'START')).rejects.toMatchObject({
        code: 'command-object-unknown',
      });
      await expect(host.commands.sendTo('', 'START', { SPEED: '9' })).rejects.toThrow('SPEED: unknown name');
    });
  });
});

describe('process programs', () => {
  it('travel as bytes both ways, several megabytes of them, and are deleted', async () => {
    await gemPair(async ({ host, equipment, machine, clock }) => {
      const body = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 7) & 0xff);
      await host.events.replace(
        [{ id: 1, variables: [gemIds.data.programName, gemIds.data.programChange] }],
        [{ event: gemIds.events.programChange, reports: [1] }],
      );
      const changes = gather(host.events.of(gemIds.events.programChange));
      await host.programs.download('PKG-A', body);
      await host.programs.download('PKG-A', body);
      expect(await host.programs.list()).toEqual(['PKG-A']);
      expect(Buffer.compare(await host.programs.upload('PKG-A'), body)).toBe(0);
      await expect(host.programs.upload('NONE')).rejects.toMatchObject({ code: 'program-unknown' });
      await expect(host.programs.delete(['NONE'])).rejects.toMatchObject({ device: { code: 4 } });
      machine.running = true;
      await expect(host.programs.download('PKG-A', body)).rejects.toMatchObject({ device: { code: 4 } });
      machine.running = false;
      equipment.programs.edited('PKG-A', false);
      await host.programs.delete(['PKG-A']);
      await clock.sleep(10);
      const { programChange } = gemIds.events;
      expect(changes.map(eventText)).toEqual(
        [1, 2, 2, 3].map((change) => `${programChange}: PKG-A, ${change}`),
      );
      await expect(host.programs.download('BIG', new Uint8Array(9_000_000))).rejects.toThrow('no space');
    });
  });

  it('travel formatted, and the equipment says what is wrong with them', async () => {
    await gemPair(async ({ host }) => {
      const program = {
        id: 'PKG-A',
        model: 'WB-SIM',
        softwareRevision: '1.0.0',
        steps: [
          { code: 'BOND1', parameters: [F4(25), F4(80), U2(12)] },
          { code: 'LOOP', parameters: [U2(200)] },
        ],
      };
      const good = firstValueFrom(host.formattedPrograms.verified$);
      await host.formattedPrograms.download(program);
      expect(await good).toEqual({ id: 'PKG-A', faults: [] });
      expect(await host.formattedPrograms.upload('PKG-A')).toEqual(program);
      const bad = firstValueFrom(host.formattedPrograms.verified$);
      await host.formattedPrograms.download({ ...program, id: 'BAD', steps: [{ code: 7, parameters: [] }] });
      expect(await bad).toEqual({
        id: 'BAD',
        faults: [{ code: 3, text: 'bad command code', step: 1, remark: '7?' }],
      });
      await expect(host.formattedPrograms.upload('BAD')).rejects.toMatchObject({ code: 'program-unknown' });
    });
  });

  it('are fetched from the host and brought there by the equipment', async () => {
    const library = new Map([['HOST-1', Uint8Array.of(1, 2, 3)]]);
    await gemPair(
      async ({ equipment, machine }) => {
        expect(await equipment.programs.fetch('HOST-1')).toBe(true);
        expect(machine.bodies.get('HOST-1')).toEqual(Uint8Array.of(1, 2, 3));
        expect(await equipment.programs.fetch('NONE')).toBe(false);
        machine.bodies.set('OWN', Uint8Array.of(9));
        expect(await equipment.programs.upload('OWN')).toBe(0);
        expect(library.get('OWN')).toEqual(Uint8Array.of(9));
      },
      { host: { library } },
    );
  });
});

describe('terminal, clock, material', () => {
  it('show texts, and the operator answers', async () => {
    await gemPair(async ({ host, equipment, clock }) => {
      const shown = gather(equipment.terminal.text$);
      await host.terminal.show('change the capillary');
      await host.terminal.showLines(['line 1', 'line 2']);
      await host.terminal.broadcast('all');
      await expect(host.terminal.show('x', 7)).rejects.toMatchObject({ device: { code: 2 } });
      expect(shown.map(({ lines }) => lines)).toEqual([
        ['change the capillary'],
        ['line 1', 'line 2'],
        ['all'],
      ]);
      const { messageRecognition, materialReceived, materialRemoved, operatorCommand } = gemIds.events;
      const all = [messageRecognition, materialReceived, materialRemoved, operatorCommand];
      await host.events.replace(
        [],
        all.map((event) => ({ event, reports: [] })),
      );
      const events = gather(host.events.event$);
      const said = gather(host.terminal.text$);
      equipment.terminal.recognize();
      equipment.terminal.say('done');
      equipment.material('received');
      equipment.material('removed');
      equipment.operatorCommand('STOP');
      await clock.sleep(10);
      expect(events.map(({ event }) => event)).toEqual(all);
      expect(said).toEqual([{ terminal: 0, text: 'done' }]);
    });
  });

  it('set the equipment clock from the host and the other way round, in every format', async () => {
    await gemPair(
      async ({ host, equipment }) => {
        // The equipment stands in Berlin, the host in UTC: the times differ by the zone.
        expect((await host.clock.read()).iso).toBe('2026-11-23T15:00:30.15');
        await host.clock.set();
        expect((await host.clock.read()).iso).toBe('2026-11-23T14:00:30.15');
        equipment.constants.set(gemIds.constants.timeFormat, U1(0));
        expect((await host.clock.read()).text).toBe('261123140030');
        equipment.constants.set(gemIds.constants.timeFormat, U1(2));
        expect((await host.clock.read()).text).toMatch(/^2026-11-23T\d\d:00:30\.15Z$/);
        expect(await equipment.clock.askHost()).toBe(true);
      },
      { definition: { timeZone: 'Europe/Berlin' } },
    );
  });

  it('answers a loopback and what the definition adds, and stream 9 for the rest', async () => {
    await gemPair(
      async ({ equipment, host }) => {
        expect(await equipment.request({ stream: 1, function: 1, reply: true })).toEqual(L());
        await expect(host.programs.list()).resolves.toEqual([]);
      },
      { definition: { messages: { S64F1: () => B(1) } } },
    );
  });
});
