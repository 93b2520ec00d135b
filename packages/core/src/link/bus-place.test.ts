import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../time/virtual-clock.ts';
import { Bus } from './bus.ts';
import { BusClient } from './bus-client.ts';
import type { Transport, TransportHost } from './transport.ts';
import type { Turn } from './turn.ts';

/** Reaches one of several devices on a line, and writes down what it is asked. */
class Face implements Transport {
  readonly wire = 'face';
  readonly address: string;
  readonly concurrency = 1;
  readonly matchesReplies = false;
  readonly #line: Line;

  constructor(line: Line, address: string) {
    this.#line = line;
    this.address = address;
  }

  async open(): Promise<void> {}
  async close(): Promise<void> {}
  async recover(): Promise<boolean> {
    return false;
  }

  async say(what: string, turn: Turn): Promise<string> {
    turn.touched = true;
    this.#line.log.push(`${this.address} ${what}`);
    await Promise.resolve();
    turn.check();
    return `${this.address} ${what}`;
  }
}

class Line implements Transport {
  readonly wire = 'line';
  readonly address = 'sim://line';
  readonly concurrency = 1;
  readonly matchesReplies = false;
  readonly log: string[] = [];
  host: TransportHost | undefined;

  async open(host: TransportHost): Promise<void> {
    this.host = host;
    this.log.push('open');
  }
  async close(): Promise<void> {
    this.log.push('close');
  }
  async recover(): Promise<boolean> {
    this.log.push('recover');
    return true;
  }
}

function rig(): { line: Line; bus: Bus<Line>; a: BusClient<Face>; b: BusClient<Face>; clock: VirtualClock } {
  const [clock, line] = [new VirtualClock(), new Line()];
  const bus = new Bus(line, { clock });
  const [a, b] = ['a', 'b'].map(
    (name) => new BusClient(bus, name, { timeout: 100 }, new Face(line, name)),
  ) as [BusClient<Face>, BusClient<Face>];
  return { line, bus, a, b, clock };
}

describe('a bus whose devices have transports of their own', () => {
  it('gives each device its own, in one queue that transactions hold', async () => {
    const { line, bus, a, b } = rig();
    await bus.open();
    const [first, second] = await Promise.all([
      a.transaction(async (exchanger) => {
        await exchanger.exchange((wire, turn) => wire.say('1', turn));
        return exchanger.exchange((wire, turn) => wire.say('2', turn));
      }),
      b.exchange((wire, turn) => wire.say('3', turn)),
    ]);
    expect([first, second]).toEqual(['a 2', 'b 3']);
    await bus.close();
    expect(line.log).toEqual(['open', 'a 1', 'a 2', 'b 3', 'close']);
  });

  it('brings the line back in step before another device speaks', async () => {
    const { line, bus, a, b, clock } = rig();
    await clock.run(async () => {
      await bus.open();
      const late = a.exchange(async (wire, turn) => {
        await wire.say('late', turn);
        await new Promise((_resolve, reject) => {
          turn.onInterrupt(reject);
        });
      });
      await expect(
        Promise.all([late, b.exchange((wire, turn) => wire.say('1', turn))]),
      ).rejects.toMatchObject({
        kind: 'timeout',
        path: 'a',
      });
      await b.exchange((wire, turn) => wire.say('2', turn));
    });
    expect(line.log).toEqual(['open', 'a late', 'recover', 'b 1', 'b 2']);
  });

  it("lets the line's own exchanges wait for their turn, and traces them as nobody's", async () => {
    const { line, bus, a } = rig();
    const traced: (string | undefined)[] = [];
    bus.trace$.subscribe({ next: ({ client }) => traced.push(client?.path), error: () => {} });
    await bus.open();
    await Promise.all([
      a.transaction(async (exchanger) => {
        await exchanger.exchange((wire, turn) => wire.say('1', turn));
        await exchanger.exchange((wire, turn) => wire.say('2', turn));
      }),
      line.host?.exchange?.(async (turn) => {
        turn.sent(Uint8Array.of(1));
        line.log.push('own');
      }),
    ]);
    expect(line.log).toEqual(['open', 'a 1', 'a 2', 'own']);
    expect(traced).toEqual([undefined]);
    await bus.close();
    await expect(line.host?.exchange?.(async () => 1)).rejects.toMatchObject({ code: 'link-closed' });
  });
});
