import { describe, expect, it } from 'vitest';
import { lines, onScript } from '../../test/scripted.ts';
import type { Replies } from '../../test/scripted.ts';
import { fromProgramRecord, toProgramRecord } from '../programs/program-record.ts';
import { jump, ramp, soak } from '../programs/program.ts';
import type { Program } from '../programs/program.ts';
import { especEs102, especP300, especScp220 } from './espec.ts';

const usual: Replies = {
  'ROM?': 'P300 2.0',
  'TYPE?': 'T,T,S2,160.0',
  'TEMP?': '26.4,0.0,140.0,-50.0',
  'HUMI?': '25,85,100,0',
  'CONSTANT SET?,TEMP': '0.0,ON',
  'CONSTANT SET?,HUMI': '85,ON',
  'CONSTANT SET?,RELAY': '2,1,5',
  'TEMP PTC?': 'NA:CONT NOT READY-1',
  'MODE?,DETAIL': 'STANDBY',
  'MODE?': 'STANDBY',
  'ALARM?': '0',
  'PRGM USE?,RAM': '0',
};

/** Commands that the panel acknowledges with their echo. */
function echoed(...commands: string[]): Replies {
  return Object.fromEntries(commands.map((command) => [command, `OK:${command}`]));
}

function script(more: Replies = {}): Replies {
  return lines({ ...usual, ...more }, '\r\n', '\r\n');
}

describe('the driver of the ESPEC P-300', () => {
  it('reads and writes as the transcripts have it', async () => {
    const sent = await onScript(
      especP300,
      script({
        ...echoed('TEMP,S85.0'),
        'CONSTANT SET?,TEMP': '85.0,ON',
      }),
      async (oven) => {
        expect(await oven.temperature.read()).toBe(26.4);
        expect(oven.setpoint.limits).toEqual({ min: -50, max: 140 });
        await oven.setpoint.write(85);
        expect(await oven.humidity?.humidity.read()).toBe(25);
        expect(oven.product).toBeUndefined();
        expect(await oven.mode.read()).toBe('standby');
        expect(await oven.alarms.read()).toEqual([]);
        expect(await oven.outputs[4]?.on.read()).toBe(true);
        expect(await oven.outputs[1]?.on.read()).toBe(false);
        await expect(oven.setpoint.write(150)).rejects.toMatchObject({ kind: 'range' });
      },
    );
    expect(sent).toContain('TEMP,S85.0\r\n');
  });

  it('takes an echo in other letters and blanks, and no other acknowledgement', async () => {
    await onScript(
      especP300,
      script({ 'RELAY,ON,5': 'OK: relay,on,5', 'RELAY,OFF,1': 'OK:RELAY,OFF,2' }),
      async (oven) => {
        await oven.outputs[4]?.on.write(true);
        await expect(oven.outputs[0]?.on.write(false)).rejects.toMatchObject({ kind: 'protocol' });
      },
    );
  });

  it('gives the reason of a refusal', async () => {
    await onScript(especP300, script({ 'TEMP,S85.0': 'NA:PROTECT ON' }), async (oven) => {
      await expect(oven.setpoint.write(85)).rejects.toMatchObject({
        kind: 'device',
        code: 'controller-refused',
        device: { code: 'PROTECT ON', text: 'the data protection of the panel is on' },
      });
    });
  });

  it('switches the chamber on and, to be safe, off, read back', async () => {
    await onScript(
      especP300,
      script({ ...echoed('MODE,CONSTANT', 'MODE,OFF'), 'MODE?,DETAIL': ['STANDBY', 'CONSTANT', 'OFF'] }),
      async (oven) => {
        await oven.running.write(true);
        expect(await oven.safe('test')).toMatchObject({ ok: true, members: [{ value: false }] });
      },
    );
  });

  it('does not start over a program, and tells its codes', async () => {
    await onScript(especP300, script({ 'MODE?,DETAIL': 'RUN PAUSE', 'ALARM?': '2,3,50' }), async (oven) => {
      await expect(oven.running.write(true)).rejects.toMatchObject({ code: 'program-runs' });
      expect(await oven.mode.read()).toBe('program-paused');
      expect((await oven.alarms.read()).map(({ code }) => code)).toEqual(['3', '50']);
    });
  });

  it('controls humidity apart from its set point', async () => {
    const sent = await onScript(
      especP300,
      script({
        ...echoed('HUMI,S40.0', 'HUMI,SOFF'),
        'HUMI?': '25,OFF,100,0',
        'CONSTANT SET?,HUMI': ['85,OFF', '85,OFF', '40,ON', '40,ON', '40,OFF'],
      }),
      async (oven) => {
        // Nothing is sent: writing the set point would switch the control on.
        await oven.humidity?.setpoint.write(40);
        await oven.humidity?.control?.on.write(true);
        expect(await oven.humidity?.setpoint.read()).toBe(40);
        await oven.humidity?.control?.on.write(false);
      },
    );
    expect(sent.filter((line) => line.startsWith('HUMI,'))).toEqual(['HUMI,S40.0\r\n', 'HUMI,SOFF\r\n']);
  });

  it('has product control where the panel has it, with a negative lower deviation', async () => {
    const sent = await onScript(
      especP300,
      script({
        ...echoed('TEMP PTC, PTCON, DEVP10.0, DEVN-12.0'),
        'TEMP PTC?': 'OFF,24.1,26.4,0.0,0.0,10.0,-12.0',
        'SET PTC?': ['OFF,10.0,-12.0', 'OFF,10.0,-12.0', 'ON,10.0,-12.0'],
      }),
      async (oven) => {
        expect(await oven.product?.temperature.read()).toBe(24.1);
        expect(await oven.product?.cascade?.deviation?.below.read()).toBe(12);
        await oven.product?.cascade?.enabled.write(true);
      },
    );
    expect(sent).toContain('TEMP PTC, PTCON, DEVP10.0, DEVN-12.0\r\n');
  });

  it('puts the address before its commands on RS-485', async () => {
    const addressed = Object.fromEntries(
      Object.entries(usual).map(([request, reply]) => [`3,${request}`, reply]),
    );
    const sent = await onScript(
      especP300,
      lines({ ...addressed, '3,RELAY,ON,5': 'OK:3,RELAY,ON,5' }, '\r\n', '\r\n'),
      async (oven) => {
        await oven.outputs[4]?.on.write(true);
      },
      { options: { address: 3 } },
    );
    expect(sent).toContain('3,RELAY,ON,5\r\n');
  });

  it('refuses another panel', async () => {
    await expect(onScript(especP300, script({ 'ROM?': 'JS4-1.00' }), async () => {})).rejects.toMatchObject({
      code: 'model-unsupported',
    });
    await expect(onScript(especScp220, script(), async () => {})).rejects.toMatchObject({
      code: 'model-unsupported',
    });
  });
});

