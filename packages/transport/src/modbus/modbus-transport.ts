import { FourwireError } from '@fourwire/core';
import type { ByteTransport, SerialSettings, TransportHost, Turn } from '@fourwire/core';
import type { ModbusRtuAddress, ModbusTcpAddress } from '../address/address.ts';
import { SerialTransport } from '../serial/serial-transport.ts';
import { TcpTransport } from '../tcp/tcp-transport.ts';
import { ModbusCodec } from './modbus-codec.ts';
import { checkRequest, checkWord } from './modbus-limits.ts';
import type { ModbusLine } from './modbus-line.ts';
import type { RegisterTransport } from './register-transport.ts';
import { RtuLine } from './rtu-line.ts';
import { TcpLine } from './tcp-line.ts';

/** What a Modbus TCP connection may be told. */
export interface ModbusTcpOptions {
  /** How many requests may be under way at once; 8 unless given. 1 for gateways that lose what they cannot do at once. */
  readonly outstanding?: number;
}

/** The shortest pause between two RTU frames, in milliseconds, above 19,200 baud (Modbus over serial line 1.02, 2.5.1.1). */
const shortestGapMs = 1.75;

type Encode = Parameters<ModbusCodec['encode']>[0];
type Reply = ReturnType<ReturnType<ModbusCodec['encode']>['decode']>;

/**
 * Modbus over any byte transport: TCP, a serial line, or a simulator in the same process. Requests are made and
 * replies checked by the npm package `modbus-serial`, which is loaded when the transport is opened.
 *
 * All requests fail with kind `range` before anything is sent when no frame can carry them, `device`, code
 * `modbus-exception`, when the unit refuses, and `protocol` when the reply is none.
 */
export class ModbusTransport implements RegisterTransport {
  readonly wire = 'registers' as const;
  readonly address: string;
  readonly concurrency: number;
  readonly matchesReplies: boolean;
  readonly #line: ModbusLine;
  readonly #lowestUnit: number;
  #codec: ModbusCodec | undefined;

  private constructor(address: string, line: ModbusLine, lowestUnit: number) {
    this.address = address;
    this.concurrency = line.concurrency;
    this.matchesReplies = line.matchesReplies;
    this.#line = line;
    this.#lowestUnit = lowestUnit;
  }

  /** Modbus TCP; the unit of the address is the driver's affair. */
  static tcp(address: ModbusTcpAddress, options: ModbusTcpOptions = {}): ModbusTransport {
    const { host, port, framing = 'tcp' } = address;
    return ModbusTransport.over(new TcpTransport({ host, port }), framing, options);
  }

  /** Modbus RTU on a serial line; what the address says of it goes before the settings. */
  static rtu(address: ModbusRtuAddress, settings: SerialSettings = {}): ModbusTransport {
    const { kind: _kind, port, unit: _unit, ...stated } = address;
    const line = { ...settings, ...stated, dataBits: 8 } as const;
    return ModbusTransport.over(new SerialTransport({ kind: 'serial', port }, line), 'rtu');
  }

  /**
   * Modbus over a byte transport of any kind, in the framing of TCP or of serial lines (which some device servers
   * also speak over TCP).
   *
   * @throws FourwireError of kind `range`, code `stream-needed`, for `tcp` over a transport that is no stream
   */
  static over(bytes: ByteTransport, mode: 'tcp' | 'rtu', options: ModbusTcpOptions = {}): ModbusTransport {
    if (mode === 'tcp') {
      return new ModbusTransport(bytes.address, new TcpLine(bytes, options.outstanding ?? 8), 0);
    }
    const gapMs = bytes instanceof SerialTransport ? Math.max(shortestGapMs, 3.5 * bytes.characterMs) : 0;
    return new ModbusTransport(bytes.address, new RtuLine(bytes, gapMs), 1);
  }

  async open(host: TransportHost, turn: Turn): Promise<void> {
    this.#codec ??= await host.clock.outside(ModbusCodec.load());
    turn.check();
    await this.#line.open(host, turn);
  }

  async close(): Promise<void> {
    await this.#line.close();
  }

  async recover(turn: Turn): Promise<boolean> {
    return this.#line.recover(turn);
  }

  async readHolding(unit: number, address: number, count: number, turn: Turn): Promise<readonly number[]> {
    checkRequest(unit, this.#lowestUnit, address, count, 125);
    const reply = await this.#exchange((client, done) => client.writeFC3(unit, address, count, done), turn);
    return reply.data as readonly number[];
  }

  async readInput(unit: number, address: number, count: number, turn: Turn): Promise<readonly number[]> {
    checkRequest(unit, this.#lowestUnit, address, count, 125);
    const reply = await this.#exchange((client, done) => client.writeFC4(unit, address, count, done), turn);
    return reply.data as readonly number[];
  }

  async readCoils(unit: number, address: number, count: number, turn: Turn): Promise<readonly boolean[]> {
    checkRequest(unit, this.#lowestUnit, address, count, 2000);
    const reply = await this.#exchange((client, done) => client.writeFC1(unit, address, count, done), turn);
    return (reply.data as readonly boolean[]).slice(0, count);
  }

  async readDiscrete(unit: number, address: number, count: number, turn: Turn): Promise<readonly boolean[]> {
    checkRequest(unit, this.#lowestUnit, address, count, 2000);
    const reply = await this.#exchange((client, done) => client.writeFC2(unit, address, count, done), turn);
    return (reply.data as readonly boolean[]).slice(0, count);
  }

  async writeRegister(unit: number, address: number, word: number, turn: Turn): Promise<void> {
    checkRequest(unit, this.#lowestUnit, address, 1, 1);
    checkWord(word);
    const reply = await this.#exchange((client, done) => client.writeFC6(unit, address, word, done), turn);
    checkEcho(reply.address === address && reply.value === word);
  }

  async writeRegisters(unit: number, address: number, words: readonly number[], turn: Turn): Promise<void> {
    checkRequest(unit, this.#lowestUnit, address, words.length, 123);
    words.forEach(checkWord);
    const reply = await this.#exchange((client, done) => client.writeFC16(unit, address, words, done), turn);
    checkEcho(reply.address === address && reply.length === words.length);
  }

  async writeCoil(unit: number, address: number, on: boolean, turn: Turn): Promise<void> {
    checkRequest(unit, this.#lowestUnit, address, 1, 1);
    const reply = await this.#exchange((client, done) => client.writeFC5(unit, address, on, done), turn);
    checkEcho(reply.address === address && reply.state === on);
  }

  async #exchange(request: Encode, turn: Turn): Promise<Reply> {
    const codec = this.#codec;
    if (codec === undefined) throw new FourwireError('link', 'link-closed', `${this.address} is not open.`);
    const encoded = codec.encode(request);
    let reply: Uint8Array;
    try {
      reply = await this.#line.exchange(encoded.frame, turn);
    } catch (error) {
      encoded.forget();
      throw error;
    }
    return encoded.decode(reply);
  }
}

/** The library does not compare a write's echo, which is all there is to tell one write's reply from another's. */
function checkEcho(same: boolean): void {
  if (same) return;
  throw new FourwireError(
    'protocol',
    'modbus-echo-mismatch',
    'The unit confirmed another write than the one that was sent.',
  );
}
