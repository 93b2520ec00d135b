import {
  FourwireError,
  array,
  boolean,
  defineDriver,
  integer,
  limits,
  oneOf,
  optionalField,
  record,
} from '@fourwire/core';
import type { ByteTransport, Call, Connection, DriverContext, ValueOf } from '@fourwire/core';
import { probeStation } from '../classes/probe-station.ts';
import { stationMembers } from '../classes/station-members.ts';
import { unexpected } from '../faults.ts';
import { VeloxGpib } from './velox-gpib.ts';
import { veloxChuck, veloxPositioner, veloxScope } from './velox-parts.ts';
import { VeloxServer } from './velox-server.ts';
import { VeloxSession, veloxTime } from './velox-session.ts';
import {
  veloxChuckStatus,
  veloxDie,
  veloxHeight,
  veloxHeights,
  veloxRemote,
  veloxStep,
  veloxZ,
} from './velox-station.ts';
import { axisSigns, stationOptions } from '../classes/station-dialect.ts';

const highestPositioner = 6;

const stationFields = {
  ...stationOptions,
  /**
   * Signs that turn chuck coordinates into the wafer's frame (x right, y up). Unconfirmed: a setting of the station, so
   * check with a known move before you rely on it.
   */
  axes: optionalField(axisSigns),
  /** Whether `stepFirst` clears the bins of the map, as the station does on its own; false unless given. */
  clearBins: optionalField(boolean()),
  /** How many inkers the station has; none unless given. */
  inkers: optionalField(integer({ min: 0 })),
  /** The range of the thermal chuck in °C; without it the station is taken to have none. */
  chuck: optionalField(limits('Cel')),
  /** Whether the scope has motors; false unless given. */
  scope: optionalField(boolean()),
  /** The numbers of the motorised positioners, 1 to 6; none unless given. */
  positioners: optionalField(array(integer({ min: 1, max: highestPositioner }))),
} as const;

const veloxOptions = record({
  ...stationFields,
  /** `server` for the message server of Velox, `gpib` for everything else; by the wire unless given. */
  dialect: optionalField(oneOf(['server', 'gpib'])),
});

/** What the driver of Velox may be told; that of ProberBench takes all but `dialect`. */
export interface VeloxOptions extends ValueOf<typeof veloxOptions> {}

/** All axes of the chuck. */
const allAxes = 15;

/** How long an inker is switched on, in ms, as the station does unless told. */
const inkPulseMs = 50;

/** How fast the chuck moves, in per cent. */
const fullSpeed = 100;

/**
 * Probe stations of FormFactor (Cascade Microtech, SUSS) that run Velox 2 or 3: Summit 200, CM300, PA200, PA300, EPS200,
 * Elite 300, Tesla. Over its message server on TCP, port 1412 unless set otherwise, or over GPIB.
 *
 * Stepping in contact is refused: whether the station lowers the chuck by itself is a setting (AutoZ).
 *
 * Source: sheet formfactor-velox.md, after the vendor's published client and pymeasure.
 */
export const formfactorVelox = defineDriver({
  name: 'formfactor-velox',
  deviceClass: probeStation,
  wire: 'bytes',
  bus: { timeout: { seconds: 10 } },
  options: veloxOptions,
  connect: (context: DriverContext<ByteTransport>, options: VeloxOptions) =>
    connectVelox(context, options, '\n'),
});

/**
 * Probe stations of SUSS MicroTec that run ProberBench (PA150, PA200, PA300, PM300), over GPIB: the command words of
 * Velox, which came after it, ended by a carriage return.
 *
 * Source: sheet formfactor-velox.md, after basil. Unconfirmed: which of the commands of Velox ProberBench has.
 */
export const sussProberBench = defineDriver({
  name: 'suss-proberbench',
  deviceClass: probeStation,
  wire: 'bytes',
  bus: { timeout: { seconds: 10 } },
  options: record(stationFields),
  connect: (context: DriverContext<ByteTransport>, options: Omit<VeloxOptions, 'dialect'>) =>
    connectVelox(context, { ...options, dialect: 'gpib' }, '\r'),
});

