import { chooseRange } from '../electrical/ranges.ts';
import { otherThan } from '../electrical/smu-channel.ts';
import type { Sourced } from '../electrical/source-port.ts';
import type { NumberRange } from '../scpi/parameter.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { B2900Channel } from './b2900-channel.ts';
import { number6 } from './b2900-settings.ts';
import type { ChannelCommands } from './b2900-settings.ts';

export const quantityNodes: Readonly<Record<Sourced, string>> = { voltage: 'VOLTage', current: 'CURRent' };

/** Output and source (sheet smu-keysight-b2900.md, "Source"). */
export function addSourceCommands(commands: ChannelCommands): void {
  commands.onSwitch('OUTPut#[:STATe]', {
    get: ({ smu }) => smu.output,
    set: (channel, on) => channel.switchOutput(on),
  });
  commands.onSwitch('OUTPut#:PROTection[:STATe]', {
    get: ({ protection }) => protection,
    set: (channel, on) => {
      channel.protection = on;
      channel.look();
    },
  });
  commands.onWord('OUTPut#:LOW', ['FLOating', 'GROund'], {
    get: ({ low }) => low,
    set: (channel, word) => {
      if (channel.smu.output) throw new ScpiRefusal(-221);
      channel.low = word;
    },
  });
  commands.onWord('OUTPut#:OFF:MODE', ['ZERO', 'HIZ', 'NORMal'], {
    get: ({ offMode }) => offMode,
    set: (channel, word) => {
      channel.offMode = word;
    },
  });
  commands.onSwitch('OUTPut#:ON:AUTO', {
    get: ({ autoOn }) => autoOn,
    set: (channel, on) => {
      channel.autoOn = on;
    },
  });
  commands.onSwitch('OUTPut#:OFF:AUTO', {
    get: ({ autoOff }) => autoOff,
    set: (channel, on) => {
      channel.autoOff = on;
    },
  });
  commands.onWord('[SOURce#]:FUNCtion:MODE', ['CURRent', 'VOLTage'], {
    get: ({ smu }) => (smu.source === 'voltage' ? 'VOLT' : 'CURR'),
    set: (channel, word) => {
      const source = word === 'CURR' ? 'current' : 'voltage';
      requirePower(channel, source, { level: channel.smu[source].level });
      channel.smu.source = source;
      channel.look();
    },
  });
  // Pulses are not simulated.
  commands.onWord('[SOURce#]:FUNCtion[:SHAPe]', ['DC'], { get: () => 'DC', set: () => {} });
  commands.onSwitch('[SOURce#]:FUNCtion:TRIGgered:CONTinuous', {
    get: ({ continuous }) => continuous,
    set: (channel, on) => {
      channel.continuous = on;
    },
  });
  for (const of of ['voltage', 'current'] as const) addQuantity(commands, of);
  addSweep(commands);
  // Both wait for what this simulator settles at once.
  for (const header of ['[SOURce#]:WAIT[:STATe]', 'SENSe#:WAIT[:STATe]']) {
    const waits = new Map<B2900Channel, boolean>();
    commands.onSwitch(header, {
      get: (channel) => waits.get(channel) ?? true,
      set: (channel, on) => void waits.set(channel, on),
    });
  }
}

/** Refuses with -221 what the channel cannot do together. Unconfirmed: the code. */
export function requirePower(
  { smu }: B2900Channel,
  source: Sourced,
  wanted: { readonly level?: number; readonly limit?: number },
): void {
  const level = wanted.level ?? smu[source].level;
  const limit = wanted.limit ?? smu[otherThan[source]].limit;
  if (!smu.isPossible(source, level, limit)) throw new ScpiRefusal(-221);
}

