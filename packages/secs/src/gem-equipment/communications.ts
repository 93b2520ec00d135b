import type { Timer } from '@fourwire/core';
import { BehaviorSubject, distinctUntilChanged } from 'rxjs';
import type { Observable } from 'rxjs';
import { isPrimary, secsMessage } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import { asList, asNumber } from '../secs-ii/access.ts';
import { A, B, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { ack } from './codes.ts';
import type { EquipmentCore } from './core.ts';

/** The communication states of SEMI E30; `not-connected` while there is no transport to communicate over. */
export type CommunicationState = 'disabled' | 'not-connected' | 'wait-cra' | 'wait-delay' | 'communicating';

/** The communication state model. Source: SEMI E30; sheet gem.md section 1. */
export class CommunicationModel {
  readonly state$: Observable<CommunicationState>;
  readonly #state$: BehaviorSubject<CommunicationState>;
  readonly #core: EquipmentCore;
  #selected = false;
  #delay: Timer | undefined;
  /** Which S1F13 is open: an answer to an earlier one means nothing any more. */
  #attempt = 0;

  constructor(core: EquipmentCore) {
    this.#core = core;
    const enabled = core.definition.enabled ?? true;
    this.#state$ = new BehaviorSubject<CommunicationState>(enabled ? 'not-connected' : 'disabled');
    this.state$ = this.#state$.pipe(distinctUntilChanged());
  }

  get state(): CommunicationState {
    return this.#state$.value;
  }

  get communicating(): boolean {
    return this.state === 'communicating';
  }

  /** The operator lets the equipment communicate. */
  enable(): void {
    if (this.state !== 'disabled') return;
    this.#state$.next('not-connected');
    if (this.#selected) this.#establish();
  }

  /** The operator ends communications: nothing is said, nothing is answered. */
  disable(): void {
    this.#enter('disabled');
  }

  /** The transport is there, or gone. */
  selected(selected: boolean): void {
    this.#selected = selected;
    if (this.state === 'disabled') return;
    if (selected) this.#establish();
    else this.#enter('not-connected');
  }

  /** The far side cannot be reached though the line is there: communications are to be established anew. */
  failed(): void {
    if (!this.communicating) return;
    this.#enter('not-connected');
    this.#tryLater();
  }

  /** Whether a message may be taken; what comes at another time is discarded unanswered. */
  admits(message: SecsMessage): boolean {
    if (this.communicating) return true;
    if (this.state === 'disabled') return false;
    if (message.stream === 1 && message.function === 13) return true;
    // Somebody talks: try again at once.
    if (this.state === 'wait-delay' && isPrimary(message)) this.#establish();
    return false;
  }

  /** Takes the host's S1F13; gives the body of S1F14. A host that restarted finds its reports and links as they were. */
  greeted(): Item {
    return L(B(ack.ok), this.identity());
  }

  /** The answer to the host's S1F13 is on its way. */
  established(): void {
    this.#enter('communicating');
  }

  /** MDLN and SOFTREV. */
  identity(): Item {
    const { model, softwareRevision } = this.#core.definition;
    return L(A(model), A(softwareRevision));
  }

  /** Ends every wait. */
  stop(): void {
    this.#attempt++;
    this.#delay?.cancel();
    this.#delay = undefined;
  }

  #enter(state: CommunicationState): void {
    this.stop();
    this.#state$.next(state);
  }

  #establish(): void {
    this.#enter('wait-cra');
    const attempt = this.#attempt;
    this.#core.ask(secsMessage('S1F13 W', this.identity())).then(
      (reply) => {
        if (attempt !== this.#attempt) return;
        if (isAccepted(reply)) this.#enter('communicating');
        else this.#tryLater();
      },
      () => {
        if (attempt === this.#attempt) this.#tryLater();
      },
    );
  }

  #tryLater(): void {
    this.#enter('wait-delay');
    const { constants, ids, clock } = this.#core;
    const seconds = constants.number(ids.constants.establishTimeout);
    this.#delay = clock.setTimer(seconds * 1000, () => this.#establish());
  }
}

function isAccepted(reply: Item | undefined): boolean {
  try {
    return asNumber(asList(reply, 'S1F14')[0], 'COMMACK') === ack.ok;
  } catch {
    return false;
  }
}
