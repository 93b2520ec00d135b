import { chooseRange } from '../electrical/ranges.ts';
import { otherThan } from '../electrical/smu-channel.ts';
import { HeaderPattern } from '../scpi/header-pattern.ts';
import type { NumberRange, Parameter } from '../scpi/parameter.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { B2900Channel, B2900Function } from './b2900-channel.ts';
import type { ChannelCommands } from './b2900-settings.ts';
import { quantityNodes, rangeLimits, requirePower } from './b2900-source-commands.ts';

const functions: readonly { name: B2900Function; node: HeaderPattern }[] = [
  { name: 'VOLT', node: new HeaderPattern('VOLTage[:DC]') },
  { name: 'CURR', node: new HeaderPattern('CURRent[:DC]') },
  { name: 'RES', node: new HeaderPattern('RESistance') },
];

/** Functions, ranges, integration and compliance (sheet smu-keysight-b2900.md, "Sense"). */
export function addSenseCommands(commands: ChannelCommands): void {
  addFunctions(commands);
  for (const node of ['VOLTage[:DC]', 'CURRent[:DC]', 'RESistance'])
    addIntegration(commands, `SENSe#:${node}`);
  for (const of of ['voltage', 'current'] as const) {
    const path = `SENSe#:${quantityNodes[of]}[:DC]`;
    const ranges = ({ smu }: B2900Channel): NumberRange => rangeLimits(smu.traits.ranges[of]);
    commands.on(`${path}:RANGe[:UPPer]`, ({ smu }, { need }) => {
      const measureRange = chooseRange(smu.traits.ranges[of], need(0), smu.measureRange(of), smu.traits);
      Object.assign(smu[of], { measureRange, measureAuto: false });
    });
    commands.onNumberQuery(`${path}:RANGe[:UPPer]`, ranges, ({ smu }) => smu.measureRange(of));
    commands.onSwitch(`${path}:RANGe:AUTO`, {
      get: ({ smu }) => smu[of].measureAuto,
      set: ({ smu }, on) => {
        Object.assign(smu[of], { measureRange: smu.measureRange(of), measureAuto: on });
      },
    });
    commands.onNumber(`${path}:RANGe:AUTO:LLIMit`, ranges, {
      get: ({ smu }) => smu[of].lowestAuto,
      set: ({ smu }, range) => {
        smu[of].lowestAuto = range;
      },
    });
    // How autorange goes about it changes nothing here.
    const modes = new Map<B2900Channel, string>();
    commands.onWord(`${path}:RANGe:AUTO:MODE`, ['NORMal', 'RESolution', 'SPEed'], {
      get: (channel) => modes.get(channel) ?? 'NORM',
      set: (channel, word) => void modes.set(channel, word),
    });
    const limits = ({ smu }: B2900Channel): NumberRange => {
      const highest = smu.highest(of);
      return { min: -highest, max: highest, default: of === 'voltage' ? 2 : 1e-4 };
    };
    commands.onNumber(`${path}:PROTection[:LEVel]`, limits, {
      get: ({ smu }) => smu[of].limit,
      set: (channel, limit) => {
        if (channel.smu.source !== of) requirePower(channel, otherThan[of], { limit });
        channel.smu[of].limit = limit;
        channel.look();
      },
    });
    commands.on(`${path}:PROTection:TRIPped?`, ({ smu }) =>
      smu.source !== of && smu.point().limited ? '1' : '0',
    );
  }
  commands.onSwitch('SENSe#:REMote', {
    get: ({ smu }) => smu.wires === 4,
    set: ({ smu }, on) => {
      smu.wires = on ? 4 : 2;
    },
  });
}

function named(parameters: readonly Parameter[]): B2900Function[] {
  if (parameters.length === 0) throw new ScpiRefusal(-109);
  return parameters.map((parameter) => {
    const mnemonics = parameter.string().split(':');
    const found = functions.find(({ node }) => node.match(mnemonics));
    if (found === undefined) throw new ScpiRefusal(-224);
    return found.name;
  });
}

function addFunctions(commands: ChannelCommands): void {
  const names = functions.map(({ name }) => name);
  const list = (channel: B2900Channel, on: boolean): string =>
    names
      .filter((name) => channel.functions.has(name) === on)
      .map((name) => `"${name}"`)
      .join(',');
  commands.on(
    'SENSe#:FUNCtion[:ON]',
    (channel, { parameters }) => {
      channel.functions = new Set([...channel.functions, ...named(parameters)]);
    },
    names.length,
  );
  commands.on('SENSe#:FUNCtion[:ON]?', (channel) => list(channel, true));
  commands.on(
    'SENSe#:FUNCtion[:ON]:ALL',
    (channel) => {
      channel.functions = new Set(names);
    },
    0,
  );
  commands.on(
    'SENSe#:FUNCtion:OFF',
    (channel, { parameters }) => {
      const gone = named(parameters);
      channel.functions = new Set([...channel.functions].filter((name) => !gone.includes(name)));
    },
    names.length,
  );
  commands.on('SENSe#:FUNCtion:OFF?', (channel) => list(channel, false));
  commands.on(
    'SENSe#:FUNCtion:OFF:ALL',
    (channel) => {
      channel.functions = new Set();
    },
    0,
  );
}

const [shortest, longest] = [8e-6, 2];

/** Integration time in power-line cycles or seconds: one setting of the channel. */
function addIntegration(commands: ChannelCommands, path: string): void {
  const cycles = ({ smu }: B2900Channel): NumberRange =>
    smu.lineFrequency === 50 ? { min: 4e-4, max: 100, default: 1 } : { min: 4.8e-4, max: 120, default: 1 };
  const choose = (channel: B2900Channel, nplc: number): void => {
    channel.smu.nplc = nplc;
    channel.autoAperture = false;
  };
  commands.onNumber(`${path}:NPLCycles`, cycles, { get: ({ smu }) => smu.nplc, set: choose });
  commands.onNumber(`${path}:APERture`, () => ({ min: shortest, max: longest }), {
    get: ({ smu }) => smu.nplc / smu.lineFrequency,
    set: (channel, seconds) => choose(channel, seconds * channel.smu.lineFrequency),
  });
  for (const node of ['NPLCycles', 'APERture']) {
    commands.onSwitch(`${path}:${node}:AUTO`, {
      get: ({ autoAperture }) => autoAperture,
      set: (channel, on) => {
        channel.autoAperture = on;
      },
    });
  }
}
