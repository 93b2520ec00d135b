import { defineDriver, record } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  ImplementationOf,
  WritableImplementation,
  ValueOf,
} from '@fourwire/core';
import { lineFraming, TextSession } from '@fourwire/transport';
import { chuckMembers } from '../classes/chuck-members.ts';
import { sensorFaulty } from '../classes/measured.ts';
import { statedRange, statedTemperatures } from '../classes/ranges.ts';
import { thermalChuck } from '../classes/thermal-chuck.ts';
import { refusedByController, unexpectedReply } from '../wire/errors.ts';
import { sameTo } from '../wire/texts.ts';
import { ersChuckSensorErrors, ersDewPointSensorErrors, ersErrors } from './ers-errors.ts';

const ersChuckOptions = record(statedTemperatures);

/** What the driver of ERS chucks may be told. */
export interface ErsChuckOptions extends ValueOf<typeof ersChuckOptions> {}

type ChuckState = Awaited<ReturnType<ImplementationOf<typeof thermalChuck>['state']['read']>>;

/** The range that drivers check (section 3); chucks have narrower ones, therefore an option. */
const usualTemperatures = { min: -70, max: 300 } as const;

/** Operating modes of `RO` and `SO`. */
const mode = { normal: 1, standby: 2, defrost: 3, purge: 4 } as const;

/** What `RI` tells while the chuck is in its normal mode. */
const controlStates: Readonly<Record<number, ChuckState>> = {
  0: 'at-temperature',
  1: 'heating',
  2: 'cooling',
  8: 'error',
};

/**
 * ERS AC3 and AC3 Fusion chuck systems (SP115P controller) under probers, on RS-232 or behind a serial server.
 *
 * Source: sheet ers-chuck.md. Not running is standby; running is the normal mode, and a defrost, which heats. Unconfirmed:
 * the serial settings, the end of a request, whether set commands are answered by `OK` or repeat the value (both are
 * taken), and that standby switches heating and cooling off: what is read back is the mode.
 */
export const ersChuck = defineDriver({
  name: 'ers-ac3',
  deviceClass: thermalChuck,
  wire: 'bytes',
  serial: { baudRate: 9600 },
  options: ersChuckOptions,
  connect: (context: DriverContext<ByteTransport>, options: ErsChuckOptions) => {
    const session = new TextSession(context.bus, lineFraming());
    const limits = statedRange('temperatureRange', options, usualTemperatures);

    /** Digits behind the letter of the question, with a sign where there is one. */
    const ask = async (name: string, digits: RegExp, call: Call): Promise<string> => {
      const reply = (await session.ask(`R${name}`, call)).trim();
      if (reply === '?') throw refused(`R${name}`);
      if (reply.startsWith(name) && digits.test(reply.slice(1))) return reply.slice(1);
      throw unexpectedReply(`a reply to R${name}`, reply);
    };
    const tenths = async (name: string, call: Call): Promise<number> =>
      Number(await ask(name, /^[+-]?\d{4}$/, call)) / 10;
    const digit = async (name: string, call: Call): Promise<number> => Number(await ask(name, /^\d$/, call));
    const error = async (call: Call): Promise<number> => Number(await ask('E', /^\d{3}$/, call));

    /** Sets something; some firmware says `OK`, some repeats what was set. */
    const tell = async (setting: string, call: Call): Promise<void> => {
      const reply = (await session.tell(`S${setting}`, call)).trim();
      if (reply === '?') throw refused(`S${setting}`);
      if (reply !== 'OK' && !reply.startsWith(setting)) throw unexpectedReply(`OK or ${setting}`, reply);
    };

    /** A temperature that is none while the controller says that its sensor has failed. */
    const sensed = async (name: string, faults: ReadonlySet<number>, call: Call): Promise<number> => {
      const celsius = await tenths(name, call);
      const code = await error(call);
      if (faults.has(code)) throw sensorFaulty(code, textOf(code));
      return celsius;
    };

    const onOff = (name: string): WritableImplementation<boolean> => ({
      read: async (call) => (await digit(name, call)) !== 0,
      write: async (on, call) => tell(`${name}${on ? 1 : 0}`, call),
    });

    return {
      members: chuckMembers(
        {
          temperature: {
            read: async (call) => sensed('C', ersChuckSensorErrors, call),
          },
          setpoint: {
            read: async (call) => tenths('T', call),
            write: async (celsius, call) => tell(`T${signedTenths(celsius)}`, call),
            same: sameTo(1),
            limits: () => Promise.resolve(limits),
          },
          running: {
            read: async (call) => {
              const now = await digit('O', call);
              return now !== mode.standby && now !== mode.purge;
            },
            write: async (on, call) => tell(`O${on ? mode.normal : mode.standby}`, call),
          },
          state: {
            read: async (call) => {
              const status = await digit('I', call);
              const now = await digit('O', call);
              if (now === mode.standby) return 'standby';
              const state = controlStates[status];
              if (state === undefined) throw unexpectedReply('I0, I1, I2 or I8', `I${status}`);
              if (state === 'error' || now === mode.normal) return state;
              // It defrosts or purges.
              return 'uncontrolled';
            },
          },
          alarms: {
            read: async (call) => {
              const code = await error(call);
              return code === 0 ? [] : [{ code: String(code), text: textOf(code) }];
            },
          },
          dewPointWatch: {
            dewPoint: { read: async (call) => sensed('F', ersDewPointSensorErrors, call) },
            control: onOff('D'),
          },
          hold: {
            on: {
              // The second digit tells whether it is reached.
              read: async (call) => !(await ask('H', /^\d\d$/, call)).startsWith('0'),
              write: async (on, call) => tell(`H${on ? 1 : 0}`, call),
            },
          },
        },
        context,
      ),
      // No command gives an identity; the mode is what only such a controller answers.
      identify: async (call) => {
        await digit('O', call);
        return { manufacturer: 'ERS', model: 'AC3', serialNumber: '', firmware: '' };
      },
    };
  },
});

function signedTenths(celsius: number): string {
  const tenths = Math.round(celsius * 10);
  return `${tenths < 0 ? '-' : '+'}${String(Math.abs(tenths)).padStart(4, '0')}`;
}

function textOf(code: number): string {
  return ersErrors[code] ?? 'an error that the sheet does not name';
}

function refused(command: string): Error {
  return refusedByController(command, '?', 'not understood, or not allowed now');
}
