import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import { lineService } from '../line-service.ts';
import { proberFaults } from '../prober/prober-faults.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { SentioArguments } from './sentio-arguments.ts';
import { chuckCommands } from './sentio-chuck-commands.ts';
import { envelope } from './sentio-command.ts';
import type { SentioAnswer, SentioCommands } from './sentio-command.ts';
import { heightCommands } from './sentio-height-commands.ts';
import { mapCommands } from './sentio-map-commands.ts';
import { SentioModel } from './sentio-model.ts';
import type { SentioModelOptions } from './sentio-model.ts';
import { sentioError, sentioErrors, SentioRefusal } from './sentio-refusal.ts';
import { statusCommands } from './sentio-status-commands.ts';
import { thermalCommands } from './sentio-thermal-commands.ts';

/** What a simulated station may be told. */
export interface SentioSimulatorOptions extends SimulatorOptions, SentioModelOptions {
  /** What ends a reply; `\r\n` unless given. */
  readonly lineEnd?: '\r\n' | '\n';
}

/** Commands of the sheet that need equipment this station does not have. */
const missingEquipment =
  /^(?:loader|vis|scope|probe|chuck|siph|qalibria|map):|_(?:scope|positioner|platen|vce|indexer)_/;

/**
 * An MPI probe station with SENTIO remote commands over TCP, port 35555, in front of the physics of a prober (sheet
 * mpi-sentio.md). Moves take the time the stage takes: a command answers when the chuck has arrived. Commands of one
 * connection wait for each other, those of different connections do not, so a stop may overtake a move.
 */
export class SentioSimulator implements Simulator {
  readonly name = 'mpi-sentio';
  /** Physics, settings and faults. */
  readonly model: SentioModel;
  readonly faults: FaultSwitches;
  readonly services: {
    /** Belongs on TCP port 35555. */
    readonly tcp: ByteService;
  };

  constructor(options: SentioSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new SentioModel(clock, random, options);
    const lineEnd = options.lineEnd ?? '\r\n';
    const { error, terminator, switches } = new LineFaults();
    this.faults = { ...switches, ...proberFaults(this.model) };
    this.services = {
      tcp: sentioService(this.model, {
        lineEnd: () => terminator.end(lineEnd),
        refuses: () => error.active,
      }),
    };
  }
}

/** How the station answers. */
interface SentioManner {
  readonly lineEnd: () => string;
  /** Whether every command ends with error 1. */
  readonly refuses: () => boolean;
}

function sentioService(model: SentioModel, manner: SentioManner): ByteService {
  const commands: SentioCommands = {
    ...statusCommands(model),
    ...chuckCommands(model),
    ...heightCommands(model),
    ...thermalCommands(model),
    ...mapCommands(model),
  };
  return lineService((send) => {
    const gone = new AbortController();
    let last = Promise.resolve();
    const handle = async (line: string): Promise<void> => {
      if (gone.signal.aborted) return;
      const reply = line.startsWith('*')
        ? plainReply(model, line)
        : envelope(manner.refuses() ? internalError() : await answer(model, commands, line, gone.signal));
      if (reply !== undefined && !gone.signal.aborted) send(`${reply}${manner.lineEnd()}`);
    };
    return {
      line(text) {
        last = last.then(async () => handle(text));
      },
      closed() {
        gone.abort();
      },
    };
  });
}

/** Commands with `*` have no envelope, and only the queries among them have a reply. */
function plainReply(model: SentioModel, line: string): string | undefined {
  model.remote = true;
  const command = line.trim().toLowerCase();
  if (command === '*local') model.remote = false;
  if (command === '*local' || command.startsWith('*rcs ')) return undefined;
  // Unconfirmed: what the query answers.
  if (command === '*rcs?') return '1';
  if (command.startsWith('*get? '))
    return model.variables.get(line.trim().slice('*get? '.length).trim()) ?? '';
  const [error, message] = sentioErrors.invalidCommand;
  return envelope({ error, message });
}

function internalError(): SentioAnswer {
  const [error, message] = sentioErrors.internal;
  return { error, message };
}

async function answer(
  model: SentioModel,
  commands: SentioCommands,
  line: string,
  gone: AbortSignal,
): Promise<SentioAnswer> {
  model.remote = true;
  const [, word = '', rest = ''] = /^\s*(\S*)(.*)$/.exec(line) ?? [];
  const name = word.toLowerCase();
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command !== undefined) return await command(new SentioArguments(rest), gone);
    if (name === '') throw new SentioRefusal('invalidFormat');
    throw new SentioRefusal(missingEquipment.test(name) ? 'noHandler' : 'invalidCommand');
  } catch (failure) {
    const [error, message] = sentioError(failure);
    return { error, message };
  }
}
