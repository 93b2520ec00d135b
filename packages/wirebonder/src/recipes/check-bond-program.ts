import { FourwireError, checkValue, formatQuantity } from '@fourwire/core';
import type { Unit } from '@fourwire/core';
import { bondProgramSchema } from './bond-program.ts';
import type { BondProgram } from './bond-program.ts';
import type { MachineLimits } from './machine-limits.ts';

/** What is wrong with a program, and where. */
export interface ProgramProblem {
  /** `parameters[2].force` */
  readonly path: string;
  /** What is wrong and what is allowed. */
  readonly text: string;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Everything that keeps a program from running on a machine; empty when it fits.
 *
 * @throws FourwireError of kind `range`, code `bond-program-refused`, for a value that is no bond program at all
 */
export function bondProgramProblems(program: unknown, limits: MachineLimits): readonly ProgramProblem[] {
  const checked = requireProgram(program);
  return [
    ...materialProblems(checked, limits),
    ...parameterProblems(checked, limits),
    ...loopProblems(checked, limits),
    ...wireProblems(checked, limits),
  ];
}

/**
 * The program, when it fits the machine.
 *
 * @throws FourwireError of kind `range`, code `bond-program-refused`, with all problems in `details`
 */
export function checkBondProgram(program: unknown, limits: MachineLimits): BondProgram {
  const checked = requireProgram(program);
  const problems = bondProgramProblems(checked, limits);
  const [first] = problems;
  if (first === undefined) return checked;
  const more = problems.length > 1 ? `; and ${problems.length - 1} more` : '';
  throw new FourwireError(
    'range',
    'bond-program-refused',
    `The bond program "${checked.name}" does not fit the machine: ${first.path} ${first.text}${more}.`,
    { details: { problems } },
  );
}

/** @throws FourwireError of kind `range`, code `bond-program-refused` */
export function requireProgram(program: unknown): BondProgram {
  const problem = checkValue(bondProgramSchema, program, 'program');
  if (problem === undefined) return program as BondProgram;
  throw new FourwireError('range', 'bond-program-refused', `This is no bond program: ${problem}.`);
}

function materialProblems(program: BondProgram, limits: MachineLimits): ProgramProblem[] {
  const { process, wire, tool, freeAirBall, stageTemperature } = program;
  const problems = [
    ...among('process', process, limits.processes),
    ...among('wire.material', wire.material, limits.materials),
    ...within('wire.diameter', wire.diameter, limits.wireDiameter, 'um'),
    ...within('stageTemperature', stageTemperature, limits.stageTemperature, 'Cel'),
  ];
  const say = (path: string, text: string): number => problems.push({ path, text });
  const hasBall = process === 'ball' || process === 'stud';
  if (hasBall !== (tool.kind === 'capillary'))
    say('tool.kind', `is ${tool.kind}; ${process} bonds need a ${hasBall ? 'capillary' : 'wedge'}`);
  if (process === 'ribbon' && wire.width === undefined) say('wire.width', 'is missing; a ribbon has one');
  if (process !== 'ribbon' && wire.width !== undefined) say('wire.width', 'is given; only a ribbon has one');
  if (wire.width !== undefined && limits.ribbonWidth !== undefined)
    problems.push(...within('wire.width', wire.width, limits.ribbonWidth, 'um'));
  if (!hasBall && freeAirBall !== undefined)
    say('freeAirBall', `is given; ${process} bonds begin without a ball`);
  if (hasBall && freeAirBall === undefined) say('freeAirBall', `is missing; ${process} bonds begin with one`);
  if (freeAirBall === undefined) return problems;
  if (limits.freeAirBall !== undefined)
    problems.push(...within('freeAirBall.diameter', freeAirBall.diameter, limits.freeAirBall, 'um'));
  if (limits.efoCurrent !== undefined)
    problems.push(...within('freeAirBall.current', freeAirBall.current, limits.efoCurrent, 'mA'));
  if (freeAirBall.diameter <= wire.diameter)
    say('freeAirBall.diameter', `is not larger than the wire (${formatQuantity(wire.diameter, 'um')})`);
  return problems;
}

function parameterProblems({ parameters }: BondProgram, limits: MachineLimits): ProgramProblem[] {
  return [
    ...repeated(
      'parameters',
      parameters.map((group) => group.name),
    ),
    ...parameters.flatMap((group, index) => {
      const at = `parameters[${index}]`;
      return [
        ...within(`${at}.force`, group.force, limits.force, 'cN'),
        ...within(`${at}.power`, group.power, limits.power, 'mW'),
        ...within(`${at}.time`, group.time, limits.time, 'ms'),
        ...(group.impactForce === undefined
          ? []
          : within(`${at}.impactForce`, group.impactForce, limits.force, 'cN')),
      ];
    }),
  ];
}

function loopProblems({ loops }: BondProgram, limits: MachineLimits): ProgramProblem[] {
  return [
    ...repeated(
      'loops',
      loops.map((loop) => loop.name),
    ),
    ...loops.flatMap(({ height }, index) =>
      within(`loops[${index}].height`, height, limits.loopHeight, 'um'),
    ),
  ];
}

function wireProblems(program: BondProgram, limits: MachineLimits): ProgramProblem[] {
  const { wires, process } = program;
  const groups = new Set(program.parameters.map((group) => group.name));
  const loops = new Set(program.loops.map((loop) => loop.name));
  const problems = repeated(
    'wires',
    wires.map(({ number }) => number),
  );
  for (const [index, wire] of wires.entries()) {
    const at = `wires[${index}]`;
    const known = (field: 'first' | 'second' | 'loop', names: ReadonlySet<string>): void => {
      const name = wire[field];
      const needed = field === 'first' || process !== 'stud';
      if (name === undefined && needed) problems.push({ path: `${at}.${field}`, text: 'is missing' });
      else if (name !== undefined && !needed)
        problems.push({ path: `${at}.${field}`, text: 'is given; a stud has none' });
      else if (name !== undefined && !names.has(name))
        problems.push({
          path: `${at}.${field}`,
          text: `is "${name}"; there are ${[...names].join(', ') || 'none'}`,
        });
    };
    known('first', groups);
    known('second', groups);
    known('loop', loops);
    if (process === 'stud') continue;
    const span = Math.hypot(wire.to.x - wire.from.x, wire.to.y - wire.from.y);
    problems.push(...within(`${at} span`, span, limits.span, 'um'));
  }
  return problems;
}

function within(path: string, value: number, { min, max }: Range, unit: Unit): ProgramProblem[] {
  if (value >= min && value <= max) return [];
  const [is, low, high] = [value, min, max].map((one) => formatQuantity(one, unit));
  return [{ path, text: `is ${is}; the machine allows ${low} to ${high}` }];
}

function among(path: string, value: string, allowed: readonly string[]): ProgramProblem[] {
  return allowed.includes(value)
    ? []
    : [{ path, text: `is ${value}; the machine knows ${allowed.join(', ')}` }];
}

function repeated(path: string, names: readonly (string | number)[]): ProgramProblem[] {
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  return twice === undefined ? [] : [{ path, text: `has ${twice} twice` }];
}
