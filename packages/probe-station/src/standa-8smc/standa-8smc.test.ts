import fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ScriptedMachine, isTotal, onMachine } from '../../test/scripted-machine.ts';
import { decodeSmc, encodeSmc, smcCrc, smcEnd } from './smc-frame.ts';
import { joinSteps, splitSteps } from './smc-steps.ts';
import { standa8smc } from './standa-8smc.ts';

const requestLengths: Readonly<Record<string, number>> = { move: 18, smov: 30, spos: 26 };

/** An 8SMC5; it goes 1000 full steps each time it is asked for its status. */
class Controller {
  position = 0;
  target = 0;
  flags = 0x20;
  speed = 2000;
  acceleration = 777;
  zeroed = 0;
  /** What is answered next instead of the right thing. */
  spoilt: string | undefined;
  readonly machine = new ScriptedMachine(
    (message) => this.answer(message),
    (text) => {
      if (text.startsWith('\0')) return 1;
      const length = requestLengths[text.slice(0, 4)] ?? 4;
      return text.length < length ? 0 : length;
    },
  );

  answer(message: string): string {
    if (message === '\0') return '\0';
    if (this.spoilt !== undefined) {
      const { spoilt } = this;
      this.spoilt = undefined;
      return spoilt;
    }
    const command = message.slice(0, 4);
    const data = this.#carryOut(command, Buffer.from(message.slice(4), 'latin1'));
    if (data === 'errc') return data;
    return Buffer.from(encodeSmc(command, data)).toString('latin1');
  }

  #carryOut(command: string, given: Buffer): Uint8Array | undefined | 'errc' {
    switch (command) {
      case 'gent':
        return Uint8Array.of(3, 2, 0, 0, 0, 0, 0, 0);
      case 'gets': {
        const left = this.target - this.position;
        this.position += Math.sign(left) * Math.min(Math.abs(left), 1000);
        const data = Buffer.alloc(48);
        data[0] = left === 0 ? 0 : 1;
        data[1] = left === 0 ? 1 : 0x81;
        data.writeInt32LE(Math.trunc(this.position), 5);
        data.writeInt16LE(Math.round((this.position % 1) * 256), 9);
        data.writeUInt32LE(this.flags, 35);
        return data;
      }
      case 'move':
        this.target = given.readInt32LE(0) + given.readInt16LE(4) / 256;
        return undefined;
      case 'gmov': {
        const data = Buffer.alloc(24);
        data.writeUInt32LE(this.speed, 0);
        data.writeUInt16LE(this.acceleration, 5);
        return data;
      }
      case 'smov':
        this.speed = given.readUInt32LE(0);
        this.acceleration = given.readUInt16LE(5);
        return undefined;
      case 'home':
        this.target = 0;
        this.flags |= 0x20;
        return undefined;
      case 'spos':
        this.zeroed += 1;
        return undefined;
      case 'sstp':
        this.target = this.position;
        return undefined;
      default:
        return 'errc';
    }
  }
}

const options = { axes: { x: { step: 2.5 } } };
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('frames of 8SMC', () => {
  it('have the check of Modbus, over the data alone', () => {
    // The usual check value of this CRC.
    expect(smcCrc(latin1('123456789'))).toBe(0x4b37);
    expect(encodeSmc('gpos')).toEqual(Uint8Array.from(latin1('gpos')));
    expect(encodeSmc('move', new Uint8Array(12))).toHaveLength(18);
  });

  it('give the data back, behind zeros too, and end where they should', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(3), (data, zeros) => {
        const reply = Uint8Array.of(...new Uint8Array(zeros), ...encodeSmc('gets', data));
        for (let length = 0; length < reply.length; length++)
          expect(smcEnd(data.length).find(reply.subarray(0, length))).toBe(-1);
        expect(smcEnd(data.length).find(Uint8Array.of(...reply, 0))).toBe(reply.length);
        expect(decodeSmc('gets', reply)).toEqual(data);
        const damaged = reply.with(reply.length - 1, (reply.at(-1) ?? 0) ^ 1);
        expect(() => decodeSmc('gets', damaged)).toThrow(expect.objectContaining({ code: 'checksum-wrong' }));
      }),
    );
    expect(smcEnd(48).find(latin1('errc'))).toBe(4);
    expect(() => decodeSmc('gpos', latin1('errc'))).toThrow(
      expect.objectContaining({ code: 'instrument-refused' }),
    );
    expect(() => decodeSmc('gpos', latin1('errd'))).toThrow(expect.objectContaining({ kind: 'protocol' }));
    expect(() => decodeSmc('gpos', latin1('move'))).toThrow(
      expect.objectContaining({ code: 'reply-unexpected' }),
    );
  });

  it('are no matter what, refused as faults of the protocol or the device', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(60), (junk, length) => {
        expect(smcEnd(length).find(junk)).toBeLessThanOrEqual(junk.length);
        return isTotal(() => decodeSmc('gets', junk));
      }),
    );
  });

  it('carry positions of both signs in steps and microsteps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 1, max: 256 }),
        (count, microsteps) => {
          const steps = splitSteps(count / microsteps, microsteps);
          expect(Math.abs(steps.micro)).toBeLessThan(microsteps);
          expect(joinSteps(steps, microsteps)).toBeCloseTo(count / microsteps, 6);
        },
      ),
    );
    expect(splitSteps(-1.5, 256)).toEqual({ full: -1, micro: -128 });
  });
});

