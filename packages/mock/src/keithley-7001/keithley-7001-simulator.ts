import type { ByteService, Clock } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { crosspoints } from './crosspoints.ts';
import { switchCards } from './switch-cards.ts';
import type { SwitchCard } from './switch-cards.ts';

/** What the simulated switch may be told. */
export interface Keithley7001SimulatorOptions extends SimulatorOptions {
  readonly serialNumber?: string;
  /** The cards in its two slots; a C7011 and a C7012 unless given. */
  readonly cards?: readonly (SwitchCard | undefined)[];
}

/** Milliseconds in which relays settle (sheet switch-keithley-707-7001.md: 3 to 15). */
const settleMs = 10;

/** The relays of a switch. */
export class SwitchModel {
  readonly cards: readonly (SwitchCard | undefined)[];
  readonly #clock: Clock;
  readonly #closed = new Set<string>();
  #settling: Promise<void> | undefined;
  /** A relay that does not move any more stays open. */
  stuck: string | undefined;

  constructor(clock: Clock, cards: readonly (SwitchCard | undefined)[]) {
    this.#clock = clock;
    this.cards = cards;
  }

  /** The closed relays, by slot and place. */
  get closed(): readonly string[] {
    return [...this.#closed].toSorted((a, b) => order(a) - order(b));
  }

  isClosed(relay: string): boolean {
    return this.#closed.has(relay);
  }

  close(relays: readonly string[]): void {
    for (const relay of relays) if (relay !== this.stuck) this.#closed.add(relay);
    this.#move();
  }

  open(relays: readonly string[]): void {
    for (const relay of relays) this.#closed.delete(relay);
    this.#move();
  }

  openAll(): void {
    this.open(this.closed);
  }

  async idle(): Promise<void> {
    await this.#settling;
  }

  #move(): void {
    const settling = this.#clock.sleep(settleMs).then(() => {
      if (this.#settling === settling) this.#settling = undefined;
    });
    this.#settling = settling;
  }
}

function order(relay: string): number {
  return relay.split('!').reduce((sum, number) => 1000 * sum + Number(number), 0);
}

/**
 * A simulated Keithley 7001 switch system with cards in its two slots, without scans and stored setups (sheet
 * switch-keithley-707-7001.md). Unconfirmed: the text of its identity, and that a list is carried out whole or not at all.
 */
export class Keithley7001Simulator implements Simulator {
  readonly name = 'keithley-7001';
  readonly model: SwitchModel;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: Keithley7001SimulatorOptions = {}) {
    const { clock } = simulatorContext(options);
    this.model = new SwitchModel(clock, options.cards ?? [switchCards.C7011, switchCards.C7012]);
    const { model } = this;
    const identity = `KEITHLEY INSTRUMENTS INC.,MODEL 7001,${options.serialNumber ?? '0612345'},B07/A02`;
    this.instrument = new ScpiInstrument(identity, { version: '1991.0' });
    const { instrument } = this;
    instrument.reset = () => model.openAll();
    instrument.idle = async () => model.idle();
    const relays = (text: string): readonly string[] => crosspoints(text, model.cards);
    instrument.on('ROUTe:CLOSe', ({ need }) => model.close(relays(need(0).text)));
    instrument.on(
      'ROUTe:CLOSe?',
      ({ need }) =>
        relays(need(0).text)
          .map((relay) => (model.isClosed(relay) ? '1' : '0'))
          .join(','),
      1,
    );
    instrument.on('ROUTe:CLOSe:STATe?', () => `(@${model.closed.join(',')})`);
    instrument.on('ROUTe:OPEN', ({ need }) => {
      if (need(0).is('ALL')) model.openAll();
      else model.open(relays(need(0).text));
    });
    instrument.on(
      'ROUTe:CONFigure:SLOT#:CTYPe?',
      ({ numbers: [slot = 1] }) => model.cards[slot - 1]?.type ?? 'NONE',
    );
    this.faults = {
      ...instrument.faults.switches,
      'no-contact': (active) => {
        model.stuck = active ? '1!1' : undefined;
        if (active) model.open(['1!1']);
      },
    };
    this.services = { scpi: scpiService(instrument) };
    this.messages = scpiMessageService(instrument);
  }
}
