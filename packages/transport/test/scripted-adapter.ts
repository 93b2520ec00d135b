import type { BytePeer, ByteService, ByteSession, Clock, Timer } from '@fourwire/core';

/** What an instrument answers to a message; nothing when it is no question. */
export interface ScriptedReply {
  /** As latin1. */
  readonly text: string;
  readonly afterMs?: number;
  /** Whether its last byte comes with EOI; true unless given. */
  readonly eoi?: boolean;
  /** Sent in pieces of this many bytes, so many milliseconds apart. */
  readonly pieces?: { readonly bytes: number; readonly everyMs: number };
}

/** An instrument at one address. */
export class ScriptedInstrument {
  /** Messages as they came, as latin1. */
  readonly received: string[] = [];
  status = 0;
  clears = 0;
  triggers = 0;
  locals: string[] = [];
  /** Replies that wait to be read, with the moment from which they are there. */
  output: { text: string; at: number; eoi: boolean; pieces: ScriptedReply['pieces'] }[] = [];
  answer: (message: string) => ScriptedReply | string | undefined;

  constructor(answer: ScriptedInstrument['answer'] = () => undefined) {
    this.answer = answer;
  }
}

/** How the adapter differs from a Prologix in order. */
export interface ScriptedAdapterOptions {
  readonly ar488?: boolean;
  /** What it calls itself on `++ver`. */
  readonly version?: string;
  /** It is deaf for so long after it was connected to. */
  readonly bootMs?: number;
  /** Prompts and repeats what it is sent. */
  readonly verbose?: boolean;
  /** Its own GPIB address, which it does not take for an instrument. */
  readonly own?: number;
}

/** A Prologix-style adapter for tests, written from gpib-adapters.md: it works off its lines one after the other. */
export class ScriptedAdapter implements ByteService {
  readonly instruments = new Map<string, ScriptedInstrument>();
  /** Its lines as they came, without terminator; data with its escapes taken away. */
  lines: string[] = [];
  connections = 0;
  peer: BytePeer | undefined;
  /** Answers nothing and does nothing. */
  silent = false;
  verbose: boolean;
  settings: Record<string, string> = {};
  /** How often a setting was written to the EEPROM. */
  eepromWrites = 0;
  /** Longest run of bytes that came at once. */
  longestChunk = 0;
  readonly #clock: Clock;
  readonly #options: ScriptedAdapterOptions;
  #deafUntil = 0;
  #queue: { command: string; data: boolean }[] = [];
  #busy: Timer | undefined;
  #line: number[] = [];
  #escaped = false;
  #isData = false;

  constructor(clock: Clock, options: ScriptedAdapterOptions = {}) {
    this.#clock = clock;
    this.#options = options;
    this.verbose = options.verbose ?? false;
    this.#reset();
  }

  /** Puts an instrument at an address as `++addr` takes it, for example `9` or `9 96`. */
  at(address: string, answer?: ScriptedInstrument['answer']): ScriptedInstrument {
    const instrument = new ScriptedInstrument(answer);
    this.instruments.set(address, instrument);
    return instrument;
  }

  connect(peer: BytePeer): ByteSession {
    this.connections++;
    this.peer = peer;
    this.#deafUntil = this.#clock.monotonic() + (this.#options.bootMs ?? 0);
    this.#forget();
    return {
      receive: (bytes) => {
        this.longestChunk = Math.max(this.longestChunk, bytes.length);
        if (this.silent || this.#clock.monotonic() < this.#deafUntil) return;
        for (const byte of bytes) this.#take(byte);
      },
      closed: () => this.#forget(),
    };
  }

  /** Switches it off and on: it has forgotten what it was set to. */
  powerCycle(): void {
    this.#forget();
    this.#reset();
  }

  #reset(): void {
    this.settings = {
      savecfg: '1',
      mode: '1',
      auto: '1',
      eoi: '0',
      eos: '0',
      eot_enable: '0',
      eot_char: '0',
    };
    this.settings['read_tmo_ms'] = this.#options.ar488 === true ? '1200' : '500';
    this.settings['addr'] = '5';
  }

