import { Turn, VirtualClock, endsWith } from '@fourwire/core';
import type { FourwireError } from '@fourwire/core';
import { UsbtmcTransport } from '../src/usbtmc/usbtmc-transport.ts';
import type { UsbtmcOptions } from '../src/usbtmc/usbtmc-transport.ts';
import { ScriptedUsb } from './scripted-usb.ts';
import type { ScriptedUsbOptions } from './scripted-usb.ts';

/** A transport on a scripted device, as a bus would use it, on a clock that leaps. */
export class UsbtmcBench {
  readonly clock = new VirtualClock();
  readonly device: ScriptedUsb;
  readonly transport: UsbtmcTransport;
  readonly lost: FourwireError[] = [];

  constructor(scripted: ScriptedUsbOptions = {}, options: UsbtmcOptions = {}) {
    this.device = new ScriptedUsb(this.clock, scripted);
    this.transport = new UsbtmcTransport(this.device, options);
  }

  /** Opens, runs `work` and closes in virtual time; afterwards nothing may be left over, and no rule broken. */
  async run<R>(work: (bench: this) => Promise<R>): Promise<R> {
    const result = await this.clock.run(async () => {
      await this.open();
      this.device.log.length = 0;
      try {
        return await work(this);
      } finally {
        await this.transport.close();
      }
    });
    if (this.device.violations.length > 0) throw new Error(this.device.violations.join('; '));
    if (this.clock.pendingTimers > 0) throw new Error(`${this.clock.pendingTimers} timers are left`);
    return result;
  }

  async open(turn = new Turn()): Promise<void> {
    await this.transport.open(
      { clock: this.clock, lost: (error) => this.lost.push(error), trace: () => {} },
      turn,
    );
  }

  async write(text: string, turn = new Turn()): Promise<void> {
    await this.transport.write(Buffer.from(text, 'latin1'), turn);
  }

  async read(turn = new Turn()): Promise<string> {
    return Buffer.from(await this.transport.read(endsWith(), turn)).toString('latin1');
  }

  async query(text: string, turn = new Turn()): Promise<string> {
    await this.write(text, turn);
    return this.read(turn);
  }

  /** A turn that ends after `ms`, as the bus's deadlines do. */
  turn(ms: number, error: FourwireError): Turn {
    const turn = new Turn();
    this.clock.setTimer(ms, () => turn.interrupt(error));
    return turn;
  }
}
