import type { ByteService } from '@fourwire/core';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import { FaultFlag } from '../faults/flag.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { lineService } from '../line-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { ascii2Commands } from '../weiss-ascii2/ascii2-commands.ts';
import { simpacLayout } from '../weiss-ascii2/ascii2-layout.ts';
import { simservCodes, simservCommands } from './simserv-commands.ts';
import type { SimservCommands } from './simserv-commands.ts';
import { WeissChamber } from './weiss-chamber.ts';
import type { WeissChamberOptions } from './weiss-chamber.ts';

/** What a simulated S!MPAC may be told. */
export interface WeissSimservSimulatorOptions extends SimulatorOptions, WeissChamberOptions {
  /** Whether it ends the connection after each reply, as some servers of this protocol do; not unless given. */
  readonly closesAfterReply?: boolean;
}

const separator = '\u{b6}';

/**
 * A Weiss or Vötsch chamber with the controller S!MPAC on TCP port 2049 (sheet weiss-simserv.md): SimServ, and ASCII-2
 * telegrams, which begin with `$`, on the same connection.
 */
export class WeissSimservSimulator implements Simulator {
  readonly name = 'weiss-simserv';
  /** Physics, settings and programs. */
  readonly model: WeissChamber;
  readonly faults: FaultSwitches;
  readonly services: {
    /** Belongs on TCP port 2049. */
    readonly tcp: ByteService;
  };

  constructor(options: WeissSimservSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new WeissChamber(clock, random, options);
    const nak = new FaultFlag();
    const error = new FaultFlag();
    const terminator = new FaultFlag();
    this.faults = {
      nak: nak.switch,
      'error-reply': error.switch,
      'wrong-terminator': terminator.switch,
      ...chamberFaults(this.model.controller),
    };
    const commands = simservCommands(this.model);
    const ascii2 = ascii2Commands(this.model, simpacLayout(this.model.controller.hasHumidity), 1);
    const answer = (line: string): string | undefined => {
      this.model.advance();
      if (line.startsWith('$')) return ascii2(line);
      if (nak.active) return String(simservCodes.unknown);
      return error.active ? String(simservCodes.failed) : simservReply(commands, line);
    };
    this.services = {
      tcp: {
        connect: (peer) =>
          lineService(
            (send) => ({
              line: (text) => {
                const reply = answer(text.replace(/^\n/, ''));
                this.model.advance();
                if (reply === undefined) return;
                send(`${reply}${terminator.active ? '\r' : '\r\n'}`);
                if (options.closesAfterReply === true) peer.close();
              },
            }),
            { terminator: '\r' },
          ).connect(peer),
      },
    };
  }
}

/** The chamber's index does not matter when the chamber itself is asked, but it must be there. */
function simservReply(commands: SimservCommands, line: string): string {
  const [number = '', chamber, ...args] = line.split(separator);
  if (number.trim() === '') return String(simservCodes.empty);
  const command = Object.hasOwn(commands, number) ? commands[number] : undefined;
  if (command === undefined) return String(simservCodes.unknown);
  if (chamber === undefined || chamber === '') return String(simservCodes.chamberMissing);
  if (!/^\d+$/.test(chamber)) return String(simservCodes.chamberRange);
  if (args.length > 4) return String(simservCodes.parameters);
  const answer = command(args);
  if (answer === undefined) return '1';
  if (typeof answer === 'object') return String(answer.refused);
  const text = typeof answer === 'number' ? String(Math.round(answer * 1000) / 1000) : answer;
  return `1${separator}${text}`;
}