  #forget(): void {
    this.#queue = [];
    this.#busy?.cancel();
    this.#busy = undefined;
    this.#line = [];
    this.#escaped = false;
    this.#isData = false;
  }

  #take(byte: number): void {
    if (this.verbose) this.#say(String.fromCharCode(byte));
    if (!this.#escaped && byte === 27) {
      this.#escaped = true;
      return;
    }
    if (!this.#escaped && (byte === 10 || byte === 13)) {
      if (this.#line.length > 0) this.#enqueue();
      return;
    }
    if (this.#escaped && this.#line.length < 2) this.#isData = true;
    this.#escaped = false;
    this.#line.push(byte);
  }

  #enqueue(): void {
    const command = Buffer.from(this.#line).toString('latin1');
    const data = this.#isData || !command.startsWith('++');
    this.#line = [];
    this.#isData = false;
    this.lines.push(command);
    this.#queue.push({ command, data });
    this.#work();
  }

  #work(): void {
    while (this.#busy === undefined) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      if (next.data) this.#deliver(next.command);
      else this.#obey(next.command.slice(2));
      if (this.verbose) this.#say('> ');
    }
  }

  #say(text: string): void {
    this.peer?.send(Buffer.from(text, 'latin1'));
  }

  get #addressed(): ScriptedInstrument | undefined {
    return this.instruments.get(this.settings['addr'] ?? '');
  }

  #deliver(message: string): void {
    const instrument = this.#addressed;
    if (instrument === undefined) return;
    const ending = ['\r\n', '\r', '\n', ''][Number(this.settings['eos'])] ?? '';
    const whole = message + ending;
    instrument.received.push(whole);
    const reply = instrument.answer(whole);
    if (reply === undefined) return;
    const { text, afterMs = 0, eoi = true, pieces } = typeof reply === 'string' ? { text: reply } : reply;
    instrument.output.push({ text, at: this.#clock.monotonic() + afterMs, eoi, pieces });
  }

  #obey(command: string): void {
    const [name = '', ...args] = command.split(' ');
    const instrument = this.#addressed;
    switch (name) {
      case 'ver':
        this.#say(`${this.#version(args[0] === 'real')}\r\n`);
        break;
      case 'verbose':
        this.verbose = !this.verbose;
        this.#say(`Verbose: ${this.verbose ? 'ON' : 'OFF'}\r\n`);
        break;
      case 'addr':
        if (args.length === 0)
          this.#say(`${this.settings['addr']?.replace(' ', this.#options.ar488 === true ? ',' : ' ')}\r\n`);
        else if (Number(args[0]) === this.#options.own) this.#say('Invalid parameter\r\n');
        else this.settings['addr'] = args.join(' ');
        break;
      case 'read':
        this.#read(instrument);
        break;
      case 'clr':
        if (instrument !== undefined) {
          instrument.clears++;
          instrument.output = [];
        }
        break;
      case 'trg':
        if (instrument !== undefined) instrument.triggers++;
        break;
      case 'loc':
      case 'llo':
        instrument?.locals.push(name);
        break;
      case 'ifc':
        break;
      case 'spoll':
        this.#serialPoll(instrument);
        break;
      case 'srq':
        this.#say(`${[...this.instruments.values()].some(({ status }) => (status & 64) !== 0) ? 1 : 0}\r\n`);
        break;
      default:
        this.#set(name, args[0]);
    }
  }

  #version(real: boolean): string {
    const own = this.#options.ar488 === true ? 'AR488 GPIB controller, ver. 0.53.03' : undefined;
    if (real && own === undefined) return 'Unrecognized command';
    if (real && own !== undefined) return own;
    return this.#options.version ?? own ?? 'Prologix GPIB-ETHERNET Controller version 01.06.06.00';
  }

  #set(name: string, value: string | undefined): void {
    const ar488 = this.#options.ar488 === true;
    if (ar488 && name === 'savecfg') {
      this.eepromWrites++;
      return;
    }
    if (!(name in this.settings) && !(ar488 && ['srqauto', 'flags', 'eor'].includes(name))) {
      this.#say('Unrecognized command\r\n');
      return;
    }
    if (value === undefined) {
      this.#say(`${this.settings[name]}\r\n`);
      return;
    }
    this.settings[name] = value;
    if (!ar488 && this.settings['savecfg'] === '1') this.eepromWrites++;
  }

  #serialPoll(instrument: ScriptedInstrument | undefined): void {
    if (instrument === undefined) {
      this.#wait(Number(this.settings['read_tmo_ms']), () => {});
      return;
    }
    this.#say(`${instrument.status}\r\n`);
    instrument.status &= ~64;
  }

  /** Reads until EOI, or until nothing came for the read time-out; then it ends without a word. */
  #read(instrument: ScriptedInstrument | undefined): void {
    const timeout = Number(this.settings['read_tmo_ms']);
    const next = instrument?.output[0];
    const now = this.#clock.monotonic();
    const waitMs = next === undefined ? Infinity : Math.max(0, next.at - now);
    if (next === undefined || waitMs > timeout) {
      this.#wait(timeout, () => {});
      return;
    }
    this.#wait(waitMs, () => {
      const { bytes, everyMs } = next.pieces ?? { bytes: next.text.length, everyMs: 0 };
      this.#say(next.text.slice(0, bytes));
      next.text = next.text.slice(bytes);
      next.at = this.#clock.monotonic() + everyMs;
      if (next.text !== '') {
        this.#read(instrument);
        return;
      }
      instrument?.output.shift();
      if (!next.eoi) {
        this.#wait(timeout, () => {});
        return;
      }
      const mark = Number(this.settings['eot_char']);
      if (this.settings['eot_enable'] !== '1') return;
      // As the firmware does: the number, not the character.
      this.#say(this.#options.ar488 === true ? `${mark}` : String.fromCharCode(mark));
    });
  }

  #wait(ms: number, then: () => void): void {
    const timer = this.#clock.setTimer(ms, () => {
      if (this.#busy !== timer) return;
      this.#busy = undefined;
      then();
      this.#work();
    });
    this.#busy = timer;
  }
}
