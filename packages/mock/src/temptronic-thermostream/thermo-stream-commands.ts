import type { CommandArguments, ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { ThermoStreamModel } from './thermo-stream-model.ts';
import { highestLimit } from './thermo-stream-setup.ts';

/** Flow at the nozzle: Unconfirmed typical values. */
const flowRate = { scfm: 12, litresPerSecond: 5.7 } as const;

/** Amperes while air flows. Unconfirmed. */
const current = 12;

/** Adds the commands of the sheet's section 3. */
export function addThermoStreamCommands(instrument: ScpiInstrument, model: ThermoStreamModel): void {
  const number = (
    name: string,
    [min, max]: readonly [number, number],
    get: () => number,
    set: (value: number) => void,
    show: (value: number) => string = tenths,
  ): void => {
    instrument.on(`${name}?`, () => show(get()));
    instrument.on(name, ({ need }) => {
      set(need(0).number({ min, max }));
    });
  };
  const query = (name: string, get: () => string): void => instrument.on(`${name}?`, get);
  const action = (name: string, run: () => void): void => instrument.on(name, run, 0);
  const flag = (name: string, set: (on: boolean) => void, get?: () => boolean): void => {
    instrument.on(name, (given) => {
      set(wholeOf(given, 0, 1) === 1);
    });
    if (get !== undefined) query(name, () => (get() ? '1' : '0'));
  };
  const { machine } = model;

  query('TEMP', () => tenths(model.temperature));
  query('TMPA', () => tenths(model.air));
  query('TMPD', () => tenths(model.dut));
  query('SETD', () => tenths(model.loop.workingSetpoint));
  query('SETP', () => tenths(model.setPoint.temperature));
  instrument.on('SETP', ({ need }) => {
    if (!model.aim(need(0).number())) throw new ScpiRefusal(-222);
  });
  query('SETN', () => String(model.selected));
  instrument.on('SETN', (given) => {
    if (!model.select(wholeOf(given, 0, 17))) throw new ScpiRefusal(-222);
  });
  const settings = () => model.setPoint;
  number(
    'WNDW',
    [0.1, 9.9],
    () => settings().window,
    (value) => (settings().window = value),
  );
  number(
    'SOAK',
    [0, 9999],
    () => settings().soak,
    (value) => (settings().soak = value),
    whole,
  );
  number(
    'TTIM',
    [0, 9999],
    () => settings().testTime,
    (value) => (settings().testTime = value),
    whole,
  );
  number(
    'RAMP',
    [0, 9999],
    () => settings().ramp,
    (value) => (settings().ramp = value),
    rate,
  );
  const setup = () => model.setup;
  number(
    'ULIM',
    [25, highestLimit],
    () => setup().upperLimit,
    (value) => (setup().upperLimit = value),
    whole,
  );
  number(
    'LLIM',
    [machine.lowest, 25],
    () => setup().lowerLimit,
    (value) => (setup().lowerLimit = value),
    whole,
  );
  number(
    'ADMD',
    [10, 300],
    () => setup().airToDut,
    (value) => (setup().airToDut = value),
    whole,
  );
  number(
    'DUTC',
    [20, 500],
    () => setup().dutConstant,
    (value) => (setup().dutConstant = value),
    whole,
  );
  number(
    'DSNS',
    [0, 2],
    () => setup().sensor,
    (value) => (setup().sensor = Math.round(value)),
    whole,
  );
  number(
    'CYCC',
    [0, 9999],
    () => setup().cycles,
    (value) => setCycles(model, Math.round(value)),
    whole,
  );
  flag(
    'DUTM',
    (on) => (model.dutMode = on),
    () => model.dutMode,
  );
  flag(
    'LRNM',
    (on) => (model.learning = on),
    () => model.learning,
  );
  flag(
    'COOL',
    (on) => (model.compressorOn = on),
    () => model.compressorOn,
  );
  flag('FLOW', (on) => (model.flow = on));
  flag(
    'HEAD',
    (down) => {
      if (!model.moveHead(down ? 'down' : 'up')) throw new ScpiRefusal(-221);
    },
    () => model.head === 'down',
  );
  flag('CYCL', (on) => (on ? model.startCycling() : model.stopCycling()));
  query('CYCL', () => String(model.cyclesLeft));
  if (machine.next) action('NEXT', () => model.next());
  if (machine.amps) query('AMPS', () => tenths(model.flowing ? current : 0));
  query('FLWR', () => tenths(model.flowing ? flowRate.scfm : 0));
  query('FLRL', () => tenths(model.flowing ? flowRate.litresPerSecond : 0));
  instrument.on('RMPC', (given) => {
    if (wholeOf(given, 0, 1) === 1) model.show('cycle');
  });
  instrument.on('RMPS', (given) => {
    if (wholeOf(given, 0, 1) === 0) model.show('operator');
  });
  instrument.on('CFIL', (given) => void model.files.set(wholeOf(given, 1, 12), structuredClone(model.setup)));
  instrument.on('SFIL', (given) => {
    const file = model.files.get(wholeOf(given, 1, 12));
    if (file === undefined) throw new ScpiRefusal(-221);
    model.setup = structuredClone(file);
  });
  query('TECR', () => String(model.condition));
  query('TESR', () => String(model.takeEvents()));
  query('EROR', () => String(model.errors));
  query('AUXC', () => String(auxiliary(model)));
  query('WHAT', () => String(machine.what[model.screen]));
  action('CLER', () => model.clearErrors());
}

/** Sending 0 stops cycling. */
function setCycles(model: ThermoStreamModel, cycles: number): void {
  if (cycles === 0) model.stopCycling();
  else model.setup.cycles = cycles;
}

/** Auxiliary condition (sheet section 4). */
function auxiliary(model: ThermoStreamModel): number {
  return (
    (model.head === 'up' ? 0x004 : 0) |
    (model.compressorOn ? 0 : 0x008) |
    (model.dutMode ? 0x010 : 0) |
    (model.flowing ? 0x020 : 0) |
    0x040 |
    (model.screen === 'cycle' ? 0 : 0x100) |
    (model.setPoint.ramp < 9999 ? 0x200 : 0)
  );
}

function wholeOf({ need }: CommandArguments, min: number, max: number): number {
  return need(0).integer({ min, max });
}

function tenths(value: number): string {
  return value.toFixed(1);
}

function whole(value: number): string {
  return value.toFixed(0);
}

/** `0` to `99.9` in tenths, `100` to `9999` in whole K/min. */
function rate(value: number): string {
  return value < 100 ? tenths(value) : whole(value);
}
