import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';
import { interlockSchema } from '../interlocks/interlock.ts';
import type { Interlocks } from '../interlocks/interlock.ts';

const limits = Type.Object(
  { min: Type.Optional(Type.Number()), max: Type.Optional(Type.Number()) },
  { additionalProperties: false },
);

const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

const device = Type.Object(
  {
    /** Name of the driver, as in the support table. */
    driver: Type.String({ minLength: 1 }),
    /** Address, or an alias from `aliases`. */
    address: Type.String({ minLength: 1 }),
    /** The driver's own options. */
    options: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    /** What the device must say of itself; another one is refused. */
    identity: Type.Optional(
      Type.Object(
        {
          manufacturer: Type.Optional(Type.String()),
          model: Type.Optional(Type.String()),
          serialNumber: Type.Optional(Type.String()),
          firmware: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
    /** Limits narrower than the device's own, by member: `setpoint`, `humidity/setpoint`. */
    limits: Type.Optional(Type.Record(Type.String(), limits)),
    /** What it is to be when it is made safe, by member and in this order: `{ setpoint: 25, running: true }`. */
    safeState: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { minProperties: 1 })),
    /** Line settings, where the address is a serial line. */
    serial: Type.Optional(
      Type.Object(
        {
          baudRate: Type.Optional(Type.Integer({ minimum: 50 })),
          dataBits: Type.Optional(
            Type.Union([Type.Literal(5), Type.Literal(6), Type.Literal(7), Type.Literal(8)]),
          ),
          parity: Type.Optional(
            Type.Union(['none', 'even', 'odd', 'mark', 'space'].map((word) => Type.Literal(word))),
          ),
          stopBits: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(1.5), Type.Literal(2)])),
          flowControl: Type.Optional(
            Type.Union(['none', 'xon-xoff', 'rts-cts'].map((word) => Type.Literal(word))),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    /** Day of the last calibration, and day by which the next is due. */
    calibratedOn: Type.Optional(day),
    calibrationDueOn: Type.Optional(day),
  },
  { additionalProperties: false },
);

/** The form of a bench file, as JSON Schema. */
export const benchSchema = Type.Object(
  {
    /** What the bench is called in records; the start of every path. */
    name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 _.-]*$' }),
    /** For simulated benches: how many times faster than the wall clock its time runs. */
    pace: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    aliases: Type.Optional(Type.Record(Type.String(), Type.String())),
    devices: Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]*$' }), device, {
      minProperties: 1,
      additionalProperties: false,
    }),
    /** What must not be done, and what is to happen, while a condition holds; by the name of the rule. */
    interlocks: Type.Optional(Type.Record(Type.String({ minLength: 1 }), interlockSchema)),
  },
  { additionalProperties: false },
);

/** What a bench file says. */
export type BenchFile = Omit<Static<typeof benchSchema>, 'interlocks'> & {
  readonly interlocks?: Interlocks;
};

/** What a bench file says of one device. */
export type BenchDevice = BenchFile['devices'][string];
