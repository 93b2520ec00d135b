/** What the amplifier is set to; indices as in its commands (sheet lockin-sr830.md). */
export interface Sr830Settings {
  /** Hz, of the internal reference. */
  frequency: number;
  /** Degrees, -180 to 180. */
  phase: number;
  /** 0 external, 1 internal. */
  reference: number;
  edge: number;
  harmonic: number;
  /** V rms. */
  amplitude: number;
  /** 0 A, 1 A-B, 2 current with 10^6 V/A, 3 with 10^8 V/A. */
  source: number;
  shield: number;
  coupling: number;
  lineFilter: number;
  sensitivity: number;
  reserve: number;
  timeConstant: number;
  slope: number;
  synchronous: number;
  sampleRate: number;
  /** What happens at the end of the buffer: 0 it stops, 1 it begins again. */
  endMode: number;
  /** 0: samples are taken after STRT; 1: after a trigger. */
  triggerStart: number;
}

/** After `*RST`. Unconfirmed where the sheet gives none: what the front panel shows after the same key. */
export function initialSettings(): Sr830Settings {
  return {
    frequency: 1000,
    phase: 0,
    reference: 1,
    edge: 0,
    harmonic: 1,
    amplitude: 1,
    source: 0,
    shield: 0,
    coupling: 0,
    lineFilter: 0,
    sensitivity: 26,
    reserve: 0,
    timeConstant: 8,
    slope: 1,
    synchronous: 0,
    sampleRate: 4,
    endMode: 1,
    triggerStart: 0,
  };
}

/** Full scale in V by the index of `SENS`: 2 nV to 1 V in steps of 1-2-5; in A a millionth of it. */
export function fullScale(index: number): number {
  const step = index + 1;
  return (mantissas[step % 3] ?? 1) * 10 ** (Math.floor(step / 3) - 9);
}

const mantissas = [1, 2, 5] as const;

/** The least sensitive index. */
export const leastSensitive = 26;

/** Seconds by the index of `OFLT`: 10 µs to 30 ks in steps of 1-3. */
export function timeConstant(index: number): number {
  return (index % 2 === 0 ? 1 : 3) * 10 ** (Math.floor(index / 2) - 5);
}

/** Samples a second by the index of `SRAT`: 62.5 mHz to 512 Hz. */
export function sampleRate(index: number): number {
  return 2 ** (index - 4);
}

/** The index of `SRAT` at which samples are taken by a trigger. */
export const sampledByTrigger = 14;

/** V to A of the current inputs. */
export const transimpedance: Readonly<Record<number, number>> = { 2: 1e6, 3: 1e8 };
