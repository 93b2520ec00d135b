import { FourwireError, tidy } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type {
  PointOperation,
  StationDialect,
  StationImplementation,
  StationPoint,
} from './station-dialect.ts';
import { located } from './station-place.ts';
import type { StationRefusals } from './station-refusals.ts';

/** How near to its target a move must end, in µm, unless the family says otherwise. */
const usualTolerance = 50;

/** The members that move the wafer sideways; those that the family has not are `undefined`. */
export function moveMembers(
  dialect: StationDialect,
  refuse: StationRefusals,
  stop: (call: Call) => Promise<boolean>,
): Pick<StationImplementation, 'position' | 'moveTo' | 'moveBy' | 'home' | 'load' | 'align' | 'rotateTo'> {
  const { position, moveTo, moveBy, home, load, align, rotateTo, toleranceUm = usualTolerance } = dialect;

  /** Does what the dialect does, once nothing speaks against it. */
  const moved = async <T>(what: string, call: Call, work: () => Promise<T>): Promise<T> => {
    await refuse.move(what, call);
    return located(dialect, call, work);
  };
  const goTo = async (
    what: string,
    operation: PointOperation,
    targetFrom: (here: StationPoint) => StationPoint,
    go: (target: StationPoint) => Promise<void>,
    read: (call: Call) => Promise<StationPoint>,
  ): Promise<StationPoint> =>
    moved(what, operation, async () => {
      const { x, y } = await read(operation);
      const target = targetFrom({ x, y });
      refuse.beyondLimits(what, target);
      operation.progress({ x, y });
      await go(target);
      const there = await read(operation);
      operation.progress({ x: there.x, y: there.y });
      checkArrival(target, there, toleranceUm);
      return { x: there.x, y: there.y };
    });

  const direct =
    position === undefined || moveTo === undefined
      ? { moveTo: undefined, moveBy: undefined }
      : {
          moveTo: {
            stop,
            run: async (target: StationPoint, operation: PointOperation): Promise<StationPoint> => {
              refuse.beyondLimits('moveTo', target);
              return goTo(
                'moveTo',
                operation,
                () => target,
                async (point) => moveTo(point, operation),
                position,
              );
            },
          },
          moveBy: {
            stop,
            run: async (distance: StationPoint, operation: PointOperation): Promise<StationPoint> =>
              goTo(
                'moveBy',
                operation,
                (here) => ({ x: here.x + distance.x, y: here.y + distance.y }),
                async (target) =>
                  moveBy === undefined ? moveTo(target, operation) : moveBy(distance, operation),
                position,
              ),
          },
        };

  return {
    ...direct,
    position: position && { read: async (call) => position(call) },
    home:
      position === undefined || home === undefined
        ? undefined
        : {
            stop,
            run: async (_input, operation) =>
              moved('home', operation, async () => {
                await home(operation);
                const { x, y } = await position(operation);
                return { x, y };
              }),
          },
    load: load && {
      stop,
      run: async (_input, operation) => {
        await moved('load', operation, async () => load(operation));
      },
    },
    align: align && {
      run: async (_input, operation) => {
        await moved('align', operation, async () => align(operation));
      },
    },
    rotateTo: rotateTo && {
      stop,
      run: async ({ theta }, operation) =>
        moved('rotateTo', operation, async () => ({ theta: await rotateTo(theta, operation) })),
    },
  };
}

function checkArrival(target: StationPoint, there: StationPoint, tolerance: number): void {
  const away = Math.max(Math.abs(there.x - target.x), Math.abs(there.y - target.y));
  if (away <= tolerance) return;
  throw new FourwireError(
    'device',
    'axis-not-arrived',
    `The chuck was sent to x ${tidy(target.x)}, y ${tidy(target.y)} µm and stands at x ${tidy(there.x)}, y ${tidy(there.y)} µm.`,
    { details: { target, position: { x: there.x, y: there.y } } },
  );
}
