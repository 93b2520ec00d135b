import { FourwireError } from '@fourwire/core';
import type { Call, Clock, ImplementationOf, Limits, OperationContext } from '@fourwire/core';
import { alarmChanges } from './alarm-changes.ts';
import { checkTarget } from './approach-commands.ts';
import { goodTemperature, patience } from './patience.ts';
import type { thermalShockChamber } from './thermal-shock-chamber.ts';

type Implementation = ImplementationOf<typeof thermalShockChamber>;
type Zone = 'hot' | 'cold' | 'ambient';

/** What {@link shockCommands} needs of a driver. */
export interface ShockAccess {
  readonly members: Pick<Implementation, 'hot' | 'cold' | 'ambient' | 'basket' | 'running' | 'alarms'>;
  /** Tells the machine to move the basket; resolves when it has taken the order. */
  readonly move: (to: Zone, call: Call) => Promise<void>;
  readonly clock: Clock;
  /** The user's own limits, as the driver's context gives them. */
  readonly userLimits: Readonly<Record<string, Limits>>;
}

/** How often the basket is looked at while it moves, in ms: transfers are limited to seconds. */
const basketLookMs = 100;

const zoneLookMs = 1000;

/** A basket that has not arrived by now is stuck, in ms. */
const stuckMs = 120_000;

/** The commands and events of the class, made of a driver's plain members: run by the host, the same for every machine. */
export function shockCommands({
  members,
  move,
  clock,
  userLimits,
}: ShockAccess): Pick<Implementation, 'transfer' | 'shock' | 'alarm$'> {
  /** Moves the basket and gives how long that took, in s; 0 when it was there. */
  const transfer = async (to: Zone, call: Call): Promise<number> => {
    if (to === 'ambient' && members.ambient === undefined) {
      throw new FourwireError(
        'range',
        'zone-missing',
        'to "ambient" refused: this chamber has a hot and a cold zone only.',
      );
    }
    if ((await members.basket.read(call)) === to) return 0;
    const began = clock.monotonic();
    await move(to, call);
    for (;;) {
      const basket = await members.basket.read(call);
      const elapsed = clock.monotonic() - began;
      if (basket === to) return elapsed / 1000;
      if (elapsed > stuckMs) {
        throw new FourwireError(
          'device',
          'basket-stuck',
          `The basket did not arrive in the zone "${to}" within ${stuckMs / 1000} s; it is "${basket}". Look at the machine.`,
        );
      }
      await clock.sleep(basketLookMs, call.signal);
    }
  };

  const toTemperature = async (
    zones: Readonly<Record<'hot' | 'cold', number>>,
    tolerance: number,
    operation: OperationContext<never>,
    look: () => void,
  ): Promise<void> => {
    const patiently = patience(clock, operation, zoneLookMs);
    for (;;) {
      look();
      let isThere = true;
      for (const name of ['hot', 'cold'] as const) {
        const now = await patiently(async (call) =>
          goodTemperature(await members[name].temperature.read(call)),
        );
        if (Math.abs(now - zones[name]) > tolerance) isThere = false;
      }
      if (isThere) return;
      await clock.sleep(zoneLookMs, operation.signal);
    }
  };

  return {
    transfer: {
      run: async ({ to }, operation) => ({ duration: await transfer(to, operation) }),
    },
    shock: {
      // The basket stays; what matters is that nobody moves it any more.
      stop: async (call) => (await members.basket.read(call)) !== 'moving',
      run: async (input, operation) => {
        const { hot, cold, dwell, cycles, first = 'hot', tolerance = 2, longestTransfer = Infinity } = input;
        const targets = { hot, cold };
        for (const name of ['hot', 'cold'] as const) {
          const { setpoint } = members[name];
          await checkTarget({ setpoint, path: `${name}/setpoint` }, targets[name], userLimits, operation);
        }
        const began = clock.monotonic();
        const elapsed = (): number => (clock.monotonic() - began) / 1000;
        const tell = (
          phase: 'preparing' | 'moving' | 'dwelling',
          cycle: number,
          zone: 'hot' | 'cold',
          left = 0,
        ) => operation.progress({ phase, cycle, zone, dwellLeft: left, elapsed: elapsed() });
        await members.hot.setpoint.write(hot, operation);
        await members.cold.setpoint.write(cold, operation);
        await members.running.write(true, operation);
        await toTemperature(targets, tolerance, operation, () => tell('preparing', 0, first));
        const order = first === 'hot' ? (['hot', 'cold'] as const) : (['cold', 'hot'] as const);
        let slowestTransfer = 0;
        for (let cycle = 1; cycle <= cycles; cycle++) {
          for (const zone of order) {
            tell('moving', cycle, zone);
            const duration = await transfer(zone, operation);
            slowestTransfer = Math.max(slowestTransfer, duration);
            if (duration > longestTransfer) {
              throw new FourwireError(
                'device',
                'transfer-too-slow',
                `Cycle ${cycle}: the basket took ${duration} s into the zone "${zone}"; allowed are ${longestTransfer} s.`,
              );
            }
            await stay(zone, cycle, dwell, operation, tell);
          }
        }
        return { cycles, slowestTransfer, elapsed: elapsed() };
      },
    },
    alarm$: alarmChanges(async (call) => members.alarms.read(call), clock),
  };

  /** Waits in a zone, and looks at alarms and temperature meanwhile. */
  async function stay(
    zone: 'hot' | 'cold',
    cycle: number,
    dwell: number,
    operation: OperationContext<never>,
    tell: (phase: 'dwelling', cycle: number, zone: 'hot' | 'cold', left: number) => void,
  ): Promise<void> {
    const patiently = patience(clock, operation, zoneLookMs);
    const arrived = clock.monotonic();
    for (;;) {
      const [alarm] = await patiently(async (call) => members.alarms.read(call));
      if (alarm !== undefined) {
        throw new FourwireError('device', 'chamber-alarm', `Alarm ${alarm.code}: ${alarm.text}.`, {
          device: alarm,
        });
      }
      await patiently(async (call) => goodTemperature(await members[zone].temperature.read(call)));
      const left = dwell - (clock.monotonic() - arrived) / 1000;
      tell('dwelling', cycle, zone, Math.max(0, left));
      if (left <= 0) return;
      await clock.sleep(Math.min(zoneLookMs, left * 1000), operation.signal);
    }
  }
}
