import fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ScriptedMachine, ending, isTotal, onMachine } from '../../test/scripted-machine.ts';
import { parseGpibReply, parseServerReply, valuesOf } from './velox-reply.ts';
import { formfactorVelox, sussProberBench } from './velox.ts';

/** A station whose chuck goes at once where it is sent; answers by command word. */
class Station {
  z = 8000;
  x = 0;
  y = 0;
  contact = 8500;
  mode = 'R';
  vacuum = 1;
  moving = 0;
  theta = 0;
  readonly commands: string[] = [];
  readonly replies = new Map<string, string>([
    ['ReportSoftwareVersion', '0:3.5.12.1'],
    ['ReadSystemStatus', '0:"CM300 3.5" Velox 1 1 1 1 1 0 R 0 1 3 0 0 0 None'],
    ['SetExternalMode', '0:'],
    ['StepFirstDie', '0: 4 6 1 2'],
    ['StepNextDie', '703: End of wafer.'],
    ['ReadMapPosition2', '0: 5 6 0 0 -1 2 17 100 0 1'],
  ]);

  /** The code and values of the reply to a command. */
  reply(command: string): string | undefined {
    this.commands.push(command);
    const [word = '', ...parameters] = command.split(' ');
    const scripted = this.replies.get(command) ?? this.replies.get(word);
    if (scripted !== undefined) return scripted === 'silence' ? undefined : scripted;
    switch (word) {
      case 'EchoData':
        return `0:${parameters.join(' ')}`;
      case 'ReadProberStatus':
        return `0:0 0 ${this.mode} 0`;
      case 'ReadChuckStatus':
        return `0:15 ${this.contact < 0 ? 0 : 16} 0 ${this.moving} T ${this.vacuum} S 0 0 0 0`;
      case 'ReadChuckHeights':
        return `0:${this.contact} 50 100 250 50`;
      case 'ReadChuckPosition':
        return parameters[1] === 'Z' ? `0:0 0 ${this.z}` : `0: ${this.x} ${this.y} ${this.z - this.contact}`;
      case 'ReadThetaPosition':
        return `0:${this.theta}`;
      case 'MoveChuckContact':
        this.z = this.contact;
        return '0:';
      case 'MoveChuckSeparation':
        this.z = this.contact - 250;
        return '0:';
      case 'MoveChuck':
        if (parameters[2] === 'R')
          [this.x, this.y] = [this.x + Number(parameters[0]), this.y + Number(parameters[1])];
        else [this.x, this.y] = [Number(parameters[0]), Number(parameters[1])];
        return '0:';
      case 'MoveTheta':
        this.theta = Number(parameters[0]);
        return '0:';
      default:
        return `7: unknown command ${word}`;
    }
  }

  /** Behind GPIB. */
  gpib(terminator = '\n'): ScriptedMachine {
    return new ScriptedMachine((line) => {
      const reply = this.reply(line.slice(0, -terminator.length));
      return reply === undefined ? undefined : `${reply}\n`;
    }, ending(terminator));
  }

  /** Behind the message server; `end` is what ends a reply. */
  server(end: () => string = () => '\n'): ScriptedMachine {
    return new ScriptedMachine((line) => {
      if (line.startsWith('FCN=1:RegisterProberApp:')) return 'Ret=1:ok\n';
      const [, id = '', name = '', parameters = ''] = /^Cmd=(\d+):(\w+):(.*)\n$/.exec(line) ?? [];
      const reply = this.reply(parameters === '' ? name : `${name} ${parameters}`);
      return reply === undefined ? undefined : `Rsp=${id}:${reply.replace(/: /, ':')}${end()}`;
    }, ending('\n'));
  }
}

describe('replies of Velox', () => {
  it('are read as the transcripts show them', () => {
    expect(parseGpibReply('0: 4 6 1 2')).toEqual({ code: 0, text: '4 6 1 2' });
    expect(parseGpibReply('0:')).toEqual({ code: 0, text: '' });
    expect(parseGpibReply('0:100 200')).toEqual({ code: 0, text: '100 200' });
    expect(parseGpibReply('703: End of wafer.')).toEqual({ code: 703, text: 'End of wafer.' });
    expect(parseServerReply('Rsp=2:0:-1 50 100 250 50')).toEqual({
      id: 2,
      code: 0,
      text: '-1 50 100 250 50',
    });
    expect(parseServerReply('Rsp=4:7')).toEqual({ id: 4, code: 7, text: '' });
    expect(parseServerReply('Rsp=5:0:at 12:30')).toEqual({ id: 5, code: 0, text: 'at 12:30' });
    expect(valuesOf('0 0.0 0.0 "A 1" "Default"')).toEqual(['0', '0.0', '0.0', 'A 1', 'Default']);
  });

  it('of any other form are errors of the protocol', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        expect(isTotal(() => parseGpibReply(line))).toBe(true);
        expect(isTotal(() => parseServerReply(line))).toBe(true);
      }),
    );
  });
});

