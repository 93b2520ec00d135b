import { FourwireError, systemClock } from '@fourwire/core';
import type { BytePeer, ByteService, ByteSession, Clock } from '@fourwire/core';
import { MessageOutput } from '../serve/message-output.ts';
import type { MessageService } from '../serve/message-service.ts';
import { AdapterLines } from './adapter-lines.ts';
import { adapterVersions, factorySettings, normalAddress, settingRange } from './adapter-settings.ts';
import type { AdapterKind, AdapterSettings, NumberSetting } from './adapter-settings.ts';

/** Which adapter, and how it tells the time. */
export interface PrologixOptions {
  /** `gpib-ethernet` unless given. */
  readonly kind?: AdapterKind;
  /** Counts `++read_tmo_ms`, by its `wire`; the system's clock unless given. */
  readonly clock?: Clock;
}

/** A simulated adapter: serve it on TCP or on a pseudo terminal. */
export interface PrologixService extends ByteService {
  /** What is set now. */
  readonly settings: Readonly<AdapterSettings>;
  /** How often the settings were written to the EEPROM, which wears it. */
  readonly saves: number;
}

/** An instrument on the bus. */
interface Instrument {
  readonly output: MessageOutput;
  /** Whether it pulls the SRQ line. */
  requests: boolean;
}

/** Lines of AR488 are cut at this; Prologix has no such limit that is known. */
const longestLine: Readonly<Record<AdapterKind, number>> = {
  'gpib-ethernet': 1_048_576,
  'gpib-usb': 1_048_576,
  ar488: 128,
};

/**
 * A GPIB adapter with Prologix's commands (GPIB-ETHERNET, GPIB-USB, AR488) and the instruments behind it, as one stream
 * of bytes (sheet gpib-adapters.md).
 *
 * @param instruments - by GPIB address: `5`, or `12,3` with the secondary address 3 (99 on the wire)
 * @throws FourwireError of kind `range`, code `gpib-address-invalid`
 */
export function prologixService(
  instruments: Readonly<Record<string, MessageService>>,
  options: PrologixOptions = {},
): PrologixService {
  const adapter = new Adapter(
    instruments,
    options.kind ?? 'gpib-ethernet',
    (options.clock ?? systemClock).wire,
  );
  return {
    get settings() {
      return adapter.settings;
    },
    get saves() {
      return adapter.saves;
    },
    connect: (peer) => new AdapterSession(adapter, peer),
  };
}

class Adapter {
  readonly kind: AdapterKind;
  readonly clock: Clock;
  readonly instruments = new Map<string, Instrument>();
  settings: AdapterSettings;
  saves = 0;
  /** Told when any instrument has something to say. */
  heard: (() => void) | undefined;

  constructor(services: Readonly<Record<string, MessageService>>, kind: AdapterKind, clock: Clock) {
    this.kind = kind;
    this.clock = clock;
    this.settings = factorySettings(kind);
    for (const [name, service] of Object.entries(services)) {
      const [primary = '', secondary] = name.split(',');
      const address = normalAddress(primary, secondary);
      if (address === undefined) {
        throw new FourwireError(
          'range',
          'gpib-address-invalid',
          `The GPIB address "${name}" is none: give 0 to 30, or with a secondary address "12,3".`,
        );
      }
      const instrument: Instrument = {
        requests: false,
        output: new MessageOutput(service, {
          available: () => this.heard?.(),
          serviceRequested: () => {
            instrument.requests = true;
          },
        }),
      };
      this.instruments.set(address, instrument);
    }
  }

  /** Who is addressed; nobody may be there. */
  get addressed(): Instrument | undefined {
    return this.instruments.get(this.settings.addr);
  }

  get requesting(): boolean {
    return [...this.instruments.values()].some(({ requests }) => requests);
  }

  poll(address: string): number | undefined {
    const instrument = this.instruments.get(address);
    if (instrument === undefined) return undefined;
    instrument.requests = false;
    return instrument.output.statusByte();
  }

  set(name: NumberSetting, value: number): void {
    this.settings[name] = value;
    if (this.settings.savecfg === 1) this.saves++;
  }
}

/** What ends data on its way to the instrument, by `++eos`. */
const terminators = ['\r\n', '\r', '\n', ''] as const;

/** One client's connection. Lines are carried out one after the other: a read that waits holds up all behind it. */
class AdapterSession implements ByteSession {
  readonly #adapter: Adapter;
  readonly #peer: BytePeer;
  readonly #lines: AdapterLines;
  #last = Promise.resolve();
  #open = true;

  constructor(adapter: Adapter, peer: BytePeer) {
    this.#adapter = adapter;
    this.#peer = peer;
    this.#lines = new AdapterLines(longestLine[adapter.kind]);
  }

