import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';
import { interlockSchema } from '../interlocks/interlock.ts';
import type { Interlocks } from '../interlocks/interlock.ts';

const limits = Type.Object(
  {
    min: Type.Optional(Type.Number({ description: 'Lowest value, in the unit of the member.' })),
    max: Type.Optional(Type.Number({ description: 'Highest value, in the unit of the member.' })),
  },
  { additionalProperties: false },
);

const day = (description: string) =>
  Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description }));

const text = (description: string) => Type.Optional(Type.String({ description }));

const identity = Type.Object(
  {
    manufacturer: text('Manufacturer, as the device says it.'),
    model: text('Model, as the device says it.'),
    serialNumber: text('Serial number: tells two equal devices apart.'),
    firmware: text('Version of the firmware, as the device says it.'),
  },
  {
    additionalProperties: false,
    description: 'What the device must say of itself; another one is refused.',
  },
);

const serial = Type.Object(
  {
    baudRate: Type.Optional(Type.Integer({ minimum: 50 })),
    dataBits: Type.Optional(Type.Union([Type.Literal(5), Type.Literal(6), Type.Literal(7), Type.Literal(8)])),
    parity: Type.Optional(
      Type.Union(['none', 'even', 'odd', 'mark', 'space'].map((word) => Type.Literal(word))),
    ),
    stopBits: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(1.5), Type.Literal(2)])),
    flowControl: Type.Optional(Type.Union(['none', 'xon-xoff', 'rts-cts'].map((word) => Type.Literal(word)))),
  },
  {
    additionalProperties: false,
    description: 'Line settings, where the address is a serial line; as the driver says unless given.',
  },
);

const device = Type.Object(
  {
    driver: Type.String({ minLength: 1, description: 'Name of the driver, as in the support table.' }),
    address: Type.String({
      minLength: 1,
      description:
        'VISA resource string, modbus-tcp://, modbus-rtu://, hsms:// or an alias from `aliases`. `${NAME}` stands for an environment variable.',
    }),
    options: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: "The driver's own options." }),
    ),
    identity: Type.Optional(identity),
    limits: Type.Optional(
      Type.Record(Type.String(), limits, {
        description: "Limits narrower than the device's own, by member: `setpoint`, `humidity/setpoint`.",
      }),
    ),
    safeState: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        minProperties: 1,
        description:
          'What it is to be when it is made safe, by member and in this order: `{ setpoint: 25, running: true }`.',
      }),
    ),
    serial: Type.Optional(serial),
    calibratedOn: day('Day of the last calibration, `2026-03-31`.'),
    calibrationDueOn: day('Day by which the next calibration is due, `2027-03-31`.'),
  },
  { additionalProperties: false },
);

/** The form of a bench file, as JSON Schema. */
export const benchSchema = Type.Object(
  {
    name: Type.String({
      pattern: '^[A-Za-z0-9][A-Za-z0-9 _.-]*$',
      description: 'What the bench is called in records; the start of every path.',
    }),
    pace: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        description: 'For simulated benches: how many times faster than the wall clock its time runs.',
      }),
    ),
    aliases: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: 'Names for addresses, used under `devices`.',
      }),
    ),
    devices: Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]*$' }), device, {
      minProperties: 1,
      additionalProperties: false,
      description: 'The instruments by name, in the order in which reports list them.',
    }),
    interlocks: Type.Optional(
      Type.Record(Type.String({ minLength: 1 }), interlockSchema, {
        description:
          'What must not be done, and what is to happen, while a condition holds; by the name of the rule.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** What a bench file says. */
export type BenchFile = Omit<Static<typeof benchSchema>, 'interlocks'> & {
  readonly interlocks?: Interlocks;
};

/** What a bench file says of one device. */
export type BenchDevice = BenchFile['devices'][string];
