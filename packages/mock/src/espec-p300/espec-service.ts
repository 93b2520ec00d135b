import type { ByteService } from '@fourwire/core';
import { FaultFlag } from '../faults/flag.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { lineService } from '../line-service.ts';
import type { EspecCommands } from './espec-command.ts';
import { EspecRefusal } from './espec-refusal.ts';
import type { EspecReason } from './espec-refusal.ts';

/** The faults of the level `protocol` that the family has. */
export class EspecFaults {
  readonly #nak = new FaultFlag();
  readonly #busy = new FaultFlag();
  readonly #error = new FaultFlag();
  readonly #terminator = new FaultFlag();
  readonly switches = {
    nak: this.#nak.switch,
    busy: this.#busy.switch,
    'error-reply': this.#error.switch,
    'wrong-terminator': this.#terminator.switch,
  } satisfies FaultSwitches;

  /** What is answered whatever was asked, if anything. */
  get refusal(): EspecReason | undefined {
    if (this.#nak.active) return 'CMD ERR';
    if (this.#busy.active) return 'CHB NOT READY';
    return this.#error.active ? 'INVALID REQ' : undefined;
  }

  get terminator(): string {
    return this.#terminator.active ? '\r' : '\r\n';
  }
}

/** How one wire of a panel is spoken to. */
export interface EspecWire {
  /** The address on RS-485, which is then in front of every command. */
  readonly address?: number | undefined;
  readonly faults: EspecFaults;
  /** Called before each command. */
  readonly before: () => void;
}

/**
 * Serves the text protocol of the family: one line, one reply. On RS-485 lines for other addresses, or without one, get
 * no answer; an address where none belongs is a bad one.
 */
export function especService(commands: EspecCommands, wire: EspecWire): ByteService {
  return lineService((send) => ({
    line: (line) => {
      const match = /^\s*(\d+)\s*,(.*)$/.exec(line);
      if (wire.address !== undefined && Number(match?.[1]) !== wire.address) return;
      const command = wire.address === undefined ? line : (match?.[2] ?? '');
      const misaddressed = wire.address === undefined && match !== null;
      const reply = misaddressed ? 'NA:ADDR ERR' : answer(commands, command, line, wire);
      send(`${reply}${wire.faults.terminator}`);
    },
  }));
}

function answer(
  commands: EspecCommands,
  command: string,
  line: string,
  { faults, before }: EspecWire,
): string {
  const text = command.trim().toUpperCase().replaceAll(/,\s+/g, ',');
  const comma = text.indexOf(',');
  const name = comma < 0 ? text : text.slice(0, comma).trimEnd();
  const rest = comma < 0 ? '' : text.slice(comma + 1);
  try {
    if (faults.refusal !== undefined) throw new EspecRefusal(faults.refusal);
    const run = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (run === undefined) throw new EspecRefusal('CMD ERR');
    before();
    const reply = run(rest === '' ? [] : rest.split(','), rest);
    before();
    return reply ?? `OK:${line.trim()}`;
  } catch (error) {
    if (error instanceof EspecRefusal) return `NA:${error.reason}`;
    throw error;
  }
}
