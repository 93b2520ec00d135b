import type {
  BalanceMachine,
  BalanceSimulatorOptions,
  BalanceUnit,
  PanView,
} from '../measuring/balance-machine.ts';
import { LineBalanceSimulator } from '../measuring/line-balance.ts';
import type { LineClient, LineConversation } from '../measuring/line-instrument.ts';
import { unitSpelling } from '../measuring/unit-spelling.ts';

/** How long commands that need a stable weight wait, in s. */
const patience = 40;
/** Values of the continuous transmission come this far apart, in ms. */
const continuous = 100;

/** A RADWAG or VWR balance on a serial line (sheet balances-ohaus-aandd-radwag-kern.md). */
export class RadwagSimulator extends LineBalanceSimulator {
  constructor(options: BalanceSimulatorOptions = {}) {
    super({ name: 'radwag', errorReply: 'ES', open: conversation }, options);
  }
}

function conversation(machine: BalanceMachine, client: LineClient): LineConversation {
  const frame = (name: string): void => client.reply(radwagFrame(name, machine, machine.look()));
  /** Accepted at once, done when the weight is stable. */
  const settled = (name: string, act: () => void): void => {
    if (machine.adjusting) return client.reply(`${name} I`);
    client.reply(`${name} A`);
    machine.whenSettled(client.waits, patience, (how) => {
      if (how === 'stable') act();
      else client.reply(`${name} ${how === 'late' ? 'E' : mark(how)}`);
    });
  };
  const verdict = (name: string, how: 'done' | 'over' | 'under'): void =>
    client.reply(`${name} ${how === 'done' ? 'D' : mark(how)}`);
  const immediate = (name: string): void => {
    if (machine.adjusting) client.reply(`${name} I`);
    else frame(name);
  };
  const repeated = (name: string, on: boolean): void => {
    client.reply(`${name}${on ? 1 : 0} A`);
    if (on) client.repeat.start(continuous, () => frame(name === 'C' ? 'SI' : 'SUI'));
    else client.repeat.stop();
  };
  const text = (name: string, value: string): void => client.reply(`${name} A "${value}"`);
  const commands: Readonly<Record<string, () => void>> = {
    Z: () => settled('Z', () => verdict('Z', machine.zero())),
    T: () => settled('T', () => verdict('T', machine.tare())),
    S: () => settled('S', () => frame('S')),
    SU: () => settled('SU', () => frame('SU')),
    SI: () => immediate('SI'),
    SUI: () => immediate('SUI'),
    C1: () => repeated('C', true),
    C0: () => repeated('C', false),
    CU1: () => repeated('CU', true),
    CU0: () => repeated('CU', false),
    K1: () => client.reply('K1 OK'),
    K0: () => client.reply('K0 OK'),
    OT: () => client.reply(`OT ${tareText(machine)}`),
    UI: () => client.reply('UI "g,ct" OK'),
    UG: () => client.reply(`UG ${unitSpelling[machine.unit]} OK`),
    // Unconfirmed: the forms of the answers with text.
    NB: () => text('NB', machine.serialNumber),
    BN: () => text('BN', 'PS R2'),
    FS: () => text('FS', `${machine.model.parameters.capacity} g`),
    RV: () => text('RV', '1.1.1'),
    PC: () =>
      text('PC', ['Z', 'T', 'S', 'SI', 'SU', 'SUI', 'C1', 'C0', 'NB', 'BN', 'FS', 'RV', 'PC'].join(',')),
  };
  return {
    line: (line) => {
      const [name = '', value] = line.trim().split(' ');
      const own = value === undefined ? commands[name] : set(machine, client, name, value);
      if (own === undefined) client.reply('ES');
      else own();
    },
    pressed: () => frame('S'),
  };
}

/** `UT` gives the tare, `US` the unit. */
function set(
  machine: BalanceMachine,
  client: LineClient,
  name: string,
  value: string,
): (() => void) | undefined {
  if (name === 'UT' && Number(value) >= 0) {
    return () => {
      machine.model.tare = machine.inGrams(Number(value));
      client.reply('UT OK');
    };
  }
  const unit: BalanceUnit | undefined = value === 'g' ? 'g' : value === 'ct' ? '[car_m]' : undefined;
  if (name !== 'US' || unit === undefined) return undefined;
  return () => {
    machine.unit = unit;
    client.reply(`US ${value} OK`);
  };
}

function tareText(machine: BalanceMachine): string {
  const text = machine.textOf(machine.inUnit(machine.model.tare));
  return `${text.padStart(9)} ${unitSpelling[machine.unit].padEnd(3)}`;
}

/** Command, stability, sign, number and unit in their columns. */
function radwagFrame(name: string, machine: BalanceMachine, { state, text }: PanView): string {
  const stability = { stable: ' ', unstable: '?', over: '^', under: 'v' }[state];
  const sign = text.startsWith('-') ? '-' : ' ';
  const number = text.replace('-', '').padStart(9);
  return `${name.padEnd(3)} ${stability} ${sign}${number} ${unitSpelling[machine.unit].padEnd(3)}`;
}

function mark(range: 'over' | 'under'): string {
  return range === 'over' ? '^' : 'v';
}
