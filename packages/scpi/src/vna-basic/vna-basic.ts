import { FourwireError, defineDriver } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  Identity,
  ImplementationOf,
  OperationContext,
} from '@fourwire/core';
import { parseAsciiArray } from '../codec/ascii-array.ts';
import { scpi } from '../codec/command.ts';
import { networkAnalyser } from '../classes/network-analyser.ts';
import { complete } from '../session/completion.ts';
import { identifyModel } from '../session/identify-model.ts';
import { pathSettings } from '../session/path-settings.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { ScpiStatus } from '../session/scpi-status.ts';
import { limitsAsked } from './asked-limits.ts';
import { dialectOf, servedAnalysers } from './dialects.ts';
import type { AnalyserDialect } from './dialects.ts';

const served = {
  pattern: servedAnalysers,
  names: 'Keysight PNA and ENA, Copper Mountain, and Rohde & Schwarz ZN and ZV',
};

/** How much longer than it says a sweep may take, as a factor and in seconds besides. */
const patience = { factor: 2, seconds: 10 };

interface ParameterPoints {
  readonly parameter: string;
  readonly points: {
    readonly frequency: Float64Array;
    readonly real: Float64Array;
    readonly imaginary: Float64Array;
  };
}

/**
 * Vector network analysers of Keysight (PNA, ENA), Copper Mountain and Rohde & Schwarz over SCPI: S-parameters of channel
 * 1, whose traces are the driver's. Which language it speaks follows from its model.
 *
 * Source: sheet vna-basic.md, after pymeasure, QCoDeS and SweepMe.
 */
export const vnaBasic = defineDriver({
  name: 'vna-basic',
  deviceClass: networkAnalyser,
  wire: 'bytes',
  bus: { timeout: { seconds: 10 } },
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus);
    const status = new ScpiStatus(session, context.bus);
    const at = pathSettings(session);
    const identify = async (call: Call): Promise<Identity> => identifyModel(session, served, call);
    const { manufacturer, model } = await identify({});
    const dialect = dialectOf(`${manufacturer} ${model}`);
    if (dialect === undefined) {
      throw new FourwireError(
        'device',
        'model-unsupported',
        `This driver does not know how a ${manufacturer} ${model} speaks.`,
      );
    }
    const output = at.boolean('OUTP');
    const limited = (path: string) => ({ ...at.number(path), ...limitsAsked(session, path) });
    const limitedInteger = (path: string) => ({ ...at.integer(path), ...limitsAsked(session, path) });
    const averaging = { enabled: at.boolean('SENS1:AVER'), count: limitedInteger('SENS1:AVER:COUN') };
    const sweepTime = at.number('SENS1:SWE:TIME');

    /** Sweeps once, or as often as is averaged. */
    const sweep = async (
      before: number,
      operation: OperationContext<{ readonly sweeps: number }>,
    ): Promise<number> => {
      const isAveraged = await averaging.enabled.read(operation);
      const count = isAveraged ? await averaging.count.read(operation) : 1;
      if (isAveraged) await session.send(scpi`SENS1:AVER:CLE`, operation);
      const seconds = (await sweepTime.read(operation)) * patience.factor + patience.seconds;
      for (let index = 0; index < count; index++) {
        await complete(session, status, dialect.sweep, {
          signal: operation.signal,
          within: { seconds },
          stop: scpi`ABOR`,
        });
        operation.progress({ sweeps: before + index + 1 });
      }
      return before + count;
    };

    return {
      identify,
      setUp: async (call) => {
        await session.errors(call);
        await session.send(dialect.format, call);
      },
      members: {
        startFrequency: limited('SENS1:FREQ:STAR'),
        stopFrequency: limited('SENS1:FREQ:STOP'),
        points: limitedInteger('SENS1:SWE:POIN'),
        spacing: at.choice('SENS1:SWE:TYPE', { linear: 'LINear', logarithmic: 'LOGarithmic' }),
        bandwidth: limited(dialect.bandwidth),
        powerDbm: limited('SOUR1:POW'),
        output,
        sweepTime,
        averaging,
        sweep: {
          run: async ({ parameters }, operation) => {
            if (!(await output.read(operation))) {
              throw new FourwireError(
                'state',
                'output-off',
                'Refused: the output is off; switch it on before you sweep.',
              );
            }
            for (const command of dialect.prepare) await session.send(command, operation);
            const results: ParameterPoints[] = [];
            let sweeps = 0;
            while (results.length < parameters.length) {
              const group = parameters.slice(results.length, results.length + dialect.atOnce);
              const unique = [...new Set(group)];
              await dialect.define(session, unique, operation);
              sweeps = await sweep(sweeps, operation);
              for (const parameter of group) {
                await session.send(dialect.select(parameter), operation);
                results.push({ parameter, points: await pointsOf(session, dialect, operation) });
              }
            }
            return results;
          },
          // Its answer to the error query that follows shows that it stands.
          stop: async (call) => {
            await session.send(scpi`ABOR`, call);
            return true;
          },
        },
      } satisfies ImplementationOf<typeof networkAnalyser>,
    };
  },
});

/** The trace that is selected. */
async function pointsOf(
  session: ScpiSession,
  { data, frequencies }: AnalyserDialect,
  call: Call,
): Promise<ParameterPoints['points']> {
  const ratios = parseAsciiArray(await session.queryBytes(data, call));
  const frequency = parseAsciiArray(await session.queryBytes(frequencies, call));
  if (ratios.length !== 2 * frequency.length) {
    throw new FourwireError(
      'protocol',
      'scpi-reply-malformed',
      `Expected two numbers for each of the ${frequency.length} points, got ${ratios.length}.`,
    );
  }
  return {
    frequency,
    real: frequency.map((_, index) => ratios[2 * index] ?? NaN),
    imaginary: frequency.map((_, index) => ratios[2 * index + 1] ?? NaN),
  };
}
