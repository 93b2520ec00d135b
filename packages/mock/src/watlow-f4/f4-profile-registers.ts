import { wordRegister } from '../modbus/word-bank.ts';
import type { RegisterEntry } from '../modbus/word-bank.ts';
import type { F4Model } from './f4-model.ts';
import type { F4Entry } from './f4-registers.ts';
import { differenceCounts, differenceOf, temperatureCounts, temperatureOf } from './f4-scale.ts';
import { f4StepTypes } from './f4-step.ts';

/** What register 4003 shows where no step is. */
const noStep = 6;

/** Registers of a step that hold plain numbers, and their limits. Unconfirmed: the limits of times and counts. */
const plain: readonly (readonly [address: number, low: number, high: number])[] = [
  [4004, 0, 1],
  [4005, 0, 12],
  [4006, 0, 31],
  [4007, 0, 2100],
  [4008, 0, 7],
  [4009, 0, 99],
  [4010, 0, 59],
  [4011, 0, 59],
  [4012, 0, 1],
  ...[4013, 4014, 4015, 4016].map((address) => [address, 0, 2] as const),
  ...[4021, 4023, 4025].map((address) => [address, 0, 1] as const),
  ...Array.from({ length: 8 }, (_, index) => [4030 + index, 0, 1] as const),
  [4046, 0, 4],
  [4047, 0, 4],
  [4048, 0, 1],
  [4049, 0, 1],
  [4051, 1, 256],
  [4052, 0, 999],
  [4060, 0, 3],
];

/** Profiles: control, status, names and the step buffer (sheet, section 4). */
export function f4ProfileRegisters(model: F4Model): readonly F4Entry[] {
  return [...control(model), ...status(model), ...names(model), ...stepBuffer(model)];
}

function control(model: F4Model): readonly F4Entry[] {
  const { profiles, controller } = model;
  const command = (act: () => void): RegisterEntry =>
    wordRegister(
      () => 0,
      (value) => {
        if (value === 1) act();
        return value === 1 || value === 0;
      },
    );
  const edits: Readonly<Record<number, () => boolean>> = {
    1: () => profiles.create(),
    2: () => profiles.insert(),
    3: () => profiles.deleteProfile(),
    4: () => profiles.deleteStep(),
    5: () => model.startProfile(),
    256: () => profiles.deleteAll(),
  };
  return [
    [1209, command(() => controller.program.resume())],
    [1210, command(() => controller.program.pause())],
    [1217, command(() => model.terminate())],
    [
      4000,
      pointer(
        () => profiles.profile,
        (value) => (profiles.profile = value),
        40,
      ),
    ],
    [
      4001,
      pointer(
        () => profiles.step,
        (value) => (profiles.step = value),
        256,
      ),
    ],
    [
      4002,
      wordRegister(
        () => 0,
        (value) => edits[value]?.() ?? false,
      ),
    ],
  ];
}

function pointer(get: () => number, set: (value: number) => void, high: number): RegisterEntry {
  return wordRegister(get, (value) => {
    if (value < 1 || value > high) return false;
    set(value);
    return true;
  });
}

function status(model: F4Model): readonly F4Entry[] {
  const { profiles, controller } = model;
  const { program } = controller;
  const whileRunning = (value: () => number): RegisterEntry =>
    wordRegister(() => (program.active ? value() : 0));
  const left = (): number => Math.ceil(program.remaining);
  return [
    [1218, wordRegister(() => profiles.freeProfiles)],
    [1219, wordRegister(() => profiles.freeSteps)],
    [4100, whileRunning(() => model.runningProfile)],
    [4101, whileRunning(() => program.segment + 1)],
    [4119, whileRunning(() => Math.floor(left() / 3600))],
    [4120, whileRunning(() => Math.floor((left() % 3600) / 60))],
    [4121, whileRunning(() => left() % 60)],
    [4122, whileRunning(() => temperatureCounts(model.scale, program.demand.temperature))],
    ...(controller.hasHumidity
      ? [
          [
            4123,
            whileRunning(() => (program.demand.humidity ?? 0) * 10 ** model.scale.humidityDecimals),
          ] as const,
        ]
      : []),
    [4126, wordRegister(() => model.jump.count)],
    [4127, wordRegister(() => (model.jump.count > 0 ? model.runningProfile : 0))],
    [4128, wordRegister(() => model.jump.step)],
  ];
}

