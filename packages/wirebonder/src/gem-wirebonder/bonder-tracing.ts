import { FourwireError } from '@fourwire/core';
import type { Clock, OperationContext } from '@fourwire/core';
import type { GemHost, TraceSample } from '@fourwire/secs';
import type { WirebonderProfile } from './profile.ts';

/** How long after its time a sample may come, in ms. */
const lateMs = 30_000;

/** What is to be traced. */
export interface TraceRequest {
  readonly variables: readonly string[];
  /** In s. */
  readonly period: number;
  readonly samples: number;
}

/**
 * Has the machine sample variables, and gives the rows once all are there.
 *
 * @throws FourwireError of kind `range`, code `trace-variable-unknown`; of kind `timeout` when samples are missing
 */
export async function recordTrace(
  { host, profile, clock }: { host: GemHost; profile: WirebonderProfile; clock: Clock },
  { variables, period, samples }: TraceRequest,
  operation: OperationContext<{ readonly samples: number }>,
): Promise<{ readonly rows: readonly (readonly number[])[] }> {
  const { traces = [], traceId: id = 1 } = profile;
  const ids = variables.map((name) => {
    const known = traces.find((trace) => trace.name === name);
    if (known !== undefined) return known.variable;
    const names = traces.map((trace) => trace.name).join(', ');
    throw new FourwireError(
      'range',
      'trace-variable-unknown',
      `The profile has no trace variable ${JSON.stringify(name)}; it has ${names}.`,
    );
  });
  const rows: (readonly number[])[] = [];
  let heard = new AbortController();
  const take = (sample: TraceSample): void => {
    if (sample.trace !== id || rows.length >= samples) return;
    rows.push(sample.values.map(Number));
    operation.progress({ samples: rows.length });
    heard.abort();
  };
  const listening = host.traces.sample$.subscribe({ next: take, error: () => {} });
  const periodMs = Math.round(period * 100) * 10;
  try {
    await host.traces.start({ id, variables: ids, period: periodMs, samples }, operation);
    for (let before = -1; rows.length > before && rows.length < samples;) {
      before = rows.length;
      heard = new AbortController();
      const either = AbortSignal.any([operation.signal, heard.signal]);
      await clock.sleep(periodMs + lateMs, either).catch((error: unknown) => {
        if (operation.signal.aborted || !heard.signal.aborted) throw error;
      });
    }
  } finally {
    listening.unsubscribe();
  }
  if (rows.length >= samples) return { rows };
  const text = `Of ${samples} samples ${rows.length} came, and then none for longer than a period; the machine may have ended the trace, or the link was lost.`;
  throw new FourwireError('timeout', 'trace-incomplete', text);
}