  receive(bytes: Uint8Array): void {
    for (const { command, bytes: line } of this.#lines.push(bytes)) {
      this.#last = this.#last.then(async () => {
        if (!this.#open) return;
        if (command) await this.#command(Buffer.from(line).toString('latin1').slice(2).trim());
        else await this.#data(line);
      });
    }
  }

  closed(): void {
    this.#open = false;
    this.#adapter.heard?.();
  }

  async #data(line: Uint8Array): Promise<void> {
    const { settings, addressed } = this.#adapter;
    const data = Buffer.concat([line, Buffer.from(terminators[settings.eos] ?? '')]);
    // Without EOI an instrument takes a line feed for the end.
    addressed?.output.write(data, settings.eoi === 1 || data.at(-1) === 0x0a);
    const asks = settings.auto === 1 || settings.auto === 3 || (settings.auto === 2 && line.at(-1) === 0x3f);
    if (asks) await this.#read('eoi');
  }

  async #command(text: string): Promise<void> {
    const [name = '', ...words] = text.split(/[\s,]+/);
    const adapter = this.#adapter;
    const { settings } = adapter;
    switch (name) {
      case 'addr':
        this.#addr(words);
        break;
      case 'read':
        await this.#read(words[0]);
        break;
      case 'clr':
        adapter.addressed?.output.clear();
        break;
      case 'trg':
        for (const address of words.length === 0 ? [settings.addr] : words)
          adapter.instruments.get(address)?.output.session.trigger();
        break;
      case 'spoll':
        this.#answer(adapter.poll(normalAddress(words[0] ?? '', words[1]) ?? settings.addr));
        break;
      case 'srq':
        this.#answer(adapter.requesting ? 1 : 0);
        break;
      case 'loc':
      case 'llo':
        adapter.addressed?.output.session.remote(name === 'llo');
        break;
      case 'ver':
        this.#answer(adapterVersions[adapter.kind]);
        break;
      case 'rst':
        adapter.settings = factorySettings(adapter.kind);
        await adapter.clock.sleep({ seconds: 5 });
        break;
      case 'help':
        this.#answer(
          'See the manual for the commands: addr auto clr eoi eos eot_char eot_enable ifc llo loc mode',
        );
        break;
      case 'ifc':
        break;
      default:
        this.#setting(name, words[0]);
    }
  }

  #addr([primary, secondary]: readonly string[]): void {
    const { settings } = this.#adapter;
    if (primary === undefined) {
      const [pad = '', sad] = settings.addr.split(',');
      this.#answer(sad === undefined ? pad : `${pad} ${Number(sad) + 96}`);
      return;
    }
    const address = normalAddress(primary, secondary);
    if (address !== undefined) settings.addr = address;
  }

  #setting(name: string, value: string | undefined): void {
    const adapter = this.#adapter;
    const setting = name as NumberSetting;
    if (!Object.hasOwn(adapter.settings, name) || name === 'addr') {
      this.#answer('Unrecognized command');
    } else if (adapter.kind === 'ar488' && setting === 'savecfg') {
      // AR488 saves at once, whatever is behind it.
      adapter.saves++;
    } else if (value === undefined) {
      this.#answer(adapter.settings[setting]);
    } else {
      const [least, most] = settingRange(setting, adapter.kind);
      const number = Number(value);
      if (Number.isInteger(number) && number >= least && number <= most) adapter.set(setting, number);
    }
  }

  /** `++read`: what the addressed instrument says until EOI, a character or silence. Nothing tells a time-out. */
  async #read(until: string | undefined): Promise<void> {
    const { settings, addressed } = this.#adapter;
    const character = until === undefined || until === 'eoi' ? undefined : Number(until);
    for (;;) {
      const part = addressed?.output.read(Number.POSITIVE_INFINITY, character);
      if (part === undefined) {
        if (await this.#silence(settings.read_tmo_ms)) continue;
        addressed?.output.gaveNothing();
        return;
      }
      const mark = part.end && settings.eot_enable === 1 ? [settings.eot_char] : [];
      this.#send(Buffer.concat([part.bytes, Uint8Array.from(mark)]));
      if (until !== undefined) return;
    }
  }

  /** Waits for an instrument to say something; false when none did. */
  async #silence(milliseconds: number): Promise<boolean> {
    const adapter = this.#adapter;
    return new Promise((resolve) => {
      const end = (heard: boolean): void => {
        timer.cancel();
        adapter.heard = undefined;
        resolve(heard && this.#open);
      };
      const timer = adapter.clock.setTimer(milliseconds, () => end(false));
      adapter.heard = () => end(true);
    });
  }

  #answer(value: string | number | undefined): void {
    if (value !== undefined) this.#send(Buffer.from(`${value}\r\n`, 'latin1'));
  }

  #send(bytes: Uint8Array): void {
    if (this.#open) this.#peer.send(bytes);
  }
}
