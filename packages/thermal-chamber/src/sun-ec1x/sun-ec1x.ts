import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext } from '@fourwire/core';
import { lineFraming, TextSession } from '@fourwire/transport';
import { chamberMembers } from '../classes/chamber-members.ts';
import { toldLimits } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { programRuns, refusedByController } from '../wire/errors.ts';
import { parseDecimal, sameTo } from '../wire/texts.ts';
import { parseSunStatus } from './sun-status.ts';
import type { SunStatus } from './sun-status.ts';

/**
 * Temperature controllers EC1x, EC10, EC12 and EC127 of Sun Electronic Systems, on RS-232 (9600 8N1 is common) or
 * GPIB.
 *
 * Source: sheet sun-ec1x.md, after the remote commands of its manual. Set commands are not answered: after each the
 * status tells whether it was taken. Unconfirmed: everything, in so far as no driver or transcript was found to compare
 * with; how to switch a ramp off, so ramps are run by the host; and how an output is read back, so none is offered.
 */
export const sunEc1x = defineDriver({
  name: 'sun-ec1x',
  deviceClass: thermalChamber,
  wire: 'bytes',
  // Unconfirmed: set at the front panel; 9600 8N1 is common.
  serial: { baudRate: 9600 },
  connect: (context: DriverContext<ByteTransport>) => {
    const session = new TextSession(context.bus, lineFraming());

    const status = async (call: Call, from = session): Promise<SunStatus> =>
      parseSunStatus(await from.ask('STATUS?', call));

    const number = async (query: string, call: Call): Promise<number> =>
      parseDecimal(await session.ask(query, call));

    const tell = async (command: string, call: Call): Promise<void> =>
      session.transaction(async (exclusive) => {
        await exclusive.send(command, call);
        const { commandError } = await status(call, exclusive);
        if (commandError) throw refusedByController(command, 'last command error', 'not accepted');
      }, call);

    return {
      members: chamberMembers(
        {
          temperature: { read: async (call) => number('TEMP?', call) },
          setpoint: {
            read: async (call) => number('SET?', call),
            write: async (value, call) => tell(`SET=${value.toFixed(1)}`, call),
            same: sameTo(1),
            limits: async (call) => toldLimits(await number('LTL?', call), await number('UTL?', call)),
          },
          running: {
            read: async (call) => (await status(call)).on,
            write: async (on, call) => {
              if ((await status(call)).programRunning) {
                if (on) throw programRuns();
                await tell('STOP', call);
              }
              await tell(on ? 'ON' : 'OFF', call);
            },
          },
          mode: {
            read: async (call) => {
              const { on, programRunning } = await status(call);
              if (!on) return 'off';
              return programRunning ? 'program' : 'constant';
            },
          },
          alarms: { read: async (call) => (await status(call)).alarms },
        },
        context,
      ),
      // There is no identity; the form of the status is how the sheet says to detect one.
      identify: async (call) => {
        await status(call);
        return { manufacturer: 'Sun Electronic Systems', model: 'EC1x', serialNumber: '', firmware: '' };
      },
    };
  },
});
