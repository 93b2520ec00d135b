import { FourwireError } from '@fourwire/core';
import type { ByteTransport, Timer, Turn } from '@fourwire/core';
import { HsmsFrameReader } from '../hsms/frame-reader.ts';
import { encodeDataFrame, encodeFrame } from '../hsms/frame.ts';
import type { HsmsFrame } from '../hsms/frame.ts';
import { dataHeader, encodeHsmsHeader, hsmsTypes } from '../hsms/header.ts';
import type { HsmsHeader } from '../hsms/header.ts';
import { messageName } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import { HsmsDataFrame } from './hsms-data-frame.ts';
import { HsmsSender } from './hsms-sender.ts';
import type { HsmsSettings } from './hsms-settings.ts';
import { rejectReasons, rejectTexts, selectTexts } from './hsms-texts.ts';
import { Linktest } from './linktest.ts';
import { SecsData, checkPrimary } from './secs-data.ts';
import type { DataContext } from './secs-data.ts';

/** Where an HSMS connection belongs. */
export interface HsmsContext extends DataContext {
  readonly settings: HsmsSettings;
}

/**
 * One HSMS-SS connection, of the active or the passive side, from connecting to its end. A connection that has ended stays ended: the
 * transport makes a new one.
 *
 * Source: SEMI E37 and E37.1; sheet hsms.md sections 1 to 6, the rightmost columns of section 12.
 */
export class HsmsConnection {
  readonly #context: HsmsContext;
  readonly #stream: ByteTransport;
  readonly #reader: HsmsFrameReader;
  readonly #sender: HsmsSender;
  readonly #data: SecsData;
  readonly #linktest: Linktest;
  /** What came before the stream took anything to send; undefined once it is open. */
  #early: Uint8Array[] | undefined = [];
  #opened = false;
  #selected = false;
  #ended: FourwireError | undefined;
  /** Whoever waits for the session; `systemBytes` are those of our own Select.req. */
  #selecting:
    | { systemBytes: number | undefined; resolve: () => void; reject: (error: FourwireError) => void }
    | undefined;
  #unselected: Timer | undefined;
  #gap: Timer | undefined;

