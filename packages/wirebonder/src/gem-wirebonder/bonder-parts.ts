import { convert } from '@fourwire/core';
import type { Call, ImplementationOf, Status } from '@fourwire/core';
import { asNumber, gemValue } from '@fourwire/secs';
import type { Item } from '@fourwire/secs';
import type { wirebonder } from '../classes/wirebonder.ts';
import { readUnit } from './bond-report.ts';
import { recordTrace } from './bonder-tracing.ts';
import { parsedEvents } from './parsed-events.ts';
import type { RunAccess } from './run-lot.ts';

type Parts = Pick<ImplementationOf<typeof wirebonder>, 'production' | 'supplies' | 'stage' | 'traces'>;

/** The parts that the machine has, by its profile. */
export function bonderParts(
  access: RunAccess & { readonly report: (status: Status | undefined) => void },
): Parts {
  const { host, profile, report } = access;
  const { production, supplies, stage, traces, traceId = 1 } = profile;
  const item = async (variable: number, call: Call): Promise<Item | undefined> =>
    (await host.statusVariables.values([variable], call))[0];
  const number = async (variable: number, name: string, call: Call): Promise<number> =>
    asNumber(await item(variable, call), name);
  const words = async (variable: number, call: Call): Promise<string> => {
    const found = await item(variable, call);
    return found === undefined ? '' : String(gemValue(found)).trim();
  };
  return {
    production: production && {
      lot: { read: async (call) => words(production.lot, call) },
      strip: { read: async (call) => words(production.strip, call) },
      rejected: { read: async (call) => number(production.rejected, 'rejected', call) },
      unit$: parsedEvents(
        host,
        production.unitDone,
        (event) => readUnit(production.unitReport, event),
        report,
      ),
    },
    supplies: supplies && {
      wireLeft: {
        read: async (call) => {
          const { variable, unit } = supplies.wireLeft;
          return convert(await number(variable, 'wireLeft', call), unit, 'm');
        },
      },
      toolBonds: { read: async (call) => number(supplies.toolBonds, 'toolBonds', call) },
    },
    stage: stage && {
      temperature: {
        read: async (call) => convert(await number(stage.temperature, 'stage', call), stage.unit, 'Cel'),
      },
    },
    traces: traces && {
      variables: {
        read: async (call) => {
          const ids = traces.map(({ variable }) => variable);
          const values = await host.statusVariables.values(ids, call);
          return traces.map(({ name, unit }, index) => ({
            name,
            unit,
            value: asNumber(values[index], name),
          }));
        },
      },
      record: {
        run: async (request, operation) => recordTrace(access, request, operation),
        stop: async (call) => {
          await host.traces.stop(traceId, call);
          return true;
        },
      },
    },
  };
}