function connectVelox(
  { bus, clock }: DriverContext<ByteTransport>,
  options: VeloxOptions,
  terminator: string,
): Connection<(typeof probeStation)['members']> {
  const {
    axes = { x: 1, y: 1 },
    chuck,
    scope = false,
    positioners = [],
    clearBins = false,
    inkers = 0,
  } = options;
  // A stream has no device clear: it leads to the message server.
  const dialect = options.dialect ?? (bus.wire.clear === undefined ? 'server' : 'gpib');
  const session = new VeloxSession(
    dialect === 'server' ? new VeloxServer(bus, clock) : new VeloxGpib(bus, terminator),
  );
  const overTheWafer = async (
    name: string,
    parameters: readonly (string | number)[],
    call: Call,
  ): Promise<void> => {
    await session.tell(name, parameters, call, veloxTime.move);
  };
  const raise = async (name: string, call: Call): Promise<number> => {
    await session.tell(name, [fullSpeed], call, veloxTime.height);
    return veloxZ(session, call);
  };
  const theta = async (call: Call): Promise<number> => {
    const [angle = NaN] = await session.numbers('ReadThetaPosition', ['D', 'H'], 1, call);
    return angle;
  };

  const members = stationMembers(
    {
      clock,
      height: async (call) => veloxHeight(session, call),
      readiness: async (call) => {
        const { contactSet, vacuum } = await veloxChuckStatus(session, call);
        return { remote: await veloxRemote(session, call), contactHeight: contactSet, vacuum };
      },
      contact: async (call) => raise('MoveChuckContact', call),
      separate: async (call) => raise('MoveChuckSeparation', call),
      steps: {
        die: async (call) => {
          const { column, row } = await veloxDie(session, call);
          return { column, row };
        },
        // The route is made anew, for the map may have been changed at the station.
        first: async (call) => veloxStep(session, 'StepFirstDie', [clearBins ? 1 : 0, 1], call),
        next: async (call) => veloxStep(session, 'StepNextDie', [], call),
        to: async ({ column, row, subsite }, call) =>
          veloxStep(session, 'StepNextDie', [column, row, subsite], call),
      },
      position: async (call) => {
        const [x = NaN, y = NaN] = await session.numbers('ReadChuckPosition', ['Y', 'H'], 3, call);
        return { x: x * axes.x, y: y * axes.y, z: await veloxZ(session, call), theta: await theta(call) };
      },
      moveTo: async ({ x, y }, call) =>
        overTheWafer('MoveChuck', [x * axes.x, y * axes.y, 'H', 'Y', fullSpeed], call),
      moveBy: async ({ x, y }, call) =>
        overTheWafer('MoveChuck', [x * axes.x, y * axes.y, 'R', 'Y', fullSpeed], call),
      rotateTo: async (angle, call) => {
        await overTheWafer('MoveTheta', [angle, 'H', 'D', fullSpeed], call);
        return theta(call);
      },
      home: async (call) => overTheWafer('MoveChuck', [0, 0, 'H', 'Y', fullSpeed], call),
      load: async (call) => {
        await session.tell('MoveChuckLoad', [], call, veloxTime.load);
      },
      align: async (call) => {
        await session.tell('AlignWafer', [], call, veloxTime.align);
      },
      bin: async (bin, call) => {
        await session.tell('BinMapDie', [bin], call);
      },
      ink:
        inkers === 0
          ? undefined
          : async (inker, call) => {
              if (inker > inkers)
                throw new FourwireError(
                  'range',
                  'input-refused',
                  `inker ${inker} refused: the option inkers says that there are ${inkers}.`,
                );
              await session.tell('InkDevice', [2 ** (inker - 1), inkPulseMs], call);
            },
      halt: async (call) => {
        await session.tell('StopChuckMovement', [allAxes], call);
      },
      standing: async (call) => !(await veloxChuckStatus(session, call)).moving,
      overtravel: {
        read: async (call) => (await veloxHeights(session, call)).overtravel,
        write: async (value, call) => {
          await session.tell('SetChuckHeight', ['O', 'V', 'Y', value], call);
          // 2 leaves a mode as it is.
          await session.tell('SetChuckMode', [value > 0 ? 1 : 0, 2, 2, 2, 2, 2], call);
        },
      },
      vacuum: {
        read: async (call) => (await veloxChuckStatus(session, call)).vacuum,
        write: async (on, call) => {
          await session.tell('SetChuckVacuum', [on ? 1 : 0], call);
        },
      },
      chuck: chuck && veloxChuck(session, chuck),
      scope: scope ? veloxScope(session) : undefined,
      positioners: positioners.map((number) => veloxPositioner(session, number)),
    },
    options,
  );

  return {
    members,
    identify: async (call) => {
      await session.wire.greet(call);
      const firmware = await session.tell('ReportSoftwareVersion', [], call);
      if (!/\d+\.\d+/.test(firmware))
        throw unexpected('a version in answer to ReportSoftwareVersion', firmware);
      const [name = 'Velox'] = await session.words('ReadSystemStatus', [], call);
      return {
        manufacturer: 'FormFactor',
        model: name,
        serialNumber: '',
        firmware: firmware.replaceAll('"', ''),
      };
    },
    setUp: async (call) => {
      await session.tell('SetExternalMode', ['R'], call);
    },
    tearDown: async (call) => {
      await session.tell('SetExternalMode', ['L'], call);
      await session.wire.release();
    },
  };
}
