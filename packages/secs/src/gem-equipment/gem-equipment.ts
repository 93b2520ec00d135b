import { FourwireError, systemClock } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable, Subscription } from 'rxjs';
import type { SecsLink } from '../connection/secs-transport.ts';
import { IdItems } from '../gem/ids.ts';
import { secsMessage } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import type { Id } from '../secs-ii/access.ts';
import { A, B } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { EquipmentAlarms } from './alarms.ts';
import { DataCollection } from './collection.ts';
import { EquipmentCommands } from './commands.ts';
import { CommunicationModel } from './communications.ts';
import { ConstantTable } from './constant-table.ts';
import { ControlModel } from './control.ts';
import type { EquipmentCore, EventData } from './core.ts';
import type { EquipmentDefinition } from './definition.ts';
import { MachineClock } from './equipment-clock.ts';
import { Remembered } from './equipment-memory.ts';
import { chooseIds } from './gem-ids.ts';
import { LimitsMonitoring } from './limits.ts';
import { Outbox, deliver, sendFailed } from './outbox.ts';
import { PrimaryDesk } from './primary-desk.ts';
import { EquipmentPrograms } from './programs.ts';
import { Registry } from './registry.ts';
import { Spool } from './spool.ts';
import { standardEvents, standardVariables } from './standard-variables.ts';
import { MultiBlock } from './multi-block.ts';
import { EquipmentTerminal } from './terminal.ts';
import { Traces } from './traces.ts';
import { variableHandlers } from './variables.ts';

/** The constants that hold the W-bit of what equipment says by itself, by stream. */
const wBits = { 5: 'wBitS5', 6: 'wBitS6', 10: 'wBitS10' } as const;

/**
 * A GEM equipment: describe the machine once, attach a link, raise events and alarms. Everything that a host may ask
 * is answered from the description; each capability has a member of its own for the machine's and the operator's side.
 *
 * Source: SEMI E30; sheet gem.md. Unconfirmed: what the sheet marks [std], among it TransitionType and PPChangeStatus;
 * what `MultiBlock` says of S2F39. S10F7 is never said: every terminal here takes several lines.
 *
 * @throws FourwireError of kind `range`, code `gem-id-duplicate`, when two things have one id; of kind `state`, code
 * `equipment-memory`, when what it remembered cannot be read
 *
 * @example
 * ```ts
 * const equipment = new GemEquipment({ model: 'OVEN', softwareRevision: '1.0', variables: [temperature] });
 * const service = hsmsService({ sessionId: 0 });
 * equipment.attach(service);
 * ```
 */
export class GemEquipment {
  readonly communications: CommunicationModel;
  readonly control: ControlModel;
  readonly constants: ConstantTable;
  readonly collection: DataCollection;
  readonly traces: Traces;
  readonly limits: LimitsMonitoring;
  readonly alarms: EquipmentAlarms;
  readonly programs: EquipmentPrograms;
  readonly terminal: EquipmentTerminal;
  readonly clock: MachineClock;
  readonly spool: Spool;
  /** What went wrong and nobody waits for: events that the host did not acknowledge, handlers that failed. */
  readonly fault$: Observable<FourwireError>;
  readonly #fault$ = new Subject<FourwireError>();
  readonly #core: EquipmentCore;
  readonly #desk: PrimaryDesk;
  readonly #outbox: Outbox;
  readonly #multiBlock: MultiBlock;
  #link: SecsLink | undefined;
  #attached: readonly Subscription[] = [];
  #wasCommunicating = false;