const cycling: Program = {
  name: 'CYCLE',
  steps: [
    ramp(-40, { duration: 3600 }, { outputs: { '1': true, '2': false }, humidity: 'off' }),
    soak(1800, { guaranteed: true }),
    ramp(85, 'fastest', { humidity: 60, outputs: { '1': false } }),
    soak(1800),
    jump(1, 9),
    ramp(25, { duration: 600 }),
  ],
  end: { action: 'hold' },
  guarantee: { band: 3, sensor: 'air' },
};

const stored: Replies = {
  'PRGM USE?,RAM': ['0', '1,2'],
  'PRGM USE?,RAM:2': 'CYCLE,26.11/30',
  'PRGM DATA?,RAM:2': '4,<CYCLE>,COUNT,A(1.3.9),B(0.0.0),END(HOLD)',
  'PRGM DATA?,RAM:2,STEP1': '1,TEMP-40.0,TEMP RAMP ON,HUMI OFF,TIME1:00,GRANTY OFF,REF9,RELAY ON1,PAUSE OFF',
  'PRGM DATA?,RAM:2,STEP2': '2,TEMP-40.0,TEMP RAMP OFF,HUMI OFF,TIME0:30,GRANTY ON,REF9,RELAY ON1,PAUSE OFF',
  'PRGM DATA?,RAM:2,STEP3':
    '3,TEMP85.0,TEMP RAMP OFF,HUMI60,HUMI RAMP OFF,TIME0:30,GRANTY OFF,REF9,PAUSE OFF',
  'PRGM DATA?,RAM:2,STEP4': '4,TEMP25.0,TEMP RAMP ON,HUMI60,HUMI RAMP OFF,TIME0:10,GRANTY OFF,REF9,PAUSE OFF',
};

