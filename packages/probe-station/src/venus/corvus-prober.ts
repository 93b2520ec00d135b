import { FourwireError, defineDriver, integer, oneOf, optionalField, quantity, record } from '@fourwire/core';
import type { ByteTransport, Call, Clock, DriverContext, OperationContext, ValueOf } from '@fourwire/core';
import { HostRoute, routeOptions } from '../classes/host-route.ts';
import { probeStation } from '../classes/probe-station.ts';
import { stageMotions } from '../classes/stage-members.ts';
import type { Place, StageMotions } from '../classes/stage-members.ts';
import type { StationHeight, StationPoint } from '../classes/station-dialect.ts';
import { stationMembers } from '../classes/station-members.ts';
import { fromChuck, toChuck } from '../wafer-map/chuck-frame.ts';
import type { ChuckFrame } from '../wafer-map/chuck-frame.ts';
import { dieCentre, subsitePosition } from '../wafer-map/coordinates.ts';
import { waferGeometry } from '../wafer-map/geometry.ts';
import { waferGeometrySchema } from '../wafer-map/geometry-schema.ts';
import type { DieIndex, Pair, WaferGeometry } from '../wafer-map/geometry.ts';
import { Corvus } from './venus-corvus.ts';
import { VenusSession } from './venus-session.ts';
import { axisSigns, stationOptions } from '../classes/station-dialect.ts';

const corvusProberOptions = record({
  ...stationOptions,
  ...routeOptions,
  /** The numbers of the axes at the controller; 1, 2 and 3 unless given. */
  axes: optionalField(
    record({
      x: integer({ min: 1, max: 3 }),
      y: integer({ min: 1, max: 3 }),
      z: integer({ min: 1, max: 3 }),
    }),
  ),
  /** The wafer that is stepped over. */
  wafer: waferGeometrySchema,
  /** Where the stage stands when the home die is under the needles, in µm. */
  home: record({ x: quantity('um'), y: quantity('um') }),
  /** The die that is; column 0, row 0 unless given. */
  homeDie: optionalField(record({ column: integer(), row: integer() })),
  /** Which way the stage counts when the point under the needles goes right and up: -1 and -1 unless given, as of a chuck that carries the wafer. */
  signs: optionalField(axisSigns),
  /** How far the wafer is turned on the chuck, counter-clockwise in degrees; 0 unless given. */
  rotation: optionalField(quantity('deg')),
  /** The position of the vertical axis at first contact, in µm: found by the operator for this card and wafer. */
  contactHeight: quantity('um'),
  /** How far below contact the chuck is separated, in µm; 300 unless given. */
  separation: optionalField(quantity('um', { above: 0 })),
  /** Which way the vertical axis counts when the chuck goes to the needles; 1 unless given. */
  up: optionalField(oneOf([1, -1])),
  /** Where the stage goes to take a wafer, in µm; without it there is no `load`. */
  loadPosition: optionalField(record({ x: quantity('um'), y: quantity('um') })),
});

/** What the driver of a prober on a Corvus must be told: the controller knows axes, and nothing of wafers and needles. */
export interface CorvusProberOptions extends ValueOf<typeof corvusProberOptions> {}

/** How far a height may be off and still count as it, in µm. */
const heightTolerance = 1;

/** How often a move is looked at, in ms: 10 to 20 times a second (sheet venus-corvus.md, section 8). */
const lookMs = 60;

/**
 * A prober that a laboratory has built on an XYZ stage with a Corvus: contact, separation, overtravel and the map are kept
 * here, and the controller only moves.
 *
 * Source: sheet venus-corvus.md, section 8. The height is read from the vertical axis; moves and contact are refused until
 * all three axes were calibrated and measured, and the joystick is locked while the driver has the stage. No reference run
 * is offered: it would take the chuck through the needles. Make it with the driver `venus-corvus`, without a wafer.
 */
