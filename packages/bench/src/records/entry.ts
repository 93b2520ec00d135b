import type { Bin, WaferGeometryInput } from '@fourwire/probe-station';
import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';

/** What a failed call left behind, as plain data. */
const fault = Type.Object({ kind: Type.String(), code: Type.String(), message: Type.String() });

/** The range in which a measured value passes, both ends included, in the measurement's own unit. */
const limits = Type.Object({ min: Type.Optional(Type.Number()), max: Type.Optional(Type.Number()) });

/** Shape of a wafer and its grid of dies, as `waferGeometry` of `@fourwire/probe-station` takes it. */
const pair = Type.Object({ x: Type.Number(), y: Type.Number() });
const dieIndex = Type.Object({ column: Type.Integer(), row: Type.Integer() });
const flat = Type.Object({
  kind: Type.Literal('flat'),
  angleDeg: Type.Number(),
  lengthUm: Type.Number(),
});
const notch = Type.Object({
  kind: Type.Literal('notch'),
  angleDeg: Type.Number(),
  depthUm: Type.Number(),
});
const geometry = Type.Object({
  diameterUm: Type.Number(),
  pitchUm: pair,
  mark: Type.Optional(Type.Union([flat, notch])),
  secondaryFlat: Type.Optional(flat),
  edgeExclusionUm: Type.Optional(Type.Number()),
  streetUm: Type.Optional(pair),
  offsetUm: Type.Optional(pair),
  labels: Type.Optional(
    Type.Object({
      origin: dieIndex,
      axes: Type.Union([Type.Literal('UR'), Type.Literal('UL'), Type.Literal('DR'), Type.Literal('DL')]),
    }),
  ),
  shot: Type.Optional(Type.Object({ columns: Type.Integer(), rows: Type.Integer(), origin: dieIndex })),
  subsites: Type.Optional(
    Type.Array(Type.Object({ name: Type.String(), xUm: Type.Number(), yUm: Type.Number() })),
  ),
});

/** A class into which parts are sorted. */
const binClass = Type.Object({
  code: Type.Integer(),
  name: Type.String(),
  quality: Type.Union([Type.Literal('pass'), Type.Literal('fail'), Type.Literal('none')]),
});

/** What is measured, and under which condition. Empty for a bench with one part under one condition. */
const target = Type.Object({
  /** Wafer identifier. */
  wafer: Type.Optional(Type.String()),
  /** Die index, as the wafer map counts. */
  die: Type.Optional(dieIndex),
  /** Subsite in the die, from 0. */
  subsite: Type.Optional(Type.Integer()),
  /** Serial number or place of a part that is not a die. */
  part: Type.Optional(Type.String()),
  /** Wire number in the part. */
  wire: Type.Optional(Type.Integer()),
  /** Nominal temperature in °C. */
  temperature: Type.Optional(Type.Number()),
  /** Point of the test, where the same is measured again and every value counts: `cycle 12`, `168 h`. */
  point: Type.Optional(Type.String()),
});

/** `not-measured` was declared and never taken; `error` was tried and gave no value to be judged. */
const verdict = Type.Union([
  Type.Literal('pass'),
  Type.Literal('fail'),
  Type.Literal('error'),
  Type.Literal('not-measured'),
]);

/**
 * The kinds of journal entry, as JSON Schema. Beside its own fields every entry has `type` and `at`, in
 * milliseconds since 1970-01-01T00:00:00Z. Units are UCUM codes.
 */
