import type { Call, Clock, ImplementationOf, LimitedImplementation } from '@fourwire/core';
import type { thermalChamber } from '../classes/thermal-chamber.ts';
import { sameTo } from '../wire/texts.ts';
import { numberAt } from './espec-numbers.ts';
import type { EspecPanel } from './espec-panels.ts';
import type { EspecSession } from './espec-session.ts';

type Product = NonNullable<ImplementationOf<typeof thermalChamber>['product']>;

/** The panel shows new settings of product control only after this, in ms (section 6). */
const settleMs = 100;

/** Product control (PTC): `ON/OFF,product pv,air pv,set points,dev+,dev-`. */
export function especProduct(
  session: EspecSession,
  panel: EspecPanel,
  air: LimitedImplementation<number>,
  clock: Clock,
): Product {
  const isOn = async (call: Call): Promise<boolean> => {
    const [on] = await session.fields('SET PTC?', call);
    return on === 'ON';
  };
  const deviations = async (call: Call): Promise<{ above: number; below: number }> => {
    const fields = await session.fields('SET PTC?', call);
    // A P-300 gives the lower deviation as a negative number, an SCP-220 as a positive one.
    return { above: numberAt(fields, 1), below: Math.abs(numberAt(fields, 2)) };
  };
  const write = async (on: boolean, above: number, below: number, call: Call): Promise<void> => {
    const sign = panel.negativeDeviation ? '-' : '';
    await session.set(
      `TEMP PTC, ${on ? 'PTCON' : 'PTCOFF'}, DEVP${above.toFixed(1)}, DEVN${sign}${below.toFixed(1)}`,
      call,
    );
    await clock.sleep(settleMs, call.signal);
  };
  return {
    temperature: { read: async (call) => numberAt(await session.fields('TEMP PTC?', call), 1) },
    cascade: {
      enabled: {
        read: isOn,
        write: async (on, call) => {
          const { above, below } = await deviations(call);
          await write(on, above, below, call);
        },
      },
      // Unconfirmed: while product control is on, the set point that TEMP writes is the product's.
      setpoint: air,
      deviation: {
        above: {
          read: async (call) => (await deviations(call)).above,
          write: async (above, call) => write(await isOn(call), above, (await deviations(call)).below, call),
          same: sameTo(1),
        },
        below: {
          read: async (call) => (await deviations(call)).below,
          write: async (below, call) => write(await isOn(call), (await deviations(call)).above, below, call),
          same: sameTo(1),
        },
      },
    },
  };
}
