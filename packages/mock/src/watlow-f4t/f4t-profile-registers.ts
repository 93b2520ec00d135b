import { f4tCodes as codes } from './f4t-codes.ts';
import type { F4tModel } from './f4t-model.ts';
import { bounded, shown } from './f4t-parameter.ts';
import type { F4tEntry, F4tParameter } from './f4t-parameter.ts';
import { f4tMemory } from './f4t-profiles.ts';
import { f4tStepParameter } from './f4t-step-registers.ts';

/** Names of the profiles, 20 characters each, 40 registers apart. */
const names = { first: 16_886, stride: 40, length: 20 } as const;

/** Numbers of the stored profiles, behind their count. */
const list = { first: 48_002, last: 48_000 + 2 * f4tMemory.profiles } as const;

/** Profile control and editing (sheet section 4), without what {@link f4tProfileParameter} makes when it is asked for. */
export function f4tProfileRegisters(model: F4tModel): readonly F4tEntry[] {
  return [...control(model), ...status(model), ...editing(model)];
}

/** Parameters of which there are thousands, by the address of their first register. */
export function f4tProfileParameter(model: F4tModel, address: number): F4tParameter | undefined {
  const { profiles } = model;
  if (address >= list.first && address <= list.last && address % 2 === 0)
    return shown('word', () => profiles.numbers[(address - list.first) / 2] ?? 0);
  const profile = Math.floor((address - names.first) / names.stride);
  if (profile >= 0 && profile < f4tMemory.profiles) {
    const place = address - names.first - names.stride * profile;
    if (place >= names.length) return undefined;
    return shown('character', () => profiles.get(profile + 1)?.name[place] ?? 0);
  }
  return f4tStepParameter(model, address);
}

/** Unconfirmed: how the F4T refuses to start, pause or resume what is not there; here as an illegal value. */
function control(model: F4tModel): readonly F4tEntry[] {
  const selected = { profile: 1, step: 1 };
  return [
    [16_558, bounded('word', [1, f4tMemory.profiles], selected, 'profile')],
    [16_560, bounded('word', [1, f4tMemory.steps], selected, 'step')],
    [16_562, order({ [codes.start]: () => model.startProfile(selected.profile, selected.step) })],
    [16_564, order({ [codes.resume]: () => model.resumeProfile() })],
    [
      16_566,
      order({ [codes.pause]: () => model.pauseProfile(), [codes.terminate]: () => model.terminateProfile() }),
    ],
  ];
}

function status(model: F4tModel): readonly F4tEntry[] {
  const { program, temperature, humidity, profiles } = model;
  const whileRunning = (value: () => number): F4tParameter =>
    shown('word', () => (program.active ? value() : 0));
  const left = (): number => Math.ceil(program.remaining);
  const total = (): number => Math.ceil(program.totalRemaining);
  const classes = [
    codes.absoluteTemperature,
    humidity === undefined ? codes.notSourced : codes.relativeHumidity,
    codes.notSourced,
    codes.notSourced,
  ];
  return [
    ...classes.map((code, index): F4tEntry => [16_536 + 2 * index, shown('word', () => code)]),
    [16_568, shown('word', () => model.profileState)],
    [16_570, whileRunning(() => Math.floor(total() / 60) % 60)],
    [16_572, whileRunning(() => Math.floor(total() / 3600))],
    [16_588, whileRunning(() => model.runningProfile)],
    [16_590, whileRunning(() => program.segment + 1)],
    [
      16_592,
      shown('word', () =>
        program.active
          ? (profiles.get(model.runningProfile)?.steps[program.segment]?.get(0) ?? codes.none)
          : codes.none,
      ),
    ],
    [
      16_602,
      shown('temperature', () => (program.active ? program.demand.temperature : temperature.setpoint)),
    ],
    ...(humidity === undefined
      ? []
      : [
          [
            16_604,
            shown('float', () => (program.active ? (program.demand.humidity ?? 0) : humidity.setpoint)),
          ] as const,
        ]),
    [16_622, whileRunning(() => left() % 60)],
    [16_624, whileRunning(() => Math.floor(left() / 60) % 60)],
    [16_626, whileRunning(() => Math.floor(left() / 3600))],
    [48_000, shown('word', () => profiles.numbers.length)],
  ];
}

/** Unconfirmed: that a profile which runs cannot be edited, which is refused as an illegal value. */
function editing(model: F4tModel): readonly F4tEntry[] {
  const { profiles } = model;
  const unlocked = (act: () => boolean): boolean => !model.isEditLocked && act();
  return [
    [18_888, bounded('word', [1, f4tMemory.profiles], profiles, 'edited')],
    [
      18_890,
      {
        type: 'word',
        get: () => codes.none,
        set: (action) => unlocked(() => profiles.edit(action)),
      },
    ],
    [18_920, shown('word', () => profiles.selected?.steps.length ?? 0)],
    [
      19_038,
      {
        type: 'word',
        get: () => (profiles.selected?.logging === true ? codes.yes : codes.no),
        set: (code) =>
          unlocked(() => {
            const { selected } = profiles;
            if (selected === undefined || (code !== codes.yes && code !== codes.no)) return false;
            selected.logging = code === codes.yes;
            return true;
          }),
      },
    ],
    ...Array.from({ length: 4 }, (_, loop): F4tEntry => [
      19_086 + 2 * loop,
      {
        type: loop === 0 ? 'difference' : 'float',
        get: () => profiles.selected?.deviations[loop] ?? 0,
        set: (value) =>
          unlocked(() => {
            const { selected } = profiles;
            if (selected === undefined || !(value > 0 && value < 1000)) return false;
            selected.deviations[loop] = value;
            return true;
          }),
      },
    ]),
    ...Array.from({ length: names.length }, (_, place): F4tEntry => [
      18_606 + place,
      {
        type: 'character',
        get: () => profiles.selected?.name[place] ?? 0,
        set: (character) =>
          unlocked(() => {
            const { selected } = profiles;
            if (selected === undefined || character > 0xff) return false;
            selected.name[place] = character;
            return true;
          }),
      },
    ]),
  ];
}

/** A command that reads as none and takes the codes it knows, and the one that asks for nothing. */
function order(acts: Readonly<Record<number, () => boolean>>): F4tParameter {
  return {
    type: 'word',
    get: () => codes.none,
    set: (code) => code === codes.none || (acts[code]?.() ?? false),
  };
}
