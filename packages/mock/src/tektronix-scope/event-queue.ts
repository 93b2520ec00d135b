import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';

/**
 * The events of a Tektronix instrument (sheet scope-tektronix.md): positive numbers, and none is told before `*ESR?` was
 * asked.
 */
export class EventQueue {
  readonly #instrument: ScpiInstrument;
  #readable: { readonly code: number; readonly text: string }[] = [];

  constructor(instrument: ScpiInstrument) {
    this.#instrument = instrument;
  }

  /** `*ESR?`: makes the events that came so far readable. */
  takeStandard(): number {
    const { status } = this.#instrument;
    const events = [];
    while (status.errorCount > 0) events.push(status.takeError());
    this.#readable = events;
    return status.takeStandard();
  }

  /** The next one with its text. */
  next(): string {
    const event = this.#readable.shift();
    if (event !== undefined) return textOf(event);
    return this.#instrument.status.errorCount > 0
      ? '1,"No events to report - new events pending *ESR?"'
      : '0,"No events to report - queue empty"';
  }

  /** All of them. */
  all(): string {
    const all = this.#readable.map(textOf);
    this.#readable = [];
    return all.length === 0 ? this.next() : all.join(',');
  }

  /** The number of the next one. */
  code(): string {
    return this.next().split(',')[0] ?? '0';
  }

  clear(): void {
    this.#readable = [];
  }
}

function textOf({ code, text }: { readonly code: number; readonly text: string }): string {
  return `${Math.abs(code)},"${text}"`;
}