export const journalSchemas = {
  'run-started': Type.Object({
    type: Type.Literal('run-started'),
    at: Type.Number(),
    /** Version of this format. */
    journal: Type.Literal(1),
    title: Type.String(),
    /** The person who ran it. */
    who: Type.String(),
    /** The question it is to answer. */
    why: Type.String(),
    /** The script, as a path in the project. */
    script: Type.String(),
    /** The command that would run it again. */
    command: Type.Optional(Type.String()),
    /** The bench file. */
    bench: Type.Optional(Type.String()),
    /** Software by name: `{ node: 'v20.19.0', '@fourwire/bench': '1.2.0' }`. */
    versions: Type.Record(Type.String(), Type.String()),
    seed: Type.Optional(Type.Union([Type.String(), Type.Number()])),
    /** True when instruments were simulated: the values then say nothing about a real part. */
    simulated: Type.Optional(Type.Boolean()),
  }),
  identity: Type.Object({
    type: Type.Literal('identity'),
    at: Type.Number(),
    /** The device, for example `bench/oven`. */
    path: Type.String(),
    manufacturer: Type.String(),
    model: Type.String(),
    serialNumber: Type.String(),
    firmware: Type.String(),
    address: Type.Optional(Type.String()),
    /** True when a simulator stood in for the machine. */
    simulated: Type.Optional(Type.Boolean()),
    /** Day of the last calibration, `2026-03-31`. */
    calibratedOn: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    /** Day by which it must be calibrated again. */
    calibrationDueOn: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  }),
  reading: Type.Object({
    type: Type.Literal('reading'),
    at: Type.Number(),
    /** The member, for example `bench/oven/temperature`. */
    path: Type.String(),
    /** Absent when the quality is `bad`. */
    value: Type.Optional(Type.Unknown()),
    unit: Type.Optional(Type.String()),
    quality: Type.Union([Type.Literal('good'), Type.Literal('stale'), Type.Literal('bad')]),
    error: Type.Optional(fault),
  }),
  setting: Type.Object({
    type: Type.Literal('setting'),
    at: Type.Number(),
    path: Type.String(),
    value: Type.Optional(Type.Unknown()),
    unit: Type.Optional(Type.String()),
    /** Why it was not taken over, when it was not. */
    error: Type.Optional(fault),
  }),
  command: Type.Object({
    type: Type.Literal('command'),
    at: Type.Number(),
    path: Type.String(),
    phase: Type.Union([
      Type.Literal('started'),
      Type.Literal('finished'),
      Type.Literal('stopped'),
      Type.Literal('failed'),
    ]),
    input: Type.Optional(Type.Unknown()),
    output: Type.Optional(Type.Unknown()),
    error: Type.Optional(fault),
  }),
  safe: Type.Object({
    type: Type.Literal('safe'),
    at: Type.Number(),
    path: Type.String(),
    reason: Type.String(),
    /** True when every hazardous member was read back at a safe value. */
    ok: Type.Boolean(),
    members: Type.Array(
      Type.Object({
        path: Type.String(),
        outcome: Type.Union([Type.Literal('confirmed'), Type.Literal('not-confirmed')]),
        value: Type.Optional(Type.Unknown()),
        error: Type.Optional(fault),
      }),
    ),
  }),
  alarm: Type.Object({
    type: Type.Literal('alarm'),
    at: Type.Number(),
    path: Type.String(),
    /** The instrument's own code. */
    code: Type.Union([Type.String(), Type.Number()]),
    text: Type.String(),
    /** False when it was cleared. */
    active: Type.Boolean(),
  }),
  event: Type.Object({
    type: Type.Literal('event'),
    at: Type.Number(),
    path: Type.String(),
    name: Type.String(),
    data: Type.Optional(Type.Unknown()),
  }),
  declaration: Type.Object({
    type: Type.Literal('declaration'),
    at: Type.Number(),
    name: Type.String(),
    unit: Type.String(),
    limits: Type.Optional(limits),
    targets: Type.Array(target),
  }),
  measurement: Type.Object({
    type: Type.Literal('measurement'),
    at: Type.Number(),
    name: Type.String(),
    /** Null when there is none. */
    value: Type.Union([Type.Number(), Type.Null()]),
    unit: Type.String(),
    limits: Type.Optional(limits),
    verdict,
    /** Why it has no value, or anything a person should know. */
    reason: Type.Optional(Type.String()),
    target,
    /** How many times it was taken before. */
    retest: Type.Optional(Type.Integer()),
    /** Hard bin of the part after this measurement. */
    bin: Type.Optional(Type.Integer()),
    /** Site of a multi-site card that took it, from 0. */
    site: Type.Optional(Type.Integer()),
  }),
  /**
   * A wafer test begins, goes through the wafer again at another temperature, or ends. The first one of a wafer has its
   * geometry and bins; without them the wafer cannot be drawn or written to a map file.
   */
  wafer: Type.Object({
    type: Type.Literal('wafer'),
    at: Type.Number(),
    phase: Type.Union([Type.Literal('started'), Type.Literal('finished')]),
    /** Wafer identifier, as in the targets of its measurements. */
    wafer: Type.String(),
    lot: Type.Optional(Type.String()),
    /** What is on it: product or part type. */
    device: Type.Optional(Type.String()),
    /** Nominal temperature in °C. */
    temperature: Type.Optional(Type.Number()),
    geometry: Type.Optional(Type.Unsafe<WaferGeometryInput>(geometry)),
    /** The bins its dies are sorted into. */
    bins: Type.Optional(Type.Unsafe<readonly Bin[]>(Type.Array(binClass))),
  }),
  /** A part was sorted: all its measurements, this time round, are before it. A later one of the same target replaces it. */
  bin: Type.Object({
    type: Type.Literal('bin'),
    at: Type.Number(),
    target,
    /** Hard bin. */
    bin: Type.Integer(),
    softBin: Type.Optional(Type.Integer()),
    /** Whether the part is good; that of the bin's quality unless given. */
    verdict: Type.Optional(Type.Union([Type.Literal('pass'), Type.Literal('fail')])),
    /** Site of a multi-site card, from 0. */
    site: Type.Optional(Type.Integer()),
    /** How many times it was sorted before. */
    retest: Type.Optional(Type.Integer()),
    /** How long the part was tested, in seconds. */
    seconds: Type.Optional(Type.Number()),
  }),
  /** What the members of a device were set to at one moment. */
  snapshot: Type.Object({
    type: Type.Literal('snapshot'),
    at: Type.Number(),
    /** The device. */
    path: Type.String(),
    /** Which moment: `start` and `end` of a run, or any other name. */
    moment: Type.String(),
    members: Type.Array(
      Type.Object({
        /** Path of the member in the device: `humidity/setpoint`. */
        member: Type.String(),
        /** Absent when it could not be read. */
        value: Type.Optional(Type.Unknown()),
        unit: Type.Optional(Type.String()),
        error: Type.Optional(fault),
      }),
    ),
  }),
  /** A procedure begins, or goes on after it was interrupted. */
  procedure: Type.Object({
    type: Type.Literal('procedure'),
    at: Type.Number(),
    name: Type.String(),
    options: Type.Optional(Type.Unknown()),
    /** The key of the first step that is not taken from the record. */
    resumedAt: Type.Optional(Type.String()),
  }),
  step: Type.Object({
    type: Type.Literal('step'),
    at: Type.Number(),
    /** Its place in the procedure: `3`, or `3/left/1` in a branch. */
    key: Type.String(),
    name: Type.String(),
    /** `reached`: a checkpoint, from which the run can be resumed. */
    phase: Type.Union([
      Type.Literal('started'),
      Type.Literal('finished'),
      Type.Literal('failed'),
      Type.Literal('reached'),
    ]),
    /** True for a step that must never be done twice. */
    once: Type.Optional(Type.Boolean()),
    output: Type.Optional(Type.Unknown()),
    error: Type.Optional(fault),
  }),
  note: Type.Object({
    type: Type.Literal('note'),
    at: Type.Number(),
    text: Type.String(),
    by: Type.Optional(Type.String()),
    /** True when the run departed from its plan here. */
    deviation: Type.Optional(Type.Boolean()),
  }),
  'run-ended': Type.Object({
    type: Type.Literal('run-ended'),
    at: Type.Number(),
    /** `completed`: it came to its own end. `stopped`: a person or a signal ended it. `failed`: an error did. */
    outcome: Type.Union([Type.Literal('completed'), Type.Literal('stopped'), Type.Literal('failed')]),
    /** The script's own judgement, where passing needs less, or more, than every measurement passing. */
    verdict: Type.Optional(Type.Union([Type.Literal('pass'), Type.Literal('fail')])),
    reason: Type.Optional(Type.String()),
  }),
} as const;

type Schemas = typeof journalSchemas;

/** The kind of a journal entry. */
export type EntryType = keyof Schemas;

/** The entry of one kind: `EntryOf<'reading'>`. */
export type EntryOf<T extends EntryType> = Readonly<Static<Schemas[T]>>;

/** One line of a journal; `type` tells which. */
export type JournalEntry = { [T in EntryType]: EntryOf<T> }[EntryType];

/** An entry to be appended: without `at` it gets the time of the journal's clock. */
export type NewEntry = { [T in EntryType]: Omit<EntryOf<T>, 'at'> & { readonly at?: number } }[EntryType];

/** What is measured, and under which condition. */
export type Target = Readonly<Static<typeof target>>;

/** What became of a measurement. */
export type MeasurementVerdict = Static<typeof verdict>;

/** The range in which a measured value passes, both ends included. */
export type MeasurementLimits = Readonly<Static<typeof limits>>;

/** A failure as plain data: what `FourwireError.toJSON()` gives. */
export type JournalFault = Readonly<Static<typeof fault>>;
