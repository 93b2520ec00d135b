import { FourwireError, VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ScriptedEquipment } from '../../test/scripted-equipment.ts';
import { A, F4, U4 } from '../secs-ii/constructors.ts';
import type { CollectionEvent } from './event-reports.ts';
import { GemHost } from './gem-host.ts';
import type { GemHostOptions } from './gem-host.ts';

async function gem(
  answers: Record<string, string | FourwireError | (() => string)> = {},
  options: GemHostOptions = {},
): Promise<{ equipment: ScriptedEquipment; host: GemHost }> {
  const equipment = new ScriptedEquipment();
  for (const [name, answer] of Object.entries(answers)) equipment.answers.set(name, answer);
  const clock = new VirtualClock(Date.UTC(2026, 10, 23, 14, 0, 30, 150));
  const host = new GemHost(await equipment.client(clock), clock, { timeZone: 'UTC', ...options });
  return { equipment, host };
}

describe('GemHost, communications', () => {
  it('establishes communications and learns who the equipment is', async () => {
    const { host, equipment } = await gem({ S1F13: '<L <B 0> <L <A "WB-SIM"> <A "1.0.0">>>' });
    expect(await host.communications.establish()).toEqual({ model: 'WB-SIM', softwareRevision: '1.0.0' });
    expect(equipment.asked).toEqual(['S1F13 W <L [0]>']);
  });

  it("answers the equipment's S1F13, also while its own is open, and takes that for established", async () => {
    const { host, equipment } = await gem();
    equipment.answers.set('S1F13', () => {
      equipment.say('S1F13 W', '<L <A "WB-SIM"> <A "1.0.0">>');
      throw new FourwireError('timeout', 'timeout', 'T3.');
    });
    expect(await host.communications.establish()).toEqual({ model: 'WB-SIM', softwareRevision: '1.0.0' });
    expect(equipment.answered).toEqual(['S1F14 <L [2] <B 0x00> <L [0]>>']);
  });

  it('says that communications were denied, to be tried later', async () => {
    const { host } = await gem({ S1F13: '<L <B 1> <L>>' });
    await expect(host.communications.establish()).rejects.toMatchObject({
      kind: 'device',
      code: 'communications-denied',
      retry: 'later',
      device: { code: 1, text: 'denied, try again' },
    });
  });

  it('asks whether the equipment is there, and answers the same', async () => {
    const { host, equipment } = await gem({ S1F1: '<L <A "WB-SIM"> <A "1.0.0">>' });
    expect(await host.communications.areYouThere()).toEqual({ model: 'WB-SIM', softwareRevision: '1.0.0' });
    let asked = 0;
    host.communications.asked$.subscribe(() => asked++);
    equipment.say('S1F1 W');
    expect([asked, equipment.answered]).toEqual([1, ['S1F2 <L [0]>']]);
  });

  it('goes on-line, also where it is already, and says why not', async () => {
    const { host, equipment } = await gem({ S1F17: '<B 0>', S1F15: '<B 0>' });
    await host.communications.goOnline();
    await host.communications.goOffline();
    equipment.answers.set('S1F17', '<B 2>');
    await host.communications.goOnline();
    equipment.answers.set('S1F17', '<B 1>');
    await expect(host.communications.goOnline()).rejects.toThrow(
      'The equipment refused to go on-line: ONLACK 1, not allowed.',
    );
  });
});

