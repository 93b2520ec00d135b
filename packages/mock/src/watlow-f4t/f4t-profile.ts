import type { ChamberProgram, ProgramLoop, ProgramSegment } from '../chamber-controller/chamber-program.ts';
import { f4tCodes as codes } from './f4t-codes.ts';

/** Places in the registers of a step (sheet watlow-f4t.md, profile editing). */
export const stepPlaces = {
  type: 0,
  hours: 2,
  minutes: 4,
  seconds: 6,
  jumpStep: 8,
  jumpCount: 10,
  rates: 12,
  targets: 20,
  waits: 28,
  guarantees: 44,
  events: 52,
  furtherEvents: 68,
  ends: 76,
} as const;

/** One step: what lies in its registers by its place. Temperatures are in °C, rates in K/min. */
export type F4tStep = Map<number, number>;

/** A stored profile. */
export interface F4tProfile {
  readonly name: number[];
  logging: boolean;
  /** Guaranteed-soak deviation of each loop, in K and %RH. */
  readonly deviations: number[];
  readonly steps: F4tStep[];
}

/** What a profile needs of the chamber that runs it. */
export interface F4tProfileContext {
  readonly humidity: boolean;
  /** The events as they are before the first step. */
  readonly events: readonly boolean[];
  /** What loop 1 measures, in °C. */
  readonly processValue: () => number;
  readonly ended: (end: F4tStep | undefined) => void;
}

/** Where an event, 1 to 8, lies in a step. */
export function eventPlace(event: number): number {
  return event <= 4 ? stepPlaces.events + 2 * (event - 1) : stepPlaces.furtherEvents + 2 * (event - 5);
}

/** An empty profile. Unconfirmed: the deviation that a new one has. */
export function emptyProfile(): F4tProfile {
  return { name: Array.from({ length: 20 }, () => 0), logging: false, deviations: [3, 3, 3, 3], steps: [] };
}

/** The program that a profile is, whose end step says what becomes of the loops. */
export function chamberProgram(profile: F4tProfile, context: F4tProfileContext): ChamberProgram {
  const loops: ProgramLoop[] = [];
  let events = context.events;
  const segments = profile.steps.map((step, index): ProgramSegment => {
    const type = step.get(stepPlaces.type);
    if (type === codes.jump) {
      const to = (step.get(stepPlaces.jumpStep) ?? 1) - 1;
      loops.push({ after: index, to, repeats: step.get(stepPlaces.jumpCount) ?? 0 });
      return { ramp: false, seconds: 0 };
    }
    if (type === codes.end) return { ramp: false, seconds: 0 };
    events = eventsOf(step, events);
    const moves = type === codes.rampTime || type === codes.rampRate || type === codes.instant;
    const humidity = context.humidity ? step.get(stepPlaces.targets + 2) : undefined;
    return {
      temperature: moves ? step.get(stepPlaces.targets) : undefined,
      humidity: moves ? humidity : undefined,
      ramp: type !== codes.instant,
      humidityRamp: type !== codes.instant,
      seconds: type === codes.wait ? 0 : secondsOf(step),
      // Unconfirmed: rates of profiles are K/min here, whatever the panel says.
      rate: type === codes.rampRate ? step.get(stepPlaces.rates) : undefined,
      band: step.get(stepPlaces.guarantees) === codes.on ? profile.deviations[0] : undefined,
      waitFor: type === codes.wait ? waitsOf(step, context.processValue) : undefined,
      outputs: events,
    };
  });
  return { segments, loops, end: 'manual', ended: () => context.ended(profile.steps.at(-1)) };
}

function secondsOf(step: F4tStep): number {
  const value = (place: number): number => step.get(place) ?? 0;
  return value(stepPlaces.hours) * 3600 + value(stepPlaces.minutes) * 60 + value(stepPlaces.seconds);
}

/** Unconfirmed: an event that is to be unchanged is as in the step before it in the profile. */
function eventsOf(step: F4tStep, before: readonly boolean[]): readonly boolean[] {
  return before.map((on, index) => {
    const code = step.get(eventPlace(index + 1));
    return code === codes.on || (code !== codes.off && on);
  });
}

/** Unconfirmed: which sensor a wait is about, here that of loop 1; a chamber without digital inputs waits for none. */
function waitsOf(step: F4tStep, processValue: () => number): () => boolean {
  return () =>
    [0, 1, 2, 3].every((wait) => {
      const condition = step.get(stepPlaces.waits + 4 * wait);
      const value = step.get(stepPlaces.waits + 4 * wait + 2) ?? 0;
      if (condition === codes.above) return processValue() >= value;
      return condition !== codes.below || processValue() <= value;
    });
}
