import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { secsMessage } from '../messages/message.ts';
import { asList, asNumber, asText, isEmptyItem } from '../secs-ii/access.ts';
import { A, B, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { ackc10 } from './codes.ts';
import type { EquipmentCore, Handlers } from './core.ts';

/** What the host has shown. */
export interface ShownText {
  /** TID; 0 is the main display. A broadcast is shown on all. */
  readonly terminal: number;
  readonly lines: readonly string[];
}

/** Words between the host and the operator: stream 10. Source: sheet gem.md section 5. */
export class EquipmentTerminal {
  readonly handlers: Handlers;
  /** Texts to show. */
  readonly text$: Observable<ShownText>;
  readonly #text$ = new Subject<ShownText>();
  readonly #core: EquipmentCore;

  constructor(core: EquipmentCore) {
    this.text$ = this.#text$.asObservable();
    this.#core = core;
    this.handlers = {
      S10F3: (item) => {
        const [tid, text] = asList(item, 'S10F3', 2);
        return this.#show(tid, [text]);
      },
      S10F5: (item) => {
        const [tid, texts] = asList(item, 'S10F5', 2);
        return this.#show(tid, asList(texts, 'S10F5 lines'));
      },
      S10F9: (item) => this.#show(B(0), [item]),
    };
  }

  /** S10F1: the operator sends a line to the host. */
  say(text: string, terminal = 0): void {
    this.#core.say(secsMessage('S10F1 W', L(B(terminal), A(text))));
  }

  /** The operator has read what was shown. */
  recognize(): void {
    this.#core.raise(this.#core.ids.events.messageRecognition);
  }

  #show(tid: Item | undefined, texts: readonly (Item | undefined)[]): Item {
    const terminal = asNumber(tid, 'TID');
    if (terminal !== 0) return B(ackc10.noTerminal);
    const lines = texts.map((text) => (isEmptyItem(text) ? '' : asText(text, 'TEXT')));
    this.#text$.next({ terminal, lines });
    return B(ackc10.ok);
  }
}