describe('GemHost, variables and constants', () => {
  it('reads values with names and units, asking for the names once', async () => {
    const { host, equipment } = await gem({
      S1F3: '<L <F4 152.5> <U4 123456>>',
      S1F11: '<L <L <U2 3001> <A "StageTemp"> <A "degC">> <L <U2 3002> <A "Bonds"> <A>>>',
    });
    const readings = [
      { id: 3001, name: 'StageTemp', unit: 'degC', value: 152.5 },
      { id: 3002, name: 'Bonds', unit: '', value: 123_456 },
    ];
    expect(await host.statusVariables.read([3001, 3002])).toEqual(readings);
    expect(await host.statusVariables.read([3001, 3002])).toEqual(readings);
    expect(equipment.asked.filter((asked) => asked.startsWith('S1F11'))).toEqual([
      'S1F11 W <L [2] <U4 3001> <U4 3002>>',
    ]);
  });

  it('sends ids in the format that the tool wants', async () => {
    const { host, equipment } = await gem({ S1F3: '<L <U4 1>>' }, { ids: { variable: 'U2' } });
    await host.statusVariables.values([3001]);
    expect(equipment.asked).toEqual(['S1F3 W <L [1] <U2 3001>>']);
    await expect(host.statusVariables.values([70_000])).rejects.toMatchObject({ kind: 'range' });
  });

  it('refuses an unknown variable, an empty list, and a reply of another length', async () => {
    const { host } = await gem({ S1F3: '<L <U4 1> <L>>' });
    await expect(host.statusVariables.values([1, 9999])).rejects.toMatchObject({ code: 'variable-unknown' });
    await expect(host.statusVariables.values([])).rejects.toMatchObject({ kind: 'range', code: 'ids-empty' });
    await expect(host.statusVariables.values([1])).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('reads, describes and writes constants', async () => {
    const { host, equipment } = await gem({
      S2F13: '<L <U4 150>>',
      S2F29:
        '<L <L <U2 2001> <A "Setpoint"> <I8 25> <I8 250> <I8 150> <A "degC">> <L <U2 9> <A> <A> <A> <A> <A>>>',
      S2F15: '<B 0>',
    });
    expect(await host.constants.read([2001])).toEqual([150]);
    expect(await host.constants.describe([2001, 9])).toEqual([
      { id: 2001, name: 'Setpoint', min: 25n, max: 250n, standard: 150n, unit: 'degC' },
      { id: 9, name: '', min: undefined, max: undefined, standard: undefined, unit: '' },
    ]);
    await host.constants.write([{ id: 2001, item: U4(160) }]);
    expect(equipment.asked.at(-1)).toBe('S2F15 W <L [1] <L [2] <U4 2001> <U4 160>>>');
    equipment.answers.set('S2F15', '<B 3>');
    await expect(host.constants.write([{ id: 2001, item: U4(999) }])).rejects.toMatchObject({
      code: 'gem-refused',
      device: { code: 3, text: 'out of range' },
    });
    equipment.answers.set('S2F13', '<L <L>>');
    await expect(host.constants.read([7])).rejects.toMatchObject({ code: 'constant-unknown' });
  });
});

describe('GemHost, events and alarms', () => {
  it('puts reports and links in place in the order that every tool takes', async () => {
    const { host, equipment } = await gem({ S2F33: '<B 0>', S2F35: '<B 0>', S2F37: '<B 0>' });
    await host.events.replace(
      [{ id: 100, variables: [3001, 3002] }],
      [
        { event: 5001, reports: [100] },
        { event: 5002, reports: [] },
      ],
    );
    expect(equipment.asked).toEqual([
      'S2F37 W <L [2] <BOOLEAN FALSE> <L [0]>>',
      'S2F33 W <L [2] <U4 1> <L [0]>>',
      'S2F33 W <L [2] <U4 2> <L [1] <L [2] <U4 100> <L [2] <U4 3001> <U4 3002>>>>>',
      'S2F35 W <L [2] <U4 3> <L [1] <L [2] <U4 5001> <L [1] <U4 100>>>>>',
      'S2F37 W <L [2] <BOOLEAN TRUE> <L [2] <U4 5001> <U4 5002>>>',
    ]);
    equipment.answers.set('S2F33', '<B 4>');
    await expect(host.events.define([{ id: 1, variables: [9] }])).rejects.toMatchObject({
      device: { code: 4, text: 'variable unknown' },
    });
  });

  it('decodes S6F11 and S6F13, whatever the formats of their ids, and answers first', async () => {
    const { host, equipment } = await gem();
    const events: (CollectionEvent & { answered: number })[] = [];
    host.events.event$.subscribe((event) => events.push({ ...event, answered: equipment.answered.length }));
    equipment.say('S6F11 W', '<L <U1 1> <U2 5001> <L <L <U1 100> <L <F4 152.5> <A "ok">>>>>');
    equipment.say('S6F13 W', '<L <U4 0> <A "DONE"> <L <L <U4 100> <L <L <U4 3001> <F4 152.5>>>>>>');
    equipment.say('S6F11', '<L <U4 0> <U8 7> <L>>');
    expect(events).toEqual([
      { event: 5001, reports: [{ id: 100, values: [F4(152.5), A('ok')] }], answered: 1 },
      { event: 'DONE', reports: [{ id: 100, values: [F4(152.5)] }], answered: 2 },
      { event: 7, reports: [], answered: 3 },
    ]);
    expect(equipment.answered.slice(0, 2)).toEqual(['S6F12 <B 0x00>', 'S6F14 <B 0x00>']);
  });

  it('aborts an event that it cannot read, and says so', async () => {
    const { host, equipment } = await gem();
    const faults: string[] = [];
    host.fault$.subscribe(({ message }) => faults.push(message));
    equipment.say('S6F11 W', '<L <U1 1>>');
    expect(equipment.answered).toEqual(['S6F0']);
    expect(faults[0]).toContain('S6F11');
  });

  it('reports alarms as they are set and cleared', async () => {
    const { host, equipment } = await gem();
    const alarms: unknown[] = [];
    host.alarms.alarm$.subscribe((alarm) => alarms.push(alarm));
    equipment.say('S5F1 W', '<L <B 0x86> <U2 301> <A "Non-stick on pad">>');
    equipment.say('S5F1', '<L <B 0x06> <U4 301> <A>>');
    expect(alarms).toEqual([
      { id: 301, active: true, category: 6, text: 'Non-stick on pad' },
      { id: 301, active: false, category: 6, text: '' },
    ]);
    expect(equipment.answered[0]).toBe('S5F2 <B 0x00>');
  });

  it('enables alarms and lists them in either form', async () => {
    const answers = {
      S5F3: '<B 0>',
      S5F5: '<L <L <B 0x81> <U4 1> <A "Door open">> <L <B> <U4 9> <A>>>',
    };
    const { host, equipment } = await gem(answers);
    await host.alarms.enable(true);
    await host.alarms.enable(false, 3);
    const standing = [{ id: 1, active: true, category: 1, text: 'Door open' }];
    expect(await host.alarms.list()).toEqual(standing);
    expect(await host.alarms.list([1, 9])).toEqual(standing);
    expect(equipment.asked).toEqual([
      'S5F3 W <L [2] <B 0x80> <U4>>',
      'S5F3 W <L [2] <B 0x00> <U4 3>>',
      'S5F5 W <U4>',
      'S5F5 W <U4 1 9>',
    ]);
    const other = await gem(answers, { alarmRequest: 'list' });
    await other.host.alarms.list([1, 9]);
    expect(other.equipment.asked).toEqual(['S5F5 W <L [2] <U4 1> <U4 9>>']);
  });
});

describe('GemHost, remote commands', () => {
  it.each([
    ['<L <B 0> <L>>', 'done'],
    ['<L <B 4> <L>>', 'later'],
  ])('takes %s for %s', async (answer, outcome) => {
    const { host, equipment } = await gem({ S2F41: answer });
    expect(await host.commands.send('START', { PPID: 'PKG-A' })).toBe(outcome);
    expect(equipment.asked).toEqual(['S2F41 W <L [2] <A "START"> <L [1] <L [2] <A "PPID"> <A "PKG-A">>>>']);
  });

  it.each([
    [1, 'command-unknown', 'unknown command'],
    [2, 'command-not-now', 'cannot now'],
    [3, 'command-parameter', 'bad parameter'],
    [5, 'command-redundant', 'already so'],
    [6, 'command-object-unknown', 'no such object'],
    [64, 'command-refused', "the maker's own code"],
  ])('raises HCACK %i as %s', async (hcack, code, text) => {
    const { host } = await gem({ S2F41: `<L <B ${hcack}> <L>>` });
    await expect(host.commands.send('START')).rejects.toMatchObject({
      kind: 'device',
      code,
      command: 'S2F41 START',
      device: { code: hcack, text },
    });
  });

  it('names the parameters at fault', async () => {
    const { host } = await gem({ S2F41: '<L <B 3> <L <L <A "LOTID"> <B 2>>>>' });
    await expect(host.commands.send('START', { LOTID: '' })).rejects.toThrow(
      'bad parameter (LOTID: bad value)',
    );
  });
});

describe('GemHost, process programs', () => {
  it('lists, uploads, downloads and deletes', async () => {
    const { host, equipment } = await gem({
      S7F19: '<L <A "PKG-A"> <B 0x50 0x42>>',
      S7F5: '<L <A "PKG-A"> <B 0xDE 0xAD>>',
      S7F1: '<B 1>',
      S7F3: '<B 0>',
      S7F17: '<B 0>',
    });
    expect(await host.programs.list()).toEqual(['PKG-A', 'PB']);
    expect(await host.programs.upload('PKG-A')).toEqual(Uint8Array.of(0xde, 0xad));
    expect(await host.programs.download('PKG-A', Uint8Array.of(1, 2))).toBe('done');
    await host.programs.delete(['PKG-A']);
    expect(equipment.asked.slice(2)).toEqual([
      'S7F1 W <L [2] <A "PKG-A"> <U4 2>>',
      'S7F3 W <L [2] <A "PKG-A"> <B 0x01 0x02>>',
      'S7F17 W <L [1] <A "PKG-A">>',
    ]);
  });

  it('downloads without the inquiry where the equipment does not know it', async () => {
    const { host } = await gem({
      S7F1: new FourwireError('device', 's9', 'S9F5.', {
        device: { code: 'S9F5', text: 'unrecognized function' },
      }),
      S7F3: '<B 6>',
    });
    expect(await host.programs.download('PKG-A', new Uint8Array(0))).toBe('later');
  });

  it('says what the equipment does not have, does not take, or mixes up', async () => {
    const { host, equipment } = await gem({ S7F5: '<L>', S7F1: '<B 2>', S7F17: '<B 4>' });
    await expect(host.programs.upload('X')).rejects.toMatchObject({ code: 'program-unknown' });
    await expect(host.programs.download('X', new Uint8Array(3))).rejects.toThrow('PPGNT 2, no space');
    await expect(host.programs.delete(['X'])).rejects.toThrow('ACKC7 4, process program not found');
    equipment.answers.set('S7F5', '<L <A "Y"> <B 1>>');
    await expect(host.programs.upload('X')).rejects.toMatchObject({ code: 'program-mismatch' });
    equipment.answers.set('S7F5', '<L <A "X"> <L <A "formatted">>>');
    await expect(host.programs.upload('X')).rejects.toMatchObject({ code: 'program-format' });
  });

  it('never deletes all by an empty list, nor sends an id of no length', async () => {
    const { host, equipment } = await gem();
    await expect(host.programs.delete([])).rejects.toMatchObject({ kind: 'range' });
    await expect(host.programs.delete([''])).rejects.toMatchObject({ kind: 'range' });
    await expect(host.programs.upload('x'.repeat(121))).rejects.toMatchObject({ kind: 'range' });
    expect(equipment.asked).toEqual([]);
  });
});

describe('GemHost, clock and terminal', () => {
  it('reads and sets the clock, and tells the equipment the time', async () => {
    const { host, equipment } = await gem({ S2F17: '<A "2026112314003015">', S2F31: '<B 0>' });
    expect(await host.clock.read()).toEqual({ text: '2026112314003015', iso: '2026-11-23T14:00:30.15' });
    await host.clock.set();
    expect(equipment.asked.at(-1)).toBe('S2F31 W <A "2026112314003015">');
    equipment.say('S2F17 W');
    expect(equipment.answered).toEqual(['S2F18 <A "2026112314003015">']);
    equipment.answers.set('S2F17', '<A>');
    expect(await host.clock.read()).toEqual({ text: '', iso: undefined });
  });

  it('shows a text and takes one', async () => {
    const { host, equipment } = await gem({ S10F3: '<B 0>' });
    const texts: unknown[] = [];
    host.terminal.text$.subscribe((text) => texts.push(text));
    await host.terminal.show('Change the capillary');
    equipment.say('S10F1 W', '<L <B 0> <A "Done">>');
    expect(equipment.asked).toEqual(['S10F3 W <L [2] <B 0x00> <A "Change the capillary">>']);
    expect([texts, equipment.answered]).toEqual([[{ terminal: 0, text: 'Done' }], ['S10F2 <B 0x00>']]);
  });

  it('hears that a terminal cannot show several lines', async () => {
    const { host, equipment } = await gem({ S10F5: '<B 0>' });
    const refused: number[] = [];
    host.terminal.linesRefused$.subscribe((terminal) => refused.push(terminal));
    await host.terminal.showLines(['Change the capillary', 'and the wire'], 1);
    equipment.say('S10F7', '<B 1>');
    expect(refused).toEqual([1]);
  });

  it('leaves what it does not know to others', async () => {
    const { equipment } = await gem();
    equipment.say('S12F1 W', '<L>');
    expect(equipment.answered).toEqual([]);
  });
});
