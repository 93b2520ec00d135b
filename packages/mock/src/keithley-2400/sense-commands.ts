import { chooseRange, fittingRange } from '../electrical/ranges.ts';
import { HeaderPattern } from '../scpi/header-pattern.ts';
import type { Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { sourceMeterError } from './sourcemeter-errors.ts';
import { quantityNames } from './sourcemeter-model.ts';
import type { SourceMeterFunction, SourceMeterModel } from './sourcemeter-model.ts';
import { number6 } from './sourcemeter-reading.ts';

/** Functions with their nodes and what `FUNCtion?` calls them. */
const functions: readonly { name: SourceMeterFunction; node: HeaderPattern; text: string }[] = [
  { name: 'VOLT', node: new HeaderPattern('VOLTage[:DC]'), text: '"VOLT:DC"' },
  { name: 'CURR', node: new HeaderPattern('CURRent[:DC]'), text: '"CURR:DC"' },
  { name: 'RES', node: new HeaderPattern('RESistance'), text: '"RES"' },
];

const everyFunction: readonly SourceMeterFunction[] = ['VOLT', 'CURR', 'RES'];

/** Functions, ranges, integration and filter (sheet smu-keithley-2400.md, "Sense"). */
export function addSenseCommands(instrument: ScpiInstrument, model: SourceMeterModel): void {
  const { channel } = model;
  addFunctions(instrument, model);
  addRanges(instrument, model);
  addOhms(instrument, model);
  const cycles = { min: 0.01, max: 10, default: 1 };
  for (const node of ['CURRent[:DC]', 'VOLTage[:DC]', 'RESistance']) {
    // One setting under three headers.
    const setting = {
      get: () => channel.nplc,
      set: (count: number) => {
        channel.nplc = count;
      },
    };
    onNumber(instrument, `[SENSe[1]:]${node}:NPLCycles`, () => cycles, setting, number6);
  }
  onSwitch(instrument, '[SENSe[1]:]AVERage[:STATe]', {
    get: () => model.average.on,
    set: (on) => {
      model.average.on = on;
    },
  });
  const count = {
    get: () => model.average.count,
    set: (readings: number) => {
      model.average.count = Math.round(readings);
    },
  };
  onNumber(instrument, '[SENSe[1]:]AVERage:COUNt', () => ({ min: 1, max: 100, default: 10 }), count, String);
  onWord(instrument, '[SENSe[1]:]AVERage:TCONtrol', ['REPeat', 'MOVing'], {
    get: () => model.average.control,
    set: (control) => {
      model.average.control = control;
    },
  });
  onSwitch(instrument, 'SYSTem:RSENse', {
    get: () => channel.wires === 4,
    set: (four) => {
      channel.wires = four ? 4 : 2;
    },
  });
  instrument.on('SYSTem:AZERo[:STATe]', ({ need }) => {
    // ONCE measures zero now and then goes without.
    channel.autoZero = !need(0).is('ONCE') && need(0).boolean();
  });
  instrument.on('SYSTem:AZERo[:STATe]?', () => (channel.autoZero ? '1' : '0'));
}

/** The functions that quoted names stand for; several may stand in one string. */
function named(parameters: readonly Parameter[]): SourceMeterFunction[] {
  if (parameters.length === 0) throw new ScpiRefusal(-109);
  return parameters.map((parameter) => {
    const mnemonics = parameter.string().split(':');
    const found = functions.find(({ node }) => node.match(mnemonics));
    if (found === undefined) throw new ScpiRefusal(-224);
    return found.name;
  });
}

function addFunctions(instrument: ScpiInstrument, model: SourceMeterModel): void {
  const list = (wanted: boolean): string =>
    functions
      .filter(({ name }) => model.functions.has(name) === wanted)
      .map(({ text }) => text)
      .join(',');
  const most = everyFunction.length;
  instrument.on(
    '[SENSe[1]:]FUNCtion[:ON]',
    ({ parameters }) => {
      const chosen = named(parameters);
      model.functions = model.concurrent
        ? new Set([...model.functions, ...chosen])
        : new Set(chosen.slice(-1));
      if (model.autoOhms) model.channel.source = 'current';
    },
    most,
  );
  instrument.on('[SENSe[1]:]FUNCtion[:ON]?', () => list(true));
  instrument.on(
    '[SENSe[1]:]FUNCtion[:ON]:ALL',
    () => {
      model.functions = new Set(everyFunction);
      if (model.autoOhms) model.channel.source = 'current';
    },
    0,
  );
  instrument.on(
    '[SENSe[1]:]FUNCtion:OFF',
    ({ parameters }) => {
      const gone = named(parameters);
      model.functions = new Set([...model.functions].filter((one) => !gone.includes(one)));
    },
    most,
  );
  instrument.on('[SENSe[1]:]FUNCtion:OFF?', () => list(false));
  instrument.on(
    '[SENSe[1]:]FUNCtion:OFF:ALL',
    () => {
      model.functions = new Set();
    },
    0,
  );
  onSwitch(instrument, '[SENSe[1]:]FUNCtion:CONCurrent', {
    get: () => model.concurrent,
    set: (on) => {
      model.concurrent = on;
      if (!on) model.functions = new Set([...model.functions].slice(-1));
    },
  });
}

function addRanges(instrument: ScpiInstrument, model: SourceMeterModel): void {
  const { channel, traits } = model;
  for (const [name, of] of Object.entries(quantityNames)) {
    const path = `[SENSe[1]:]${name === 'VOLT' ? 'VOLTage' : 'CURRent'}[:DC]:RANGe`;
    const quantity = channel[of];
    const requireOwn = (): void => {
      if (model.autoOhms) throw sourceMeterError(825);
      // What is forced is measured with the range of the source.
      if (channel.source === of) throw sourceMeterError(823);
    };
    instrument.on(`${path}[:UPPer]`, ({ need }) => {
      requireOwn();
      const range = chooseRange(traits.ranges[of], need(0), channel.measureRange(of), traits);
      if (range > fittingRange(traits.ranges[of], quantity.limit, traits.over)) throw sourceMeterError(824);
      Object.assign(quantity, { measureRange: range, measureAuto: false });
    });
    const limits = { min: traits.ranges[of][0] ?? 0, max: traits.ranges[of].at(-1) ?? 0 };
    onNumberQuery(
      instrument,
      `${path}[:UPPer]`,
      () => limits,
      () => channel.measureRange(of),
      number6,
    );
    instrument.on(`${path}:AUTO`, ({ need }) => {
      const on = need(0).boolean();
      if (on) requireOwn();
      quantity.measureRange = channel.measureRange(of);
      quantity.measureAuto = on;
    });
    instrument.on(`${path}:AUTO?`, () => (quantity.measureAuto ? '1' : '0'));
    const lowest = {
      get: () => quantity.lowestAuto,
      set: (range: number) => {
        quantity.lowestAuto = range;
      },
    };
    onNumber(instrument, `${path}:AUTO:LLIMit`, () => limits, lowest, number6);
  }
}

function addOhms(instrument: ScpiInstrument, model: SourceMeterModel): void {
  const { ohms } = model.traits;
  onWord(instrument, '[SENSe[1]:]RESistance:MODE', ['MANual', 'AUTO'], {
    get: () => (model.ohms.automatic ? 'AUTO' : 'MAN'),
    set: (mode) => {
      model.ohms.automatic = mode === 'AUTO';
      if (model.autoOhms) model.channel.source = 'current';
    },
  });
  onSwitch(instrument, '[SENSe[1]:]RESistance:OCOMpensated', {
    get: () => model.ohms.compensated,
    set: (on) => {
      model.ohms.compensated = on;
    },
  });
  const limits = { min: 0, max: 2.1e8, default: 2.1e8, unit: 'OHM' };
  instrument.on('[SENSe[1]:]RESistance:RANGe[:UPPer]', ({ need }) => {
    if (!model.ohms.automatic) throw new ScpiRefusal(-221);
    model.chooseOhms(need(0).number(limits));
  });
  const range = (): number => model.ohms.range;
  onNumberQuery(
    instrument,
    '[SENSe[1]:]RESistance:RANGe[:UPPer]',
    () => ({ ...limits, min: ohms[0]?.range ?? 0 }),
    range,
    number6,
  );
  onSwitch(instrument, '[SENSe[1]:]RESistance:RANGe:AUTO', {
    get: () => model.ohms.autorange,
    set: (on) => {
      model.ohms.autorange = on;
    },
  });
}