export const corvusProber = defineDriver({
  name: 'venus-corvus-prober',
  deviceClass: probeStation,
  wire: 'bytes',
  // Unconfirmed.
  serial: { baudRate: 57_600, flowControl: 'rts-cts' },
  bus: { timeout: { seconds: 5 } },
  options: corvusProberOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: CorvusProberOptions) => {
    const { axes = { x: 1, y: 2, z: 3 } } = options;
    const session = new VenusSession(bus, clock);
    const corvus = new Corvus(session, { x: { axis: axes.x }, y: { axis: axes.y }, z: { axis: axes.z } });
    const { up, highest, contactHeight, separatedAt } = heightsOf(options);
    const motions = stageMotions(
      { ...corvus.dialect(clock), lookMs },
      { softLimits: { z: up === 1 ? { max: highest } : { min: highest } } },
    );
    const map = new StageMap(options);
    let overtravel = 0;

    const moveTo = async (target: Place, call: Call): Promise<void> => {
      await motions.moveTo(target, operationOf(call, clock));
    };
    const rise = async (z: number, call: Call): Promise<number> => {
      await moveTo({ z }, call);
      return positionOf(motions, 'z', call);
    };
    const goTo = async (point: StationPoint, call: Call): Promise<void> => moveTo(map.toStage(point), call);

    return {
      identify: corvus.identify,
      setUp: async (call) => {
        await corvus.setUp(call);
        // Somebody at the joystick could move a wafer under needles that are down.
        if (!(await session.moving(call))) await session.tell('0 joystick', call);
      },
      members: stationMembers(
        {
          clock,
          toleranceUm: 2,
          height: async (call): Promise<StationHeight> => {
            const below = up * (contactHeight - (await positionOf(motions, 'z', call)));
            if (below <= heightTolerance) return 'contact';
            return below >= up * (contactHeight - separatedAt) - heightTolerance ? 'separation' : 'between';
          },
          contact: async (call) => rise(contactHeight + up * overtravel, call),
          separate: async (call) => {
            // A stage that moves takes no other move.
            if (await session.moving(call)) await motions.halt(call);
            return rise(separatedAt, call);
          },
          overtravel: {
            read: () => Promise.resolve(overtravel),
            write: (value) => {
              overtravel = value;
              return Promise.resolve();
            },
          },
          position: async (call) => ({
            ...map.fromStage({
              x: await positionOf(motions, 'x', call),
              y: await positionOf(motions, 'y', call),
            }),
            z: await positionOf(motions, 'z', call),
          }),
          moveTo: goTo,
          home: async (call) => goTo({ x: 0, y: 0 }, call),
          halt: async (call) => session.send('abort', call),
          standing: async (call) => !(await session.moving(call)),
          steps: new HostRoute(options, async ({ subsite, ...die }, call) =>
            goTo(map.pointOf(die, subsite), call),
          ),
          ...(options.loadPosition === undefined
            ? {}
            : { load: async (call: Call) => moveTo({ ...options.loadPosition }, call) }),
        },
        options,
      ),
    };
  },
});

/** Heights of the vertical axis, as the controller counts. */
function heightsOf(options: CorvusProberOptions): {
  readonly up: 1 | -1;
  readonly contactHeight: number;
  readonly separatedAt: number;
  /** What the needles bear at most. */
  readonly highest: number;
} {
  const { contactHeight, up = 1, maxOvertravel = 100 } = options;
  const separation = options.separation ?? 300;
  return {
    up,
    contactHeight,
    separatedAt: contactHeight - up * separation,
    highest: contactHeight + up * (maxOvertravel + heightTolerance),
  };
}

/** Between points of the wafer, as the class counts them, and positions of the stage. */
class StageMap {
  readonly #geometry: WaferGeometry;
  readonly #frame: ChuckFrame;
  readonly #home: { readonly xUm: number; readonly yUm: number };

  constructor(options: CorvusProberOptions) {
    const { homeDie = { column: 0, row: 0 }, signs = { x: -1, y: -1 }, rotation = 0, home } = options;
    this.#geometry = waferGeometry(options.wafer);
    this.#frame = { homeDie, homeUm: home, signs, rotationDeg: rotation, scale: 1 };
    this.#home = dieCentre(this.#geometry, homeDie);
  }

  toStage({ x, y }: StationPoint): Pair {
    return toChuck(this.#geometry, this.#frame, { xUm: this.#home.xUm + x, yUm: this.#home.yUm + y });
  }

  fromStage(position: Pair): StationPoint {
    const point = fromChuck(this.#geometry, this.#frame, position);
    return { x: point.xUm - this.#home.xUm, y: point.yUm - this.#home.yUm };
  }

  /** @throws FourwireError of kind `range`, code `input-refused`, for a subsite that the wafer does not have */
  pointOf(die: DieIndex, index: number): StationPoint {
    const subsite = this.#geometry.subsites[index];
    if (subsite === undefined && index > 0) {
      throw new FourwireError(
        'range',
        'input-refused',
        `subsite ${index} refused: a die of this wafer has ${this.#geometry.subsites.length}, counted from 0.`,
      );
    }
    const point =
      subsite === undefined ? dieCentre(this.#geometry, die) : subsitePosition(this.#geometry, die, subsite);
    return { x: point.xUm - this.#home.xUm, y: point.yUm - this.#home.yUm };
  }
}

async function positionOf(motions: StageMotions, name: 'x' | 'y' | 'z', call: Call): Promise<number> {
  const axis = motions.axes[name];
  return axis === undefined ? Number.NaN : axis.dialect.position(call);
}

/** A call as a move wants it; whoever called reports progress in points of the wafer. */
function operationOf(call: Call, clock: Clock): OperationContext<Place> {
  return { ...call, clock, signal: call.signal ?? new AbortController().signal, progress: () => {} };
}
