import { FourwireError, mergeLimits } from '@fourwire/core';
import type {
  Call,
  ImplementationOf,
  Limits,
  OperationContext,
  WritableImplementation,
} from '@fourwire/core';
import type { supplyOutput } from '../classes/power-supply.ts';
import { scpi } from '../codec/command.ts';
import type { PacedSession } from '../session/paced.ts';
import { refuseNumber } from '../session/refuse-number.ts';
import { highestVoltage } from './models.ts';

type Sequence = NonNullable<ImplementationOf<typeof supplyOutput>['sequence']>;
type SequenceInput = Parameters<Sequence['run']['run']>[0];

/** What a sequence works with. */
export interface SequenceSetting {
  readonly session: PacedSession;
  readonly number: number;
  readonly highestCurrent: number;
  readonly userLimits: Readonly<Record<string, Limits>>;
  /** Voltage, current and mark of this output. */
  readonly voltage: WritableImplementation<number>;
  readonly currentLimit: WritableImplementation<number>;
  readonly enabled: WritableImplementation<boolean>;
  readonly master: WritableImplementation<boolean>;
  /** The marks of the other outputs. */
  readonly others: () => readonly WritableImplementation<boolean>[];
}

const mostSteps = 128;
const mostRepetitions = 255;

/** In s; after pymeasure. */
const dwellLimits: Limits = { min: 0.06, max: 10 };

/**
 * Steps that the supply goes through by itself (`ARBitrary`). It does not tell when it is through them, so their time is
 * waited for; the output is then switched off and that is read back.
 */
export function sequence(setting: SequenceSetting): Sequence {
  const { session, number, voltage, currentLimit, enabled, master } = setting;
  const off = async (call: Call): Promise<boolean> => {
    await enabled.write(false, call);
    await session.send(scpi`ARB:STOP ${number}`, call);
    return !(await enabled.read(call));
  };
  return {
    run: {
      run: async (input, operation) => {
        check(input, setting);
        const { steps, repetitions = 1 } = input;
        const [first] = steps;
        if (first === undefined) return undefined;
        // Whatever was set before must not reach the load.
        await off(operation);
        await voltage.write(first.voltage, operation);
        await currentLimit.write(first.currentLimit, operation);
        const values = steps.flatMap((step) => [step.voltage, step.currentLimit, step.dwell]);
        await session.send(scpi`ARB:CLE ${number}`, operation);
        await session.send(scpi`ARB:DATA ${values}`, operation);
        await session.send(scpi`ARB:REP ${repetitions}`, operation);
        await session.send(scpi`ARB:TRAN ${number}`, operation);
        const raised = await raise(setting, operation);
        const end = async (): Promise<void> => {
          const isOff = await off({});
          if (raised) await master.write(false, {});
          if (!isOff) throw stillOn();
        };
        try {
          await session.send(scpi`ARB:STAR ${number}`, operation);
          const seconds = steps.reduce((sum, { dwell }) => sum + dwell, 0) * repetitions;
          await operation.clock.sleep(seconds * 1000, operation.signal);
        } catch (error) {
          // Who stops the sequence switches the output off.
          if (!operation.signal.aborted) await end().catch(() => {});
          throw error;
        }
        await end();
        return undefined;
      },
      stop: off,
    },
  };
}

/** Switches the output on, and the master switch where no other output would come on with it; true when it did. */
async function raise(
  { enabled, master, others }: SequenceSetting,
  operation: OperationContext<undefined>,
): Promise<boolean> {
  const isOn = await master.read(operation);
  if (!isOn) {
    for (const other of others()) {
      if (!(await other.read(operation))) continue;
      throw new FourwireError(
        'state',
        'master-off',
        'The master switch is off, and switching it on would switch other enabled outputs on too; switch it on first, or disable them.',
      );
    }
  }
  await enabled.write(true, operation);
  if (!isOn) await master.write(true, operation);
  return !isOn;
}

/** Refuses what the supply or the user does not allow before anything is sent. */
function check(
  { steps, repetitions = 1 }: SequenceInput,
  { number, highestCurrent, userLimits }: SequenceSetting,
): void {
  refuseNumber(steps.length, '1', 'number of steps', { max: mostSteps });
  refuseNumber(repetitions, '1', 'repetitions', { max: mostRepetitions });
  const own = (member: string, limits: Limits): Limits =>
    mergeLimits(limits, userLimits[`outputs/${number}/${member}`]);
  const volts = own('voltage', { min: 0, max: highestVoltage });
  const amperes = own('currentLimit', { min: 0, max: highestCurrent });
  for (const [index, step] of steps.entries()) {
    const name = `steps[${index}]`;
    refuseNumber(step.voltage, 'V', `${name}.voltage`, volts);
    refuseNumber(step.currentLimit, 'A', `${name}.currentLimit`, amperes);
    refuseNumber(step.dwell, 's', `${name}.dwell`, dwellLimits);
  }
}

function stillOn(): FourwireError {
  return new FourwireError(
    'device',
    'not-confirmed',
    'The sequence is done, but the supply gives its output back as on; switch it off.',
  );
}
