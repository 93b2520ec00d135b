import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { asId, asList, asNumber, asText } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { A, L, U2 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { codeText } from './gem-codes.ts';
import { textOrNone } from './status-variables.ts';

/** A process program as steps with parameters. */
export interface HostProgram {
  readonly id: string;
  /** MDLN and SOFTREV of the equipment that it is for. */
  readonly model: string;
  readonly softwareRevision: string;
  readonly steps: readonly {
    /** CCODE. */
    readonly code: Id;
    /** PPARM, in the formats that the equipment takes. */
    readonly parameters: readonly Item[];
  }[];
}

/** What the equipment found when it looked through a program that it was sent. */
export interface ProgramVerification {
  readonly id: string;
  /** Empty when the program is good. */
  readonly faults: readonly {
    /** ACKC7A and its meaning. */
    readonly code: number;
    readonly text: string;
    /** The step at fault, counted from 1; 0 for the program as a whole. */
    readonly step: number;
    /** ERRW7. */
    readonly remark: string;
  }[];
}

/** Formatted process programs. Source: SEMI E5; sheet gem.md section 5, stream 7. */
export class FormattedPrograms {
  /** What became of programs that were sent: the equipment looks through them after it has taken them. */
  readonly verified$: Observable<ProgramVerification>;
  readonly #verified$ = new Subject<ProgramVerification>();
  readonly #conversation: Conversation;

  constructor(conversation: Conversation) {
    this.verified$ = this.#verified$.asObservable();
    this.#conversation = conversation;
  }

  /**
   * S7F23: sends a program. That the equipment takes it says nothing of whether it is good: {@link verified$} does.
   *
   * @throws FourwireError of kind `device`, code `gem-refused`, when the equipment does not take it
   */
  async download(program: HostProgram, call?: Call): Promise<void> {
    const steps = program.steps.map(({ code, parameters }) => L(codeItem(code), L(parameters)));
    const body = L(A(program.id), A(program.model), A(program.softwareRevision), L(steps));
    accepted(await this.#conversation.tell('S7F23 W', body, call), 'ACKC7', `process program ${program.id}`);
  }

  /**
   * S7F25: fetches a program.
   *
   * @throws FourwireError of kind `device`, code `program-unknown`, when there is none of this id
   */
  async upload(id: string, call?: Call): Promise<HostProgram> {
    const reply = asList(await this.#conversation.ask('S7F25 W', A(id), call), 'S7F26');
    if (reply.length === 0) {
      const text = `The equipment has no formatted process program ${JSON.stringify(id)}.`;
      throw new FourwireError('device', 'program-unknown', text);
    }
    const [ppid, mdln, softrev, steps] = asList(L(reply), 'S7F26', 4);
    return {
      id: String(asId(ppid, 'PPID')),
      model: textOrNone(mdln, 'MDLN'),
      softwareRevision: textOrNone(softrev, 'SOFTREV'),
      steps: asList(steps, 'S7F26 steps').map((step) => {
        const [code, parameters] = asList(step, 'S7F26 step', 2);
        return { code: asId(code, 'CCODE'), parameters: asList(parameters, 'S7F26 parameters') };
      }),
    };
  }

  /** Takes S7F27; gives what tells the listeners. */
  received(item: Item | undefined): () => void {
    const [ppid, list] = asList(item, 'S7F27', 2);
    const faults = asList(list, 'S7F27 faults').flatMap((fault) => {
      const [ackc7a, seqnum, errw7] = asList(fault, 'S7F27 fault', 3);
      const code = asNumber(ackc7a, 'ACKC7A');
      if (code === 0) return [];
      const remark = errw7 === undefined ? '' : asText(errw7, 'ERRW7');
      return [{ code, text: codeText('ACKC7A', code), step: asNumber(seqnum, 'SEQNUM'), remark }];
    });
    const verification = { id: String(asId(ppid, 'PPID')), faults };
    return () => this.#verified$.next(verification);
  }
}

/** CCODE is text or a whole number; U2 holds every code that the standard lists. */
function codeItem(code: Id): Item {
  return typeof code === 'string' ? A(code) : U2(Number(code));
}
