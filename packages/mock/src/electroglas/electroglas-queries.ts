import { tenthMil } from './electroglas-model.ts';
import type { ElectroglasModel } from './electroglas-model.ts';

/** Queries that a 2001X answers with nothing, and those it ends in `E-1` (sheet electroglas.md, section 5). */
const emptyQueries = new Set(['?K', '?M', '?V', '?X']);
const failingQueries = new Set(['?G', '?J']);

/** Unconfirmed: what one count of theta is, in degrees. */
export const thetaCount = 0.001;

/** Millimetres on the wafer as `D` says them. */
const millimetres = (micrometres: number): number => Math.round(micrometres / 1000);

/** The answers to questions; one that gives `undefined` is never answered and leaves the link stuck. */
export function electroglasQuery(
  model: ElectroglasModel,
  query: string,
  parameters: ReadonlyMap<string, string>,
  readsBack: boolean,
): string | undefined {
  const { die, map, position, active } = model;
  switch (query) {
    case 'ID':
      return '2001.EGCMD-000-6.0.00-0031a';
    case '?P':
      return `X${die.x}Y${die.y}`;
    case '?F':
      return `X${die.x}Y${die.y}S${map.site}`;
    case '?Z':
      return `Z${Math.round(position.z / tenthMil)}`;
    case '?T':
      return `T${Math.round(position.theta / thetaCount)}`;
    case '?S':
      return `SZ${model.up ? 'U' : 'D'}W${model.wafers}C${model.inContact ? 1 : 0}`;
    case '?E':
      return `E${model.takeError()}`;
    case '?I': {
      const [x, y] = [map.pitch.x / tenthMil, map.pitch.y / tenthMil].map(Math.round);
      return `IX${x}Y${y}X${x}Y${y}D${millimetres(map.diameter)}`;
    }
    case '?R':
      return `C${model.paused ? -1 : 1}S${model.wafers}F1R1W1P1E1A1`;
    case '?W':
      return `W${String(model.wafers).padStart(2, '0')}`;
    case '?Y': {
      const bins = map.order.map((place) => map.bin(place, 0)).filter((bin) => bin >= 0);
      const good = bins.filter((bin) => bin === 1).length;
      return `G${good}B${bins.length - good}U0${'D0'.repeat(18)}`;
    }
    case '?O':
      return 'OM0A1P1B0S0W0H0T0D0K0';
    case '?C':
      return 'CP0L0S0R0W/-2';
    case '?D':
      return 'DT941';
    case '?H':
      return 'HX0Y0';
    case '?L':
      return 'L0';
    case '?N':
      return 'BX0Y0LX0Y0RX0Y0';
    case '?Q':
      return `QC0T0P0Z${active.contactSet ? 0 : 1}C0`;
    case '?U':
      return 'U0:16';
    default:
      if (emptyQueries.has(query)) return '';
      if (failingQueries.has(query)) return 'E-1';
      return readsBack ? parameters.get(query.slice(1)) : undefined;
  }
}
