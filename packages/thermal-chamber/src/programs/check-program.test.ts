import { describe, expect, it } from 'vitest';
import { checkProgram } from './check-program.ts';
import type { ProgramLimits } from './check-program.ts';
import { jump, ramp, soak, waitFor } from './program.ts';
import type { Program, ProgramStep } from './program.ts';

const limits: ProgramLimits = { temperature: { min: -40, max: 130 } };

function program(steps: ProgramStep[], rest: Partial<Program> = {}): Program {
  return { name: 'test', steps, end: { action: 'off' }, ...rest };
}

function problems(
  steps: ProgramStep[],
  extra: Partial<ProgramLimits> = {},
  rest: Partial<Program> = {},
): string[] {
  return checkProgram(program(steps, rest), { ...limits, ...extra }).map(({ message }) => message);
}

describe('checkProgram', () => {
  it('finds nothing wrong with a cycle within limits', () => {
    expect(problems([ramp(-40), soak(600), ramp(130), soak(600), jump(1, 999)])).toEqual([]);
  });

  it('tells the step, the code and the allowed range of a setpoint outside limits', () => {
    expect(checkProgram(program([soak(1), ramp(210)]), limits)).toEqual([
      { step: 2, code: 'temperature', message: 'Step 2 asks for 210 °C; allowed are -40 to 130 °C.' },
    ]);
  });

  it.each([
    [[], 'Program "test" has no steps.'],
    [[ramp(NaN)], 'Step 1 must ramp to a temperature in °C; got NaN.'],
    [
      [ramp(20, 'fastest', { humidity: Infinity })],
      'Step 1 must set a humidity in %RH or "off"; got Infinity.',
    ],
    [[ramp(20, { rate: 0 })], 'Step 1 must ramp at a rate above 0 K/min; got 0.'],
    [[ramp(20, { duration: -1 })], 'Step 1 must ramp in more than 0 s; got -1.'],
    [[soak(0)], 'Step 1 must soak for more than 0 s; got 0.'],
    [[soak(9, { guaranteed: true })], 'Step 1 is a guaranteed soak, but the program has no guarantee band.'],
    [[waitFor({ sensor: 'air', below: NaN })], 'Step 1 must wait for a temperature in °C; got NaN.'],
    [[soak(1), jump(2, 1)], 'Step 2 must jump back to a step from 1 to 1; got 2.'],
    [[soak(1), jump(1, 1.5)], 'Step 2 must jump a whole number of times, 1 or more; got 1.5.'],
    [
      [soak(1), soak(1), jump(1, 1), soak(1), jump(2, 1)],
      'Step 5 repeats steps 2 to 5, which overlaps the loop of step 3 (1 to 3); loops must be nested or apart.',
    ],
  ])('finds a malformed program: %j', (steps, message) => {
    const found = problems(steps, { humidity: { min: 0, max: 100 } });
    expect(found).toEqual([message]);
  });

  it('finds a guarantee band of 0 and an idle setpoint that is no number', () => {
    expect(
      problems(
        [soak(1)],
        {},
        { guarantee: { band: 0, sensor: 'air' }, end: { action: 'idle', temperature: NaN } },
      ),
    ).toEqual([
      "The guarantee's bands must be above 0 K and 0 %RH; got 0 K.",
      'The idle setpoint at the end must be a number.',
    ]);
  });

  it('allows loops that share their first step', () => {
    expect(problems([soak(1), jump(1, 2), soak(1), jump(1, 2)])).toEqual([]);
  });

  it('checks a ramp against heating or cooling by its direction', () => {
    const rates = { heating: 10, cooling: 3 };
    expect(problems([ramp(25), ramp(80, { rate: 10 }), ramp(20, { rate: 3 })], rates)).toEqual([]);
    expect(problems([ramp(25), ramp(80, { rate: 11 }), ramp(20, { duration: 900 })], rates)).toEqual([
      'Step 2 ramps from 25 to 80 °C at 11 K/min; the chamber does 10 K/min.',
      'Step 3 ramps from 80 to 20 °C at 4 K/min; the chamber does 3 K/min.',
    ]);
  });

  it('checks a ramp also as entered through a jump, where it goes the other way', () => {
    const steps = [ramp(-20), ramp(0, { rate: 8 }), ramp(80), jump(2, 1)];
    expect(problems(steps, { heating: 10, cooling: 5 })).toEqual([
      'Step 2 ramps from 80 to 0 °C at 8 K/min; the chamber does 5 K/min.',
    ]);
  });

  it('holds the first ramp, whose start nobody knows, to the faster rate', () => {
    const rates = { heating: 10, cooling: 5 };
    expect(problems([ramp(80, { rate: 10 })], rates)).toEqual([]);
    expect(problems([ramp(80, { rate: 12 })], rates)).toEqual([
      'Step 1 ramps to 80 °C at 12 K/min; the chamber does 10 K/min.',
    ]);
  });

  it('checks humidity against the chamber: none, range, and the temperatures where it is controlled', () => {
    const wet = ramp(85, 'fastest', { humidity: 85 });
    expect(problems([wet])).toEqual(['Step 1 asks for 85 %RH; this chamber has no humidity control.']);
    expect(problems([wet], { humidity: { min: 10, max: 80 } })).toEqual([
      'Step 1 asks for 85 %RH; allowed are 10 to 80 %RH.',
    ]);
    const humidity = { min: 10, max: 98, between: { min: 10, max: 95 } };
    expect(problems([wet, ramp(-10)], { humidity })).toEqual([
      'Step 2 keeps 85 %RH at -10 °C; humidity is controlled from 10 to 95 °C.',
    ]);
    expect(problems([wet, ramp(-10, 'fastest', { humidity: 'off' })], { humidity })).toEqual([]);
  });

  it('finds outputs, inputs and a product sensor that the chamber lacks', () => {
    const steps = [soak(1, { outputs: { dryer: true } }), waitFor({ input: 'door', is: true })];
    expect(problems(steps, { outputs: ['TEMP'], inputs: [] })).toEqual([
      'Step 1 sets output "dryer"; there are TEMP.',
      'Step 2 waits for input "door"; there are none.',
    ]);
    expect(problems(steps)).toEqual([]);
    const product = [waitFor({ sensor: 'product', above: 50 })];
    const rest = { guarantee: { band: 2, sensor: 'product' } } as const;
    expect(problems(product, {}, rest)).toEqual([
      'The guarantee uses the product sensor, which this chamber lacks.',
      'Step 1 waits for the product sensor, which this chamber lacks.',
    ]);
    expect(problems(product, { product: true }, rest)).toEqual([]);
  });

  it('checks the idle setpoint at the end', () => {
    expect(problems([soak(1)], {}, { end: { action: 'idle', temperature: 200, humidity: 50 } })).toEqual([
      'The idle setpoint at the end asks for 200 °C; allowed are -40 to 130 °C.',
      'The idle setpoint at the end asks for 50 %RH; this chamber has no humidity control.',
    ]);
  });

  it('finds what a controller that counts in minutes and knows neither rates nor waits cannot store', () => {
    const storage = {
      steps: 5,
      jumps: 0,
      times: 98,
      nameLength: 3,
      longestStep: 6000,
      durationResolution: 60,
      paces: ['duration', 'fastest'],
      waits: false,
      guarantee: false,
      ends: ['off'],
    } as const;
    const steps = [
      ramp(85, { rate: 5 }),
      ramp(25, { duration: 90 }),
      soak(6060, { guaranteed: true }),
      waitFor({ input: 'a', is: true }),
      soak(60),
      jump(1, 99),
    ];
    const rest = { guarantee: { band: 2, sensor: 'air' }, end: { action: 'hold' } } as const;
    expect(problems(steps, { storage }, rest)).toEqual([
      'The program has 6 steps; the controller holds 5.',
      'The program has 1 jumps; the controller holds 0.',
      'The program has 4 characters in its name; the controller holds 3.',
      'The controller cannot end with "hold"; it knows off.',
      'Step 1 ramps by rate; the controller knows duration, fastest.',
      'Step 2 takes 90 s; the controller stores multiples of 60 s.',
      'Step 3 is a guaranteed soak, which the controller does not know.',
      'Step 3 takes 6060 s; the controller stores at most 6000 s.',
      'Step 4 waits for a condition, which the controller cannot.',
      'Step 6 jumps 99 times; the controller repeats at most 98 times.',
    ]);
  });

  it('accepts a rate that is a multiple of the resolution and refuses one between', () => {
    const storage = { rateResolution: 0.1 };
    expect(problems([ramp(85, { rate: 0.3 })], { storage })).toEqual([]);
    expect(problems([ramp(85, { rate: 0.25 })], { storage })).toEqual([
      'Step 1 ramps at 0.25 K/min; the controller stores multiples of 0.1 K/min.',
    ]);
  });

  it('takes no longer for a billion passes than for one', () => {
    const steps = [ramp(0), ramp(50, { rate: 5 }), jump(1, 999), jump(1, 999), jump(1, 999)];
    expect(problems(steps, { heating: 10, cooling: 10 })).toEqual([]);
  });
});