  constructor(definition: EquipmentDefinition) {
    this.fault$ = this.#fault$.asObservable();
    const core = this.#makeCore(definition);
    this.#core = core;
    this.control = core.control;
    this.constants = core.constants;
    this.communications = new CommunicationModel(core);
    this.collection = new DataCollection(core);
    this.alarms = new EquipmentAlarms(core);
    this.clock = new MachineClock(core);
    this.traces = new Traces(core);
    this.limits = new LimitsMonitoring(core);
    this.programs = new EquipmentPrograms(core);
    this.terminal = new EquipmentTerminal(core);
    this.#multiBlock = new MultiBlock(core);
    this.spool = new Spool(core, { deliver: async (message) => this.#deliverSpooled(message) });
    this.#outbox = new Outbox({
      undelivered: (messages) => {
        for (const message of messages) if (this.spool.active) this.spool.put(message);
      },
      unreachable: () => this.communications.failed(),
      failed: (_message, error) => this.#fault$.next(error),
    });
    const handlers = this.#multiBlock.around({
      S1F1: () => this.communications.identity(),
      S2F25: (item) => item,
      ...variableHandlers(core),
      ...this.control.handlers,
      ...this.constants.handlers,
      ...this.collection.handlers,
      ...this.traces.handlers,
      ...this.limits.handlers,
      ...this.alarms.handlers,
      ...new EquipmentCommands(core).handlers,
      ...this.programs.handlers,
      ...this.terminal.handlers,
      ...this.clock.handlers,
      ...this.spool.handlers,
      ...definition.messages,
    });
    this.spool.poweredUp();
    this.#desk = new PrimaryDesk(handlers, this.communications, this.control, {
      complain: (code, header) => this.#complain(code, header),
      fault: (error) => this.#fault$.next(error),
    });
    this.communications.state$.subscribe({
      next: (state) => this.#communicationChanged(state === 'communicating'),
      error: (error: unknown) => this.#fault$.next(FourwireError.from(error)),
    });
  }

  /** What to do with a message of the host's instead of answering it. For simulators that are to fail. */
  set intercept(intercept: PrimaryDesk['intercept']) {
    this.#desk.intercept = intercept;
  }

  /** Talks over this link from now on: a passive service, or a bus client of an active transport or a serial line. */
  attach(link: SecsLink): void {
    this.detach();
    this.#link = link;
    const error = (cause: unknown): void => this.#fault$.next(FourwireError.from(cause));
    this.#attached = [
      // First, since what the host has said already is taken by the second: its S1F13 answers ours.
      link.wire.selected$.subscribe({ next: (selected) => this.communications.selected(selected), error }),
      link.wire.primary$.subscribe({ next: (primary) => this.#desk.take(primary), error }),
    ];
  }

  /** Talks to nobody any more; what happens is spooled where the host asked for it. */
  detach(): void {
    for (const subscription of this.#attached) subscription.unsubscribe();
    this.#attached = [];
    this.communications.selected(false);
    this.#link = undefined;
  }

  /** Ends everything that runs: links, traces, limits, waits. */
  stop(): void {
    this.detach();
    this.communications.stop();
    this.traces.stop();
    this.limits.stop();
    this.programs.stop();
    this.#multiBlock.stop();
  }

  /**
   * Tells that an event happened, with the values as they are now. `data` gives the data variables that go with it.
   *
   * @throws FourwireError of kind `range`, code `event-unknown`
   */
  raise(event: Id, data?: EventData): void {
    if (!this.#core.events.has(event)) {
      const text = `The equipment has no event ${String(event)}; list it in the definition.`;
      throw new FourwireError('range', 'event-unknown', text);
    }
    if (!this.collection.isEnabled(event)) return;
    const annotated = this.constants.flag(this.#core.ids.constants.annotatedEvents);
    const report = this.collection.report(event, { annotated, data });
    this.#say(secsMessage(annotated ? 'S6F13 W' : 'S6F11 W', report));
  }

  /** Material came to the machine, or left it: MaterialReceived and MaterialRemoved. */
  material(what: 'received' | 'removed', data?: EventData): void {
    const { materialReceived, materialRemoved } = this.#core.ids.events;
    this.raise(what === 'received' ? materialReceived : materialRemoved, data);
  }

  /** The operator did something at the machine that the host could command: OperatorCommandIssued. */
  operatorCommand(name: string): void {
    const { ids } = this.#core;
    this.raise(ids.events.operatorCommand, new Map([[ids.data.operatorCommand, A(name)]]));
  }

  /** Something said to the host that this class has no member for; also asks, where the message has a W-bit. */
  async request(message: SecsMessage): Promise<Item | undefined> {
    return deliver(this.#openLink(), message);
  }

  #makeCore(definition: EquipmentDefinition): EquipmentCore {
    const ids = chooseIds(definition.ids);
    const idItems = new IdItems(definition.idFormats);
    const standard = standardVariables(ids, idItems, {
      time: () => this.clock.now(),
      controlState: () => this.control.state,
      eventsEnabled: () => this.collection.enabled,
      alarmsEnabled: () => this.alarms.enabled,
      alarmsSet: () => this.alarms.set,
      spool: () => this.spool,
    });
    const core: EquipmentCore = {
      definition,
      ids,
      idItems,
      remembered: new Remembered(definition.memory, (error) => this.#fault$.next(error)),
      clock: definition.clock ?? systemClock,
      variables: new Registry('variable', [...(definition.variables ?? []), ...standard]),
      events: new Registry('event', [...(definition.events ?? []), ...standardEvents(ids)]),
      time: (): string => this.clock.now(),
      raise: (event: Id, data?: EventData): void => this.raise(event, data),
      say: (message: SecsMessage): void => this.#say(message),
      ask: async (message: SecsMessage): Promise<Item | undefined> => this.request(message),
      fault: (error: unknown): void => this.#fault$.next(FourwireError.from(error)),
      // These two need the rest, and the others need them.
      get constants(): ConstantTable {
        return constants;
      },
      get control(): ControlModel {
        return control;
      },
    };
    const constants = new ConstantTable(core);
    const control = new ControlModel(core);
    return core;
  }

  #say(message: SecsMessage): void {
    if (!this.control.online) return;
    const said = this.#withWBit(message);
    if (this.spool.active) this.spool.put(said);
    else if (this.communications.communicating) this.#outbox.put(said);
  }

  #withWBit(message: SecsMessage): SecsMessage {
    const { stream } = message;
    if (stream === 9) return { ...message, reply: false };
    if (stream !== 5 && stream !== 6 && stream !== 10) return message;
    return { ...message, reply: this.constants.flag(this.#core.ids.constants[wBits[stream]]) };
  }

  #communicationChanged(communicating: boolean): void {
    const before = this.#wasCommunicating;
    this.#wasCommunicating = communicating;
    if (communicating) {
      this.#outbox.use(this.#link);
      this.spool.found();
      return;
    }
    // A spool that becomes active first has its own event in front of what the host did not get.
    if (before) this.spool.lost();
    this.#outbox.use(undefined);
  }

  async #deliverSpooled(message: SecsMessage): Promise<void> {
    try {
      await deliver(this.#openLink(), message);
    } catch (error) {
      if (FourwireError.is(error) && error.code === sendFailed) this.communications.failed();
      throw error;
    }
  }

  #complain(code: number, header: Uint8Array): void {
    const link = this.#link;
    const message = { stream: 9, function: code, reply: false, item: B(header) };
    link
      ?.exchange((wire, turn) => wire.send(message, turn))
      .catch((error: unknown) => this.#core.fault(error));
  }

  #openLink(): SecsLink {
    if (this.#link !== undefined) return this.#link;
    throw new FourwireError('link', 'link-closed', 'The equipment is attached to no link.');
  }
}
