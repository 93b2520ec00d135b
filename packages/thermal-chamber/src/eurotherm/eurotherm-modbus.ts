import { defineDriver, either, integer, oneOf, optionalField, record } from '@fourwire/core';
import type { DriverContext, ValueOf } from '@fourwire/core';
import { Registers, modbusUnit } from '@fourwire/transport';
import type { RegisterTransport } from '@fourwire/transport';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { eurothermConnection } from './eurotherm-connection.ts';
import type { EurothermAccess } from './parameters.ts';

const eurothermModbusOptions = record({
  /** Modbus unit; the address names it. */
  unit: optionalField(modbusUnit),
  /**
   * `float`: IEEE values, which have no scale to know. A number from 0 to 3: scaled integers with so many decimals, as
   * the display is set, for controllers without the IEEE area; the scale of the rate limit is then unconfirmed, and the
   * controller's own ramp not offered. `float` unless given.
   */
  format: optionalField(either(oneOf(['float']), integer({ min: 0, max: 3 }))),
});

/** What the driver of Eurotherm controllers over Modbus may be told. */
export interface EurothermModbusOptions extends ValueOf<typeof eurothermModbusOptions> {}

/** Where the IEEE area begins: twice the parameter's address behind it (section 3). */
const floatArea = 0x8000;

/**
 * Eurotherm 2200, 2400, 3200 and 3500 controllers over Modbus RTU or TCP.
 *
 * Source: sheet eurotherm.md, after handbook HA026230. Not running means manual mode with an output of 0. Unconfirmed:
 * whether a model other than the 2400 has the IEEE area, therefore an option. Setpoints may live in non-volatile memory:
 * do not stream them.
 */
export const eurothermModbus = defineDriver({
  name: 'eurotherm-modbus',
  deviceClass: thermalChamber,
  wire: 'registers',
  // 50 to 100 ms after a request to a 2200, 20 ms to a 2400 (section 7).
  bus: { gap: 100 },
  // The 3500 leaves the factory with 19200 baud (section 1).
  serial: { baudRate: 9600 },
  options: eurothermModbusOptions,
  connect: (
    { bus, clock, userLimits }: DriverContext<RegisterTransport>,
    options: EurothermModbusOptions,
  ) => {
    const { format = 'float', unit = 1 } = options;
    const registers = new Registers(bus, unit, 'high-first');
    const scale = format === 'float' ? 1 : 10 ** format;
    const access: EurothermAccess = {
      value: async ({ address }, call) =>
        format === 'float'
          ? registers.float32(floatArea + 2 * address, call)
          : (await registers.int16(address, call)) / scale,
      writeValue: async ({ address }, value, call) =>
        format === 'float'
          ? registers.writeFloat32(floatArea + 2 * address, value, call)
          : registers.writeWords(address, [Math.round(value * scale) & 0xffff], call),
      word: async ({ address }, call) => registers.uint16(address, call),
      // Function 16 is the one that is recommended for writing.
      writeWord: async ({ address }, word, call) => registers.writeWords(address, [word], call),
    };
    return eurothermConnection(
      access,
      { clock, userLimits },
      {
        decimals: format === 'float' ? 1 : format,
        hasRamp: format === 'float',
      },
    );
  },
});
