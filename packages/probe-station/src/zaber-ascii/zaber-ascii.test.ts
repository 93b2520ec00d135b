import fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ScriptedMachine, ending, isTotal, onMachine } from '../../test/scripted-machine.ts';
import { zaberAscii } from './zaber-ascii.ts';
import { decodeZaber, encodeZaber, zaberChecksum } from './zaber-packet.ts';

/** One stage in a chain, in microsteps; it goes 20 000 of them each time it is looked at. */
class Chain {
  position = 0;
  target = 0;
  warnings: string[] = [];
  readonly settings = new Map([
    ['version', '7.34'],
    ['device.id', '50105'],
    ['system.serial', '61234'],
    ['limit.min', '0'],
    ['limit.max', '1000000'],
    ['maxspeed', '153600'],
  ]);
  readonly machine = new ScriptedMachine((line) => this.answer(line), ending('\n'));
  /** Changes what is answered to a command. */
  spoil = (_command: string, reply: string): string => reply;

  /** The commands, without frame. */
  get commands(): readonly string[] {
    return this.machine.sent.map((line) => /^\/\d+ \d \d\d ?(.*):..\n$/.exec(line)?.[1] ?? line);
  }

  answer(line: string): string {
    const [, device = '', axis = '', id = '', command = ''] =
      /^\/(\d+) (\d) (\d\d) ?(.*):..\n$/.exec(line) ?? [];
    const [verdict, data] = this.#carryOut(command);
    const state = this.position === this.target ? 'IDLE' : 'BUSY';
    const reply = `@${device.padStart(2, '0')} ${axis} ${id} ${verdict} ${state} ${this.warnings[0] ?? '--'} ${data}`;
    return this.spoil(command, `${reply}\r\n`);
  }

  #carryOut(command: string): readonly [string, string] {
    const left = this.target - this.position;
    this.position += Math.sign(left) * Math.min(Math.abs(left), 20_000);
    const [word = '', setting = '', value = ''] = command.split(' ');
    if (word === '') return ['OK', '0'];
    if (word === 'get' && setting === 'pos') return ['OK', String(this.position)];
    if (word === 'get') {
      const known = this.settings.get(setting);
      return known === undefined ? ['RJ', 'BADCOMMAND'] : ['OK', known];
    }
    if (word === 'set') this.settings.set(setting, value);
    else if (word === 'warnings')
      return ['OK', [String(this.warnings.length).padStart(2, '0'), ...this.warnings].join(' ')];
    else if (word === 'move') this.target = Number(value);
    else if (word === 'stop') this.target = this.position;
    else if (word === 'home') {
      this.target = 0;
      this.warnings = [];
    } else return ['RJ', 'BADCOMMAND'];
    return ['OK', '0'];
  }
}

const options = { axes: { x: { step: 0.05 } } };

describe('packets of Zaber', () => {
  it('have the checks of the sheet', () => {
    expect(zaberChecksum('0 0 5')).toBe('2B');
    expect(zaberChecksum('1 tools echo')).toBe('BF');
    expect(zaberChecksum('2 0 5 get maxspeed')).toBe('52');
  });

  it('are read as the sheet shows them', () => {
    expect(decodeZaber('@01 0 07 OK IDLE WR 1')).toEqual({
      device: 1,
      axis: 0,
      id: 7,
      accepted: true,
      busy: false,
      warning: 'WR',
      data: '1',
    });
    expect(decodeZaber('@01 1 08 RJ IDLE WR BADDATA')).toMatchObject({ accepted: false, data: 'BADDATA' });
    expect(decodeZaber('@01 1 09 OK BUSY WR 0')).toMatchObject({ busy: true });
    expect(decodeZaber('@02 0 OK IDLE F0 1')).toMatchObject({ device: 2, id: undefined, warning: 'F0' });
    expect(decodeZaber('@01 0 OK IDLE WR 01 WR')).toMatchObject({ data: '01 WR' });
    expect(decodeZaber('!01 1 IDLE --')).toBeUndefined();
    expect(decodeZaber('#01 0 12 a line of help')).toBeUndefined();
  });

  it('are refused where they are damaged or go on in another', () => {
    const content = '01 1 09 OK BUSY WR 0';
    expect(decodeZaber(`@${content}:${zaberChecksum(content)}`)?.data).toBe('0');
    expect(() => decodeZaber(`@${content}:00`)).toThrow(expect.objectContaining({ code: 'checksum-wrong' }));
    for (const line of ['@01 1 09 OK', '@01 1 09 OK IDLE -- 1 2 3\\', '@1 1 09 OK IDLE -- 0'])
      expect(() => decodeZaber(line)).toThrow(expect.objectContaining({ code: 'reply-unexpected' }));
  });

  it('carry every address, id and command, and no junk breaks their reading', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 99 }),
        fc.integer(),
        (device, axis, id, value) => {
          const [, sentAxis, sentId, text, check] =
            /^\/\d+ (\d) (\d\d) (move abs -?\d+):(..)$/.exec(
              encodeZaber(device, axis, id, `move abs ${value}`),
            ) ?? [];
          expect([Number(sentAxis), Number(sentId), text]).toEqual([axis, id, `move abs ${value}`]);
          expect(check).toBe(zaberChecksum(`${device} ${axis} ${sentId} ${text}`));
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (junk) => isTotal(() => decodeZaber(`@${junk}`))),
    );
  });
});

