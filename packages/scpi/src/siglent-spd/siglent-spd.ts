import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { powerSupply } from '../classes/power-supply.ts';
import type { supplyOutput } from '../classes/power-supply.ts';
import { rawCommand, scpi } from '../codec/command.ts';
import { malformed } from '../codec/fault.ts';
import { keyword } from '../codec/fragment.ts';
import { identifyModel } from '../session/identify-model.ts';
import { measured } from '../session/measured.ts';
import { pacedSession } from '../session/paced.ts';
import type { PacedSession } from '../session/paced.ts';
import { pathSettings } from '../session/path-settings.ts';
import { level } from '../supplies/level.ts';
import { supplyState } from '../supplies/state.ts';
import { modelOf, models } from './models.ts';
import type { SupplyModel } from './models.ts';
import { readStatus } from './status.ts';
import type { SpdStatus } from './status.ts';

const pairings = { independent: 0, series: 1, parallel: 2 } as const;

/**
 * Siglent SPD3303 and SPD1000X supplies.
 *
 * The third output of an SPD3303 is set at the panel and does not tell whether it is on, so it is not served. Source:
 * sheet psu-siglent-spd.md, after pymeasure and visa-ts.
 */
export const siglentSpd = defineDriver({
  name: 'siglent-spd',
  deviceClass: powerSupply,
  wire: 'bytes',
  // The firmware drops a command that comes sooner after a query (sheet, "Quirks").
  bus: { gap: 100 },
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = pacedSession(context.bus);
    const model = modelOf(await identifyModel(session, models));
    const status = async (call: Call): Promise<SpdStatus> =>
      readStatus(await session.query(scpi`SYST:STAT?`, call));
    const output = (number: number): ImplementationOf<typeof supplyOutput> =>
      supplyChannel(session, number, model, status);
    return {
      identify: async (call) => identifyModel(session, models, call),
      // Errors of whoever was here before are not ours.
      setUp: async (call) => {
        await session.errors(call);
      },
      members: {
        outputs: Array.from({ length: model.outputs }, (_output, index) => output(index + 1)),
        master: undefined,
        pairing: model.pairing
          ? {
              mode: {
                read: async (call) => {
                  const { pairing } = await status(call);
                  if (pairing !== undefined) return pairing;
                  throw malformed(
                    'scpi-reply-malformed',
                    'The supply says that its outputs are neither independent nor in series nor in parallel.',
                    '',
                  );
                },
                write: async (mode, call) => session.send(scpi`OUTP:TRACK ${pairings[mode]}`, call),
              },
            }
          : undefined,
      } satisfies ImplementationOf<typeof powerSupply>,
    };
  },
});

function supplyChannel(
  session: PacedSession,
  number: number,
  model: SupplyModel,
  status: (call: Call) => Promise<SpdStatus>,
): ImplementationOf<typeof supplyOutput> {
  const channel = keyword(`CH${number}`);
  // Some firmware switches only the output that is selected.
  const selected = session.selecting(scpi`INST ${channel}`);
  const set = pathSettings(session);
  const isOn = async (call: Call): Promise<boolean> => (await status(call)).on[number - 1] ?? false;
  return {
    voltage: level(set.number(`CH${number}:VOLT`), { min: 0, max: model.voltage }, model.step),
    currentLimit: level(set.number(`CH${number}:CURR`), { min: 0, max: model.current }, model.step),
    enabled: {
      // There is no query for it.
      read: isOn,
      write: async (on, call) => selected.send(scpi`OUTP ${channel},${on}`, call),
    },
    measurement: {
      read: async (call) => ({
        voltage: measured(await session.queryNumber(scpi`MEAS:VOLT? ${channel}`, call)),
        current: measured(await session.queryNumber(scpi`MEAS:CURR? ${channel}`, call)),
      }),
    },
    state: supplyState([], isOn, async (call) =>
      (await status(call)).limiting[number - 1] === true ? 'constantCurrent' : 'constantVoltage',
    ),
    overvoltageProtection: undefined,
    overcurrentProtection: undefined,
    fourWire: model.fourWire
      ? {
          enabled: {
            read: async (call) => (await status(call)).fourWire,
            write: async (on, call) => session.send(rawCommand(`MODE:SET ${on ? 4 : 2}W`), call),
          },
        }
      : undefined,
    sequence: undefined,
  };
}
