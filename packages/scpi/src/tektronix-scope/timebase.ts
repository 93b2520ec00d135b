import type { ImplementationOf, WritableImplementation } from '@fourwire/core';
import type { scopeTimebase } from '../classes/oscilloscope.ts';
import { pathSettings } from '../session/path-settings.ts';
import { refuseNumber } from '../session/refuse-number.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import type { TektronixDialect } from './models.ts';

/** The horizontal divisions of the screen. */
const divisions = 10;

/**
 * The horizontal axis. The oldest family keeps the time at mid-screen; the others where in the record the trigger lies,
 * in percent, so that mid-screen is at most half a screen from it.
 */
export function timebaseOf(
  session: ScpiSession,
  dialect: TektronixDialect,
  scale: WritableImplementation<number>,
): ImplementationOf<typeof scopeTimebase> {
  const set = pathSettings(session);
  // Unconfirmed: that the oldest family keeps a time under this name.
  const position = set.number(dialect === 'tds' ? 'HOR:MAI:POS' : 'HOR:POS');
  return {
    // Unconfirmed: the widest of the families.
    scale: { ...scale, limits: async () => Promise.resolve({ min: 1e-10, max: 1000 }) },
    position:
      dialect === 'tds'
        ? position
        : {
            read: async (call) =>
              ((50 - (await position.read(call))) / 100) * divisions * (await scale.read(call)),
            write: async (seconds, call) => {
              const screen = divisions * (await scale.read(call));
              refuseNumber(seconds, 's', 'timebase/position', { min: -screen / 2, max: screen / 2 });
              await position.write(50 - (100 * seconds) / screen, call);
            },
            // Scopes keep fewer digits of a percentage than they are written with.
            same: (written, readBack) =>
              Math.abs(readBack - written) <= 1e-3 * Math.max(Math.abs(written), Math.abs(readBack)) + 1e-12,
          },
  };
}
