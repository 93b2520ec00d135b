import { boolean, defineDriver, oneOf, optionalField, record } from '@fourwire/core';
import type { DriverContext, ValueOf } from '@fourwire/core';
import { Registers, modbusUnit } from '@fourwire/transport';
import type { RegisterTransport } from '@fourwire/transport';
import { chamberMembers } from '../classes/chamber-members.ts';
import { statedRanges } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { mb1Parts } from './mb1-parts.ts';
import { mb2Parts } from './mb2-parts.ts';
import { mb1, mb2 } from './registers.ts';

const binderOptions = record({
  ...statedRanges,
  /** Modbus unit; the address names it. */
  unit: optionalField(modbusUnit),
  /** `MB1`: MK, MKT, MKF (E1 to E3), KMF. `MB2`: MK 56, MKFT 115 (E4, E5, from 2015). MB1 unless given. */
  controller: optionalField(oneOf(['MB1', 'MB2'])),
  /** Whether an MB2 chamber controls humidity; no unless given. The register that sets it on MB1 is not known. */
  humidity: optionalField(boolean()),
  /** Whether MB1's door register is to be believed: it was found by trying, and does not work on every chamber. */
  door: optionalField(boolean()),
});

/** What the BINDER driver may be told. */
export interface BinderOptions extends ValueOf<typeof binderOptions> {}

/**
 * BINDER climate and shock chambers with the controllers MB1 and MB2 over Modbus RTU, on RS-422 (9600 8N1) or, behind
 * the network adapter of older chambers, in RTU frames over TCP port 10001.
 *
 * Source: sheet binder-modbus.md. The chamber starts towards the setpoint that it has: write it before `running`, as
 * `settle` does. Unconfirmed: the map of MB2 rests on one driver, which knows neither alarms nor door: with MB2
 * `alarms` is always empty.
 */
export const binder = defineDriver({
  name: 'binder',
  deviceClass: thermalChamber,
  wire: 'registers',
  serial: { baudRate: 9600 },
  options: binderOptions,
  connect: ({ bus, clock, userLimits }: DriverContext<RegisterTransport>, options: BinderOptions) => {
    const { controller = 'MB1', unit = 1 } = options;
    const registers = new Registers(bus, unit, 'low-first');
    const isMb1 = controller === 'MB1';
    const parts = isMb1 ? mb1Parts(registers, options) : mb2Parts(registers, options);
    return {
      members: chamberMembers(parts, { clock, userLimits }),
      // The controllers have no identity; that the temperature stands where this one has it is all that can be checked.
      identify: async (call) => {
        await registers.words(isMb1 ? mb1.temperature : mb2.temperature, 2, call);
        return { manufacturer: 'BINDER', model: controller, serialNumber: '', firmware: '' };
      },
    };
  },
});
