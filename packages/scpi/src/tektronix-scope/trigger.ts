import type { Call, ImplementationOf } from '@fourwire/core';
import type { scopeTrigger } from '../classes/oscilloscope.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import type { ScpiFragment } from '../codec/fragment.ts';
import { pathSettings } from '../session/path-settings.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import type { TektronixDialect } from './models.ts';

/** The node of the edge trigger. */
export function triggerNode(dialect: TektronixDialect): ScpiFragment {
  return keyword(dialect === 'tds' ? 'TRIG:MAI' : 'TRIG:A');
}

/** The edge trigger. The newest series keep a level for each channel; that of the source counts. */
export function triggerOf(
  session: ScpiSession,
  dialect: TektronixDialect,
): ImplementationOf<typeof scopeTrigger> {
  const set = pathSettings(session);
  const node = triggerNode(dialect);
  const source = set.choice(`${node.text}:EDGE:SOU`, {
    channel1: 'CH1',
    channel2: 'CH2',
    channel3: 'CH3',
    channel4: 'CH4',
    channel5: 'CH5',
    channel6: 'CH6',
    channel7: 'CH7',
    channel8: 'CH8',
    external: dialect === 'tds' ? 'EXT' : 'AUX',
    line: 'LINE',
  });
  const level = async (call: Call): Promise<ScpiFragment> => {
    if (dialect !== 'mso') return keyword(`${node.text}:LEV`);
    const [, channel] = /^channel(\d)$/.exec(await source.read(call)) ?? [];
    return keyword(channel === undefined ? `${node.text}:LEV` : `${node.text}:LEV:CH${channel}`);
  };
  return {
    source,
    level: {
      read: async (call) => session.queryNumber(scpi`${await level(call)}?`, call),
      write: async (volts, call) => session.send(scpi`${await level(call)} ${volts}`, call),
    },
    slope:
      dialect === 'tds'
        ? set.choice(`${node.text}:EDGE:SLO`, { rising: 'RISe', falling: 'FALL' })
        : set.choice(`${node.text}:EDGE:SLO`, { rising: 'RISe', falling: 'FALL', either: 'EITHer' }),
    // Unconfirmed: the sheet does not name the command.
    mode: set.choice(`${node.text}:MOD`, { auto: 'AUTO', normal: 'NORMal' }),
    force: {
      run: async (_input, operation) => {
        await session.send(scpi`TRIG FORC`, operation);
        return undefined;
      },
    },
  };
}
