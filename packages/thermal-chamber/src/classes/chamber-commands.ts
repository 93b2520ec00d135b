import { FourwireError, mergeLimits } from '@fourwire/core';
import type { Call, Clock, ImplementationOf, Limits, OperationContext } from '@fourwire/core';
import { Observable } from 'rxjs';
import type { thermalChamber } from './thermal-chamber.ts';

type Implementation = ImplementationOf<typeof thermalChamber>;
type Commands = Pick<Implementation, 'settle' | 'ramp' | 'alarm$'>;

/** Which sensor a command goes by. */
type Sensor = 'air' | 'product' | undefined;

/** What {@link chamberCommands} needs of a driver. */
export interface ChamberAccess {
  readonly members: Pick<Implementation, 'temperature' | 'setpoint' | 'running' | 'alarms' | 'product'>;
  readonly clock: Clock;
  /** The user's own limits, as the driver's context gives them. */
  readonly userLimits: Readonly<Record<string, Limits>>;
  /** How often a running command looks at the temperature, in ms; 1000 unless given. */
  readonly lookMs?: number;
}

/** How long a running command goes on without an answer before it fails: a cable that is put back does no harm. */
const patienceMs = 60_000;

/**
 * The commands and events of the class, made of a driver's plain members: run by the host, the same for every
 * controller.
 */
export function chamberCommands({ members, clock, userLimits, lookMs = 1000 }: ChamberAccess): Commands {
  /** Holds the chamber at the temperature it has, and reads back that it took it. */
  const hold = async (call: Call): Promise<boolean> => {
    const { min, max } = await members.setpoint.limits(call);
    const temperature = await members.temperature.read(call);
    // Without a temperature there is nothing to hold at; the setpoint stays, and that is not confirmed.
    if (!Number.isFinite(temperature)) return false;
    const target = Math.round(Math.min(Math.max(temperature, min ?? -Infinity), max ?? Infinity) * 10) / 10;
    await members.setpoint.write(target, call);
    return Math.abs((await members.setpoint.read(call)) - target) < 0.06;
  };

  const sensorOf = (sensor: Sensor): ((call: Call) => Promise<number>) => {
    if (sensor !== 'product') return async (call) => members.temperature.read(call);
    const { product } = members;
    if (product === undefined) {
      throw new FourwireError(
        'range',
        'no-product-sensor',
        'sensor "product" refused: this chamber has no product sensor; use "air".',
      );
    }
    return async (call) => product.temperature.read(call);
  };

  /** Refuses what the controller or the user's own limits would refuse, before anything is written. */
  const checkTarget = async (target: number, sensor: Sensor, call: Call): Promise<void> => {
    const product = sensor === 'product' ? members.product : undefined;
    const own = userLimits[product === undefined ? 'setpoint' : 'product/setpoint'];
    const { min = -Infinity, max = Infinity } = mergeLimits(
      await (product ?? members).setpoint.limits(call),
      own,
    );
    if (target >= min && target <= max) return;
    throw new FourwireError(
      'range',
      'value-refused',
      `target ${target} °C refused, allowed ${min} to ${max} °C.`,
    );
  };

  return {
    settle: {
      stop: hold,
      run: async ({ target, tolerance = 1, dwell = 60, interval = lookMs / 1000, sensor }, operation) => {
        const read = patiently(sensorOf(sensor), operation);
        await checkTarget(target, sensor, operation);
        const began = clock.monotonic();
        const start = await read();
        await (sensor === 'product' ? members.product : members)?.setpoint.write(target, operation);
        await members.running.write(true, operation);
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
          if (dwellLeft === 0) return { temperature, overshoot: furthest, elapsed };
          await clock.sleep(interval * 1000, operation.signal);
        }
      },
    },
    ramp: {
      stop: hold,
      run: async ({ target, rate }, operation) => {
        const read = patiently(sensorOf('air'), operation);
        await checkTarget(target, 'air', operation);
        const began = clock.monotonic();
        const start = await read();
        await members.running.write(true, operation);
        const seconds = (Math.abs(target - start) / rate) * 60;
        for (;;) {
          const elapsed = (clock.monotonic() - began) / 1000;
          const fraction = seconds === 0 ? 1 : Math.min(1, elapsed / seconds);
          const setpoint = Math.round((start + (target - start) * fraction) * 10) / 10;
          await members.setpoint.write(fraction === 1 ? target : setpoint, operation);
          const temperature = await read();
          operation.progress({ setpoint, temperature, elapsed });
          if (fraction === 1) return { temperature, elapsed };
          await clock.sleep(Math.max(lookMs, 5000), operation.signal);
        }
      },
    },
    alarm$: alarmChanges(async (call) => members.alarms.read(call), clock, lookMs),
  };

  /** Reads through a gap in the link: fails only when there is no answer for as long as patience lasts. */
  function patiently(
    read: (call: Call) => Promise<number>,
    operation: OperationContext<never>,
  ): () => Promise<number> {
    // A cable that is out is out in real time, also where the chamber's time is paced.
    const { wire } = clock;
    let answered = wire.monotonic();
    return async () => {
      for (;;) {
        try {
          const value = await read(operation);
          answered = wire.monotonic();
          if (!Number.isFinite(value)) throw noTemperature(value);
          return value;
        } catch (error) {
          const gap = FourwireError.is(error) && (error.kind === 'link' || error.kind === 'timeout');
          if (!gap || wire.monotonic() - answered > patienceMs) throw error;
          await wire.sleep(lookMs, operation.signal);
        }
      }
    };
  }
}

/** Every wait and every decision goes by the temperature: without one a command ends. */
function noTemperature(value: number): FourwireError {
  return new FourwireError(
    'device',
    'value-invalid',
    `The controller gave ${value} for the temperature: its sensor may be open. Check it before going on.`,
  );
}

type Alarm = Awaited<ReturnType<Implementation['alarms']['read']>>[number];

/** The differences between one look at the alarms and the next. */
function alarmChanges(
  read: (call: Call) => Promise<readonly Alarm[]>,
  clock: Clock,
  lookMs: number,
): Observable<Alarm & { readonly active: boolean }> {
  return new Observable((subscriber) => {
    const stopped = new AbortController();
    const { signal } = stopped;
    const watch = async (): Promise<void> => {
      let known: readonly Alarm[] = [];
      while (!signal.aborted) {
        const alarms = await read({ signal }).catch((error: unknown) => {
          // While the device gives no good answer nothing is known to have changed.
          if (FourwireError.is(error)) return known;
          throw error;
        });
        const isIn = (alarm: Alarm, list: readonly Alarm[]): boolean =>
          list.some((other) => other.code === alarm.code);
        for (const alarm of alarms) if (!isIn(alarm, known)) subscriber.next({ ...alarm, active: true });
        for (const alarm of known) if (!isIn(alarm, alarms)) subscriber.next({ ...alarm, active: false });
        known = alarms;
        await clock.sleep(lookMs, signal);
      }
    };
    watch().catch((error: unknown) => {
      if (!signal.aborted) subscriber.error(error);
    });
    return () => stopped.abort();
  });
}
