import { BehaviorSubject } from 'rxjs';
import type { Observable } from 'rxjs';
import { secsMessage } from '../messages/message.ts';
import { B } from '../secs-ii/constructors.ts';
import { ack, onlack } from './codes.ts';
import type { EquipmentCore, Handlers } from './core.ts';

/** The control states of SEMI E30. */
export type ControlState = 'equipment-offline' | 'attempt' | 'host-offline' | 'local' | 'remote';

/** The control state model, with the operator's switches. Source: SEMI E30; sheet gem.md section 2. */
export class ControlModel {
  readonly handlers: Handlers;
  readonly #core: EquipmentCore;
  readonly #state$: BehaviorSubject<ControlState>;

  constructor(core: EquipmentCore) {
    this.#core = core;
    this.#state$ = new BehaviorSubject<ControlState>(core.definition.initialControl ?? 'remote');
    this.handlers = {
      S1F15: () => {
        // The event goes while there is still somebody to tell it to.
        this.#leave('host-offline');
        return B(ack.ok);
      },
      S1F17: () => B(this.#hostAsks()),
    };
  }

  get state(): ControlState {
    return this.#state$.value;
  }

  /** The state and its changes; replays the last. */
  get state$(): Observable<ControlState> {
    return this.#state$;
  }

  get online(): boolean {
    return this.state === 'local' || this.state === 'remote';
  }

  /**
   * The operator switches on-line: S1F1 asks the host, and its answer brings the equipment there.
   *
   * @returns whether it is on-line now
   */
  async goOnline(): Promise<boolean> {
    if (this.online) return true;
    if (this.state !== 'equipment-offline') return false;
    this.#state$.next('attempt');
    try {
      await this.#core.ask(secsMessage('S1F1 W'));
      // The operator may have turned the switch back meanwhile.
      if (this.#isAttempting()) this.#enterOnline();
    } catch {
      const failed = this.#core.constants.number(this.#core.ids.constants.onLineFailed);
      if (this.#isAttempting()) this.#state$.next(failed === 3 ? 'host-offline' : 'equipment-offline');
    }
    return this.online;
  }

  /** The operator switches off-line. */
  goOffline(): void {
    if (this.online) this.#leave('equipment-offline');
    else this.#state$.next('equipment-offline');
  }

  /** The operator takes control. */
  goLocal(): void {
    if (this.state === 'remote') this.#enter('local');
  }

  /** The operator gives control to the host. */
  goRemote(): void {
    if (this.state === 'local') this.#enter('remote');
  }

  #isAttempting(): boolean {
    return this.state === 'attempt';
  }

  #hostAsks(): number {
    if (this.online) return onlack.already;
    if (this.state !== 'host-offline') return onlack.notAllowed;
    this.#enterOnline();
    return onlack.accepted;
  }

  #enterOnline(): void {
    const { constants, ids } = this.#core;
    this.#enter(constants.number(ids.constants.onLineSubState) === 4 ? 'local' : 'remote');
  }

  #enter(state: 'local' | 'remote'): void {
    this.#state$.next(state);
    const { controlStateLocal, controlStateRemote } = this.#core.ids.events;
    this.#core.raise(state === 'local' ? controlStateLocal : controlStateRemote);
  }

  #leave(state: 'equipment-offline' | 'host-offline'): void {
    this.#core.raise(this.#core.ids.events.equipmentOffline);
    this.#state$.next(state);
  }
}
