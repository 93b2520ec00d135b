import type { FourwireError } from '../errors/fourwire-error.ts';

/** Receives what is sent and received during a turn, for the trace. */
export type TurnTap = (direction: 'sent' | 'received', bytes: Uint8Array) => void;

/**
 * One caller's time on the wire. A lean stand-in for an AbortSignal: it is made for every exchange, and holds one
 * listener, that of the operation under way.
 */
export class Turn {
  /** Why the turn ended early; `undefined` while it lasts. */
  error: FourwireError | undefined;
  /** Whether anything went onto the wire or was waited for, so that an interruption leaves it out of step. */
  touched = false;
  /** The last chunk sent and received, for error messages. */
  lastSent: Uint8Array | undefined;
  lastReceived: Uint8Array | undefined;
  readonly #tap: TurnTap | undefined;
  #onInterrupt: ((error: FourwireError) => void) | undefined;

  constructor(tap?: TurnTap) {
    this.#tap = tap;
  }

  /** Ends the turn: the operation under way rejects, and so does every later one. */
  interrupt(error: FourwireError): void {
    if (this.error !== undefined) return;
    this.error = error;
    const listener = this.#onInterrupt;
    this.#onInterrupt = undefined;
    listener?.(error);
  }

  /** @throws the turn's error when it was interrupted. */
  check(): void {
    if (this.error !== undefined) throw this.error;
  }

  /** Sets the listener of the operation under way; `undefined` when it has ended. */
  onInterrupt(listener: ((error: FourwireError) => void) | undefined): void {
    this.#onInterrupt = listener;
  }

  sent(bytes: Uint8Array): void {
    this.touched = true;
    this.lastSent = bytes;
    this.#tap?.('sent', bytes);
  }

  received(bytes: Uint8Array): void {
    this.touched = true;
    this.lastReceived = bytes;
    this.#tap?.('received', bytes);
  }
}
