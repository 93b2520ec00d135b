import {
  FourwireError,
  defineDriver,
  endsWith,
  exactly,
  optionalField,
  quantity,
  record,
} from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf, ValueOf } from '@fourwire/core';
import { TextSession } from '@fourwire/transport';
import type { Framing } from '@fourwire/transport';
import { chuckMembers } from '../classes/chuck-members.ts';
import { gradientRamp } from '../classes/gradient.ts';
import { sensorFaulty } from '../classes/measured.ts';
import { statedRange, statedTemperatures } from '../classes/ranges.ts';
import { thermalChuck } from '../classes/thermal-chuck.ts';
import { unexpectedReply } from '../wire/errors.ts';
import { sameTo } from '../wire/texts.ts';
import { parseT95Status, t95StatusLength } from './t95-status.ts';
import type { T95Status } from './t95-status.ts';

/** What the command `R1` carries, in K/min. */
const rates = { min: 0.01, max: 150 } as const;

const linkamT95Options = record({
  ...statedTemperatures,
  /** The rate at which a stage goes to its setpoint at first, in K/min, 0.01 to 150; the fastest unless given. */
  rate: optionalField(quantity('K/min', rates)),
});

/** What the driver of Linkam stages may be told. */
export interface LinkamT95Options extends ValueOf<typeof linkamT95Options> {}

type ChuckState = Awaited<ReturnType<ImplementationOf<typeof thermalChuck>['state']['read']>>;

/** What the command `L1` carries; stages have narrower ranges, therefore an option. */
const usualTemperatures = { min: -200, max: 600 } as const;

const states: Readonly<Record<T95Status['activity'], ChuckState>> = {
  stopped: 'uncontrolled',
  heating: 'heating',
  cooling: 'cooling',
  'at-limit': 'at-temperature',
  'holding-limit-time': 'at-temperature',
  // At whatever temperature it had when somebody pressed hold.
  held: 'soaking',
};

/** Only `T` has an answer of its own, in which every byte may be any; all others are answered by CR alone. */
const framing: Framing = {
  encode: (command) => `${command}\r`,
  end: (command) => (command === 'T' ? exactly(t95StatusLength) : endsWith('\r')),
  decode: (reply, command) => {
    if (command !== 'T' && reply !== '\r') throw unexpectedReply('CR', reply);
    return reply;
  },
};

/**
 * Linkam hot and cold stages with the T95 or T94 controller, on RS-232 or behind a serial server.
 *
 * Source: sheet linkam-t95.md. The protocol reads neither limit nor rate back: both are kept here, told at once and again at
 * each start, so that a controller that lost its power does not start with others. Until one is written, the setpoint
 * of a stage that stands is the temperature that it had when it was opened; that of one which runs, or has no temperature, cannot be read.
 * Unconfirmed: the serial settings, that a stage which holds its limit goes on when it is given another, and the bits
 * of the error byte after the first.
 */
export const linkamT95 = defineDriver({
  name: 'linkam-t95',
  deviceClass: thermalChuck,
  wire: 'bytes',
  serial: { baudRate: 19_200 },
  // Unconfirmed: the sheet names no gap; the driver of the BLISS project keeps this one.
  bus: { gap: 300 },
  options: linkamT95Options,
  connect: async (context: DriverContext<ByteTransport>, options: LinkamT95Options) => {
    const session = new TextSession(context.bus, framing);
    const limits = statedRange('temperatureRange', options, usualTemperatures);
    let { rate } = options;

    const status = async (call: Call): Promise<T95Status> => parseT95Status(await session.ask('T', call));
    /**
     * Commands, all of which do no harm when they are told twice. After power-up the controller takes none before it was
     * asked for its status, and nobody hears when it was switched off and on.
     */
    const tell = async (commands: readonly string[], call: Call): Promise<void> =>
      session.transaction(async (exclusive) => {
        for (const command of ['T', ...commands]) await exclusive.ask(command, call);
      }, call);
    const rateCommand = (): string => `R1${Math.round((rate ?? rates.max) * 100)}`;
    const limitCommand = (celsius: number): string => `L1${Math.round(celsius * 10)}`;

    const { activity, temperature: found } = await status({});
    let target = activity === 'stopped' && found >= limits.min && found <= limits.max ? found : undefined;

    const knownTarget = (): number => {
      if (target !== undefined) return target;
      throw new FourwireError(
        'state',
        'setpoint-unknown',
        'The controller does not tell its limit, and the stage was running, or had no temperature, when it was opened; write the setpoint first.',
      );
    };

    return {
      members: chuckMembers(
        {
          temperature: {
            read: async (call) => {
              const { sensorFault, temperature } = await status(call);
              if (sensorFault === undefined) return temperature;
              throw sensorFaulty(sensorFault.code, sensorFault.text);
            },
          },
          setpoint: {
            read: async (call) => {
              // What is kept here is given only while the controller answers.
              await status(call);
              return knownTarget();
            },
            write: async (celsius, call) => {
              await tell([limitCommand(celsius)], call);
              target = Math.round(celsius * 10) / 10;
            },
            same: sameTo(1),
            limits: () => Promise.resolve(limits),
          },
          running: {
            read: async (call) => (await status(call)).activity !== 'stopped',
            write: async (on, call) =>
              tell(on ? [rateCommand(), limitCommand(knownTarget()), 'S'] : ['E'], call),
          },
          state: { read: async (call) => states[(await status(call)).activity] },
          alarms: { read: async (call) => (await status(call)).alarms },
          rampControl: gradientRamp({
            ...rates,
            read: async (call) => {
              await status(call);
              return rate;
            },
            write: async (wanted, call) => {
              rate = wanted;
              await tell([rateCommand()], call);
            },
            same: sameTo(2),
          }),
        },
        context,
      ),
      // No command gives an identity; the form of the status is what only such a controller has.
      identify: async (call) => {
        await status(call);
        return { manufacturer: 'Linkam', model: 'T95', serialNumber: '', firmware: '' };
      },
    };
  },
});
