import { FourwireError } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, Exchanger } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import { complete } from '../session/completion.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import type { ScpiSessionOptions } from '../session/scpi-session.ts';
import { ScpiStatus } from '../session/scpi-status.ts';

/**
 * The wait of a Keithley electrometer for its trigger. Until that has come it keeps every message but an abort and a
 * trigger for later (6482 reference manual, section 8, "Idle and initiate"; taken to hold for its family), so that only
 * its status byte is looked at, and whoever else asks is refused rather than left waiting.
 */
export class TriggerWait {
  /** The wire for all other messages. */
  readonly others: Exchanger<ByteTransport>;
  readonly #session: ScpiSession;
  readonly #quiet: ScpiSession;
  readonly #status: ScpiStatus;
  #waiting = false;

  constructor(bus: BusClient<ByteTransport>, options: ScpiSessionOptions) {
    this.#session = new ScpiSession(bus, options);
    this.#quiet = this.#session.withErrors('never');
    this.#status = new ScpiStatus(this.#session, bus);
    this.others = {
      exchange: async (work, exchange) => {
        this.#ensureIdle();
        return bus.exchange(work, exchange);
      },
      transaction: async (work, exchange) => {
        this.#ensureIdle();
        return bus.transaction(work, exchange);
      },
    };
  }

  /**
   * Makes the instrument wait for its trigger and measure then, and reads what it measured.
   *
   * @throws FourwireError of kind `state`, code `status-byte-missing`, on a wire without a status byte, where nothing
   * would tell of the trigger
   */
  async reading<T>(read: (session: ScpiSession, call: Call) => Promise<T>, call: Call): Promise<T> {
    if (this.#status.client.wire.statusByte === undefined) {
      throw new FourwireError(
        'state',
        'status-byte-missing',
        'Refused: while it waits for a trigger the meter says nothing but its status byte, which this wire does not have; use GPIB, or the trigger source immediate.',
      );
    }
    await this.#session.send(scpi`ABOR`, call);
    this.#waiting = true;
    try {
      await complete(this.#session, this.#status, scpi`INIT`, {
        ...call,
        way: 'status-byte',
        stop: scpi`ABOR`,
      });
    } finally {
      this.#waiting = false;
    }
    return read(this.#session, call);
  }

  /** Ends whatever is under way; true when it answers again, which it does when it is idle. */
  async abort(call: Call): Promise<boolean> {
    await this.#quiet.send(scpi`ABOR`, call);
    return (await this.#quiet.query(scpi`*OPC?`, call)).trim() === '1';
  }

  /** Triggers, where the source is the bus. */
  async fire(call: Call): Promise<void> {
    // Whether it was refused can be asked only of an instrument that does not wait.
    await (this.#waiting ? this.#quiet : this.#session).send(scpi`*TRG`, call);
  }

  #ensureIdle(): void {
    if (!this.#waiting) return;
    throw new FourwireError(
      'busy',
      'acquiring',
      'Refused: acquire waits for its trigger, and the meter answers nothing else meanwhile; trigger it, wait for its end, or stop it.',
    );
  }
}