  constructor(stream: ByteTransport, context: HsmsContext) {
    const { host, settings } = context;
    this.#context = context;
    this.#stream = stream;
    this.#reader = new HsmsFrameReader({ maxMessageBytes: settings.maxMessageBytes });
    this.#sender = new HsmsSender(stream, context, () => this.#linktest.sent());
    const { sessionId, text } = settings;
    const frame = (message: SecsMessage, systemBytes: number): Uint8Array =>
      encodeDataFrame(sessionId, message, systemBytes, { text });
    this.#data = new SecsData(context, {
      write: async (message, systemBytes, turn) => this.#sender.write(frame(message, systemBytes), turn),
      writeUnasked: (message, systemBytes) => {
        if (this.#selected) this.#sender.unasked(frame(message, systemBytes));
      },
      headerBytes: (message, systemBytes) => encodeHsmsHeader(dataHeader(sessionId, message, systemBytes)),
    });
    this.#linktest = new Linktest(
      host.clock,
      { idleMs: settings.linktestMs, answerMs: settings.t6Ms, failures: settings.linktestFailures },
      {
        busy: () => this.#data.requests.size > 0,
        ask: () => {
          const systemBytes = this.#data.requests.nextSystemBytes();
          this.#sender.control(hsmsTypes.linktestRequest, systemBytes);
          return systemBytes;
        },
        lost: () =>
          this.#end(
            'linktest-unanswered',
            `the link was tested ${settings.linktestFailures} times and no test was answered within ${settings.t6Ms} ms (T6)`,
          ),
      },
    );
  }

  /** Connects and selects, or waits to be selected. */
  async open(turn: Turn): Promise<void> {
    const { host, address } = this.#context;
    if (this.#stream.listen === undefined) {
      const text = `${address}: HSMS needs a stream of bytes; ${this.#stream.address} is none.`;
      throw new FourwireError('range', 'stream-needed', text);
    }
    this.#stream.listen((chunk) => {
      if (this.#early === undefined) this.#receive(chunk);
      else this.#early.push(chunk.slice());
    });
    await this.#stream.open(
      {
        clock: host.clock,
        lost: (error) => this.#endWith(error),
        trace: (direction, bytes) => host.trace(direction, bytes),
      },
      turn,
    );
    // It may have been lost before it was open.
    this.#checkLasts();
    this.#limitUnselected();
    const selected = this.#select(turn);
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const chunk of early) this.#receive(chunk);
    await selected;
    this.#checkLasts();
    this.#opened = true;
    this.#context.selected(true);
  }

  #checkLasts(): void {
    if (this.#ended !== undefined) throw this.#ended;
  }

  async request(message: SecsMessage, turn: Turn): Promise<SecsMessage> {
    checkPrimary(message, true);
    this.#checkSelected();
    return this.#data.request(message, turn);
  }

  async send(message: SecsMessage, turn: Turn): Promise<void> {
    checkPrimary(message, false);
    this.#checkSelected();
    return this.#data.send(message, turn);
  }

  /** Says good-bye where there is somebody to say it to, and closes. */
  async close(): Promise<void> {
    this.#opened = false;
    if (this.#selected && this.#ended === undefined) {
      this.#sender.control(hsmsTypes.separateRequest, this.#data.requests.nextSystemBytes());
      // What is written goes out before the stream is closed; whether the far side reads it is its affair.
      await Promise.resolve();
    }
    this.#end('link-closed', 'the connection was closed');
    await this.#stream.close();
  }

  #checkSelected(): void {
    if (this.#ended !== undefined) {
      // Should it have ended before the bus took the connection as open, the bus hears of it now.
      this.#context.host.lost(this.#ended);
      throw this.#ended;
    }
    if (this.#selected) return;
    throw new FourwireError(
      'link',
      'hsms-not-selected',
      this.#says('the far side ended the session (Deselect)'),
    );
  }

  // --- receiving -------------------------------------------------------------------------------------------------

  #receive(chunk: Uint8Array): void {
    if (this.#ended !== undefined) return;
    this.#sender.gather();
    try {
      this.#reader.push(chunk);
      this.#gap?.cancel();
      this.#gap = undefined;
      for (let frame = this.#reader.next(); frame !== undefined; frame = this.#reader.next()) {
        this.#take(frame);
        if (this.#ended !== undefined) return;
      }
      if (this.#reader.pendingBytes > 0) this.#limitGap();
    } catch (error) {
      this.#sender.flush();
      this.#endWith(FourwireError.from(error));
    } finally {
      this.#sender.flush();
    }
  }

  #take(frame: HsmsFrame): void {
    this.#linktest.heard();
    const { header } = frame;
    const isData = header.pType === 0 && header.sType === hsmsTypes.data;
    const data = isData && this.#selected ? new HsmsDataFrame(frame) : undefined;
    const request = data && this.#data.answered(data);
    const bytes = encodeFrame(header, frame.body);
    if (request === undefined) this.#context.host.trace('received', bytes);
    else request.turn.received(bytes);
    if (header.pType !== 0) this.#sender.reject(frame, rejectReasons.presentationUnsupported);
    else if (header.sType !== hsmsTypes.data) this.#takeControl(frame);
    else if (data === undefined) this.#sender.reject(frame, rejectReasons.notSelected);
    else this.#data.take(data, request);
  }

  #takeControl(frame: HsmsFrame): void {
    const { header } = frame;
    const { sType, systemBytes, sessionId } = header;
    if (frame.body.length > 0) {
      this.#sender.reject(frame, rejectReasons.typeUnsupported);
      return;
    }
    switch (sType) {
      case hsmsTypes.selectRequest: {
        // Both sides may select at once (E37, 7.4).
        const status = this.#selected ? 1 : 0;
        this.#setSelected();
        this.#sender.control(hsmsTypes.selectResponse, systemBytes, { sessionId, byte3: status });
        break;
      }
      case hsmsTypes.selectResponse:
        this.#takeSelectResponse(frame);
        break;
      case hsmsTypes.deselectRequest:
        this.#sender.control(hsmsTypes.deselectResponse, systemBytes, {
          sessionId,
          byte3: this.#selected ? 0 : 1,
        });
        if (this.#selected) this.#setUnselected();
        break;
      case hsmsTypes.linktestRequest:
        this.#sender.control(hsmsTypes.linktestResponse, systemBytes, { sessionId });
        break;
      case hsmsTypes.linktestResponse:
        if (!this.#linktest.answered(systemBytes))
          this.#sender.reject(frame, rejectReasons.transactionNotOpen);
        break;
      case hsmsTypes.rejectRequest:
        this.#takeReject(header);
        break;
      case hsmsTypes.separateRequest:
        if (this.#selected) this.#end('hsms-separated', 'the far side ended the session (Separate)');
        break;
      case hsmsTypes.deselectResponse:
        this.#sender.reject(frame, rejectReasons.transactionNotOpen);
        break;
      default:
        this.#sender.reject(frame, rejectReasons.typeUnsupported);
    }
  }

  #takeReject(header: HsmsHeader): void {
    if (header.systemBytes !== this.#selecting?.systemBytes) {
      this.#takeDataReject(header);
      return;
    }
    const text = rejectTexts[header.byte3] ?? `reason ${header.byte3}`;
    this.#end('hsms-select-refused', `the far side rejected Select.req: ${text}`);
  }

  /** Takes a Reject.req of one of our messages. */
  #takeDataReject({ systemBytes, byte3: reason }: HsmsHeader): void {
    const meaning = rejectTexts[reason] ?? `reason ${reason}`;
    const request = this.#data.requests.takeSent(systemBytes);
    const name = request && messageName(request.message);
    const text = this.#says(`the far side rejected ${name ?? 'a message'}: ${meaning}`);
    const facts = { device: { code: reason, text: meaning }, command: name };
    const error = new FourwireError('protocol', 'hsms-rejected', text, facts);
    if (request === undefined) this.#context.fault(error);
    else request.reject(error);
  }

  // --- selecting, and the end ------------------------------------------------------------------------------------

  async #select(turn: Turn): Promise<void> {
    const { host, settings } = this.#context;
    const active = settings.mode === 'active';
    const systemBytes = active ? this.#data.requests.nextSystemBytes() : undefined;
    const selected = new Promise<void>((resolve, reject) => {
      this.#selecting = { systemBytes, resolve, reject };
    });
    // The passive side waits for Select.req as long as T7 lets it.
    const limit = host.clock.setTimer(active ? settings.t6Ms : Infinity, () =>
      this.#end('hsms-t6', `Select.req was not answered within ${settings.t6Ms} ms (T6)`, 'timeout'),
    );
    turn.onInterrupt((error) => this.#endWith(error));
    if (systemBytes !== undefined) this.#sender.control(hsmsTypes.selectRequest, systemBytes);
    try {
      await selected;
    } finally {
      limit.cancel();
      turn.onInterrupt(undefined);
    }
  }

  #takeSelectResponse(frame: HsmsFrame): void {
    const { systemBytes, byte3: status } = frame.header;
    if (systemBytes !== this.#selecting?.systemBytes) {
      this.#sender.reject(frame, rejectReasons.transactionNotOpen);
    } else if (status > 1) {
      const text = selectTexts[status] ?? 'reserved';
      this.#end('hsms-select-refused', `the far side refused Select.req with status ${status}, ${text}`);
    } else {
      this.#setSelected();
      this.#selecting = undefined;
    }
  }

  #setSelected(): void {
    if (!this.#selected) {
      this.#selected = true;
      this.#unselected?.cancel();
      this.#linktest.start();
    }
    this.#selecting?.resolve();
    if (this.#opened) this.#context.selected(true);
  }

  #setUnselected(): void {
    this.#selected = false;
    this.#linktest.stop();
    this.#limitUnselected();
    const text = this.#says('the far side ended the session (Deselect)');
    this.#data.requests.failAll(new FourwireError('link', 'hsms-not-selected', text));
    this.#context.selected(false);
  }

  #limitUnselected(): void {
    const { host, settings } = this.#context;
    this.#unselected = host.clock.setTimer(settings.t7Ms, () =>
      this.#end('hsms-t7', `the connection stayed unselected for ${settings.t7Ms} ms (T7)`),
    );
  }

  #limitGap(): void {
    const { host, settings } = this.#context;
    this.#gap = host.clock.setTimer(settings.t8Ms, () =>
      this.#end('hsms-t8', `nothing came for ${settings.t8Ms} ms in the middle of a message (T8)`),
    );
  }

  #end(code: string, text: string, kind: 'link' | 'timeout' = 'link'): void {
    this.#endWith(new FourwireError(kind, code, this.#says(text)));
  }

  #endWith(error: FourwireError): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#sender.end();
    this.#selected = false;
    this.#linktest.stop();
    this.#unselected?.cancel();
    this.#gap?.cancel();
    this.#stream.listen?.(undefined);
    this.#selecting?.reject(error);
    this.#context.inbox.clear();
    this.#context.selected(false);
    // The bus first: it knows which requests may be made again once the link is back.
    if (this.#opened) this.#context.host.lost(error);
    this.#data.requests.failAll(error);
    this.#stream.close().catch(() => {});
  }

  #says(text: string): string {
    return `${this.#context.address}: ${text}.`;
  }
}
