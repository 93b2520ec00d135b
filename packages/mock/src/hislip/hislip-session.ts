import type { Clock } from '@fourwire/core';
import type { MessageService } from '../serve/message-service.ts';
import type { Channel, FatalCode } from './channel.ts';
import type { InstrumentLock } from './instrument-lock.ts';
import { headerBytes, messageType } from './message.ts';
import type { IncomingMessage } from './message-reader.ts';
import { ProgramChannel } from './program-channel.ts';
import type { ProgramHost } from './program-channel.ts';
import { isRemoteRequest, RemoteState } from './remote-state.ts';
import type { ViolationCode } from './violations.ts';

/** A logical instrument of the server: what it is, and who has it locked. */
export interface HislipInstrument {
  readonly service: MessageService;
  readonly lock: InstrumentLock<HislipSession>;
}

/** What a session is told at its start. */
export interface SessionSettings {
  /** The number that tells which two connections belong together. */
  readonly id: number;
  /** The version in force: the lower of the client's and the server's. */
  readonly version: number;
  readonly clock: Clock;
  readonly strict: boolean;
  readonly overlap: boolean;
  readonly maxMessageBytes: number;
  readonly ended: (session: HislipSession) => void;
  readonly violated: (session: number, code: ViolationCode, text: string) => void;
}

/** `FW` for Fourwire; not registered with the IVI Foundation. */
const vendorId = 0x4657;
/** What a client is taken to accept until it says so. */
const usualMessageBytes = 1_048_576;
const secureVersion = 0x0200;
const requestsService = 0x40;

/** One client: its two connections and what it holds of the instrument. */
export class HislipSession implements ProgramHost {
  readonly clock: Clock;
  readonly strict: boolean;
  largestPayload = usualMessageBytes - headerBytes;
  readonly #settings: SessionSettings;
  readonly #instrument: HislipInstrument;
  readonly #synchronous: Channel;
  readonly #remote: RemoteState;
  #asynchronous: Channel | undefined;
  #program: ProgramChannel | undefined;
  #releasing = false;
  #requesting = false;
  #ended = false;

  constructor(settings: SessionSettings, synchronous: Channel, instrument: HislipInstrument) {
    this.#settings = settings;
    this.clock = settings.clock.wire;
    this.strict = settings.strict;
    this.#instrument = instrument;
    this.#synchronous = synchronous;
    this.#remote = new RemoteState((remote) => this.#program?.remote(remote));
    synchronous.reader.limit = settings.maxMessageBytes - headerBytes;
    synchronous.arrived = () => this.pump();
    synchronous.ended = () => this.#end();
  }

  get id(): number {
    return this.#settings.id;
  }

  get blocked(): boolean {
    return this.#instrument.lock.blocks(this);
  }

  /** Whether the asynchronous connection is there. */
  get established(): boolean {
    return this.#asynchronous !== undefined;
  }

  /** Takes the asynchronous connection; the session is complete. */
  attach(channel: Channel): void {
    const { overlap } = this.#settings;
    this.#asynchronous = channel;
    this.#program = new ProgramChannel(this, this.#synchronous, this.#instrument.service, overlap);
    channel.arrived = () => this.#serve(channel);
    channel.ended = () => this.#end();
    channel.send(messageType.asyncInitializeResponse, 0, vendorId);
    this.#serve(channel);
  }

  /** Goes on with the synchronous channel, for instance because a lock is gone. */
  pump(): void {
    if (this.#program === undefined) this.#pumpTooEarly();
    else this.#program.pump();
  }

  addressed(): void {
    this.#remote.addressed();
  }

  interrupted(id: number): void {
    this.#asynchronous?.send(messageType.asyncInterrupted, 0, id);
  }

  requestService(): void {
    // Until the client polls, it is not told again.
    if (this.#requesting || this.#program === undefined) return;
    this.#requesting = true;
    const statusByte = this.#program.statusByte() | requestsService;
    this.#asynchronous?.send(messageType.asyncServiceRequest, statusByte);
  }

  violated(code: ViolationCode, text: string): void {
    this.#settings.violated(this.id, code, text);
  }

  /** Says why on both connections, and ends them. */
  fail(code: FatalCode): void {
    this.#asynchronous?.sendFatal(code);
    this.#synchronous.fail(code);
  }

  other(message: IncomingMessage): void {
    const channel = this.#synchronous;
    if (message.type === messageType.initialize) this.fail(3);
    else if (message.type === messageType.deviceClearComplete) {
      this.violated('clear-complete-unasked', 'DeviceClearComplete came without AsyncDeviceClear.');
      channel.sendError(0);
    } else if (this.#isSecure(message.type)) this.#authenticate(channel, message);
    else this.#common(channel, message);
  }

  /** The client may have sent something before the asynchronous connection was there. */
  #pumpTooEarly(): void {
    const { reader } = this.#synchronous;
    const { header } = reader;
    if (reader.malformed) this.fail(1);
    else if (header?.type === messageType.fatalError) this.#synchronous.close();
    else if (header !== undefined) this.fail(header.type === messageType.initialize ? 3 : 2);
  }

  #serve(channel: Channel): void {
    const { reader } = channel;
    for (let message = reader.next; message !== undefined && !this.#ended; message = reader.next) {
      reader.take();
      if (message.tooLong && message.type < messageType.vendorSpecific) this.#refuseLong(channel, message);
      else this.#carryOut(channel, message);
    }
    if (reader.malformed) this.fail(1);
  }

  #refuseLong(channel: Channel, message: IncomingMessage): void {
    const isReport = message.type === messageType.fatalError || message.type === messageType.error;
    if (isReport) this.#common(channel, message);
    else channel.sendError(4);
  }

