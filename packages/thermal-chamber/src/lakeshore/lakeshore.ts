import { FourwireError, defineDriver, integer, oneOf, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { parseIdentity } from '@fourwire/scpi';
import { lineEnd, lineFraming, TextSession } from '@fourwire/transport';
import type { Framing } from '@fourwire/transport';
import { chamberMembers } from '../classes/chamber-members.ts';
import { gradientRamp } from '../classes/gradient.ts';
import { sensorFaulty } from '../classes/measured.ts';
import { statedRange, statedTemperatures } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { optionRefused, refusedByController } from '../wire/errors.ts';
import { parseDecimal, sameTo } from '../wire/texts.ts';

const lakeshoreOptions = record({
  ...statedTemperatures,
  /** The output that heats, 1 to 4; 1 unless given. */
  output: optionalField(integer({ min: 1, max: 4 })),
  /** The input whose sensor counts, A to D; A unless given. It must be the one that the output is controlled by. */
  input: optionalField(oneOf(['A', 'B', 'C', 'D'])),
  /** Heater range when it runs: 1 low, 2 medium, 3 high; 1 unless given. Outputs 3 and 4 know only 1. */
  heaterRange: optionalField(integer({ min: 1, max: 3 })),
});

/** What the Lake Shore driver may be told. */
export interface LakeshoreOptions extends ValueOf<typeof lakeshoreOptions> {}

const zeroCelsius = 273.15;

/** A setpoint shows in a reading after about half a second (section 2). */
const settingMs = 600;

/** Bits of `RDGST?` with which a reading is none. */
const readingFaults: readonly (readonly [bit: number, text: string])[] = [
  [0, 'invalid reading'],
  [4, 'temperature under range'],
  [5, 'temperature over range'],
  [6, 'sensor reads zero'],
  [7, 'sensor over range'],
];

const heaterFaults: Readonly<Record<number, string>> = { 1: 'heater open', 2: 'heater short' };

const models: readonly string[] = ['MODEL335', 'MODEL336', 'MODEL350'];

/** A reply sometimes begins with the semicolon of chained commands (section 2). */
const framing: Framing = {
  ...lineFraming('\r\n'),
  end: lineEnd,
  decode: (reply) => reply.replace(/^[;\r\n]+/, '').trim(),
};

/**
 * Lake Shore 335, 336 and 350 temperature controllers with a cryogenic or hot stage, over TCP port 7777, GPIB, or USB
 * and RS-232 with 57600 baud, 7 data bits, odd parity.
 *
 * Source: sheet lakeshore.md. Running means that the heater of the output has a range. Commands are not answered: the
 * event status register tells whether one was taken. The upper limit of the setpoint is the temperature limit of the
 * input where one is set; otherwise state `temperatureRange`.
 */
export const lakeshore = defineDriver({
  name: 'lakeshore-33x',
  deviceClass: thermalChamber,
  wire: 'bytes',
  // Writing again within 50 ms loses commands.
  bus: { gap: 50 },
  serial: { baudRate: 57_600, dataBits: 7, parity: 'odd' },
  options: lakeshoreOptions,
  connect: async (context: DriverContext<ByteTransport>, options: LakeshoreOptions) => {
    const { clock } = context;
    const { output = 1, heaterRange = 1, input = 'A' } = options;
    if (output > 2 && heaterRange > 1)
      throw optionRefused(`heaterRange ${heaterRange} refused: output ${output} has range 1 only.`);
    const session = new TextSession(context.bus, framing);

    const numbers = async (query: string, call: Call, from = session): Promise<readonly number[]> =>
      (await from.ask(query, call)).split(',').map(parseDecimal);

    const number = async (query: string, call: Call): Promise<number> => {
      const [value = NaN] = await numbers(query, call);
      return value;
    };

    const tell = async (command: string, call: Call): Promise<void> =>
      session.transaction(async (exclusive) => {
        await exclusive.send(command, call);
        const [events = 0] = await numbers('*ESR?', call, exclusive);
        if ((events & 0b11_0000) === 0) return;
        const text = (events & 0b10_0000) === 0 ? 'execution error' : 'command error';
        throw refusedByController(command, events, text);
      }, call);

    // Sensor, ranges, compensation, and the unit in which the loop counts.
    const [, , , , unit] = await numbers(`INTYPE? ${input}`, {});
    if (unit !== 1 && unit !== 2) {
      throw new FourwireError(
        'device',
        'units-not-celsius',
        `Input ${input} counts in sensor units (code ${unit}); set its preferred units to kelvin or °C.`,
      );
    }
    const offset = unit === 1 ? zeroCelsius : 0;

    const faults = async (call: Call): Promise<readonly { code: string; text: string }[]> => {
      const bits = await number(`RDGST? ${input}`, call);
      return readingFaults.flatMap(([bit, text]) =>
        ((bits >> bit) & 1) === 0 ? [] : [{ code: `RDGST ${1 << bit}`, text: `input ${input}: ${text}` }],
      );
    };

    let target: number | undefined;

    return {
      members: chamberMembers(
        {
          // Sensors are of many sorts, and the controller says itself when one is out of its range.
          sensorRange: { min: -zeroCelsius, max: Infinity },
          temperature: {
            read: async (call) => {
              const [fault] = await faults(call);
              if (fault === undefined) return number(`CRDG? ${input}`, call);
              throw sensorFaulty(fault.code, fault.text);
            },
          },
          setpoint: {
            read: async (call) => {
              const now = (await number(`SETP? ${output}`, call)) - offset;
              // While it ramps the controller shows where the ramp is, not where it goes.
              const ramping = target !== undefined && (await number(`RAMPST? ${output}`, call)) === 1;
              return ramping ? (target ?? now) : now;
            },
            write: async (value, call) => {
              await tell(`SETP ${output},${(value + offset).toFixed(3)}`, call);
              target = value;
              await clock.sleep(settingMs, call.signal);
            },
            same: sameTo(2),
            limits: async (call) => {
              const kelvin = await number(`TLIMIT? ${input}`, call);
              const own = kelvin > 0 ? { max: kelvin - zeroCelsius } : {};
              const stated = statedRange('temperatureRange', options, { min: -zeroCelsius, max: Infinity });
              const max = Math.min(own.max ?? Infinity, stated.max);
              return { min: stated.min, ...(max === Infinity ? {} : { max }) };
            },
          },
          running: {
            read: async (call) => (await number(`RANGE? ${output}`, call)) !== 0,
            write: async (on, call) => tell(`RANGE ${output},${on ? heaterRange : 0}`, call),
          },
          alarms: {
            read: async (call) => {
              const heater = await number(`HTRST? ${output}`, call);
              const text = heaterFaults[heater];
              return [
                ...(await faults(call)),
                ...(text === undefined ? [] : [{ code: `HTRST ${heater}`, text }]),
              ];
            },
          },
          // Unconfirmed: whether the rate of a ramp that is off is remembered; it is kept here meanwhile.
          rampControl: gradientRamp({
            min: 0.1,
            max: 100,
            read: async (call) => {
              const [on, rate = 0] = await numbers(`RAMP? ${output}`, call);
              return on === 1 && rate > 0 ? rate : undefined;
            },
            write: async (rate, call) =>
              tell(`RAMP ${output},${rate === undefined ? '0,0' : `1,${rate.toFixed(1)}`}`, call),
            same: sameTo(1),
          }),
        },
        context,
      ),
      identify: async (call) => {
        const identity = parseIdentity(await session.ask('*IDN?', call));
        if (models.includes(identity.model)) return identity;
        throw new FourwireError(
          'device',
          'model-unsupported',
          `${identity.model} answers; this driver knows ${models.join(', ')}.`,
        );
      },
    };
  },
});
