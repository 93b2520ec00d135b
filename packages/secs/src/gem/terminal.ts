import type { Call } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { asList, asNumber } from '../secs-ii/access.ts';
import { A, B, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { textOrNone } from './status-variables.ts';

/** A line that an operator sent to the host. */
export interface TerminalText {
  /** TID; 0 is the main terminal. */
  readonly terminal: number;
  readonly text: string;
}

/** Words between the host and the operator. Source: sheet gem.md section 5, stream 10. */
export class Terminal {
  /** What operators send. */
  readonly text$: Observable<TerminalText>;
  /** A terminal, by its TID, cannot show the several lines that it was sent. */
  readonly linesRefused$: Observable<number>;
  readonly #text$ = new Subject<TerminalText>();
  readonly #linesRefused$ = new Subject<number>();
  readonly #conversation: Conversation;

  constructor(conversation: Conversation) {
    this.text$ = this.#text$.asObservable();
    this.linesRefused$ = this.#linesRefused$.asObservable();
    this.#conversation = conversation;
  }

  /** S10F3: shows a text at the equipment; on the main terminal unless another is given. */
  async show(text: string, terminal = 0, call?: Call): Promise<void> {
    const reply = await this.#conversation.tell('S10F3 W', L(B(terminal), A(text)), call);
    accepted(reply, 'ACKC10', 'to show the text');
  }

  /** S10F5: shows several lines at once. A terminal that cannot says so afterwards; see {@link linesRefused$}. */
  async showLines(lines: readonly string[], terminal = 0, call?: Call): Promise<void> {
    const reply = await this.#conversation.tell(
      'S10F5 W',
      L(B(terminal), L(lines.map((line) => A(line)))),
      call,
    );
    accepted(reply, 'ACKC10', 'to show the text');
  }

  /** S10F9: shows a text at all terminals of the equipment. */
  async broadcast(text: string, call?: Call): Promise<void> {
    accepted(await this.#conversation.tell('S10F9 W', A(text), call), 'ACKC10', 'to show the text');
  }

  /** Takes S10F1; gives what tells the listeners. */
  received(item: Item | undefined): () => void {
    const [tid, text] = asList(item, 'S10F1', 2);
    const value = { terminal: asNumber(tid, 'TID'), text: textOrNone(text, 'TEXT') };
    return () => this.#text$.next(value);
  }

  /** Takes S10F7; gives what tells the listeners. */
  refused(item: Item | undefined): () => void {
    const terminal = asNumber(item, 'TID');
    return () => this.#linesRefused$.next(terminal);
  }
}
