import type { BytePeer, ByteService, ByteSession, Clock } from '@fourwire/core';
import {
  A,
  B,
  F4,
  HsmsFrameReader,
  L,
  U1,
  U4,
  abortOf,
  asId,
  asList,
  asText,
  controlHeader,
  decodeDataFrame,
  encodeDataFrame,
  encodeFrame,
  hsmsTypes,
  messageName,
  replyTo,
  secsMessage,
} from '@fourwire/secs';
import type { Item, MessageName, SecsMessage } from '@fourwire/secs';

/**
 * An equipment as small as the driver's tests need it: it answers what the example profile asks, and does what the
 * tests tell it. It is no simulator.
 */
export class TinyBonder implements ByteService {
  /** Messages received, by name; remote commands as `S2F41 START`. */
  readonly received: string[] = [];
  readonly recipes = new Map<string, Uint8Array>([['PKG-A', Uint8Array.of(0xde, 0xad)]]);
  readonly alarms = new Map<number, string>();
  control = 5;
  process = 1;
  recipe = '';
  counters = [0, 0, 0];
  /** How long a lot takes, in ms. */
  lotMs = 10_000;
  /** Whether STOP stops. */
  stops = true;
  /** Whether START begins anything, and the end of a lot is reported. */
  starts = true;
  reports = true;
  /** Answers HCACK for a remote command instead of carrying it out. */
  readonly hcack = new Map<string, number>();
  /** Variables that it has no value for. */
  readonly silent = new Set<number>();
  readonly #clock: Clock;
  #peer: BytePeer | undefined;
  #enabled = new Set<unknown>();
  #defined = 0;
  #system = 1000;
  #lot = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  connect(peer: BytePeer): ByteSession {
    this.#peer = peer;
    const reader = new HsmsFrameReader();
    return {
      receive: (bytes) => {
        reader.push(bytes);
        for (let frame = reader.next(); frame !== undefined; frame = reader.next()) {
          const { sType, systemBytes } = frame.header;
          if (sType === hsmsTypes.selectRequest) {
            peer.send(encodeFrame(controlHeader(hsmsTypes.selectResponse, systemBytes)));
            // As real equipment does: its own S1F13 straight behind.
            this.say('S1F13 W', L(A('WB-TINY'), A('1.0.0')));
          } else if (sType === hsmsTypes.data) {
            this.#take(decodeDataFrame(frame), systemBytes);
          }
        }
      },
      closed: () => {
        this.#peer = undefined;
      },
    };
  }

  say(name: MessageName, item?: Item): void {
    this.#peer?.send(encodeDataFrame(0, secsMessage(name, item), this.#system++));
  }

  event(id: number, reports: readonly Item[] = []): void {
    if (this.#enabled.has(id)) this.say('S6F11 W', L(U4(0), U1(id), L(reports)));
  }

  bond(unit: number, wire: number, result: string): void {
    const values = L(U4(unit), U4(wire), U1(1), F4(25), F4(120), F4(12.5), F4(4.5), A(result));
    this.event(20, [L(U4(100), values)]);
  }

  alarm(id: number, active: boolean, text = ''): void {
    if (active) this.alarms.set(id, text);
    else this.alarms.delete(id);
    this.say('S5F1 W', L(B(active ? 0x86 : 6), U4(id), A(text)));
  }

  /** The operator brings it on-line. */
  operatorOnline(): void {
    this.control = 2;
    this.say('S1F1 W');
  }

  #take(message: SecsMessage, systemBytes: number): void {
    const { item } = message;
    const name = `S${message.stream}F${message.function}`;
    const shown = name === 'S2F41' ? `${name} ${asText(asList(item, name)[0], 'RCMD')}` : name;
    if (message.reply) this.received.push(shown);
    if (name === 'S1F2' && this.control === 2) this.control = 5;
    if (!message.reply) return;
    const offline = this.control < 4 && name !== 'S1F13' && name !== 'S1F17';
    const body = offline ? undefined : this.#answer(name, item);
    const reply = body === undefined ? abortOf(message) : replyTo(message, body);
    this.#peer?.send(encodeDataFrame(0, reply, systemBytes));
    if (messageName(reply) === 'S1F18' && this.control === 3) this.control = 5;
  }

  #answer(name: string, item: Item | undefined): Item | undefined {
    switch (name) {
      case 'S1F13':
        return L(B(0), L(A('WB-TINY'), A('1.0.0')));
      case 'S1F17':
        return B(this.control >= 4 ? 2 : this.control === 3 ? 0 : 1);
      case 'S1F3':
        return L(asList(item, name).map((id) => this.#variable(Number(asId(id, 'SVID')))));
      case 'S2F33': {
        const reports = asList(asList(item, name)[1], name);
        const twice = reports.length > 0 && this.#defined > 0;
        if (!twice) this.#defined = reports.length;
        return B(twice ? 3 : 0);
      }
      case 'S2F35':
        return B(0);
      case 'S2F37': {
        const [ceed, events] = asList(item, name, 2);
        const enable = ceed?.format === 'BOOLEAN' && ceed.value[0] === true;
        if (!enable) this.#enabled.clear();
        else for (const event of asList(events, name)) this.#enabled.add(asId(event, 'CEID'));
        return B(0);
      }
      case 'S2F41':
        return this.#command(item);
      case 'S5F3':
        return B(0);
      case 'S5F5':
        return L([...this.alarms].map(([id, text]) => L(B(0x86), U4(id), A(text))));
      case 'S7F1':
        return B(0);
      case 'S7F3': {
        const [id, body] = asList(item, name);
        if (body?.format === 'B') this.recipes.set(asText(id, 'PPID'), body.value);
        return B(0);
      }
      case 'S7F5': {
        const body = this.recipes.get(asText(item, 'PPID'));
        return body === undefined ? L() : L(A(asText(item, 'PPID')), B(body));
      }
      case 'S7F17':
        for (const id of asList(item, name)) this.recipes.delete(asText(id, 'PPID'));
        return B(0);
      case 'S7F19':
        return L([...this.recipes.keys()].map((id) => A(id)));
      default:
        return undefined;
    }
  }

  #variable(id: number): Item {
    if (this.silent.has(id)) return L();
    if (id === 1) return U1(this.control);
    if (id === 2) return U1(this.process);
    if (id === 3) return A(this.recipe);
    return U4(this.counters[id - 4] ?? 0);
  }

  #command(item: Item | undefined): Item {
    const [rcmd, parameters] = asList(item, 'S2F41', 2);
    const name = asText(rcmd, 'RCMD');
    const value = asList(parameters, 'S2F41').map((pair) => asText(asList(pair, name)[1], 'CPVAL'))[0] ?? '';
    const hcack = this.hcack.get(name) ?? (this.control === 5 ? 0 : 2);
    if (hcack !== 0) return L(B(hcack), L());
    if (name === 'PP-SELECT') {
      this.recipe = value;
      this.process = 3;
    } else if (name === 'START' && this.starts) this.#start();
    else if (name === 'PAUSE') this.process = 5;
    else if (name === 'RESUME') this.process = 4;
    else if ((name === 'STOP' && this.stops) || name === 'ABORT') this.#end(13);
    return L(B(name === 'START' ? 4 : 0), L());
  }

  #start(): void {
    const lot = ++this.#lot;
    this.process = 4;
    this.event(11);
    for (const [part, after] of [0.25, 0.5, 0.75, 1].entries()) {
      this.#clock.setTimer(this.lotMs * after, () => {
        if (lot !== this.#lot || this.process !== 4) return;
        this.counters = [part + 1, (part + 1) * 10, 0];
        if (after === 1) this.#end(12);
      });
    }
  }

  #end(event: number): void {
    this.#lot++;
    this.process = 1;
    if (this.reports) this.event(event);
    this.event(14);
  }
}