describe('formfactor-velox over its message server', () => {
  it('registers, takes remote control, says who it is, and leaves the station to its operator', async () => {
    const station = new Station();
    const machine = station.server();
    await onMachine(formfactorVelox, machine, {}, async (device) => {
      expect(await firstValueFrom(device.identity$)).toEqual({
        manufacturer: 'FormFactor',
        model: 'CM300 3.5',
        serialNumber: '',
        firmware: '3.5.12.1',
      });
    });
    expect(machine.sent[0]).toBe('FCN=1:RegisterProberApp:Fourwire Fourwire 0\n');
    expect(station.commands).toContain('SetExternalMode R');
    expect(station.commands.at(-1)).toBe('SetExternalMode L');
  });

  it('steps, contacts, separates, and gives the end of the wafer as a value', async () => {
    const station = new Station();
    await onMachine(formfactorVelox, station.server(), {}, async (device) => {
      expect(await device.stepFirst()).toEqual({ ended: false, column: 4, row: 6, subsite: 1 });
      expect(station.commands).toContain('StepFirstDie 0 1');
      expect(await device.contact()).toEqual({ z: 8500 });
      expect(await device.height.read()).toBe('contact');
      await expect(device.stepNext()).rejects.toMatchObject({ code: 'in-contact' });
      expect(await device.separate()).toEqual({ z: 8250 });
      expect(await device.stepNext()).toEqual({ ended: true, column: 5, row: 6, subsite: 0, last: true });
      station.replies.set('StepNextDie 5 6 1', '0: 5 6 1 2');
      expect(await device.stepTo({ column: 5, row: 6, subsite: 1 })).toMatchObject({ column: 5, subsite: 1 });
      expect(await device.die.read()).toEqual({ column: 5, row: 6 });
    });
  });

  it('reads replies that no line feed ends, and answers to nobody', async () => {
    const station = new Station();
    let count = 0;
    const machine = station.server(() => (count++ % 2 === 0 ? '' : '\n'));
    await onMachine(formfactorVelox, machine, {}, async (device) => {
      machine.say('Rsp=77:0:1 2 3\n');
      expect(await device.position?.read()).toEqual({ x: 0, y: 0, z: 8000, theta: 0 });
    });
  });

  it('takes a reply to a command that was given up for none', async () => {
    const station = new Station();
    await onMachine(formfactorVelox, station.server(), {}, async (device) => {
      station.replies.set('ReadThetaPosition', 'silence');
      await expect(device.position?.read()).rejects.toMatchObject({ kind: 'timeout' });
      station.replies.delete('ReadThetaPosition');
      expect(await device.position?.read()).toMatchObject({ theta: 0 });
    });
  });
});