function names(model: F4Model): readonly F4Entry[] {
  return Array.from({ length: 400 }, (_, index): F4Entry => {
    const name = (): number[] | undefined => model.profiles.get(Math.floor(index / 10) + 1)?.name;
    return [
      3500 + index,
      wordRegister(
        () => name()?.[index % 10] ?? 0x20,
        (code) => {
          const letters = name();
          if (letters === undefined || !/^[A-Z0-9 ]$/.test(String.fromCharCode(code & 0xffff))) return false;
          letters[index % 10] = code;
          return true;
        },
      ),
    ];
  });
}

/** The step buffer. Left out: a jump into another profile, which is refused as an illegal value. */
function stepBuffer(model: F4Model): readonly F4Entry[] {
  const { profiles, controller, scale } = model;
  const { range } = controller;
  const factor = (): number => 10 ** scale.humidityDecimals;
  const celsius = (address: number): F4Entry =>
    stored(
      model,
      address,
      (value) => temperatureCounts(scale, value),
      (counts) => temperatureOf(scale, counts),
      (value) => value > range.low - 1e-6 && value < range.high + 1e-6,
    );
  const percent = (address: number): F4Entry =>
    stored(
      model,
      address,
      (value) => value * factor(),
      (counts) => counts / factor(),
      (value) => value >= 0 && value <= 100,
    );
  const same = (value: number): number => value;
  const entries: F4Entry[] = plain.map(([address, low, high]) =>
    stored(model, address, same, same, (value) => value >= low && value <= high),
  );
  entries.push(
    [
      4003,
      wordRegister(
        () => profiles.selected?.type ?? noStep,
        (type) => changeType(model, type),
      ),
    ],
    [
      4050,
      wordRegister(
        () => (profiles.selected?.type === f4StepTypes.jump ? profiles.profile : 0),
        (value) => value === profiles.profile,
      ),
    ],
    celsius(4022),
    celsius(4026),
    celsius(4044),
    celsius(4061),
  );
  if (controller.hasHumidity) entries.push(percent(4024), percent(4045), percent(4062));
  else
    entries.push(
      stored(
        model,
        4043,
        (value) => differenceCounts({ ...scale, decimals: 1 }, value),
        (counts) => differenceOf({ ...scale, decimals: 1 }, counts),
        (value) => value >= 0 && value <= 3000,
      ),
    );
  return entries;
}

/** A register that lies in the selected step. */
function stored(
  model: F4Model,
  address: number,
  encode: (value: number) => number,
  decode: (counts: number) => number,
  legal: (value: number) => boolean,
): F4Entry {
  const { profiles } = model;
  return [
    address,
    wordRegister(
      () => {
        const value = profiles.selected?.values.get(address);
        return value === undefined ? 0 : encode(value);
      },
      (counts) => {
        const value = decode(counts);
        if (profiles.selected === undefined || !legal(value)) return false;
        profiles.selected.values.set(address, value);
        return true;
      },
    ),
  ];
}

/** The end step stays one, and no other becomes one; ramps by rate are for single loops. */
function changeType(model: F4Model, type: number): boolean {
  const { selected } = model.profiles;
  if (selected === undefined || type < 0 || type > f4StepTypes.end) return false;
  if ((selected.type === f4StepTypes.end) !== (type === f4StepTypes.end)) return false;
  if (type === f4StepTypes.rampRate && model.controller.hasHumidity) return false;
  selected.type = type;
  return true;
}