const writing = [
  'EDIT START',
  'STEP1,TEMP-40.0,TRAMPON,HUMIOFF,TIME1:00,GRANTY OFF,PAUSE OFF,RELAY ON1,RELAY OFF2',
  'STEP2,TEMP-40.0,TRAMPOFF,HUMIOFF,TIME0:30,GRANTY ON,PAUSE OFF,RELAY ON1,RELAY OFF2',
  'STEP3,TEMP85.0,TRAMPOFF,HUMI60,HRAMPOFF,TIME0:30,GRANTY OFF,PAUSE OFF,RELAY OFF1.2',
  'STEP4,TEMP25.0,TRAMPON,HUMI60,HRAMPOFF,TIME0:10,GRANTY OFF,PAUSE OFF,RELAY OFF1.2',
  'COUNT,A(1.3.9)',
  'NAME,CYCLE',
  'END,HOLD',
  'EDIT END',
].map((text) => `PRGM DATA WRITE,PGM2,${text}`);

describe('the programs of a P-300', () => {
  const options = { options: { guaranteeBand: 3 } };

  it('are written step by step, and read back', async () => {
    const sent = await onScript(
      especP300,
      script({ ...stored, ...echoed(...writing) }),
      async (oven) => {
        const { programs } = oven;
        expect(await programs?.store({ slot: 2, program: toProgramRecord(cycling) })).toEqual({ slot: 2 });
        expect(await programs?.stored.read()).toEqual([{ slot: 2, name: 'CYCLE' }]);
        const fetched = await programs?.fetch({ slot: 2 });
        expect(fetched === undefined ? undefined : fromProgramRecord(fetched)).toMatchObject({
          name: 'CYCLE',
          steps: [
            { type: 'ramp', temperature: -40, pace: { duration: 3600 } },
            { type: 'soak', duration: 1800, guaranteed: true },
            { type: 'ramp', temperature: 85, pace: 'fastest', humidity: 60 },
            { type: 'soak', duration: 1800 },
            { type: 'jump', to: 1, times: 9 },
            { type: 'ramp', temperature: 25, pace: { duration: 600 } },
          ],
          end: { action: 'hold' },
        });
      },
      options,
    );
    expect(sent.filter((line) => line.startsWith('PRGM DATA WRITE'))).toEqual(
      writing.map((line) => `${line}\r\n`),
    );
  });

  it('that are refused half way are not left open', async () => {
    const sent = await onScript(
      especP300,
      script({
        ...stored,
        ...echoed(...writing, 'PRGM DATA WRITE,PGM2,EDIT CANCEL'),
        [writing[2] ?? '']: 'NA:PRGM WRITE ERR-13',
      }),
      async (oven) => {
        await expect(
          oven.programs?.store({ slot: 2, program: toProgramRecord(cycling) }),
        ).rejects.toMatchObject({ device: { code: 'PRGM WRITE ERR-13', text: 'invalid step data' } });
      },
      options,
    );
    expect(sent).toContain('PRGM DATA WRITE,PGM2,EDIT CANCEL\r\n');
  });

  it('that read back as others are not confirmed', async () => {
    await onScript(
      especP300,
      script({
        ...stored,
        ...echoed(...writing),
        'PRGM DATA?,RAM:2,STEP3': '3,TEMP80.0,TEMP RAMP OFF,HUMI60,TIME0:30,GRANTY OFF,REF9',
      }),
      async (oven) => {
        await expect(
          oven.programs?.store({ slot: 2, program: toProgramRecord(cycling) }),
        ).rejects.toMatchObject({ code: 'not-confirmed' });
      },
      options,
    );
  });

  it.each([
    [{ ...cycling, steps: [ramp(30, { rate: 1 })] }, 'ramps by rate'],
    [{ ...cycling, steps: [ramp(30)] }, 'must be followed by a soak'],
    [{ ...cycling, steps: [ramp(30), soak(90)] }, 'stores multiples of 60 s'],
    [{ ...cycling, steps: [ramp(30), soak(60), ramp(20), soak(60), jump(2, 3)] }, 'keeps together'],
    [{ ...cycling, steps: [ramp(150), soak(60)] }, 'asks for 150 °C'],
    [{ ...cycling, end: { action: 'all-off' } as const }, 'cannot end with "all-off"'],
  ])('are refused before a byte is sent where the memory cannot hold them', async (program, message) => {
    const sent = await onScript(
      especP300,
      script(stored),
      async (oven) => {
        await expect(oven.programs?.store({ slot: 2, program: toProgramRecord(program) })).rejects.toThrow(
          message,
        );
      },
      options,
    );
    expect(
      sent.filter((line) => line.startsWith('PRGM DATA WRITE') || line.startsWith('PRGM ERASE')),
    ).toEqual([]);
  });

  it('are run, paused, resumed, and end in a hold when stopped', async () => {
    const sent = await onScript(
      especP300,
      script({
        ...stored,
        ...echoed('PRGM,RUN,RAM:2,STEP1', 'PRGM,PAUSE', 'PRGM,CONTINUE', 'PRGM,END,CONST', 'TEMP,S26.4'),
        'PRGM SET?': 'RAM:2,CYCLE,END(HOLD)',
        'PRGM MON?': '2,-40.0,OFF,0:25,7,0',
        'CONSTANT SET?,TEMP': '26.4,ON',
      }),
      async (oven, { clock, replies }) => {
        const { programs } = oven;
        const running = programs?.run({ slot: 2 });
        const seen: unknown[] = [];
        running?.progress$.subscribe({ next: (progress) => seen.push(progress), error: () => {} });
        await clock.sleep({ seconds: 2 });
        replies['MODE?,DETAIL\r\n'] = 'RUN\r\n';
        await clock.sleep({ seconds: 2 });
        expect(seen[0]).toEqual({ state: 'none' });
        expect(seen.at(-1)).toEqual({ state: 'running', slot: 2, step: 2, stepTimeLeft: 1500 });
        replies['MODE?,DETAIL\r\n'] = 'RUN PAUSE\r\n';
        await programs?.pause();
        expect(await programs?.progress.read()).toMatchObject({ state: 'paused' });
        replies['MODE?,DETAIL\r\n'] = 'RUN\r\n';
        await programs?.resume();
        const stopping = running?.stop();
        replies['MODE?,DETAIL\r\n'] = 'CONSTANT\r\n';
        expect(await stopping).toMatchObject({ mode: 'hold', outcome: 'stopped' });
      },
      options,
    );
    expect(sent).toContain('PRGM,RUN,RAM:2,STEP1\r\n');
    expect(sent).toContain('TEMP,S26.4\r\n');
  });
});

