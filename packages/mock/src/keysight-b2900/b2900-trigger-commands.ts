import { ScpiRefusal } from '../scpi/status-model.ts';
import type { B2900Channel, TriggerAction, TriggerLayer } from './b2900-channel.ts';
import { startRun } from './b2900-run.ts';
import type { ChannelCommands } from './b2900-settings.ts';

/** The nodes of the actions; `ALL` may be left out. */
const actionNodes: readonly (readonly [node: string, actions: readonly TriggerAction[]])[] = [
  ['TRANsient', ['transient']],
  ['ACQuire', ['acquire']],
  ['ALL', ['transient', 'acquire']],
];

const outsideSources = [
  'BUS',
  'TIMer',
  'INT1',
  'INT2',
  'LAN',
  ...Array.from({ length: 14 }, (_, index) => `EXT${index + 1}`),
  'TIN',
];

/** Arm and trigger layers of both actions (sheet smu-keysight-b2900.md, "Trigger model"). */
export function addTriggerCommands(commands: ChannelCommands): void {
  for (const layer of ['arm', 'trigger'] as const) {
    for (const [node, actions] of actionNodes) {
      const path = `${layer === 'arm' ? 'ARM' : 'TRIGger'}#${node === 'ALL' ? '[:ALL]' : `:${node}`}`;
      const first = (channel: B2900Channel): TriggerLayer => channel[layer][actions[0] ?? 'acquire'];
      const change = (channel: B2900Channel, settings: Partial<TriggerLayer>): void => {
        for (const action of actions) Object.assign(channel[layer][action], settings);
      };
      addLayer(commands, path, first, change);
    }
  }
  const { instrument, channels } = commands;
  for (const [node, actions] of actionNodes) {
    const rest = node === 'ALL' ? '[:ALL]' : `:${node}`;
    instrument.on(`INITiate[:IMMediate]${rest}`, ({ parameters: [list] }) => {
      const chosen = commands.listed(list);
      for (const { run } of chosen) if (run.state !== 'idle') throw new ScpiRefusal(-213);
      for (const channel of chosen) startRun(channel, actions);
    });
    instrument.on(`ABORt${rest}`, ({ parameters: [list] }) => {
      for (const { run } of list === undefined ? channels : commands.listed(list)) run.abort();
    });
    commands.on(`IDLE#${rest}?`, async ({ run }) => {
      await run.idle();
      return '1';
    });
    commands.on(`TRIGger#${rest}:IMMediate`, ({ run }) => void run.fire('BUS'), 0);
  }
  commands.on('TRIGger#:LXI:LAN:DISable:ALL', () => {}, 0);
  instrument.trigger = () => {
    // Every channel hears the bus.
    const heard = channels.map(({ run }) => run.fire('BUS'));
    if (!heard.includes(true)) throw new ScpiRefusal(-211);
  };
  instrument.idle = async () => {
    for (const { run } of channels) await run.idle();
  };
}

function addLayer(
  commands: ChannelCommands,
  path: string,
  first: (channel: B2900Channel) => TriggerLayer,
  change: (channel: B2900Channel, settings: Partial<TriggerLayer>) => void,
): void {
  const counts = { min: 1, max: 100_000, default: 1 };
  // The number that stands for infinity in answers is taken, too.
  const endless = 2_147_483_647;
  commands.on(`${path}:COUNt`, (channel, { need }) => {
    const given = need(0);
    const infinite = given.is('INFinity') || given.text === String(endless);
    change(channel, { count: infinite ? Infinity : given.integer(counts) });
  });
  const countText = (count: number): string => String(count === Infinity ? endless : count);
  commands.onNumberQuery(
    `${path}:COUNt`,
    () => counts,
    (channel) => first(channel).count,
    countText,
  );
  commands.onNumber(`${path}:DELay`, () => ({ min: 0, max: 100_000, default: 0, unit: 'S' }), {
    get: (channel) => first(channel).delay,
    set: (channel, delay) => change(channel, { delay }),
  });
  commands.onNumber(`${path}:TIMer`, () => ({ min: 1e-5, max: 1e5, default: 1e-5, unit: 'S' }), {
    get: (channel) => first(channel).timer,
    set: (channel, timer) => change(channel, { timer }),
  });
  commands.onWord(`${path}:SOURce`, ['AINT', ...outsideSources], {
    get: (channel) => first(channel).source,
    set: (channel, source) => change(channel, { source }),
  });
  commands.onWord(`${path}:BYPass`, ['OFF', 'ONCE'], {
    get: (channel) => first(channel).bypass,
    set: (channel, bypass) => change(channel, { bypass }),
  });
  // Trigger outputs reach no other instrument.
  const outputs = new Map<B2900Channel, boolean>();
  commands.onSwitch(`${path}:TOUTput[:STATe]`, {
    get: (channel) => outputs.get(channel) ?? false,
    set: (channel, on) => void outputs.set(channel, on),
  });
}
