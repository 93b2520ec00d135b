import { describe, expect, it } from 'vitest';
import { flattenProgram } from './flatten-program.ts';
import { jump, ramp, soak, waitFor } from './program.ts';
import type { Program, ProgramStep } from './program.ts';

function program(...steps: ProgramStep[]): Program {
  return { name: 'test', steps, end: { action: 'off' } };
}

describe('flattenProgram', () => {
  it('says for each visit the step, the cycle, the setpoints and the time', () => {
    const visits = [...flattenProgram(program(ramp(-40, { rate: 5 }), soak(600), jump(1, 1)), 20)];
    expect(
      visits.map(({ number, passes, from, to, duration }) => ({ number, passes, from, to, duration })),
    ).toEqual([
      { number: 1, passes: [{ jump: 3, pass: 1, of: 2 }], from: 20, to: -40, duration: 720 },
      { number: 2, passes: [{ jump: 3, pass: 1, of: 2 }], from: -40, to: -40, duration: 600 },
      { number: 1, passes: [{ jump: 3, pass: 2, of: 2 }], from: -40, to: -40, duration: 0 },
      { number: 2, passes: [{ jump: 3, pass: 2, of: 2 }], from: -40, to: -40, duration: 600 },
    ]);
  });

  it('starts an inner loop anew on every pass of the outer one', () => {
    const visits = flattenProgram(program(soak(1), soak(2), jump(2, 1), jump(1, 1)), 20);
    expect(
      [...visits].map(({ number, passes }) => [number, passes.map(({ pass }) => pass).join('/')]),
    ).toEqual([
      [1, '1'],
      [2, '1/1'],
      [2, '1/2'],
      [1, '2'],
      [2, '2/1'],
      [2, '2/2'],
    ]);
  });

  it('carries outputs and humidity on until a step changes them', () => {
    const visits = flattenProgram(
      program(
        soak(1, { outputs: { TEMP: true } }),
        ramp(40, 'fastest', { humidity: 93, outputs: { humid: true } }),
        soak(1),
        ramp(20, 'fastest', { humidity: 'off', outputs: { humid: false } }),
        waitFor({ input: 'door', is: true }),
      ),
      20,
    );
    expect([...visits].map(({ humidity, outputs }) => [humidity, outputs])).toEqual([
      [undefined, { TEMP: true }],
      [93, { TEMP: true, humid: true }],
      [93, { TEMP: true, humid: true }],
      [undefined, { TEMP: true, humid: false }],
      [undefined, { TEMP: true, humid: false }],
    ]);
  });

  it('gives the first of a million cycles without working out the rest', () => {
    const visits = flattenProgram(program(ramp(0), soak(1), jump(1, 1_000_000_000)), 20);
    expect(visits.next().value).toMatchObject({ number: 1, passes: [{ pass: 1, of: 1_000_000_001 }] });
  });

  it('goes through 1,000 cycles', () => {
    const visits = [...flattenProgram(program(ramp(-40), soak(1), ramp(125), soak(1), jump(1, 999)), 20)];
    expect(visits.map(({ passes }) => passes[0]?.pass)).toEqual(
      visits.map((_, index) => Math.floor(index / 4) + 1),
    );
    expect(visits).toHaveLength(4000);
  });

  it('refuses a malformed program at the call, with every problem in the details', () => {
    expect(() => flattenProgram(program(soak(0), soak(-1)), 20)).toThrow(
      expect.objectContaining({
        code: 'program-invalid',
        message: 'Step 1 must soak for more than 0 s; got 0. (and 1 more, see details.problems)',
        details: { problems: [expect.objectContaining({ step: 1 }), expect.objectContaining({ step: 2 })] },
      }),
    );
  });

  it('refuses a start that is no number', () => {
    expect(() => flattenProgram(program(soak(1)), NaN)).toThrow(
      expect.objectContaining({ kind: 'range', code: 'start-invalid' }),
    );
  });
});
