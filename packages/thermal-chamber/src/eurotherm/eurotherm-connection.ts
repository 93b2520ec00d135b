import type { Call, Clock, Connection, Limits } from '@fourwire/core';
import { chamberMembers } from '../classes/chamber-members.ts';
import { gradientRamp } from '../classes/gradient.ts';
import { sensorFaulty } from '../classes/measured.ts';
import { toldLimits } from '../classes/ranges.ts';
import type { thermalChamber } from '../classes/thermal-chamber.ts';
import { sameTo } from '../wire/texts.ts';
import { parameter, sensorBreak, summaryAlarms } from './parameters.ts';
import type { EurothermAccess } from './parameters.ts';

/** How long an output may take to follow what was written, and how often to look, in ms. Unconfirmed. */
const outputMs = 2000;
const outputLookMs = 200;

/** What a Eurotherm controller is to a chamber, whichever protocol it speaks. */
export function eurothermConnection(
  access: EurothermAccess,
  context: { readonly clock: Clock; readonly userLimits: Readonly<Record<string, Limits>> },
  settings: {
    /** Decimals that a setpoint has on the wire. */
    readonly decimals: number;
    /** Whether the scale of the rate limit is known. */
    readonly hasRamp: boolean;
  },
): Connection<(typeof thermalChamber)['members']> {
  const { decimals, hasRamp } = settings;
  const { clock } = context;
  const summary = async (call: Call): Promise<number> => access.word(parameter.summary, call);

  return {
    members: chamberMembers(
      {
        // It may have a thermocouple, and says itself when it is broken.
        sensorRange: { min: -273.15, max: Infinity },
        temperature: {
          read: async (call) => {
            if (((await summary(call)) & sensorBreak) === 0)
              return access.value(parameter.processValue, call);
            throw sensorFaulty('Sbr', 'sensor break');
          },
        },
        setpoint: {
          read: async (call) => access.value(parameter.target, call),
          write: async (value, call) => access.writeValue(parameter.target, value, call),
          same: sameTo(decimals),
          limits: async (call) =>
            toldLimits(
              await access.value(parameter.targetLow, call),
              await access.value(parameter.targetHigh, call),
            ),
        },
        // A controller has no switch: it stands while it is in manual mode with no output.
        running: {
          read: async (call) =>
            (await access.word(parameter.manual, call)) === 0 ||
            (await access.value(parameter.output, call)) !== 0,
          write: async (on, call) => {
            await access.writeWord(parameter.manual, on ? 0 : 1, call);
            if (on) return;
            // Entering manual mode keeps the last output.
            await access.writeValue(parameter.output, 0, call);
            // The output follows with the controller's next cycle.
            const from = clock.monotonic();
            while (
              (await access.value(parameter.output, call)) !== 0 &&
              clock.monotonic() - from < outputMs
            ) {
              await clock.sleep(outputLookMs, call.signal);
            }
          },
        },
        alarms: {
          read: async (call) => {
            const bits = await summary(call);
            return summaryAlarms.flatMap(([bit, code, text]) =>
              ((bits >> bit) & 1) === 0 ? [] : [{ code, text }],
            );
          },
        },
        alarmControl: {
          acknowledge: {
            run: async (_, operation) => {
              await access.writeWord(parameter.acknowledge, 1, operation);
              return undefined;
            },
          },
        },
        rampControl: hasRamp
          ? gradientRamp({
              min: 0.1,
              max: 999.9,
              read: async (call) => {
                const rate = await access.value(parameter.rateLimit, call);
                return rate === 0 ? undefined : rate;
              },
              write: async (rate = 0, call) => access.writeValue(parameter.rateLimit, rate, call),
              same: sameTo(1),
            })
          : undefined,
      },
      context,
    ),
    identify: async (call) => {
      const identifier = hex(await access.word(parameter.identifier, call));
      const firmware = hex(await access.word(parameter.firmware, call));
      return {
        manufacturer: 'Eurotherm',
        model: `controller ${identifier}`,
        serialNumber: '',
        firmware: `${Number(firmware.slice(0, 2))}.${firmware.slice(2)}`,
      };
    },
  };
}

/** A word as its four digits, which have a meaning each. */
function hex(word: number): string {
  return word.toString(16).toUpperCase().padStart(4, '0');
}
