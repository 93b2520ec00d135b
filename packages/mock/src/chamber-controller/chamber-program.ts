/** One segment of a program that a simulated controller has stored. */
export interface ProgramSegment {
  /** Where the temperature goes, in °C; it stays where it is when not given. */
  readonly temperature?: number | undefined;
  /** Where the humidity goes, in %RH; `off` ends its control, and it stays as it is when not given. */
  readonly humidity?: number | 'off' | undefined;
  /** Whether the temperature gets there in a straight line over the whole segment, or at once. */
  readonly ramp: boolean;
  /** The same for the humidity; at once unless given. */
  readonly humidityRamp?: boolean;
  /** How long the segment is, in s. */
  readonly seconds: number;
  /** K/min; the length then follows from the distance and {@link seconds} counts for nothing. */
  readonly rate?: number | undefined;
  /** Time counts only while the temperature is within so many K of its setpoint. */
  readonly band?: number | undefined;
  /** The segment begins when this holds. */
  readonly waitFor?: (() => boolean) | undefined;
  /** The digital outputs in this segment; as they are when not given. */
  readonly outputs?: readonly boolean[] | undefined;
  /** What the temperature is about; as before when not given. */
  readonly controls?: 'air' | 'product' | undefined;
  /** Whether the program is held when the segment is over. */
  readonly pause?: boolean;
}

/** After segment `after` the program goes on at `to`, `repeats` times in all; both count from 0. Inner loops come first. */
export interface ProgramLoop {
  readonly after: number;
  readonly to: number;
  readonly repeats: number;
}

/** What happens when a program is over: the last setpoint is held, all is off, or what is set by hand goes on. */
export type ProgramEnd = 'hold' | 'off' | 'manual';

/** A program as a simulated controller runs it, whatever form its protocol gives it. */
export interface ChamberProgram {
  readonly segments: readonly ProgramSegment[];
  readonly loops?: readonly ProgramLoop[];
  readonly end: ProgramEnd;
  /** Called once when it ran to its end, after {@link end} was carried out. */
  readonly ended?: () => void;
}
