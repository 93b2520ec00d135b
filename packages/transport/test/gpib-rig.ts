import { Bus, BusClient, InProcessTransport, VirtualClock, endsWith, seededRandom } from '@fourwire/core';
import type {
  ByteService,
  ByteTransport,
  ClientSettings,
  Exchanger,
  ExchangeOptions,
  MessageEnd,
} from '@fourwire/core';
import type { GpibInstrument } from '../src/gpib/gpib-instrument.ts';
import { PrologixTransport } from '../src/gpib/prologix-transport.ts';
import { ScriptedAdapter } from './scripted-adapter.ts';
import type { ScriptedAdapterOptions } from './scripted-adapter.ts';

/** A bus on a GPIB adapter in this process. */
export interface GpibLine {
  readonly clock: VirtualClock;
  readonly link: InProcessTransport;
  readonly transport: PrologixTransport;
  readonly bus: Bus<PrologixTransport>;
  readonly client: (
    primary: number,
    secondary?: number,
    settings?: ClientSettings,
  ) => BusClient<GpibInstrument>;
}

/** A bus on whatever answers in the place of an adapter. */
export function gpibLine(clock: VirtualClock, service: ByteService): GpibLine {
  const link = new InProcessTransport(service, 'adapter');
  const transport = PrologixTransport.over(link, 'PRLGX-TCPIP0::10.0.0.3::1234::INTFC');
  const bus = new Bus(transport, { clock, random: seededRandom(1) });
  return {
    clock,
    link,
    transport,
    bus,
    client: (primary, secondary, settings = {}) => {
      const below = secondary === undefined ? {} : { secondary };
      const wire = transport.instrument({ kind: 'gpib', board: 0, primary, ...below });
      return new BusClient(bus, `dmm${primary}`, settings, wire);
    },
  };
}

/** A bus on a scripted adapter. */
export function gpibRig(
  options: ScriptedAdapterOptions = {},
): GpibLine & { readonly adapter: ScriptedAdapter } {
  const clock = new VirtualClock();
  const adapter = new ScriptedAdapter(clock, options);
  return { ...gpibLine(clock, adapter), adapter };
}

/** Bytes from text with one byte a character. */
export function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** Asks a question and gives the reply as text. */
export async function ask(
  exchanger: Exchanger<ByteTransport>,
  question: string,
  options?: ExchangeOptions,
  end: () => MessageEnd = endsWith,
): Promise<string> {
  const reply = await exchanger.exchange(async (wire, turn) => {
    await wire.write(latin1(question), turn);
    return wire.read(end(), turn);
  }, options);
  return Buffer.from(reply).toString('latin1');
}

/** Answers each question with the instrument's own name and the question. */
export function named(name: string): (message: string) => string | undefined {
  return (message) => (message.includes('?') ? `${name} ${message.trim()}\n` : undefined);
}