describe('the drivers of older ESPEC panels', () => {
  it('SCP-220: plain modes, a positive deviation, and no end that cannot be seen', async () => {
    const sent = await onScript(
      especScp220,
      script({
        ...echoed('TEMP PTC, PTCON, DEVP10.0, DEVN10.0'),
        'ROM?': 'JS4-1.00',
        'MODE?': 'CONSTANT',
        'TEMP PTC?': 'OFF,24.1,26.4,0.0,0.0,10.0,10.0',
        'SET PTC?': ['OFF,10.0,10.0', 'ON,10.0,10.0'],
      }),
      async (oven) => {
        expect(await oven.mode.read()).toBe('constant');
        await oven.product?.cascade?.enabled.write(true);
        const holding: Program = { ...cycling, steps: [ramp(30), soak(60)] };
        await expect(oven.programs?.store({ slot: 2, program: toProgramRecord(holding) })).rejects.toThrow(
          'cannot end with "hold"',
        );
        await expect(oven.programs?.erase({ slot: 21 })).rejects.toThrow('allowed 1 to 20');
      },
    );
    expect(sent).toContain('TEMP PTC, PTCON, DEVP10.0, DEVN10.0\r\n');
    expect(sent).not.toContain('MODE?,DETAIL\r\n');
  });

  it('ES-102: no time signals, no product, no programs that could be paused', async () => {
    await onScript(especEs102, script({ 'ROM?': 'ES102', 'HUMI?': 'NA:CONT NOT READY-1' }), async (oven) => {
      expect(oven.outputs.length).toBe(0);
      expect(oven.product).toBeUndefined();
      expect(oven.programs).toBeUndefined();
      expect(oven.humidity).toBeUndefined();
      expect(await oven.temperature.read()).toBe(26.4);
    });
  });
});
