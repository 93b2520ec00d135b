import type { Call } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import type { ScpiCommand } from '../codec/command.ts';
import { keyword, quoted } from '../codec/fragment.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

/** What a family of network analysers says in its own words. All of it is about channel 1. */
export interface AnalyserDialect {
  /** The node of the bandwidth of the intermediate-frequency filter. */
  readonly bandwidth: string;
  /** Sets the format of data: text. */
  readonly format: ScpiCommand;
  /** Makes traces of these parameters, and no others. */
  define(session: ScpiSession, parameters: readonly string[], call: Call): Promise<void>;
  /** How many parameters are measured in one sweep. */
  readonly atOnce: number;
  /** Makes it wait for `sweep`; what it swept by itself ends. */
  readonly prepare: readonly ScpiCommand[];
  /** Sweeps once; overlapped, so that `*OPC` says when it is done. */
  readonly sweep: ScpiCommand;
  /** Chooses the trace that `data` is asked of. */
  select(parameter: string): ScpiCommand;
  /** The complex ratios of the trace: real and imaginary part, point by point. */
  readonly data: ScpiCommand;
  /** The frequencies of the points. */
  readonly frequencies: ScpiCommand;
}

/** Four ports have sixteen parameters. */
const allParameters = 16;

const nameOf = (parameter: string) => quoted(`FW_${parameter}`, "'");

/** Keysight PNA, and ENA from the E5080 on. Source: sheet vna-basic.md, first column. */
const pna: AnalyserDialect = {
  bandwidth: 'SENS1:BWID',
  format: scpi`FORM ASC,0`,
  define: async (session, parameters, call) => {
    // A name that is there already is refused, and after *RST there is a trace of its own.
    await session.send(scpi`CALC1:PAR:DEL:ALL`, call);
    for (const parameter of parameters) {
      await session.send(scpi`CALC1:PAR:EXT ${nameOf(parameter)},${quoted(parameter, "'")}`, call);
    }
  },
  atOnce: allParameters,
  prepare: [],
  sweep: scpi`SENS1:SWE:MODE SING`,
  select: (parameter) => scpi`CALC1:PAR:SEL ${nameOf(parameter)}`,
  data: scpi`CALC1:DATA? SDATA`,
  frequencies: scpi`CALC1:X?`,
};

/**
 * Keysight ENA up to the E5071, and Copper Mountain. One parameter is measured after the other: how the number of traces
 * is set is not confirmed. Source: sheet vna-basic.md, second column.
 */
const ena: AnalyserDialect = {
  bandwidth: 'SENS1:BWID',
  format: scpi`FORM:DATA ASC`,
  define: async (session, [parameter = 'S11'], call) => {
    await session.send(scpi`CALC1:PAR1:DEF ${keyword(parameter)}`, call);
  },
  atOnce: 1,
  prepare: [scpi`TRIG:SOUR BUS`, scpi`INIT1:CONT ON`],
  sweep: scpi`TRIG:SING`,
  select: () => scpi`CALC1:PAR1:SEL`,
  data: scpi`CALC1:DATA:SDAT?`,
  frequencies: scpi`SENS1:FREQ:DATA?`,
};

/** Rohde & Schwarz ZNA, ZNB, ZNC, ZND, ZNL and ZVA. Source: sheet vna-basic.md, third column. */
const zn: AnalyserDialect = {
  bandwidth: 'SENS1:BAND',
  format: scpi`FORM ASC`,
  define: async (session, parameters, call) => {
    for (const parameter of parameters) {
      await session.send(scpi`CALC1:PAR:SDEF ${nameOf(parameter)},${quoted(parameter, "'")}`, call);
    }
  },
  atOnce: allParameters,
  prepare: [scpi`INIT1:CONT OFF`],
  sweep: scpi`INIT1:IMM`,
  select: (parameter) => scpi`CALC1:PAR:SEL ${nameOf(parameter)}`,
  data: scpi`CALC1:DATA? SDAT`,
  frequencies: scpi`CALC1:DATA:STIM?`,
};

const families: readonly (readonly [pattern: RegExp, dialect: AnalyserDialect])[] = [
  [/\b(?:N52\d\d[AB]?|E836\d[A-C]?|E5080[AB]?|P50\d\d[AB]?|M98\d\d[A-Z]?)\b/, pna],
  [/\bE50[67]\d[A-Z]?\b|^CMT\b|copper mountain/i, ena],
  [/rohde.*\bZ(?:NA|NB|NC|ND|NL|NLE|VA|VB|VT)\w*/i, zn],
];

/** How the analyser speaks that calls itself so, manufacturer and model together; undefined for an unknown one. */
export function dialectOf(name: string): AnalyserDialect | undefined {
  return families.find(([pattern]) => pattern.test(name))?.[1];
}

/** What every served analyser matches, manufacturer and model together. */
export const servedAnalysers = new RegExp(families.map(([{ source }]) => `(?:${source})`).join('|'), 'i');
