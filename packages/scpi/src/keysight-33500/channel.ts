import { FourwireError } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  ImplementationOf,
  LimitedImplementation,
} from '@fourwire/core';
import type { generatorChannel } from '../classes/function-generator.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { coupled } from '../session/limited.ts';
import { pathSettings } from '../session/path-settings.ts';
import type { PathSettings } from '../session/path-settings.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import { arbitraryOf } from './arbitrary.ts';
import type { GeneratorModel } from './models.ts';

type Channel = ImplementationOf<typeof generatorChannel>;

/** The duty cycles that there are, in percent. */
const dutyCycles = { min: 0.01, max: 99.98 };

/** What is as good as no offset, in V. */
const leastOffset = 1e-9;

/** One output. */
export function channelOf(
  session: ScpiSession,
  number: number,
  model: GeneratorModel,
  context: Pick<DriverContext<ByteTransport>, 'refreshLimits'>,
): Channel {
  const set = pathSettings(session);
  const source = `SOUR${number}`;
  const waveform = set.choice(`${source}:FUNC`, {
    sine: 'SINusoid',
    square: 'SQUare',
    triangle: 'TRIangle',
    ramp: 'RAMP',
    pulse: 'PULSe',
    noise: 'NOISe',
    prbs: 'PRBS',
    dc: 'DC',
    arbitrary: 'ARB',
  });
  const load = set.number(`OUTP${number}:LOAD`);
  const dutyNode = async (call: Call): Promise<string> =>
    `${source}:FUNC:${(await waveform.read(call)) === 'pulse' ? 'PULS' : 'SQU'}:DCYC`;
  /** Writing one of them changes what the others may be. */
  const level = (path: string): LimitedImplementation<number> =>
    coupled(limitedByDevice(session, set, path), context);
  const writeLoad = async (ohms: number, call: Call): Promise<void> => {
    await session.send(
      ohms === Infinity ? scpi`OUTP${number}:LOAD INF` : scpi`OUTP${number}:LOAD ${ohms}`,
      call,
    );
    await context.refreshLimits(call);
  };

  return {
    output: set.boolean(`OUTP${number}`),
    waveform: coupled(waveform, context),
    frequency: limitedByDevice(session, set, `${source}:FREQ`),
    amplitude: level(`${source}:VOLT`),
    offset: offsetOf(level(`${source}:VOLT:OFFS`)),
    phase: set.number(`${source}:PHAS`),
    dutyCycle: {
      read: async (call) => session.queryNumber(scpi`${keyword(await dutyNode(call))}?`, call),
      write: async (percent, call) => session.send(scpi`${keyword(await dutyNode(call))} ${percent}`, call),
      limits: async () => Promise.resolve(dutyCycles),
    },
    symmetry: set.number(`${source}:FUNC:RAMP:SYMM`),
    loadImpedance: {
      read: async (call) => {
        const ohms = await load.read(call);
        if (ohms !== Infinity) return ohms;
        throw new FourwireError(
          'state',
          'load-high-impedance',
          'The load is stated as one that draws no current, so it has no impedance; write loadImpedance to state one.',
        );
      },
      write: writeLoad,
      limits: async () => Promise.resolve({ min: 1, max: 10_000 }),
    },
    highImpedanceLoad: {
      read: async (call) => (await load.read(call)) === Infinity,
      write: async (isHigh, call) => writeLoad(isHigh ? Infinity : 50, call),
    },
    triggerSource: set.choice(`TRIG${number}:SOUR`, {
      immediate: 'IMMediate',
      external: 'EXTernal',
      timer: 'TIMer',
      software: 'BUS',
    }),
    trigger: {
      run: async (_input, operation) => {
        await session.send(scpi`*TRG`, operation);
        return undefined;
      },
    },
    burst: burstOf(session, set, source),
    // From the manual, not read again.
    sweep: {
      enabled: set.boolean(`${source}:SWE:STAT`),
      start: sweepEnd(set, `${source}:FREQ:STAR`, model),
      stop: sweepEnd(set, `${source}:FREQ:STOP`, model),
      time: limitedByDevice(session, set, `${source}:SWE:TIME`),
      spacing: set.choice(`${source}:SWE:SPAC`, { linear: 'LINear', logarithmic: 'LOGarithmic' }),
    },
    arbitrary: arbitraryOf(session, number, model.highestRate),
  };
}

function burstOf(session: ScpiSession, set: PathSettings, source: string): NonNullable<Channel['burst']> {
  const cycles = set.number(`${source}:BURS:NCYC`);
  const path = keyword(`${source}:BURS:NCYC`);
  return {
    enabled: set.boolean(`${source}:BURS:STAT`),
    mode: set.choice(`${source}:BURS:MODE`, { triggered: 'TRIGgered', gated: 'GATed' }),
    cycles: {
      ...cycles,
      read: async (call) => {
        const count = await cycles.read(call);
        if (count !== Infinity) return Math.round(count);
        throw new FourwireError(
          'state',
          'burst-endless',
          'The burst goes on for ever, so it has no number of cycles; write cycles to make it end.',
        );
      },
      limits: async () => Promise.resolve({ min: 1, max: 1e8 }),
    },
    endless: {
      read: async (call) => (await cycles.read(call)) === Infinity,
      write: async (isEndless, call) => session.send(isEndless ? scpi`${path} INF` : scpi`${path} 1`, call),
    },
    period: limitedByDevice(session, set, `${source}:BURS:INT:PER`),
  };
}

/** With the largest amplitude there is no offset but 0; limits of 0 to 0 would be taken for none that were ever set. */
function offsetOf(offset: LimitedImplementation<number>): LimitedImplementation<number> {
  return {
    ...offset,
    limits: async (call) => {
      const { min = 0, max = 0 } = await offset.limits(call);
      return { min: Math.min(min, -leastOffset), max: Math.max(max, leastOffset) };
    },
  };
}

function sweepEnd(
  set: PathSettings,
  path: string,
  { highestFrequency }: GeneratorModel,
): LimitedImplementation<number> {
  return { ...set.number(path), limits: async () => Promise.resolve({ min: 1e-6, max: highestFrequency }) };
}

/** A number whose limits depend on much else; the generator knows them. */
function limitedByDevice(
  session: ScpiSession,
  set: PathSettings,
  path: string,
): LimitedImplementation<number> {
  const node = keyword(path);
  return {
    ...set.number(path),
    limits: async (call) => ({
      min: await session.queryNumber(scpi`${node}? MIN`, call),
      max: await session.queryNumber(scpi`${node}? MAX`, call),
    }),
  };
}
