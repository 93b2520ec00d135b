import type { CommandArguments, ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { LakeShoreModel } from './lakeshore-model.ts';
import { kelvinAtZero } from './lakeshore-settings.ts';
import type { LakeShoreInput, LakeShoreOutput } from './lakeshore-settings.ts';

/** What a heater that is off shows (sheet section 3). */
const idleOutput = 0.005;

const readingStatus = { invalid: 1, sensorOverRange: 128 } as const;

/** Adds the commands of the sheet's section 3 that are about readings, loops and heaters. */
export function addLakeShoreCommands(instrument: ScpiInstrument, model: LakeShoreModel): void {
  const input = ({ need }: CommandArguments): LakeShoreInput => {
    const found = model.inputs.get(need(0).text.toUpperCase());
    if (found === undefined) throw new ScpiRefusal(-222);
    return found;
  };
  const output = ({ need }: CommandArguments): LakeShoreOutput => {
    const found = model.outputs.get(need(0).integer());
    if (found === undefined) throw new ScpiRefusal(-222);
    return found;
  };
  /** A reading; all of them for input 0. */
  const reading = (name: string, show: (kelvin: number) => number): void => {
    instrument.on(
      `${name}?`,
      ({ need }) => {
        const wanted = need(0).text.toUpperCase();
        const letters = wanted === '0' ? [...model.inputs.keys()] : [wanted];
        if (letters.some((letter) => !model.inputs.has(letter))) throw new ScpiRefusal(-222);
        const shown = letters.map((letter) => {
          const kelvin = model.kelvin(letter);
          return exponent(kelvin === undefined ? 0 : show(kelvin));
        });
        return shown.join(',');
      },
      1,
    );
  };
  const query = (name: string, answer: (given: CommandArguments) => string, most = 1): void =>
    instrument.on(`${name}?`, answer, most);
  const command = (name: string, most: number, run: (given: CommandArguments) => void): void =>
    instrument.on(
      name,
      (given) => {
        run(given);
      },
      most,
    );
  const toUnits = (of: LakeShoreOutput, kelvin: number): number =>
    model.celsius(of) ? kelvin - kelvinAtZero : kelvin;
  const whole = ({ need }: CommandArguments, at: number, max: number): number =>
    need(at).integer({ min: 0, max });

  reading('KRDG', (kelvin) => kelvin);
  reading('CRDG', (kelvin) => kelvin - kelvinAtZero);
  // Unconfirmed: the voltage of a silicon diode, in a straight line.
  reading('SRDG', (kelvin) => 1.1 - 0.0022 * kelvin);
  query('RDGST', (given) => {
    input(given);
    const there = model.kelvin(given.need(0).text.toUpperCase()) !== undefined;
    return String(there ? 0 : readingStatus.invalid + readingStatus.sensorOverRange).padStart(3, '0');
  });

  query('SETP', (given) => signed(toUnits(output(given), model.readback(output(given))), 3));
  command('SETP', 2, (given) => {
    const of = output(given);
    const value = given.need(1).number({ min: -273.15, max: 2000 });
    model.aim(of, model.celsius(of) ? value + kelvinAtZero : value);
  });
  query('RAMP', (given) => `${output(given).ramping ? 1 : 0},${signed(output(given).rate, 1)}`);
  command('RAMP', 3, (given) => {
    const of = output(given);
    const rate = given.need(2).number({ min: 0, max: 100 });
    of.ramping = whole(given, 1, 1) === 1;
    of.rate = of.ramping ? rate : 0;
  });
  query('RAMPST', (given) => (output(given).working === output(given).setpoint ? '0' : '1'));
  query('RANGE', (given) => String(output(given).range));
  command('RANGE', 2, (given) => {
    output(given).range = whole(given, 1, output(given).ranges);
  });
  query('HTR', (given) => {
    const of = output(given);
    return signed(of.range === 0 ? idleOutput : model.heaterOutput(given.need(0).integer()), 3);
  });
  query('HTRST', (given) => {
    output(given);
    return given.need(0).integer() === 1 && model.loop.heaterFailed ? '1' : '0';
  });
  query('HTRSET', (given) => output(given).heater.join(','));
  command('HTRSET', 6, (given) => {
    output(given).heater = given.parameters.slice(1).map((parameter) => parameter.number({ min: 0 }));
  });
  query('OUTMODE', (given) => {
    const { mode, input: by, powerUp } = output(given);
    return `${mode},${by},${powerUp}`;
  });
  command('OUTMODE', 4, (given) => {
    const [mode, by, powerUp] = [whole(given, 1, 5), whole(given, 2, model.inputs.size), whole(given, 3, 1)];
    Object.assign(output(given), { mode, input: by, powerUp });
  });
  query('PID', (given) => {
    const { proportional, integral, derivative } = output(given);
    return [proportional, integral, derivative].map((value) => signed(value, 1)).join(',');
  });
  command('PID', 4, (given) => {
    const gains = { min: 0.1, max: 1000 };
    Object.assign(output(given), {
      proportional: given.need(1).number(gains),
      integral: given.need(2).number({ ...gains, min: 0 }),
      derivative: given.need(3).number({ min: 0, max: 200 }),
    });
  });
  query('MOUT', (given) => signed(output(given).manual, 2));
  command('MOUT', 2, (given) => {
    output(given).manual = given.need(1).number({ min: 0, max: 100 });
  });

  query('TLIMIT', (given) => signed(input(given).limit, 1));
  command('TLIMIT', 2, (given) => {
    input(given).limit = given.need(1).number({ min: 0 });
  });
  query('INTYPE', (given) => {
    const { type, autorange, range, compensation, units } = input(given);
    return [type, autorange, range, compensation, units].join(',');
  });
  command('INTYPE', 6, (given) => {
    Object.assign(input(given), {
      type: whole(given, 1, 4),
      autorange: whole(given, 2, 1),
      range: whole(given, 3, 8),
      compensation: whole(given, 4, 1),
      units: given.need(5).integer({ min: 1, max: 3 }),
    });
  });
  query('INNAME', (given) => input(given).name.padEnd(15));
  command('INNAME', 2, (given) => {
    input(given).name = given.need(1).string().slice(0, 15);
  });
  query('ALARM', (given) => {
    const { on, high, low } = input(given).alarm;
    return `${on ? 1 : 0},${signed(high, 1)},${signed(low, 1)},+0.0,0,0,0`;
  });
  command('ALARM', 8, (given) => {
    const on = whole(given, 1, 1) === 1;
    input(given).alarm = { on, high: given.need(2).number(), low: given.need(3).number() };
  });
  query('ALARMST', (given) => {
    const { on, high, low } = input(given).alarm;
    const kelvin = model.kelvin(given.need(0).text.toUpperCase());
    if (!on || kelvin === undefined) return '0,0';
    return `${kelvin > high ? 1 : 0},${kelvin < low ? 1 : 0}`;
  });
  query('RELAYST', (given) => {
    given.need(0).integer({ min: 1, max: 2 });
    return '0';
  });
  query('MODE', () => String(model.mode), 0);
  command('MODE', 1, (given) => {
    model.mode = whole(given, 0, 2);
  });
}

/** `+77.350E+0`: five digits and an exponent that stays 0. */
function exponent(value: number): string {
  const digits = Math.max(0, 4 - Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value))))));
  return `${signed(value, digits)}E+0`;
}

function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return `${value < 0 && Number(text) !== 0 ? '-' : '+'}${text}`;
}