describe('formfactor-velox over GPIB', () => {
  const options = { dialect: 'gpib' } as const;

  it('moves in the frame of the options, within soft limits, and turns', async () => {
    const station = new Station();
    await onMachine(
      formfactorVelox,
      station.gpib(),
      { ...options, axes: { x: -1, y: 1 }, softLimits: { x: { max: 5000 } } },
      async (device) => {
        expect(await device.moveTo?.({ x: 1000, y: 200 })).toEqual({ x: 1000, y: 200 });
        expect(station.commands).toContain('MoveChuck -1000 200 H Y 100');
        expect(await device.moveBy?.({ x: 10, y: -20 })).toEqual({ x: 1010, y: 180 });
        await expect(device.moveTo?.({ x: 5001, y: 0 })).rejects.toMatchObject({ code: 'axis-limit' });
        expect(await device.rotateTo?.({ theta: 1.5 })).toEqual({ theta: 1.5 });
      },
    );
  });

  it('refuses contact without contact height or vacuum, and moves in local mode', async () => {
    const station = new Station();
    await onMachine(formfactorVelox, station.gpib(), options, async (device) => {
      station.contact = -1;
      await expect(device.contact()).rejects.toMatchObject({ code: 'contact-height-unset' });
      expect(await device.height.read()).toBe('between');
      station.contact = 8500;
      station.vacuum = 0;
      await expect(device.contact()).rejects.toMatchObject({ code: 'vacuum-off' });
      station.mode = 'L';
      await expect(device.moveTo?.({ x: 0, y: 0 })).rejects.toMatchObject({ code: 'local-mode' });
      expect(station.commands.some((command) => command.startsWith('MoveChuck'))).toBe(false);
    });
  });

  it('gives the station’s own error, with where the chuck was found', async () => {
    const station = new Station();
    station.replies.set('MoveChuckContact', '7: the door is open');
    await onMachine(formfactorVelox, station.gpib(), options, async (device) => {
      await expect(device.contact()).rejects.toMatchObject({
        kind: 'device',
        code: 'instrument-refused',
        device: { code: 7, text: 'the door is open' },
        details: { chuck: { height: 'separation', x: 0, y: 0 } },
      });
    });
  });

  it('drops the reply to a move that was cut short before it believes another', async () => {
    const station = new Station();
    const machine = station.gpib();
    await onMachine(formfactorVelox, machine, options, async (device, clock) => {
      station.replies.set('MoveChuck', 'silence');
      station.replies.set('StopChuckMovement', '7: movement was stopped\n0:');
      const move = device.moveTo?.({ x: 50_000, y: 0 });
      await clock.sleep(500);
      expect(await move?.stop()).toMatchObject({ mode: 'decelerate' });
      station.replies.delete('MoveChuck');
      expect(await device.moveTo?.({ x: 300, y: 0 })).toEqual({ x: 300, y: 0 });
    });
  });

  it('has a thermal chuck, overtravel, vacuum, ink, a scope and positioners where it is told so', async () => {
    const station = new Station();
    for (const [command, reply] of [
      ['GetHeaterTemp', '0: 24.9 C "Heating"'],
      ['GetTargetTemp', '0: 85'],
      ['SetHeaterTemp', '0: 85'],
      ['SetChuckHeight', '0:'],
      ['SetChuckMode', '0:'],
      ['SetChuckVacuum', '0:'],
      ['InkDevice', '0:'],
      ['BinMapDie', '0:'],
      ['MoveScope', '0:'],
      ['ReadScopePosition', '0: 10 20 30'],
      ['ReadProbePosition', '0: 2 1 2 3'],
      ['MoveProbeContact', '0:'],
    ] as const)
      station.replies.set(command, reply);
    const equipped = { ...options, inkers: 3, chuck: { min: -40, max: 200 }, scope: true, positioners: [2] };
    await onMachine(formfactorVelox, station.gpib(), equipped, async (device) => {
      expect(await device.chuck?.state.read()).toBe('heating');
      await device.chuck?.setpoint.write(85);
      expect(station.commands).toContain('SetHeaterTemp 85 C 1');
      await device.overtravel?.write(50);
      expect(station.commands).toContain('SetChuckHeight O V Y 50');
      await expect(device.overtravel?.write(101)).rejects.toMatchObject({ kind: 'range' });
      await device.vacuum?.write(true);
      await device.ink?.({ inker: 3 });
      expect(station.commands).toContain('InkDevice 4 50');
      await expect(device.ink?.({ inker: 4 })).rejects.toMatchObject({ code: 'input-refused' });
      await device.bin?.({ bin: 5 });
      expect(await device.scope?.moveTo({ x: 10, y: 20 })).toEqual({ x: 10, y: 20 });
      expect(await device.positioners[0]?.position.read()).toEqual({ x: 1, y: 2, z: 3 });
      await device.positioners[0]?.contact();
      expect(station.commands).toContain('MoveProbeContact 2');
    });
    await expect(
      onMachine(formfactorVelox, station.gpib(), { positioners: [7] }, async () => {}),
    ).rejects.toMatchObject({ code: 'option-refused' });
  });
});

it('speaks ProberBench with a carriage return at the end of its commands', async () => {
  const station = new Station();
  await onMachine(sussProberBench, station.gpib('\r'), {}, async (device) => {
    expect(await device.stepFirst()).toMatchObject({ column: 4, row: 6 });
  });
});
