import { FourwireError } from '@fourwire/core';
import type { Call, Identity, Status } from '@fourwire/core';
import type { Alarm, EventLink, GemHost, ReportDefinition } from '@fourwire/secs';
import { Subject, merge } from 'rxjs';
import type { Observable } from 'rxjs';
import type { BonderSpool } from './bonder-spool.ts';
import { isAborted, isRefused } from './bonder-state.ts';
import type { WirebonderProfile } from './profile.ts';

const offline: Status = {
  code: 200,
  text: 'the bonder is off-line; bring it on-line at its panel',
};

/**
 * Brings a bonder into the state that the driver relies on: communicating, on-line where it lets the host do that,
 * reports and alarms as the profile says. A bonder that is off-line is set up as soon as its operator brings it
 * on-line.
 */
export class BonderSession {
  /** Alarms as they are reported, and as they are found changed after a time without link. */
  readonly alarm$: Observable<Alarm>;
  readonly #found$ = new Subject<Alarm>();
  readonly #host: GemHost;
  readonly #spool: BonderSpool;
  readonly #profile: WirebonderProfile;
  readonly #report: (status: Status | undefined) => void;
  readonly #standing = new Map<Alarm['id'], Alarm>();
  #online = false;
  #settingUp = false;
  #askedMeanwhile = false;
  /** Whether anybody can have listened: once the device was opened. */
  #wasSetUp = false;
  /** Ends the set-up that was begun when the bonder came on-line. */
  #catchUp: AbortController | undefined;

