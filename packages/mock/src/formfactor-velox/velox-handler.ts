import { chuckCommands } from './velox-chuck-commands.ts';
import { heightCommands } from './velox-height-commands.ts';
import { mapCommands } from './velox-map-commands.ts';
import { stageCommands } from './velox-stage-commands.ts';
import { statusCommands } from './velox-status-commands.ts';
import { thermalCommands } from './velox-thermal-commands.ts';
import { VeloxArguments } from './velox-arguments.ts';
import type { VeloxModel } from './velox-model.ts';
import { veloxError, veloxErrors, VeloxRefusal } from './velox-refusal.ts';

/** What a command is answered with; code 0 is success. */
export interface VeloxAnswer {
  readonly code: number;
  readonly text: string;
}

/** Carries out the commands of a station, whichever way they come. */
export interface VeloxHandler {
  readonly answer: (name: string, parameters: string) => Promise<VeloxAnswer>;
  /** The commands with section, name, number and time-out in ms, as `GetCommands` gives them. */
  readonly list: () => string;
}

/** The published time-out of a command, in ms. */
function timeLimit(name: string): number {
  if (/^(?:Step|BinStep|GoTo)/.test(name)) return 6_000_000;
  if (name === 'HeatChuck') return 36_000_000;
  if (name === 'InitChuck') return 180_000;
  if (/^MoveChuck(?:Z|Contact|Align|Separation)$|^SearchChuckContact$|HeaterTemp$/.test(name)) return 60_000;
  if (name === 'MoveChuckLoad') return 90_000;
  if (name.startsWith('Move')) return 30_000;
  return name.includes('Align') ? 300_000 : 10_000;
}

/** @param refuses - whether every command ends with an error */
export function veloxHandler(model: VeloxModel, refuses: () => boolean): VeloxHandler {
  const commands = {
    ...statusCommands(model),
    ...chuckCommands(model),
    ...heightCommands(model),
    ...mapCommands(model),
    ...thermalCommands(model),
    ...stageCommands(model),
  };
  return {
    answer: async (name, parameters) => {
      try {
        if (refuses()) throw new VeloxRefusal('The command failed.');
        const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
        if (command === undefined) throw new VeloxRefusal(`Unknown command ${name}.`, veloxErrors.generic);
        return { code: 0, text: await command(new VeloxArguments(parameters)) };
      } catch (error) {
        const [code, text] = veloxError(error);
        return { code, text };
      }
    },
    list: () =>
      Object.keys(commands)
        .map((name, index) => `Kernel ${name} ${index + 1} ${timeLimit(name)}`)
        .join(';'),
  };
}
