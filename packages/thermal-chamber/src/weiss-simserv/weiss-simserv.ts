import { boolean, defineDriver, integer, optionalField, record, text } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  ImplementationOf,
  LimitedImplementation,
  ValueOf,
} from '@fourwire/core';
import { chamberMembers } from '../classes/chamber-members.ts';
import { gradientRamp } from '../classes/gradient.ts';
import { toldLimits } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { sameTo } from '../wire/texts.ts';
import { messageType, programBit, simServ, statusBit } from './functions.ts';
import { SimServSession } from './simserv-session.ts';
import { optionRefused, programRuns } from '../wire/errors.ts';

const weissSimServOptions = record({
  /** Number of the chamber behind the S!MPATI software, 1 to 999; 1 unless given, which a chamber itself ignores. */
  chamber: optionalField(integer({ min: 1, max: 999 })),
  /**
   * Name of the digital input that tells about the door, as the chamber lists it, and the value that it has while the
   * door is open. Without it the driver knows no door.
   */
  door: optionalField(record({ input: text(), open: boolean() })),
});

/** What the SimServ driver may be told. */
export interface WeissSimServOptions extends ValueOf<typeof weissSimServOptions> {}

type Implementation = ImplementationOf<typeof thermalChamber>;

/** Start and outputs show in a reading after this time, in ms (section 5). */
const switchingMs = 1000;

/** Gradients in K/min; 0 stands for "as fast as possible" and is no gradient. */
const gradientRange = { min: 0.01, max: 999 } as const;

/**
 * Weiss and Vötsch chambers with the S!MPAC controller (LabEvent, ClimeEvent, TempEvent, VT3 and VC3 and their
 * successors), and chambers behind the S!MPATI software, over SimServ on TCP port 2049.
 *
 * Source: sheet weiss-simserv.md. A program wins over manual operation: starting is refused while one runs, and
 * stopping ends it. Unconfirmed: what an input says of the door, therefore an option.
 */
export const weissSimServ = defineDriver({
  name: 'weiss-simserv',
  deviceClass: thermalChamber,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  options: weissSimServOptions,
  connect: async ({ bus, clock, userLimits }: DriverContext<ByteTransport>, options: WeissSimServOptions) => {
    const session = new SimServSession(bus, options.chamber ?? 1);
    const settle = async (call: Call): Promise<void> => clock.sleep(switchingMs, call.signal);

    const variables = await session.number(simServ.variableCount, []);
    const hasHumidity = variables >= 2 && (await session.text(simServ.variableUnit, [2])).includes('%');
    const outputs = await session.number(simServ.outputCount, []);

    const setpoint = (variable: number): LimitedImplementation<number> => ({
      read: async (call) => session.number(simServ.readSetpoint, [variable], call),
      write: async (value, call) =>
        session.set(simServ.writeSetpoint, [variable, Number(value.toFixed(3))], call),
      // Chambers show one decimal or more of what they keep.
      same: sameTo(1),
      limits: async (call) =>
        toldLimits(
          await session.number(simServ.inputMinimum, [variable], call),
          await session.number(simServ.inputMaximum, [variable], call),
        ),
    });

    const inputs = await session.number(simServ.inputCount, []);

    const programStatus = async (call: Call): Promise<number> =>
      session.number(simServ.programStatus, [], call);

    const status = async (call: Call): Promise<number> => session.number(simServ.status, [1], call);

    /** Sets a digital output by its set index, which is one more than the number of its name (section 4). */
    const switchOutput = async (index: number, on: boolean, call: Call): Promise<void> => {
      await session.set(simServ.writeOutput, [index, on ? 1 : 0], call);
      await settle(call);
    };

    const running: Implementation['running'] = {
      read: async (call) => ((await status(call)) & statusBit.running) !== 0,
      write: async (on, call) => {
        if (((await programStatus(call)) & programBit.running) !== 0) {
          if (on) throw programRuns();
          await session.set(simServ.stopProgram, [], call);
        }
        await switchOutput(1, on, call);
      },
    };

    const members = chamberMembers(
      {
        temperature: { read: async (call) => session.number(simServ.readActual, [1], call) },
        setpoint: setpoint(1),
        running,
        mode: {
          read: async (call) => {
            const program = await programStatus(call);
            if ((program & programBit.running) !== 0)
              return (program & (programBit.paused | programBit.pausedByPlc)) === 0
                ? 'program'
                : 'program-paused';
            return (await running.read(call)) ? 'constant' : 'off';
          },
        },
        alarmControl: {
          acknowledge: {
            run: async (_, operation) => {
              await session.set(simServ.resetErrors, [], operation);
              return undefined;
            },
          },
        },
        alarms: {
          read: async (call) => {
            if (((await status(call)) & (statusBit.warning | statusBit.alarm)) === 0) return [];
            const alarms: { code: string; text: string }[] = [];
            const count = await session.number(simServ.messageCount, [], call);
            for (let index = 1; index <= count; index++) {
              if (!(await session.flag(simServ.messageStatus, [index], call))) continue;
              const type = messageType[await session.number(simServ.messageType, [index], call)];
              // What is neither an alarm nor a warning is for information.
              if (type === undefined) continue;
              const message = await session.text(simServ.messageText, [index], call);
              alarms.push({ code: String(index), text: `${type}: ${message}` });
            }
            return alarms;
          },
        },
        rampControl: gradientRamp({
          ...gradientRange,
          read: async (call) => {
            const up = await session.number(simServ.readGradientUp, [1], call);
            // Zero in one direction only is as fast as possible there; the other is what the ramp is about.
            const rate = up === 0 ? await session.number(simServ.readGradientDown, [1], call) : up;
            return rate === 0 ? undefined : rate;
          },
          write: async (rate = 0, call) => {
            await session.set(simServ.writeGradientUp, [1, Number(rate.toFixed(3))], call);
            await session.set(simServ.writeGradientDown, [1, Number(rate.toFixed(3))], call);
          },
          same: sameTo(1),
        }),
        humidity: hasHumidity
          ? {
              humidity: { read: async (call) => session.number(simServ.readActual, [2], call) },
              setpoint: setpoint(2),
            }
          : undefined,
        door: options.door === undefined ? undefined : await door(session, options.door),
        inputs: Array.from({ length: inputs }, (_, index) => ({
          on: { read: async (call) => session.flag(simServ.readInput, [index + 1], call) },
        })),
        outputs: Array.from({ length: outputs }, (_, index) => ({
          on: {
            read: async (call) => session.flag(simServ.readOutput, [index + 2], call),
            write: async (on, call) => switchOutput(index + 2, on, call),
          },
        })),
      },
      { clock, userLimits },
    );

    return {
      members,
      identify: async (call) => ({
        manufacturer: 'Weiss Technik',
        model: await session.text(simServ.information, [1], call),
        serialNumber: await session.text(simServ.information, [3], call),
        firmware: '',
      }),
    };
  },
});

async function door(
  session: SimServSession,
  { input, open }: NonNullable<WeissSimServOptions['door']>,
): Promise<NonNullable<Implementation['door']>> {
  const names: string[] = [];
  const count = await session.number(simServ.inputCount, []);
  for (let index = 1; index <= count; index++) names.push(await session.text(simServ.inputName, [index]));
  const found = names.indexOf(input) + 1;
  if (found === 0) {
    throw optionRefused(`door refused: the chamber has no input "${input}"; it has ${names.join(', ')}.`);
  }
  return {
    open: { read: async (call) => (await session.flag(simServ.readInput, [found], call)) === open },
  };
}
