import { FourwireError } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { IncomingPrimary, SecsLink } from '../connection/secs-transport.ts';
import { replyTo } from '../messages/message.ts';
import { B, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { Alarms } from './alarms.ts';
import type { AlarmRequest } from './alarms.ts';
import { Communications } from './communications.ts';
import { Conversation } from './conversation.ts';
import { EquipmentClock } from './equipment-clock.ts';
import { EquipmentConstants } from './equipment-constants.ts';
import { EventReports } from './event-reports.ts';
import type { TimeFormat } from './gem-time.ts';
import { FormattedPrograms } from './formatted-programs.ts';
import { HostSpool } from './host-spool.ts';
import { IdItems } from './ids.ts';
import type { IdFormats } from './ids.ts';
import { HostLimits } from './limits.ts';
import { libraryAnswer } from './program-library.ts';
import type { ProgramLibrary } from './program-library.ts';
import { ProcessPrograms } from './process-programs.ts';
import { RemoteCommands } from './remote-commands.ts';
import { StatusVariables } from './status-variables.ts';
import { Terminal } from './terminal.ts';
import { HostTraces } from './traces.ts';

/** What a tool wants otherwise than most. */
export interface GemHostOptions {
  /** The formats of ids that it takes; `U4` unless given. */
  readonly ids?: IdFormats;
  /** The form of S5F5 that it takes; `array` unless given. */
  readonly alarmRequest?: AlarmRequest;
  /** Its TimeFormat; 1, sixteen digits, unless given. */
  readonly timeFormat?: TimeFormat;
  /** The zone of its clock, an IANA name; the computer's own unless given. */
  readonly timeZone?: string;
  /** Where programs lie that the equipment may fetch, and put; it may do neither unless given. */
  readonly library?: ProgramLibrary;
}

/**
 * The host of a GEM equipment: asks, commands, and answers what the equipment says unasked. Each capability has a
 * member of its own. Make it once for a bus client and let the driver call `communications.establish` whenever the
 * link was opened anew.
 *
 * Source: SEMI E30; sheet gem.md.
 */
export class GemHost {
  readonly communications: Communications;
  /** Status variables, with names and units. */
  readonly statusVariables: StatusVariables;
  readonly constants: EquipmentConstants;
  readonly events: EventReports;
  readonly traces: HostTraces;
  readonly limits: HostLimits;
  readonly spool: HostSpool;
  readonly alarms: Alarms;
  readonly commands: RemoteCommands;
  readonly programs: ProcessPrograms;
  readonly formattedPrograms: FormattedPrograms;
  readonly clock: EquipmentClock;
  readonly terminal: Terminal;
  /** Messages of the equipment that could not be read, and were aborted. */
  readonly fault$: Observable<FourwireError>;
  readonly #library: ProgramLibrary | undefined;
  readonly #fault$ = new Subject<FourwireError>();

  constructor(link: SecsLink, clock: Clock, options: GemHostOptions = {}) {
    const conversation = new Conversation(link);
    const ids = new IdItems(options.ids);
    this.communications = new Communications(conversation);
    this.statusVariables = new StatusVariables(conversation, ids);
    this.constants = new EquipmentConstants(conversation, ids);
    this.events = new EventReports(conversation, ids);
    this.traces = new HostTraces(conversation, ids, clock);
    this.limits = new HostLimits(conversation, ids);
    this.spool = new HostSpool(conversation);
    this.alarms = new Alarms(conversation, ids, options.alarmRequest ?? 'array');
    this.commands = new RemoteCommands(conversation);
    this.programs = new ProcessPrograms(conversation);
    this.formattedPrograms = new FormattedPrograms(conversation);
    this.#library = options.library;
    this.clock = new EquipmentClock(conversation, clock, options.timeFormat ?? 1, options.timeZone);
    this.terminal = new Terminal(conversation);
    this.fault$ = this.#fault$.asObservable();
    // For as long as the transport lives: it belongs to this device, and is opened again with it.
    link.wire.primary$.subscribe({
      next: (primary) => this.#take(primary),
      error: (error: unknown) => this.#fault$.next(FourwireError.from(error)),
    });
  }

  #take(primary: IncomingPrimary): void {
    const { message } = primary;
    try {
      const answer = this.#answer(message.stream, message.function, message.item);
      // What is not known here is left to other listeners, and aborted when there are none.
      if (answer === undefined) return;
      // The answer goes first: whoever hears of the message may send something of his own at once.
      primary.reply(replyTo(message, answer.body));
      answer.tell?.();
    } catch (error) {
      primary.reply();
      this.#fault$.next(FourwireError.from(error));
    }
  }

  #answer(stream: number, primary: number, item: Item | undefined): Answer | undefined {
    switch (`S${stream}F${primary}`) {
      case 'S1F1':
        return { body: L(), tell: () => this.communications.asked() };
      case 'S1F13':
        this.communications.greeted(item);
        return { body: L(B(0), L()) };
      case 'S2F17':
        return { body: this.clock.now() };
      case 'S5F1':
        return { body: accepted, tell: this.alarms.received(item) };
      case 'S6F1':
        return { body: accepted, tell: this.traces.received(item) };
      case 'S6F5':
      case 'S7F29':
        return { body: accepted };
      case 'S6F11':
        return { body: accepted, tell: this.events.received(item, false) };
      case 'S6F13':
        return { body: accepted, tell: this.events.received(item, true) };
      case 'S7F27':
        return { body: undefined, tell: this.formattedPrograms.received(item) };
      case 'S10F1':
        return { body: accepted, tell: this.terminal.received(item) };
      case 'S10F7':
        return { body: undefined, tell: this.terminal.refused(item) };
      default: {
        const body = this.#library && libraryAnswer(this.#library, `S${stream}F${primary}`, item);
        return body && { body };
      }
    }
  }
}

/** Every acknowledge code that says yes. */
const accepted = B(0);

/** The body of an answer, and who is to hear of the message once it is sent. */
interface Answer {
  readonly body: Item | undefined;
  readonly tell?: () => void;
}
