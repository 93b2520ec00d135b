import { FourwireError, Turn } from '@fourwire/core';
import type { ByteTransport } from '@fourwire/core';
import { encodeFrame } from '../hsms/frame.ts';
import type { HsmsFrame } from '../hsms/frame.ts';
import { controlHeader, hsmsName, hsmsTypes } from '../hsms/header.ts';
import type { HsmsHeader } from '../hsms/header.ts';
import { rejectReasons, rejectTexts } from './hsms-texts.ts';
import type { DataContext } from './secs-data.ts';

/**
 * What one HSMS connection sends. Frames that answer what came in one chunk go out in one write.
 *
 * Source: SEMI E37; sheet hsms.md sections 1 and 4.
 */
export class HsmsSender {
  readonly #context: DataContext;
  readonly #stream: ByteTransport;
  /** Told before anything is written. */
  readonly #sending: () => void;
  /** Frames that wait for the end of the chunk that they answer. */
  #answers: Uint8Array[] | undefined;
  #ended = false;

  constructor(stream: ByteTransport, context: DataContext, sending: () => void) {
    this.#stream = stream;
    this.#context = context;
    this.#sending = sending;
  }

  async write(bytes: Uint8Array, turn: Turn): Promise<void> {
    // Whoever was told of a message may send something of his own at once; the answer goes before it.
    if (this.#answers !== undefined) this.#send([]);
    this.#sending();
    await this.#stream.write(bytes, turn);
  }

  /** Sends what belongs to no request. Nobody waits for it: a link that is gone says so by itself. */
  unasked(bytes: Uint8Array): void {
    if (this.#answers !== undefined) {
      this.#answers.push(bytes);
      return;
    }
    const turn = new Turn((direction, traced) => this.#context.host.trace(direction, traced));
    this.write(bytes, turn).catch(() => {});
  }

  control(sType: number, systemBytes: number, fields: Partial<HsmsHeader> = {}): void {
    this.unasked(encodeFrame(controlHeader(sType, systemBytes, fields)));
  }

  reject({ header }: HsmsFrame, reason: number): void {
    // A Reject is never answered with a Reject.
    if (header.sType === hsmsTypes.rejectRequest) return;
    const byte2 = reason === rejectReasons.presentationUnsupported ? header.pType : header.sType;
    const { sessionId, systemBytes } = header;
    this.control(hsmsTypes.rejectRequest, systemBytes, { sessionId, byte2, byte3: reason });
    const text = `${hsmsName(header)} was rejected: ${rejectTexts[reason] ?? reason}`;
    this.#context.fault(
      new FourwireError('protocol', 'hsms-frame-rejected', `${this.#context.address}: ${text}.`),
    );
  }

  /** Keeps frames back until {@link flush}. */
  gather(): void {
    this.#answers = [];
  }

  /** Sends what was kept back. */
  flush(): void {
    this.#send(undefined);
  }

  /** The connection has ended: what is kept back goes nowhere. */
  end(): void {
    this.#ended = true;
  }

  /** Sends the answers gathered so far, and goes on gathering in `next`. */
  #send(next: Uint8Array[] | undefined): void {
    const answers = this.#answers ?? [];
    this.#answers = undefined;
    const [first] = answers;
    if (first !== undefined && !this.#ended)
      this.unasked(answers.length === 1 ? first : Buffer.concat(answers));
    this.#answers = next;
  }
}
