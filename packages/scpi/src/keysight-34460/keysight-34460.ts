import { defineDriver } from '@fourwire/core';
import type { ByteTransport, DriverContext } from '@fourwire/core';
import { multimeter } from '../classes/multimeter.ts';
import { scpi } from '../codec/command.ts';
import { keysightMultimeter } from '../multimeters/keysight-multimeter.ts';
import { identifyModel } from '../session/identify-model.ts';
import type { ServedModels } from '../session/identify-model.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { acquire, isIdle } from './acquire.ts';
import { fineFunctions, fineIntegrationTimes, functions, integrationTimes } from './functions.ts';

/** Sheet, "Identity and interfaces". */
const models: ServedModels = {
  pattern: /\b344(?:60|61|65|70)A\b/,
  names: '34460A, 34461A, 34465A and 34470A',
};

/** The longest reading in seconds: 100 power-line cycles at 50 Hz, doubled by autozero, with room to settle. */
const longestReading = 10;

/**
 * Keysight (formerly Agilent) Truevolt multimeters 34460A, 34461A, 34465A and 34470A over SCPI.
 *
 * Source: sheet dmm-keysight-34460.md, after QCoDeS, InstrumentKit, SweepMe and the Truevolt Operating and Service
 * Guide.
 */
export const keysight34460 = defineDriver({
  name: 'keysight-34460',
  deviceClass: multimeter,
  wire: 'bytes',
  bus: { timeout: { seconds: longestReading } },
  connect: (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus);
    /** Whether it is one of the better two; known once it has said who it is. */
    let isFine = false;
    return {
      identify: async (call) => {
        const identity = await identifyModel(session, models, call);
        isFine = /\b344(?:65|70)A\b/.test(`${identity.manufacturer} ${identity.model}`);
        return identity;
      },
      ...keysightMultimeter(
        session,
        {
          get functions() {
            return isFine ? fineFunctions : functions;
          },
          get integrationTimes() {
            return isFine ? fineIntegrationTimes : integrationTimes;
          },
          // The reply format is not restored by *RST.
          begin: [scpi`FORM:DATA ASC`],
          settle: scpi`ABOR;:SAMP:COUN 1`,
          acquire,
          isIdle,
        },
        async (call) => context.refreshLimits(call),
      ),
    };
  },
});
