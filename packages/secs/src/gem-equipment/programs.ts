import { secsMessage } from '../messages/message.ts';
import { asId, asIds, asList, asNumber, asText } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { A, B, L, U1, U4 } from '../secs-ii/constructors.ts';
import { maxItemLength } from '../secs-ii/format.ts';
import type { Item } from '../secs-ii/item.ts';
import { ackc7, ppgnt } from './codes.ts';
import type { EquipmentCore, Handlers } from './core.ts';
import { FollowUps } from './follow-ups.ts';
import type { FormattedProgram, ProgramFault, ProgramStore } from './program-store.ts';

/** PPChangeStatus. Source: SEMI E30. */
const changes = { created: 1, edited: 2, deleted: 3 } as const;
const longestId = 120;

/** Process programs, opaque and formatted: stream 7. Source: sheet gem.md section 5. */
export class EquipmentPrograms {
  readonly handlers: Handlers;
  readonly #core: EquipmentCore;
  readonly #store: ProgramStore;
  /** Programs that were announced with S7F1 and have not come. */
  readonly #announced: FollowUps;

  constructor(core: EquipmentCore) {
    this.#core = core;
    this.#announced = new FollowUps(core);
    this.#store = core.definition.programs ?? { bodies: new Map(), capacity: 0 };
    const formatted: Handlers = {
      S7F23: (item) => B(this.#takeFormatted(item)),
      S7F25: (item) => this.#giveFormatted(idOf(item)),
    };
    this.handlers = {
      S7F1: (item) => B(this.#announce(item)),
      S7F3: (item) => B(this.#take(item)),
      S7F5: (item) => this.#give(idOf(item)),
      S7F17: (item) => B(this.#delete(item)),
      S7F19: () => L(this.#ids().map((id) => A(id))),
      ...(this.#store.formatted === undefined ? {} : formatted),
    };
  }

  stop(): void {
    this.#announced.stop();
  }

  /** The operator made or changed a program at the machine. */
  edited(id: string, created: boolean): void {
    this.#tell(id, created ? 'created' : 'edited');
  }

  /**
   * S7F1 and S7F3: sends a program to the host.
   *
   * @returns ACKC7, 0 when the host has it
   */
  async upload(id: string): Promise<number> {
    const body = this.#store.bodies.get(id) ?? new Uint8Array(0);
    const leave = await this.#core.ask(secsMessage('S7F1 W', L(A(id), U4(body.length))));
    if (asNumber(leave, 'PPGNT') !== ppgnt.ok) return ackc7.notPermitted;
    return asNumber(await this.#core.ask(secsMessage('S7F3 W', L(A(id), B(body)))), 'ACKC7');
  }

  /** S7F5: fetches a program from the host; false when the host has none of this id. */
  async fetch(id: string): Promise<boolean> {
    const reply = asList(await this.#core.ask(secsMessage('S7F5 W', A(id))), 'S7F6');
    if (reply.length === 0) return false;
    return this.#take(L(reply)) === ackc7.ok;
  }

  #ids(): readonly string[] {
    const { bodies, formatted } = this.#store;
    return [...new Set([...bodies.keys(), ...(formatted?.keys() ?? [])])];
  }

  #announce(item: Item | undefined): number {
    const [ppid, length] = asList(item, 'S7F1', 2);
    const id = idOf(ppid);
    if (id.length === 0 || id.length > longestId) return ppgnt.badId;
    if (asNumber(length, 'LENGTH') > (this.#store.capacity ?? maxItemLength)) return ppgnt.noSpace;
    if (this.#store.mayChange?.(id) === false) return ppgnt.busy;
    this.#announced.expect(id, 'S07F03', A(id));
    return ppgnt.ok;
  }

  #take(item: Item | undefined): number {
    const [ppid, ppbody] = asList(item, 'S7F3', 2);
    const id = idOf(ppid);
    this.#announced.arrived(id);
    const body = bodyOf(ppbody);
    if (this.#store.mayChange?.(id) === false) return ackc7.notPermitted;
    if (body === undefined) return ackc7.modeUnsupported;
    if (body.length > (this.#store.capacity ?? maxItemLength)) return ackc7.length;
    if (id.length === 0 || id.length > longestId) return ackc7.notPermitted;
    const created = !this.#ids().includes(id);
    this.#store.bodies.set(id, body);
    this.#tell(id, created ? 'created' : 'edited');
    return ackc7.ok;
  }

  #give(id: string): Item {
    const body = this.#store.bodies.get(id);
    return body === undefined ? L() : L(A(id), B(body));
  }

  /** All or nothing. */
  #delete(item: Item | undefined): number {
    const { bodies, formatted } = this.#store;
    const wanted = asIds(item, 'PPID').map(String);
    const ids = wanted.length === 0 ? this.#ids() : wanted;
    if (ids.some((id) => !this.#ids().includes(id))) return ackc7.notFound;
    if (ids.some((id) => this.#store.mayChange?.(id) === false)) return ackc7.notPermitted;
    for (const id of ids) {
      bodies.delete(id);
      formatted?.delete(id);
      this.#tell(id, 'deleted');
    }
    return ackc7.ok;
  }

  /** S7F24 only says that the program was understood; S7F27 tells what is wrong with it, or that it is good. */
  #takeFormatted(item: Item | undefined): number {
    const [ppid, mdln, softrev, steps] = asList(item, 'S7F23', 4);
    const id = idOf(ppid);
    const program: FormattedProgram = {
      model: asText(mdln, 'MDLN'),
      softwareRevision: asText(softrev, 'SOFTREV'),
      steps: asList(steps, 'S7F23 steps').map((step) => {
        const [ccode, parameters] = asList(step, 'S7F23 step', 2);
        return { code: asId(ccode, 'CCODE'), parameters: asList(parameters, 'S7F23 parameters') };
      }),
    };
    if (this.#store.mayChange?.(id) === false) return ackc7.notPermitted;
    const created = !this.#ids().includes(id);
    const faults = this.#store.verify?.(id, program) ?? [];
    if (faults.length === 0) this.#store.formatted?.set(id, program);
    // The answer goes first.
    void Promise.resolve().then(() => {
      if (faults.length === 0) this.#tell(id, created ? 'created' : 'edited');
      this.#verified(id, faults);
    });
    return ackc7.ok;
  }

  #verified(id: string, faults: readonly ProgramFault[]): void {
    const { ids } = this.#core;
    const entries = faults.length === 0 ? [{ code: 0, step: 0, text: '' }] : faults;
    const items = entries.map(({ code, step, text }) => L(U1(code), U4(step), A(text)));
    this.#core.say(secsMessage('S7F27 W', L(A(id), L(items))));
    const error = faults.map(({ text }) => text).join('; ');
    const data = new Map<Id, Item>([
      [ids.data.programName, A(id)],
      [ids.data.programError, A(error)],
    ]);
    this.#core.raise(ids.events.programVerified, data);
  }

  #giveFormatted(id: string): Item {
    const program = this.#store.formatted?.get(id);
    if (program === undefined) return L();
    const { idItems } = this.#core;
    const steps = program.steps.map(({ code, parameters }) => L(idItems.one('data', code), L(parameters)));
    return L(A(id), A(program.model), A(program.softwareRevision), L(steps));
  }

  #tell(id: string, change: keyof typeof changes): void {
    const { ids } = this.#core;
    const data = new Map<Id, Item>([
      [ids.data.programName, A(id)],
      [ids.data.programChange, U1(changes[change])],
    ]);
    this.#core.raise(ids.events.programChange, data);
  }
}

/** PPID is text, or bytes that stand for text. */
function idOf(item: Item | undefined): string {
  return item?.format === 'B' ? Buffer.from(item.value).toString('latin1') : String(asId(item, 'PPID'));
}

/** PPBODY is B, A or an array of integers of one byte; undefined for anything else. */
function bodyOf(item: Item | undefined): Uint8Array | undefined {
  switch (item?.format) {
    case 'B':
      return item.value;
    case 'A':
      return new Uint8Array(Buffer.from(item.value, 'latin1'));
    case 'U1':
    case 'I1':
      return Uint8Array.from(item.value);
    default:
      return undefined;
  }
}
