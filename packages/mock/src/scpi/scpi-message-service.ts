import type { MessagePeer, MessageService } from '../serve/message-service.ts';
import { MessageSplitter } from './message-splitter.ts';
import type { ScpiInstrument } from './scpi-instrument.ts';
import { ScpiRefusal } from './status-model.ts';

const requestsService = 0x40;

/**
 * Serves an instrument on a wire that carries messages (VXI-11, HiSLIP, USBTMC, GPIB), with its status byte, service
 * requests, device clear and the query errors -410 and -420. Each link has its own output; the instrument is one.
 */
export function scpiMessageService(instrument: ScpiInstrument): MessageService {
  return { connect: (peer) => new ScpiMessageSession(instrument, peer) };
}

class ScpiMessageSession {
  readonly #instrument: ScpiInstrument;
  readonly #peer: MessagePeer;
  readonly #unsubscribe: () => void;
  #messages: string[] = [];
  #working = false;
  /** Counts device clears: what was under way before one must not answer after it. */
  #cleared = 0;
  #open = true;
  #messageAvailable = false;
  /** Master summary, as it was last looked at, and whether its rise was polled since. */
  #summary = false;
  #requesting = false;

  constructor(instrument: ScpiInstrument, peer: MessagePeer) {
    this.#instrument = instrument;
    this.#peer = peer;
    this.#unsubscribe = instrument.status.onChange(() => this.#look());
  }

  get busy(): boolean {
    return this.#working;
  }

  receive(message: Uint8Array): void {
    const splitter = new MessageSplitter();
    const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('latin1');
    for (const unit of splitter.push(text.endsWith('\n') ? text : `${text}\n`)) {
      if (this.#working && this.#instrument.interrupts(unit)) void this.#instrument.execute(unit);
      else this.#messages.push(unit);
    }
    // A block that promises more bytes than the message has.
    if (splitter.waiting > 0) this.#instrument.status.raise(new ScpiRefusal(-161));
    void this.#work();
  }

  clear(): void {
    this.#cleared++;
    this.#messages = [];
    this.#working = false;
  }

  trigger(): void {
    void this.#instrument.execute('*TRG');
  }

  statusByte(messageAvailable: boolean): number {
    const byte = this.#instrument.status.statusByte(messageAvailable) & ~requestsService;
    const requesting = this.#requesting;
    this.#requesting = false;
    return requesting ? byte | requestsService : byte;
  }

  outputChanged(messageAvailable: boolean): void {
    this.#messageAvailable = messageAvailable;
    this.#look();
  }

  interrupted(): void {
    this.#instrument.status.raise(new ScpiRefusal(-410));
  }

  unterminated(): void {
    this.#instrument.status.raise(new ScpiRefusal(-420));
  }

  remote(): void {}

  closed(): void {
    this.#open = false;
    this.#unsubscribe();
  }

  /** A rise of the summary is a new reason for service (IEEE 488.2, section 11.3). */
  #look(): void {
    const summary = (this.#instrument.status.statusByte(this.#messageAvailable) & requestsService) !== 0;
    const rose = summary && !this.#summary;
    this.#summary = summary;
    if (!summary) this.#requesting = false;
    if (!rose) return;
    this.#requesting = true;
    this.#peer.requestService();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    const cleared = this.#cleared;
    for (let message = this.#messages.shift(); message !== undefined; message = this.#messages.shift()) {
      const response = await this.#instrument.execute(message);
      if (!this.#open || cleared !== this.#cleared) return;
      if (response !== undefined) this.#peer.respond(Buffer.from(`${response}\n`, 'latin1'));
    }
    this.#working = false;
  }
}