describe('the driver of Zaber stages', () => {
  it('says who it is, and moves in micrometres within the limits of the device', async () => {
    const chain = new Chain();
    await onMachine(zaberAscii, chain.machine, options, async (device) => {
      expect(await firstValueFrom(device.identity$)).toMatchObject({
        model: 'device 50105',
        serialNumber: '61234',
        firmware: '7.34',
      });
      expect(await device.x?.moveTo({ position: 2500 })).toEqual({ position: 2500 });
      expect(chain.commands).toContain('move abs 50000');
      expect(await device.x?.moveBy({ distance: -500 })).toEqual({ position: 2000 });
      expect(await device.x?.travel.read()).toEqual({ min: 0, max: 50_000 });
      await expect(device.x?.moveTo({ position: 50_001 })).rejects.toMatchObject({ code: 'axis-limit' });
      expect(device.y).toBeUndefined();
    });
  });

  it('refuses moves before the reference run and during a fault, and says what to do', async () => {
    const chain = new Chain();
    chain.warnings = ['WR'];
    await onMachine(zaberAscii, chain.machine, options, async (device) => {
      await expect(device.x?.moveTo({ position: 100 })).rejects.toMatchObject({ code: 'not-referenced' });
      await device.x?.reference?.home();
      expect(await device.x?.reference?.referenced.read()).toBe(true);
      chain.warnings = ['FS', 'WM'];
      await expect(device.x?.moveTo({ position: 100 })).rejects.toMatchObject({
        code: 'axis-fault',
        device: { code: 'FS', text: 'stalled and stopped' },
      });
    });
    expect(chain.commands).not.toContain('move abs 2000');
  });

  it('stops by decelerating and believes it once the stage stands', async () => {
    const chain = new Chain();
    await onMachine(zaberAscii, chain.machine, options, async (device, clock) => {
      const move = device.x?.moveTo({ position: 50_000 });
      await clock.sleep(120);
      expect(await move?.stop()).toMatchObject({ outcome: 'stopped' });
      await move?.then(undefined, () => {});
      expect(chain.commands).toContain('stop');
      expect(chain.position).toBeLessThan(1_000_000);
    });
  });

  it('holds speeds in the units of the device', async () => {
    const chain = new Chain();
    await onMachine(zaberAscii, chain.machine, options, async (device) => {
      await device.x?.velocity?.speed.write(10_000);
      expect(chain.settings.get('maxspeed')).toBe('327680');
      expect(await device.x?.velocity?.speed.read()).toBeCloseTo(10_000);
    });
  });

  it('goes on in the middle of alerts, and raises rejections and damaged replies', async () => {
    const chain = new Chain();
    await onMachine(zaberAscii, chain.machine, options, async (device) => {
      chain.spoil = (_command, reply) => `!01 1 IDLE --\r\n@01 1 99 OK IDLE -- 7\r\n${reply}`;
      expect(await device.x?.position.read()).toBe(0);
      chain.spoil = (command, reply) =>
        command.startsWith('move')
          ? reply.replace('OK BUSY', 'RJ IDLE').replace(/0\r\n$/, 'BADDATA\r\n')
          : reply;
      await expect(device.x?.moveTo({ position: 100 })).rejects.toMatchObject({
        code: 'instrument-refused',
        device: { code: 'BADDATA' },
      });
      chain.spoil = (command, reply) => (command === 'get pos' ? reply.replace(/\r\n$/, ':00\r\n') : reply);
      await expect(device.x?.position.read()).rejects.toMatchObject({ code: 'checksum-wrong' });
      chain.spoil = (command, reply) => (command === 'get pos' ? '' : reply);
      await expect(device.x?.position.read()).rejects.toMatchObject({ kind: 'timeout' });
      chain.spoil = (_command, reply) => reply;
      expect(await device.x?.position.read()).toBe(100);
    });
  });

  it('names older devices by their older setting', async () => {
    const chain = new Chain();
    chain.settings.set('version', '6.14').set('deviceid', '20022').delete('system.serial');
    await onMachine(zaberAscii, chain.machine, options, async (device) => {
      expect(await firstValueFrom(device.identity$)).toMatchObject({
        model: 'device 20022',
        serialNumber: '',
      });
    });
  });

  it.each([
    [{ axes: {} }],
    [{ axes: { x: { step: 0 } } }],
    [{ axes: { x: { step: 0.1, device: 100 } } }],
    [{ axes: { x: { step: 0.1, axis: 0 } } }],
    [{ axes: { x: { step: 0.1, tolerance: -1 } } }],
  ])('refuses the options %j', async (wrong) => {
    await expect(onMachine(zaberAscii, new Chain().machine, wrong, async () => {})).rejects.toMatchObject({
      code: 'option-refused',
    });
  });
});
