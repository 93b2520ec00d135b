import { f4tCodes as codes } from './f4t-codes.ts';
import type { F4tModel } from './f4t-model.ts';
import { shown } from './f4t-parameter.ts';
import type { F4tParameter, F4tParameterType } from './f4t-parameter.ts';
import { eventPlace, stepPlaces } from './f4t-profile.ts';
import { f4tMemory } from './f4t-profiles.ts';

const first = 19_094;
const stride = 170;

const types: ReadonlySet<number> = new Set([
  codes.instant,
  codes.rampTime,
  codes.rampRate,
  codes.soak,
  codes.wait,
  codes.jump,
  codes.end,
]);

/** How a place of a step lies in its registers, and what it takes. */
interface Place {
  readonly type: F4tParameterType;
  readonly takes: (value: number, model: F4tModel) => boolean;
  /** What it shows until it was written. */
  readonly empty: number;
}

/** The registers of a step by their place, made once: a profile has thousands. */
const places: ReadonlyMap<number, Place> = new Map<number, Place>([
  ...(
    [
      [stepPlaces.hours, 99],
      [stepPlaces.minutes, 59],
      [stepPlaces.seconds, 59],
      [stepPlaces.jumpStep, f4tMemory.steps],
      [stepPlaces.jumpCount, 9999],
    ] as const
  ).map(([place, most]) => [place, { type: 'word', takes: upTo(most), empty: 0 }] as const),
  ...[0, 1, 2, 3].flatMap((loop): (readonly [number, Place])[] => [
    [
      stepPlaces.rates + 2 * loop,
      { type: loop === 0 ? 'difference' : 'float', takes: upTo(99_999), empty: 0 },
    ],
    [
      stepPlaces.targets + 2 * loop,
      {
        type: loop === 0 ? 'temperature' : 'float',
        takes: (value, model) => isTarget(loop, value, model),
        empty: 0,
      },
    ],
    [
      stepPlaces.waits + 4 * loop,
      { type: 'word', takes: oneOf(codes.none, codes.above, codes.below), empty: codes.none },
    ],
    [stepPlaces.waits + 4 * loop + 2, { type: 'temperature', takes: Number.isFinite, empty: 0 }],
    [stepPlaces.guarantees + 2 * loop, { type: 'word', takes: oneOf(codes.on, codes.off), empty: codes.off }],
    [
      stepPlaces.ends + 2 * loop,
      { type: 'word', takes: oneOf(codes.off, codes.hold, codes.user), empty: codes.user },
    ],
  ]),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map(
    (event) =>
      [
        eventPlace(event),
        { type: 'word', takes: oneOf(codes.on, codes.off, codes.noChange), empty: codes.noChange },
      ] as const,
  ),
]);

/** Between the events a field driver reads registers of which the sheet says nothing. */
const unlisted = { from: eventPlace(4) + 2, to: stepPlaces.furtherEvents } as const;

/** The registers of the steps of the profile that is edited (sheet watlow-f4t.md, profile editing), by address. */
export function f4tStepParameter(model: F4tModel, address: number): F4tParameter | undefined {
  const index = Math.floor((address - first) / stride);
  if (index < 0 || index >= f4tMemory.steps) return undefined;
  const offset = address - first - stride * index;
  const { profiles } = model;
  if (offset === stepPlaces.type) {
    return {
      type: 'word',
      get: () => profiles.step(index + 1)?.get(offset) ?? codes.none,
      set: (type) => !model.isEditLocked && types.has(type) && profiles.setType(index + 1, type),
    };
  }
  if (offset >= unlisted.from && offset < unlisted.to && offset % 2 === 0) return shown('word', () => 0);
  const place = places.get(offset);
  if (place === undefined) return undefined;
  return {
    type: place.type,
    get: () => profiles.step(index + 1)?.get(offset) ?? place.empty,
    set: (value) => {
      const step = profiles.step(index + 1);
      if (step === undefined || model.isEditLocked || !place.takes(value, model)) return false;
      step.set(offset, value);
      return true;
    },
  };
}

function isTarget(loop: number, value: number, { temperature, humidity }: F4tModel): boolean {
  const limits = loop === 0 ? temperature : humidity;
  return limits !== undefined && loop < 2 && value >= limits.minimum && value <= limits.maximum;
}

function upTo(most: number): (value: number) => boolean {
  return (value) => value >= 0 && value <= most;
}

function oneOf(...known: readonly number[]): (value: number) => boolean {
  return (value) => known.includes(value);
}
