import { FourwireError } from '@fourwire/core';
import type { Call, ReadableImplementation, WritableImplementation } from '@fourwire/core';
import type { SmuSettings } from './smu-port.ts';

/**
 * Overvoltage protection at one of a few levels. Between two of them the lower one is taken: it protects more.
 *
 * @param levels - in V, rising
 * @param setting - the level as the instrument has it; undefined while the protection is off
 */
export function overvoltageProtection(
  levels: readonly number[],
  setting: WritableImplementation<number | undefined>,
  tripped: ReadableImplementation<boolean>,
): SmuSettings['overvoltageProtection'] {
  const [lowest, highest] = [levels[0], levels.at(-1)];
  if (lowest === undefined || highest === undefined) return undefined;
  /** Which one it is when it is switched on. */
  let chosen = highest;
  const below = (volts: number): number => {
    const level = levels.findLast((one) => one <= volts * (1 + 1e-9));
    if (level !== undefined) return level;
    throw new FourwireError(
      'range',
      'value-refused',
      `level ${volts} V refused; the protection has ${levels.join(', ')} V.`,
    );
  };
  const read = async (call: Call): Promise<number | undefined> => {
    const level = await setting.read(call);
    if (level !== undefined) chosen = level;
    return level;
  };
  return {
    enabled: {
      read: async (call) => (await read(call)) !== undefined,
      write: async (on, call) => setting.write(on ? chosen : undefined, call),
    },
    level: {
      read: async (call) => (await read(call)) ?? chosen,
      write: async (volts, call) => {
        const level = below(volts);
        await setting.write(level, call);
        chosen = level;
      },
      same: (written, readBack) => below(written) === readBack,
      limits: async () => ({ min: lowest, max: highest }),
    },
    tripped,
  };
}
