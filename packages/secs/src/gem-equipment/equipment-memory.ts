import { FourwireError } from '@fourwire/core';

/**
 * What equipment remembers over a power-off, as texts by their names; a `Map` fits, and so does a folder with a file
 * for each. Every text is SML. The calls are made while the host waits: do them at once, and replace a text as a whole.
 */
export interface EquipmentMemory {
  /** What was last kept under this name. */
  get(name: string): string | undefined;
  /** Keeps a text in place of the last; when it throws, the equipment goes on and says so on `fault$`. */
  set(name: string, text: string): unknown;
  delete(name: string): unknown;
}

/** The equipment's own access to its memory, if it has one. */
export class Remembered {
  readonly #memory: EquipmentMemory | undefined;
  readonly #fault: (error: FourwireError) => void;

  constructor(memory: EquipmentMemory | undefined, fault: (error: FourwireError) => void) {
    this.#memory = memory;
    this.#fault = fault;
  }

  /**
   * What `read` makes of the text under a name; undefined where there is none.
   *
   * @throws FourwireError of kind `state`, code `equipment-memory`, when the text cannot be read
   */
  recall<T>(name: string, read: (text: string) => T): T | undefined {
    const text = this.#memory?.get(name);
    if (text === undefined) return undefined;
    try {
      return read(text);
    } catch (cause) {
      const message = `What the equipment remembered as "${name}" cannot be read; delete it to start without. ${FourwireError.from(cause).message}`;
      throw new FourwireError('state', 'equipment-memory', message, { cause, retry: 'operator' });
    }
  }

  keep(name: string, text: () => string): void {
    this.#try(name, (memory) => memory.set(name, text()));
  }

  forget(name: string): void {
    this.#try(name, (memory) => memory.delete(name));
  }

  #try(name: string, change: (memory: EquipmentMemory) => unknown): void {
    if (this.#memory === undefined) return;
    try {
      change(this.#memory);
    } catch (cause) {
      const message = `The equipment could not keep "${name}" for after a power-off. ${FourwireError.from(cause).message}`;
      this.#fault(new FourwireError('state', 'equipment-memory', message, { cause }));
    }
  }
}
