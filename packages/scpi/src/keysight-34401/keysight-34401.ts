import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, Identity } from '@fourwire/core';
import { multimeter } from '../classes/multimeter.ts';
import { scpi } from '../codec/command.ts';
import { acquire as acquireTruevolt, isIdle as isTruevoltIdle } from '../keysight-34460/acquire.ts';
import { functions as truevoltFunctions } from '../keysight-34460/functions.ts';
import { keysightMultimeter } from '../multimeters/keysight-multimeter.ts';
import type { MultimeterFamily } from '../multimeters/multimeter-family.ts';
import { identifyModel } from '../session/identify-model.ts';
import type { ServedModels } from '../session/identify-model.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { acquire, isIdle } from './acquire.ts';
import {
  functions34401,
  integrationTimes34401,
  integrationTimes34410,
  integrationTimes34411,
} from './functions.ts';

/** Sheet dmm-keysight-34460.md, "Identity and interfaces": some give the model in the first field. */
const models: ServedModels = { pattern: /\b344(?:01|10|11)A\b/, names: '34401A, 34410A and 34411A' };

const family34401: MultimeterFamily = {
  functions: functions34401,
  integrationTimes: integrationTimes34401,
  begin: [scpi`TRIG:SOUR IMM;:TRIG:COUN 1`],
  settle: scpi`SAMP:COUN 1`,
  acquire,
  isIdle,
};

/** They have the memory and the triggers of the Truevolt family. */
const family34410: MultimeterFamily = {
  functions: truevoltFunctions,
  integrationTimes: integrationTimes34410,
  begin: [scpi`FORM:DATA ASC`],
  settle: scpi`ABOR;:SAMP:COUN 1`,
  acquire: acquireTruevolt,
  isIdle: isTruevoltIdle,
};

/** The longest reading in seconds: 100 power-line cycles at 50 Hz, doubled by autozero, with room to settle. */
const longestReading = 10;

/**
 * Keysight (formerly HP and Agilent) multimeters 34401A, 34410A and 34411A over SCPI.
 *
 * Source: sheet dmm-keysight-34460.md, "Older relatives", after pymeasure, InstrumentKit and libsigrok.
 */
export const keysight34401 = defineDriver({
  name: 'keysight-34401',
  deviceClass: multimeter,
  wire: 'bytes',
  bus: { timeout: { seconds: longestReading } },
  serial: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 2 },
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus);
    /** Before it is in remote mode, it does not tell its errors either. */
    const quiet = session.withErrors('never');
    // A serial line, at the computer or behind a server of serial ports, has no status byte.
    const isSerial = context.bus.wire.statusByte === undefined;
    const identify = async (call?: Call): Promise<Identity> => {
      // From the manual, not read again: over a serial line the meter takes nothing before it; elsewhere it is an error.
      if (isSerial) await quiet.send(scpi`SYST:REM`, call);
      return identifyModel(session, models, call);
    };
    const { manufacturer, model } = await identify();
    return {
      identify,
      ...keysightMultimeter(session, familyOf(`${manufacturer} ${model}`), async (call) =>
        context.refreshLimits(call),
      ),
    };
  },
});

function familyOf(name: string): MultimeterFamily {
  if (name.includes('34401A')) return family34401;
  return name.includes('34411A') ? { ...family34410, integrationTimes: integrationTimes34411 } : family34410;
}