function addQuantity(commands: ChannelCommands, of: Sourced): void {
  const path = `[SOURce#]:${quantityNodes[of]}`;
  const unit = of === 'voltage' ? 'V' : 'A';
  const levels = ({ smu }: B2900Channel): NumberRange => {
    const highest = smu.highest(of);
    return { min: -highest, max: highest, default: 0, unit };
  };
  const requireRange = ({ smu }: B2900Channel, level: number): void => {
    const { sourceAuto, sourceRange } = smu[of];
    if (!sourceAuto && Math.abs(level) > sourceRange * smu.traits.over) throw new ScpiRefusal(-222);
  };
  commands.onNumber(`${path}[:LEVel][:IMMediate][:AMPLitude]`, levels, {
    get: ({ smu }) => smu[of].level,
    set: (channel, level) => {
      requireRange(channel, level);
      if (of === channel.smu.source) requirePower(channel, of, { level });
      channel.setLevel(of, level);
    },
  });
  commands.onNumber(`${path}[:LEVel]:TRIGgered[:AMPLitude]`, levels, {
    get: ({ smu, sweeps }) => sweeps[of].triggered ?? smu[of].level,
    set: (channel, level) => {
      requireRange(channel, level);
      channel.sweeps[of].triggered = level;
    },
  });
  commands.onWord(`${path}:MODE`, ['FIXed', 'SWEep', 'LIST'], {
    get: ({ sweeps }) => sweeps[of].mode,
    set: ({ sweeps }, word) => {
      sweeps[of].mode = word === 'SWE' || word === 'LIST' ? word : 'FIX';
    },
  });
  commands.on(`${path}:RANGe`, ({ smu }, { need }) => {
    const range = chooseRange(smu.traits.ranges[of], need(0), smu.sourceRange(of), smu.traits);
    if (Math.abs(smu[of].level) > range * smu.traits.over) throw new ScpiRefusal(-221);
    Object.assign(smu[of], { sourceRange: range, sourceAuto: false });
  });
  const ranges = ({ smu }: B2900Channel): NumberRange => rangeLimits(smu.traits.ranges[of]);
  commands.onNumberQuery(`${path}:RANGe`, ranges, ({ smu }) => smu.sourceRange(of));
  commands.onSwitch(`${path}:RANGe:AUTO`, {
    get: ({ smu }) => smu[of].sourceAuto,
    set: ({ smu }, on) => {
      Object.assign(smu[of], { sourceRange: smu.sourceRange(of), sourceAuto: on });
    },
  });
  for (const [node, end] of [
    ['STARt', 'start'],
    ['STOP', 'stop'],
  ] as const) {
    commands.onNumber(`${path}:${node}`, levels, {
      get: ({ sweeps }) => sweeps[of][end],
      set: ({ sweeps }, value) => {
        sweeps[of][end] = value;
      },
    });
  }
  const points = {
    get: ({ shape }: B2900Channel) => shape.points,
    set: ({ shape }: B2900Channel, count: number) => {
      shape.points = Math.round(count);
    },
  };
  commands.onNumber(`${path}:POINts`, () => counts, points, whole);
  commands.onNumber(`${path}:STEP`, () => ({}), {
    get: ({ sweeps, shape }) => (sweeps[of].stop - sweeps[of].start) / Math.max(1, shape.points - 1),
    set: ({ sweeps, shape }, value) => {
      const span = sweeps[of].stop - sweeps[of].start;
      if (value === 0 || span * value < 0) throw new ScpiRefusal(-221);
      shape.points = 1 + Math.floor(span / value + 1e-9);
    },
  });
  commands.on(
    `[SOURce#]:LIST:${quantityNodes[of]}`,
    (channel, { parameters, need }) => {
      need(0);
      channel.sweeps[of].list = parameters.map((parameter) => parameter.number(levels(channel)));
    },
    counts.max,
  );
  commands.on(`[SOURce#]:LIST:${quantityNodes[of]}?`, ({ sweeps }) => sweeps[of].list.map(number6).join(','));
  commands.on(`[SOURce#]:LIST:${quantityNodes[of]}:POINts?`, ({ sweeps }) => whole(sweeps[of].list.length));
}

const counts = { min: 1, max: 2500, default: 1 };

function whole(value: number): string {
  return `+${value}`;
}

/** The lowest and the highest full scale. */
export function rangeLimits(ranges: readonly number[]): NumberRange {
  return { min: ranges[0] ?? 0, max: ranges.at(-1) ?? 0 };
}

function addSweep(commands: ChannelCommands): void {
  const points = {
    get: ({ shape }: B2900Channel) => shape.points,
    set: ({ shape }: B2900Channel, count: number) => {
      shape.points = Math.round(count);
    },
  };
  commands.onNumber('[SOURce#]:SWEep:POINts', () => counts, points, whole);
  commands.onWord('[SOURce#]:SWEep:SPACing', ['LINear', 'LOGarithmic'], {
    get: ({ shape }) => shape.spacing,
    set: ({ shape }, word) => {
      shape.spacing = word === 'LOG' ? 'LOG' : 'LIN';
    },
  });
  commands.onWord('[SOURce#]:SWEep:STAir', ['SINGle', 'DOUBle'], {
    get: ({ shape }) => shape.stair,
    set: ({ shape }, word) => {
      shape.stair = word;
    },
  });
  commands.onWord('[SOURce#]:SWEep:DIRection', ['UP', 'DOWN'], {
    get: ({ shape }) => shape.direction,
    set: ({ shape }, word) => {
      shape.direction = word;
    },
  });
  const ranging = new Map<B2900Channel, string>();
  commands.onWord('[SOURce#]:SWEep:RANGing', ['BEST', 'FIXed', 'AUTO'], {
    get: (channel) => ranging.get(channel) ?? 'BEST',
    set: (channel, word) => void ranging.set(channel, word),
  });
}
