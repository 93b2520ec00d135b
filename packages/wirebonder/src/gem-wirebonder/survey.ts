import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type { Alarm, ConstantDescription, EventName, GemHost, Partner, VariableName } from '@fourwire/secs';
import { isAborted, isRefused } from './bonder-state.ts';

/** What a machine says of itself. A list is empty where the machine does not answer that question. */
export interface MachineSurface extends Partner {
  readonly variables: readonly VariableName[];
  readonly dataVariables: readonly VariableName[];
  readonly events: readonly EventName[];
  readonly constants: readonly ConstantDescription[];
  readonly alarms: readonly Alarm[];
  /** The questions that it did not answer, by the name of the message: `S1F21`. */
  readonly unanswered: readonly string[];
}

/** Asks a machine for all that it names: S1F11, S1F21, S1F23, S2F29 and S5F5. It must be on-line. */
export async function surveyMachine(host: GemHost, call?: Call): Promise<MachineSurface> {
  const { model, softwareRevision } = await host.communications.establish(call);
  const unanswered: string[] = [];
  const ask = async <T>(name: string, question: () => Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await question();
    } catch (error) {
      const isNoAnswer =
        isRefused(error) || isAborted(error) || (FourwireError.is(error) && error.kind === 'protocol');
      if (!isNoAnswer) throw error;
      unanswered.push(name);
      return [];
    }
  };
  return {
    model,
    softwareRevision,
    variables: await ask('S1F11', async () => host.statusVariables.names([], call)),
    dataVariables: await ask('S1F21', async () => host.statusVariables.dataNames([], call)),
    events: await ask('S1F23', async () => host.events.names([], call)),
    constants: await ask('S2F29', async () => host.constants.describe([], call)),
    alarms: await ask('S5F5', async () => host.alarms.list([], call)),
    unanswered,
  };
}