  #carryOut(channel: Channel, message: IncomingMessage): void {
    const { type, control, parameter, payload } = message;
    const program = this.#program;
    if (program === undefined) return;
    if (type === messageType.asyncLock) this.#lock(channel, message);
    else if (type === messageType.asyncRemoteLocalControl) this.#remoteLocal(channel, program, message);
    else if (type === messageType.asyncMaximumMessageSize) this.#maximumSize(channel, payload);
    else if (type === messageType.asyncDeviceClear) this.#clear(channel, program);
    else if (type === messageType.asyncStatusQuery) {
      this.addressed();
      program.poll(parameter, (control & 1) !== 0, (byte) => this.#answerPoll(channel, byte));
    } else if (type === messageType.asyncLockInfo) {
      const { exclusive, clients } = this.#instrument.lock.info;
      channel.send(messageType.asyncLockInfoResponse, exclusive ? 1 : 0, clients);
    } else if (type === messageType.asyncStartTls && this.#isSecure(type))
      channel.send(messageType.asyncStartTlsResponse, 3);
    else if (type === messageType.asyncEndTls && this.#isSecure(type))
      channel.send(messageType.asyncEndTlsResponse, 3);
    else this.#common(channel, message);
  }

  /** Messages that may come on either channel, and those that nobody knows. */
  #common(channel: Channel, { type }: IncomingMessage): void {
    if (type === messageType.fatalError) channel.close();
    else if (type === messageType.getDescriptors && this.#isSecure(type))
      channel.send(messageType.getDescriptorsResponse);
    else if (type >= messageType.vendorSpecific) channel.sendError(3);
    else if (type !== messageType.error) channel.sendError(1);
  }

  /** Whether this is a message of HiSLIP 2.0, and that version is in force. */
  #isSecure(type: number): boolean {
    const { getDescriptors, authenticationExchange } = messageType;
    return (
      this.#settings.version >= secureVersion && type >= getDescriptors && type <= authenticationExchange
    );
  }

  /** Secure connections are not offered: there is no mechanism to choose. */
  #authenticate(channel: Channel, message: IncomingMessage): void {
    const { type } = message;
    if (type === messageType.getSaslMechanismList) channel.send(messageType.getSaslMechanismListResponse);
    else if (type === messageType.authenticationStart || type === messageType.authenticationExchange)
      channel.sendError(5);
    else this.#common(channel, message);
  }

  #maximumSize(channel: Channel, payload: Uint8Array): void {
    if (payload.length === 8) {
      const size = Number(Buffer.from(payload).readBigUInt64BE());
      // Whether the header counts is not said; then both readings hold.
      this.largestPayload = Math.max(1, size - headerBytes);
    } else {
      this.violated(
        'payload-length',
        `AsyncMaximumMessageSize has ${payload.length} bytes of payload; 8 are due.`,
      );
    }
    const own = Buffer.alloc(8);
    own.writeBigUInt64BE(BigInt(this.#settings.maxMessageBytes));
    channel.send(messageType.asyncMaximumMessageSizeResponse, 0, 0, own);
  }

  #lock(channel: Channel, { control, parameter, payload }: IncomingMessage): void {
    const { lock } = this.#instrument;
    if (control > 1) {
      channel.sendError(2);
      return;
    }
    this.addressed();
    if (this.#releasing || lock.awaits(this)) {
      this.violated('lock-outstanding', 'A lock is requested or released while another request waits.');
      channel.send(messageType.asyncLockResponse, 3);
    } else if (control === 1) {
      const key = Buffer.from(payload).toString('latin1');
      lock.request(this, key, parameter, (answer) => channel.send(messageType.asyncLockResponse, answer));
    } else this.#release(channel, parameter);
  }

  #release(channel: Channel, id: number): void {
    const give = (): void => {
      this.#releasing = false;
      const { lock } = this.#instrument;
      channel.send(messageType.asyncLockResponse, lock.release(this));
    };
    this.#releasing = true;
    // Whoever is locked out has nothing under way that the release could wait for.
    if (this.blocked) give();
    else this.#program?.after(id, 'release-id', give);
  }

  #remoteLocal(channel: Channel, program: ProgramChannel, { control, parameter }: IncomingMessage): void {
    if (!isRemoteRequest(control)) {
      channel.sendError(2);
      return;
    }
    // The answer does not wait for other clients' locks; what is asked for does.
    const early = this.blocked;
    if (early) channel.send(messageType.asyncRemoteLocalResponse);
    program.after(parameter, 'remote-id', () => {
      this.#remote.request(control);
      if (!early) channel.send(messageType.asyncRemoteLocalResponse);
    });
  }

  #answerPoll(channel: Channel, statusByte: number): void {
    const requesting = this.#requesting ? requestsService : 0;
    this.#requesting = false;
    channel.send(messageType.asyncStatusResponse, statusByte | requesting);
  }

  #clear(channel: Channel, program: ProgramChannel): void {
    this.addressed();
    this.#instrument.lock.cancel(this);
    program.clear();
    channel.send(messageType.asyncDeviceClearAcknowledge, this.#settings.overlap ? 1 : 0);
    program.pump();
  }

  /** One connection has ended: so does the other, and nothing is held any more. */
  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#program?.close();
    this.#asynchronous?.close();
    this.#synchronous.close();
    this.#settings.ended(this);
    this.#instrument.lock.drop(this);
  }
}
