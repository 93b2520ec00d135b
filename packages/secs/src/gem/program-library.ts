import { asId, asList } from '../secs-ii/access.ts';
import { A, B, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { bodyBytes } from './process-programs.ts';

/** Programs that a host keeps for its equipment, by PPID. A `Map` does. */
export interface ProgramLibrary {
  get(id: string): Uint8Array | undefined;
  set(id: string, body: Uint8Array): unknown;
}

/**
 * Answers equipment that sends programs to the host or fetches them there: S7F1, S7F3, S7F5. Gives the body of the
 * reply; undefined for any other message.
 */
export function libraryAnswer(
  library: ProgramLibrary,
  primary: string,
  item: Item | undefined,
): Item | undefined {
  switch (primary) {
    case 'S7F1':
      // PPGNT 0: there is room.
      return B(0);
    case 'S7F3': {
      const [ppid, ppbody] = asList(item, 'S7F3', 2);
      library.set(String(asId(ppid, 'PPID')), bodyBytes(ppbody));
      return B(0);
    }
    case 'S7F5': {
      const id = String(asId(item, 'PPID'));
      const body = library.get(id);
      return body === undefined ? L() : L(A(id), B(body));
    }
    default:
      return undefined;
  }
}
