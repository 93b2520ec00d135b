import { describe, expect, it } from 'vitest';
import type { BondProgram } from './bond-program.ts';
import { bondProgramBody, readBondProgram } from './bond-program-body.ts';
import { bondProgramProblems, checkBondProgram } from './check-bond-program.ts';
import { compareRecipes } from './compare-recipes.ts';
import { gramForce, toGramForce } from './gram-force.ts';
import { exampleMachineLimits } from './machine-limits.ts';

const program: BondProgram = {
  name: 'P',
  process: 'ball',
  wire: { material: 'gold', diameter: 25 },
  tool: { kind: 'capillary', part: 'CAP' },
  stageTemperature: 150,
  freeAirBall: { diameter: 48, current: 60, time: 0.6 },
  strips: 1,
  units: 1,
  parameters: [{ name: 'a', force: gramForce(30), power: 250, time: 200 }],
  loops: [{ name: 'l', shape: 'standard', height: 200 }],
  wires: [
    { number: 1, die: 1, from: { x: 0, y: 0 }, to: { x: 1500, y: 0 }, first: 'a', second: 'a', loop: 'l' },
  ],
};

describe('bond programs', () => {
  it('come back from their body as they were, and from nothing else', () => {
    expect(readBondProgram(bondProgramBody(program))).toEqual(program);
    for (const body of ['', '{}', '[1]', 'FORCE 30', '{"format":"fourwire-bond-program","version":2}'])
      expect(() => readBondProgram(new TextEncoder().encode(body))).toThrow('no bond program');
  });

  it('are checked against the machine, each problem with its place, value and what is allowed', () => {
    expect(bondProgramProblems(program, exampleMachineLimits)).toEqual([]);
    const wrong: BondProgram = {
      ...program,
      process: 'wedge',
      stageTemperature: 300,
      parameters: [{ name: 'a', force: 200, power: 3000, time: 200 }],
      wires: [{ number: 1, die: 1, from: { x: 0, y: 0 }, to: { x: 10, y: 0 }, first: 'b', loop: 'l' }],
    };
    expect(bondProgramProblems(wrong, exampleMachineLimits).map(({ path }) => path)).toEqual([
      'stageTemperature',
      'tool.kind',
      'freeAirBall',
      'parameters[0].force',
      'parameters[0].power',
      'wires[0].first',
      'wires[0].second',
      'wires[0] span',
    ]);
    expect(() => checkBondProgram(wrong, exampleMachineLimits)).toThrow('20 °C to 250 °C; and 7 more');
  });

  it('are refused with the field at fault when they are none', () => {
    const half = { ...program, parameters: [{ name: 'a', force: -1, power: 250, time: 200 }] };
    expect(() => bondProgramProblems(half, exampleMachineLimits)).toThrow('force');
  });
});

describe('the comparison of recipes', () => {
  it('goes field by field for bond programs, by name and not by place', () => {
    const more = { name: 'b', force: 20, power: 100, time: 50 };
    const other = { ...program, units: 2, parameters: [more, ...program.parameters] };
    expect(compareRecipes(bondProgramBody(program), bondProgramBody(other)).differences).toEqual([
      'units: 1 -> 2',
      'parameters[b]: none -> {"name":"b","force":20,"power":100,"time":50}',
    ]);
  });

  it('goes byte by byte for what is no text', () => {
    const [there, here] = [Uint8Array.of(1, 2, 3, 0), Uint8Array.of(1, 9, 3, 0, 7)];
    expect(compareRecipes(there, here)).toEqual({
      same: false,
      differences: ['bytes 1 to 1: 02 -> 09', 'length: 4 -> 5 bytes'],
    });
    expect(compareRecipes(there, there)).toEqual({ same: true, differences: [] });
  });
});

it('gram-force is 0.980665 cN', () => {
  expect(gramForce(1)).toBeCloseTo(0.980665, 9);
  expect(toGramForce(gramForce(12))).toBeCloseTo(12, 9);
});
