import type { Id, VariableName } from '@fourwire/secs';
import { guess, nameGuesses, unitOf } from './name-guesses.ts';
import { bondFields, extraBondFields } from './profile.ts';
import type { MachineSurface } from './survey.ts';

/** A value of a profile that nobody has filled in. */
type Open = null;

/** What a machine gives a name. */
interface Named {
  readonly id: Id;
  readonly name: string;
}

/** A profile as far as it could be filled in; what is open is `null`, and `checkProfile` refuses it. */
export interface ProfileDraft {
  /** Plain JSON: write it to a file, fill in what is `null`, and hand it to `checkProfile`. */
  readonly profile: Readonly<Record<string, unknown>>;
  /** What is to be filled in from the machine's GEM manual. */
  readonly open: readonly string[];
  /** What was filled in by the machine's own names: look whether it is right. */
  readonly guessed: readonly string[];
}

/**
 * A profile of a machine from what it says of itself, to be completed from its GEM manual: a machine does not tell what
 * the codes of its process states mean, nor the names of its remote commands. Without a machine it is the template.
 */
export function draftProfile(surface: Partial<MachineSurface> = {}): ProfileDraft {
  const { model, variables = [], dataVariables = [], events = [], alarms = [] } = surface;
  const all = [...variables, ...dataVariables];
  const open: string[] = [];
  const guessed: string[] = [];
  const note = (path: string, found?: Named): Id | Open => {
    if (found === undefined) open.push(path);
    else guessed.push(`${path}: ${String(found.id)}, "${found.name}"`);
    return found?.id ?? null;
  };
  const each = (
    path: string,
    from: readonly Named[],
    names: Readonly<Record<string, readonly string[]>>,
  ): Record<string, Id | Open> =>
    Object.fromEntries(
      Object.entries(names).map(([name, known]) => [name, note(`${path}.${name}`, guess(from, known))]),
    );

  const told = guess(events, nameGuesses.events.bondMade);
  // The variables that the machine itself names with the event come first.
  const ofBond = told === undefined ? [] : all.filter(({ id }) => told.variables.includes(id));
  const bondVariable = (name: keyof typeof nameGuesses.bond): VariableName | undefined =>
    guess(ofBond, nameGuesses.bond[name]) ?? guess(all, nameGuesses.bond[name]);
  const fields = [
    ...bondFields.map((name) => ({
      name,
      variable: note(`bondReport.fields.${name}`, bondVariable(name)),
    })),
    ...extraBondFields.flatMap((name) => {
      const found = guess(ofBond, nameGuesses.bond[name]);
      return found === undefined ? [] : [{ name, variable: note(`bondReport.fields.${name}`, found) }];
    }),
  ];
  const unit = (name: keyof typeof nameGuesses.bond): string | Open => {
    const found = unitOf(bondVariable(name)?.unit ?? '');
    if (found === undefined) open.push(`bondReport.units.${name}`);
    return found ?? null;
  };
  const extraUnits = (['temperature', 'current', 'interval'] as const).filter((name) =>
    fields.some((field) => field.name === name),
  );
  const [wireLeft, toolBonds] = [
    guess(variables, nameGuesses.supplies.wireLeft),
    guess(variables, nameGuesses.supplies.toolBonds),
  ];
  const wireUnit = unitOf(wireLeft?.unit ?? '');
  const stage = guess(variables, nameGuesses.stage.temperature);
  const stageUnit = unitOf(stage?.unit ?? '');
  /** Leaves a value open. */
  const leave = (path: string): Open => {
    open.push(path);
    return null;
  };
  const profile = {
    name: model ?? leave('name'),
    manufacturer: leave('manufacturer'),
    variables: each('variables', variables, nameGuesses.variables),
    events: each('events', events, nameGuesses.events),
    otherEvents: events.filter(({ name }) => name !== '').map(({ id, name }) => ({ id, name })),
    bondReport: {
      id: 100,
      fields,
      units: Object.fromEntries(
        [...(['force', 'power', 'time', 'deformation'] as const), ...extraUnits].map((name) => [
          name,
          unit(name),
        ]),
      ),
      results: [{ word: leave('bondReport.results'), result: 'ok' }],
    },
    ...(wireLeft === undefined || toolBonds === undefined || wireUnit === undefined
      ? {}
      : {
          supplies: {
            wireLeft: { variable: note('supplies.wireLeft', wireLeft), unit: wireUnit },
            toolBonds: note('supplies.toolBonds', toolBonds),
          },
        }),
    ...(stage === undefined || stageUnit === undefined
      ? {}
      : { stage: { temperature: note('stage.temperature', stage), unit: stageUnit } }),
    alarms: alarms.map(({ id, text }) => ({ id, text })),
    commands: commandNames(open),
    processStates: (['idle', 'setup', 'ready', 'executing', 'paused'] as const).map((processing) => ({
      code: leave(`processStates.${processing}.code`),
      name: processing.toUpperCase(),
      processing,
    })),
  };
  const used = new Set(Object.values(profile.events));
  return {
    profile: { ...profile, otherEvents: profile.otherEvents.filter(({ id }) => !used.has(id)) },
    open,
    guessed,
  };
}

/** Commands as the sheet has them; a machine does not list its own. */
function commandNames(open: string[]): Readonly<Record<string, unknown>> {
  open.push('commands: the names here are usual ones; compare them with the manual');
  return {
    select: { name: 'PP-SELECT', recipe: 'PPID' },
    start: { name: 'START', lot: 'LOTID' },
    stop: 'STOP',
    abort: 'ABORT',
    pause: 'PAUSE',
    resume: 'RESUME',
  };
}
