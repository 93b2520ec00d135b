import type { BusClient, ByteTransport, Call, Clock } from '@fourwire/core';
import { MessageReader, MessageSession } from '@fourwire/transport';
import { refused, unexpected } from '../faults.ts';
import { aptAddress, aptSplitter, encodeApt } from './apt-message.ts';
import type { AptMessage } from './apt-message.ts';

/** What a controller says instead of an answer when something is wrong. Unconfirmed: from the manual. */
const hardwareResponses: ReadonlySet<number> = new Set([0x0080, 0x0081]);

const readers = new WeakMap<ByteTransport, MessageReader<AptMessage>>();

function readerOf(wire: ByteTransport, clock: Clock): MessageReader<AptMessage> {
  let reader = readers.get(wire);
  if (reader === undefined) {
    reader = new MessageReader(wire, clock, { splitter: aptSplitter, bytesOf: encodeApt });
    readers.set(wire, reader);
  }
  return reader;
}

/** Speaks with an APT controller: answers are known by their id, as ends of moves and states come in between. */
export class AptSession {
  readonly #session: MessageSession<AptMessage>;

  constructor(bus: BusClient<ByteTransport>, clock: Clock) {
    this.#session = new MessageSession(bus, clock, readerOf(bus.wire, clock));
  }

  /** Leaves the wire to others. */
  get release(): () => Promise<void> {
    return this.#session.release;
  }

  /**
   * Asks a unit, and gives the data of its answer.
   *
   * @param length - how many bytes of data the answer has at least
   * @throws FourwireError of kind `device`, code `instrument-refused`, when it answers with a fault of its own
   */
  async ask(
    { id, answer, length }: { readonly id: number; readonly answer: number; readonly length: number },
    unit: number,
    channel: number,
    call: Call,
  ): Promise<DataView> {
    const name = `0x${id.toString(16).padStart(4, '0')}`;
    const data = await this.#session.ask(
      short(id, unit, channel, 0),
      (message) => {
        if (message.source !== unit) return undefined;
        if (hardwareResponses.has(message.id))
          throw refused(name, message.id, 'a fault of the hardware that its manual explains');
        return message.id === answer ? { answer: message.data ?? new Uint8Array() } : undefined;
      },
      call,
      name,
    );
    if (data.length < length)
      throw unexpected(`${length} bytes in answer to ${name}`, Buffer.from(data).toString('hex'));
    return new DataView(data.buffer, data.byteOffset, data.length);
  }

  /** Sends a short message that is not answered. */
  async tell(id: number, unit: number, parameters: readonly [number, number], call: Call): Promise<void> {
    await this.#session.tell(short(id, unit, ...parameters), call);
  }

  /** Sends a message of a channel with data that is not answered: the channel, then numbers of four bytes with a sign. */
  async write(
    id: number,
    unit: number,
    channel: number,
    values: readonly number[],
    call: Call,
  ): Promise<void> {
    const data = new Uint8Array(2 + 4 * values.length);
    const view = new DataView(data.buffer);
    view.setUint16(0, channel, true);
    values.forEach((value, index) => view.setInt32(2 + 4 * index, value, true));
    const message: AptMessage = {
      id,
      destination: unit,
      source: aptAddress.host,
      parameters: [0, 0],
      data,
    };
    await this.#session.tell(encodeApt(message), call);
  }
}

function short(id: number, unit: number, first: number, second: number): Uint8Array {
  return encodeApt({
    id,
    destination: unit,
    source: aptAddress.host,
    parameters: [first, second],
    data: undefined,
  });
}