  constructor(
    host: GemHost,
    spool: BonderSpool,
    profile: WirebonderProfile,
    report: (status: Status | undefined) => void,
  ) {
    this.#host = host;
    this.#spool = spool;
    this.#profile = profile;
    this.#report = report;
    this.alarm$ = merge(host.alarms.alarm$, this.#found$);
    const error = (cause: unknown): void => report({ code: 400, text: FourwireError.from(cause).message });
    host.alarms.alarm$.subscribe({ next: (alarm) => this.#remember(alarm), error });
    // S1F1 is what an equipment asks on its way on-line; the answer is sent already, and with it it is there.
    host.communications.asked$.subscribe({ next: () => this.#setUpLater(), error });
  }

  async identify(call: Call): Promise<Identity> {
    const { model, softwareRevision } = await this.#host.communications.establish(call);
    return { manufacturer: this.#profile.manufacturer, model, serialNumber: '', firmware: softwareRevision };
  }

  async setUp(call: Call): Promise<void> {
    this.#catchUp?.abort();
    this.#online = false;
    this.#settingUp = true;
    this.#askedMeanwhile = false;
    try {
      await this.#goOnline(call);
      await this.#configure(call);
    } catch (error) {
      if (!isAborted(error)) throw error;
      this.#wentOffline();
    } finally {
      this.#settingUp = false;
    }
    if (!this.#online && this.#askedMeanwhile) this.#setUpLater();
  }

  async #goOnline(call: Call): Promise<void> {
    try {
      await this.#host.communications.goOnline(call);
    } catch (error) {
      // It may be on-line without knowing S1F17; if not, what follows is aborted.
      if (!isRefused(error)) throw error;
    }
  }

  /** Takes note of whether the bonder was found on-line. */
  found(online: boolean): void {
    if (online) this.#setUpLater();
    else this.#wentOffline();
  }

  #wentOffline(): void {
    this.#online = false;
    this.#report(offline);
  }

  /** Sets up a bonder that was off-line when it should have been set up. */
  #setUpLater(): void {
    if (this.#settingUp) this.#askedMeanwhile = true;
    if (this.#online || this.#settingUp || this.#catchUp !== undefined) return;
    const catchUp = new AbortController();
    this.#catchUp = catchUp;
    this.#configure({ signal: catchUp.signal })
      .catch((error: unknown) => {
        if (catchUp.signal.aborted) return;
        if (isAborted(error)) this.#wentOffline();
        else this.#report({ code: 400, text: FourwireError.from(error).message });
      })
      .finally(() => {
        if (this.#catchUp === catchUp) this.#catchUp = undefined;
      });
  }

  /** The alarms that stand; of a machine that does not list them, those it told of. */
  async alarms(call: Call): Promise<readonly Alarm[]> {
    try {
      return (await this.#host.alarms.list([], call)).filter(({ active }) => active);
    } catch (error) {
      if (isRefused(error)) return [...this.#standing.values()];
      throw error;
    }
  }

  async #configure(call: Call): Promise<void> {
    const { enableAlarms = true, spool = true } = this.#profile;
    // What was kept belongs to the reports of before. At opening nobody listens yet, and it stays where it is.
    if (this.#wasSetUp) await this.#spool.fetch(call);
    const { reports, links } = collectionOf(this.#profile);
    if (await this.#collects(reports, links, call)) {
      const events = links.map(({ event }) => event);
      await this.#host.events.enable(true, events, call);
    } else {
      await this.#host.events.replace(reports, links, call);
    }
    if (enableAlarms) await this.#host.alarms.enable(true, undefined, call);
    if (spool) await this.#spool.select(call);
    await this.#compareAlarms(call);
    this.#wasSetUp = true;
    this.#online = true;
    this.#report(undefined);
  }

  /**
   * Whether the machine has the reports and links already: from this host before it was restarted. To define them anew
   * would mean to disable the events for a moment, and to lose what happens then.
   */
  async #collects(
    reports: readonly ReportDefinition[],
    links: readonly EventLink[],
    call: Call,
  ): Promise<boolean> {
    try {
      for (const link of links.filter((one) => one.reports.length > 0)) {
        const defined = await this.#host.events.definitionOf(link.event, call);
        const wanted = reports.filter(({ id }) => link.reports.includes(id));
        if (JSON.stringify(defined) !== JSON.stringify(wanted)) return false;
      }
      return true;
    } catch (error) {
      // Not every equipment tells its definitions.
      if (isRefused(error) || isAborted(error)) return false;
      if (FourwireError.is(error) && error.kind === 'protocol') return false;
      throw error;
    }
  }

  /** Alarms that came or went while nobody listened. */
  async #compareAlarms(call: Call): Promise<void> {
    let alarms: readonly Alarm[];
    try {
      alarms = (await this.#host.alarms.list([], call)).filter(({ active }) => active);
    } catch (error) {
      // Not every equipment lists its alarms.
      if (isRefused(error)) return;
      throw error;
    }
    const gone = [...this.#standing.values()].filter(({ id }) => !alarms.some((alarm) => alarm.id === id));
    const come = alarms.filter(({ id }) => !this.#standing.has(id));
    for (const alarm of [...gone.map((known) => ({ ...known, active: false })), ...come]) {
      this.#remember(alarm);
      this.#found$.next(alarm);
    }
  }

  #remember(alarm: Alarm): void {
    if (alarm.active) this.#standing.set(alarm.id, alarm);
    else this.#standing.delete(alarm.id);
  }
}

/** What the machine is to report: the bonds and units with their values, all other events without. */
function collectionOf({ events, otherEvents = [], bondReport, production }: WirebonderProfile): {
  readonly reports: readonly ReportDefinition[];
  readonly links: readonly EventLink[];
} {
  const { bondMade, ...others } = events;
  const definition = (report: {
    readonly id: number;
    readonly fields: readonly { readonly variable: number }[];
  }): ReportDefinition => ({ id: report.id, variables: report.fields.map(({ variable }) => variable) });
  const plain = [...Object.values(others), ...otherEvents.map(({ id }) => id)];
  const reports = [definition(bondReport)];
  const links: EventLink[] = [{ event: bondMade, reports: [bondReport.id] }];
  if (production !== undefined) {
    const { unitDone, unitReport } = production;
    reports.push(definition(unitReport));
    links.push({ event: unitDone, reports: [unitReport.id] });
  }
  return { reports, links: [...links, ...plain.map((event) => ({ event, reports: [] }))] };
}
