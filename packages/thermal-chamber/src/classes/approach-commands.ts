import { FourwireError, mergeLimits } from '@fourwire/core';
import type {
  Call,
  Clock,
  LimitedImplementation,
  Limits,
  OperationContext,
  ReadableImplementation,
  WritableImplementation,
} from '@fourwire/core';
import { goodTemperature, patience } from './patience.ts';

/** A temperature that is watched, and the setpoint by which it is moved. */
export interface ControlledTemperature {
  readonly temperature: ReadableImplementation<number>;
  readonly setpoint: LimitedImplementation<number>;
  /** Path of the setpoint in the class, by which the user's own limits name it: `setpoint`. */
  readonly path: string;
}

/** What the commands need of a driver. */
export interface ApproachAccess {
  /** What is controlled unless the caller names a sensor. */
  readonly main: ControlledTemperature;
  /** What goes by the sensor that a caller names; one that is not there is refused. */
  readonly bySensor?: (sensor: string, call: Call) => Promise<ControlledTemperature | undefined>;
  /** Starts the control where it stands. */
  readonly running: Pick<WritableImplementation<boolean>, 'write'>;
  readonly clock: Clock;
  /** The user's own limits, as the driver's context gives them. */
  readonly userLimits: Readonly<Record<string, Limits>>;
  /** How often a running command looks at the temperature, in ms; 1000 unless given. */
  readonly lookMs?: number;
}

interface SettleInput {
  readonly target: number;
  readonly tolerance?: number;
  readonly dwell?: number;
  readonly interval?: number;
  readonly sensor?: string;
}

interface SettleProgress {
  readonly phase: 'approaching' | 'dwelling';
  readonly temperature: number;
  readonly elapsed: number;
  readonly dwellLeft: number;
}

interface RampProgress {
  readonly setpoint: number;
  readonly temperature: number;
  readonly elapsed: number;
}

/** `settle` and `ramp`, as the classes of this package have them. */
export interface ApproachCommands {
  readonly settle: {
    run(
      input: SettleInput,
      operation: OperationContext<SettleProgress>,
    ): Promise<{ temperature: number; overshoot: number; elapsed: number }>;
    stop(call: Call): Promise<boolean>;
  };
  readonly ramp: {
    run(
      input: { readonly target: number; readonly rate: number },
      operation: OperationContext<RampProgress>,
    ): Promise<{ temperature: number; elapsed: number }>;
    stop(call: Call): Promise<boolean>;
  };
}

/** Shortest time between two setpoints of a ramp, in ms: many controllers keep each one in memory that wears out. */
const rampStepMs = 5000;

/** Settling and ramping, made of a driver's plain members: run by the host, the same for every controller. */
export function approachCommands(access: ApproachAccess): ApproachCommands {
  const { main, running, clock, lookMs = 1000 } = access;
  const stop = async (call: Call): Promise<boolean> => holdHere(main, call);
  return {
    settle: {
      stop,
      run: async ({ target, tolerance = 1, dwell = 60, interval = lookMs / 1000, sensor }, operation) => {
        const { temperature: watched, setpoint, path } = await bySensor(access, sensor, operation);
        await checkTarget({ setpoint, path }, target, access.userLimits, operation);
        const patiently = patience(clock, operation, lookMs);
        const read = async (): Promise<number> =>
          patiently(async (call) => goodTemperature(await watched.read(call)));
        const began = clock.monotonic();
        const start = await read();
        await setpoint.write(target, operation);
        await running.write(true, operation);
        let inside: number | undefined;
        let furthest = 0;
        for (;;) {
          const temperature = await read();
          const now = clock.monotonic();
          const beyond = target >= start ? temperature - target : target - temperature;
          furthest = Math.max(furthest, beyond);
          if (Math.abs(temperature - target) > tolerance) inside = undefined;
          else inside ??= now;
          const elapsed = (now - began) / 1000;
          const dwellLeft = inside === undefined ? dwell : Math.max(0, dwell - (now - inside) / 1000);
          operation.progress({
            phase: inside === undefined ? 'approaching' : 'dwelling',
            temperature,
            elapsed,
            dwellLeft,
          });
          if (inside !== undefined && dwellLeft === 0) return { temperature, overshoot: furthest, elapsed };
          await clock.sleep(interval * 1000, operation.signal);
        }
      },
    },
    ramp: {
      stop,
      run: async ({ target, rate }, operation) => {
        await checkTarget(main, target, access.userLimits, operation);
        const patiently = patience(clock, operation, lookMs);
        const read = async (): Promise<number> =>
          patiently(async (call) => goodTemperature(await main.temperature.read(call)));
        const began = clock.monotonic();
        const start = await read();
        await running.write(true, operation);
        const seconds = (Math.abs(target - start) / rate) * 60;
        for (;;) {
          const elapsed = (clock.monotonic() - began) / 1000;
          const fraction = seconds === 0 ? 1 : Math.min(1, elapsed / seconds);
          const setpoint = Math.round((start + (target - start) * fraction) * 10) / 10;
          await main.setpoint.write(fraction === 1 ? target : setpoint, operation);
          const temperature = await read();
          operation.progress({ setpoint, temperature, elapsed });
          if (fraction === 1) return { temperature, elapsed };
          await clock.sleep(Math.max(lookMs, rampStepMs), operation.signal);
        }
      },
    },
  };
}

/** Holds the temperature that there is, and reads back that the controller took it. */
export async function holdHere(
  { temperature, setpoint }: Pick<ControlledTemperature, 'temperature' | 'setpoint'>,
  call: Call,
): Promise<boolean> {
  const { min, max } = await setpoint.limits(call);
  const now = await temperature.read(call);
  // Without a temperature there is nothing to hold at; the setpoint stays, and that is not confirmed.
  if (!Number.isFinite(now)) return false;
  const target = Math.round(Math.min(Math.max(now, min ?? -Infinity), max ?? Infinity) * 10) / 10;
  await setpoint.write(target, call);
  return Math.abs((await setpoint.read(call)) - target) < 0.06;
}

/** Refuses what the controller or the user's own limits would refuse, before anything is written. */
export async function checkTarget(
  { setpoint, path }: Pick<ControlledTemperature, 'setpoint' | 'path'>,
  target: number,
  userLimits: Readonly<Record<string, Limits>>,
  call: Call,
): Promise<void> {
  const { min = -Infinity, max = Infinity } = mergeLimits(await setpoint.limits(call), userLimits[path]);
  if (target >= min && target <= max) return;
  throw new FourwireError(
    'range',
    'value-refused',
    `target ${target} °C refused, allowed ${min} to ${max} °C.`,
  );
}

async function bySensor(
  { main, bySensor: find }: ApproachAccess,
  sensor: string | undefined,
  call: Call,
): Promise<ControlledTemperature> {
  if (sensor === undefined) return main;
  const found = await find?.(sensor, call);
  if (found !== undefined) return found;
  throw new FourwireError(
    'range',
    'no-product-sensor',
    `sensor "${sensor}" refused: this device has no such sensor; leave it out, or use "air".`,
  );
}
