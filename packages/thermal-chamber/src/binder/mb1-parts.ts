import type { Call } from '@fourwire/core';
import type { Registers } from '@fourwire/transport';
import type { ChamberParts } from '../classes/chamber-members.ts';
import { statedRange } from '../classes/ranges.ts';
import { programRuns } from '../wire/errors.ts';
import { registerText } from '../wire/register-text.ts';
import type { BinderOptions } from './binder.ts';
import { writing } from './denied.ts';
import { displayLength, mb1, mb1Mode } from './registers.ts';

/** The rated range of an MK 53 (ovenctl). */
const usualTemperatures = { min: -40, max: 180 } as const;

/** What a chamber with the controller MB1 has. */
export function mb1Parts(registers: Registers, options: BinderOptions): ChamberParts {
  const temperatures = statedRange('temperatureRange', options, usualTemperatures);
  const mode = async (call: Call): Promise<number> => registers.uint16(mb1.mode, call);

  return {
    temperature: { read: async (call) => registers.float32(mb1.temperature, call) },
    setpoint: {
      read: async (call) => registers.float32(mb1.setpoint, call),
      // Sources exchange the two set points, and idle and manual mode each use one: both get the value.
      write: async (value, call) =>
        writing('setpoint', async () =>
          registers.transaction(async (exclusive) => {
            await exclusive.writeFloat32(mb1.manualSetpoint, value, call);
            await exclusive.writeFloat32(mb1.basicSetpoint, value, call);
          }, call),
        ),
      limits: () => Promise.resolve(temperatures),
    },
    running: {
      read: async (call) => ((await mode(call)) & (mb1Mode.manual | mb1Mode.program)) !== 0,
      write: async (on, call) => {
        if (on && ((await mode(call)) & mb1Mode.program) !== 0) throw programRuns();
        await writing('mode', async () =>
          registers.writeInt16(mb1.mode, on ? mb1Mode.manual : mb1Mode.basic, call),
        );
      },
    },
    mode: {
      read: async (call) => {
        const bits = await mode(call);
        if ((bits & mb1Mode.program) !== 0) return 'program';
        return (bits & mb1Mode.manual) === 0 ? 'off' : 'constant';
      },
    },
    alarms: {
      read: async (call) => {
        const [alarm = 0, note = 0] = await registers.words(mb1.alarmAndNote, 2, call);
        const tooHot = (await registers.uint16(mb1.limitExceeded, call)) !== 0;
        const text =
          alarm !== 0 || note !== 0
            ? registerText(await registers.words(mb1.displayText, displayLength, call))
            : '';
        return [
          ...(alarm === 0 ? [] : [{ code: 'alarm', text }]),
          ...(note === 0 ? [] : [{ code: 'note', text }]),
          ...(tooHot ? [{ code: 'limit', text: 'temperature limit (safety class 2) exceeded' }] : []),
        ];
      },
    },
    door:
      options.door === true
        ? { open: { read: async (call) => ((await registers.uint16(mb1.door, call)) & 1) !== 0 } }
        : undefined,
    // The one operation line of which the sheet knows the purpose: condensation protection.
    outputs: [
      {
        on: {
          read: async (call) => ((await registers.uint16(mb1.lines, call)) & 1) !== 0,
          write: async (on, call) =>
            writing('condensation protection', async () =>
              registers.transaction(async (exclusive) => {
                const lines = await exclusive.uint16(mb1.linesToWrite, call);
                await exclusive.writeInt16(mb1.linesToWrite, on ? lines | 1 : lines & ~1, call);
              }, call),
            ),
        },
      },
    ],
  };
}