describe('the driver of 8SMC controllers', () => {
  it('brings the controller in step, says who it is, and moves in µm', async () => {
    const controller = new Controller();
    await onMachine(standa8smc, controller.machine, options, async (device) => {
      expect(controller.machine.sent[0]).toBe('\0');
      expect(await firstValueFrom(device.identity$)).toMatchObject({ model: '8SMC, stepper motor' });
      expect(await device.x?.moveTo({ position: 2501.25 })).toEqual({ position: 2501.25 });
      expect(controller.target).toBe(1000.5);
      expect(await device.x?.moveTo({ position: -1.25 })).toEqual({ position: -1.25 });
    });
  });

  it('counts from the home position once it was found', async () => {
    const controller = new Controller();
    controller.flags = 0;
    await onMachine(standa8smc, controller.machine, options, async (device) => {
      await expect(device.x?.moveTo({ position: 10 })).rejects.toMatchObject({ code: 'not-referenced' });
      await device.x?.reference?.home();
      expect(controller.zeroed).toBe(1);
      controller.flags |= 0x40;
      await expect(device.x?.moveTo({ position: 10 })).rejects.toMatchObject({ code: 'axis-fault' });
    });
  });

  it('stops by decelerating, and zeroes nothing after a reference run that was stopped', async () => {
    const controller = new Controller();
    controller.position = 20_000;
    controller.target = 20_000;
    await onMachine(standa8smc, controller.machine, options, async (device, clock) => {
      const run = device.x?.reference?.home();
      await clock.sleep(200);
      expect(await run?.stop()).toMatchObject({ outcome: 'stopped' });
      await run?.then(undefined, () => {});
    });
    expect(controller.machine.sent).toContain('sstp');
    expect(controller.zeroed).toBe(0);
  });

  it('sets the speed and leaves the rest as it was', async () => {
    const controller = new Controller();
    await onMachine(standa8smc, controller.machine, options, async (device) => {
      await device.x?.velocity?.speed.write(2500);
      expect(controller.speed).toBe(1000);
      expect(controller.acceleration).toBe(777);
    });
  });

  it('resynchronises after a damaged exchange, and goes on', async () => {
    const controller = new Controller();
    await onMachine(standa8smc, controller.machine, options, async (device) => {
      const before = controller.machine.sent.length;
      controller.spoilt = 'errd';
      await expect(device.x?.position.read()).rejects.toMatchObject({ kind: 'protocol' });
      expect(await device.x?.position.read()).toBe(0);
      expect(controller.machine.sent.slice(before).filter((message) => message === '\0')).not.toEqual([]);
      controller.spoilt = 'errv';
      await expect(device.x?.position.read()).rejects.toMatchObject({ code: 'instrument-refused' });
    });
  });

  it('refuses a second axis', async () => {
    const axes = { x: { step: 1 }, y: { step: 1 } };
    await expect(
      onMachine(standa8smc, new Controller().machine, { axes }, async () => {}),
    ).rejects.toMatchObject({
      code: 'option-refused',
    });
  });
});
