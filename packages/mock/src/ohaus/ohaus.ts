import type {
  BalanceMachine,
  BalanceSimulatorOptions,
  BalanceUnit,
  PanView,
} from '../measuring/balance-machine.ts';
import { LineBalanceSimulator } from '../measuring/line-balance.ts';
import type { LineClient, LineConversation } from '../measuring/line-instrument.ts';
import { unitSpelling } from '../measuring/unit-spelling.ts';

/** How long `SP` waits before it answers `ES`, in s. */
const patience = 40;
/** Values that `CP` prints come this far apart, in ms. */
const continuous = 200;

/** Units of `xU`, by number. Unconfirmed: the numbers. */
const units: Readonly<Record<string, BalanceUnit>> = {
  1: 'g',
  2: 'mg',
  3: 'kg',
  4: '[car_m]',
  5: '[oz_av]',
  6: '[lb_av]',
};

/** An Ohaus balance on a serial line (sheet balances-ohaus-aandd-radwag-kern.md). */
export class OhausSimulator extends LineBalanceSimulator {
  constructor(options: BalanceSimulatorOptions = {}) {
    super({ name: 'ohaus', terminator: 'either', errorReply: 'ES', open: conversation }, options);
  }
}

function conversation(machine: BalanceMachine, client: LineClient): LineConversation {
  let acknowledges = false;
  let stableOnly = false;
  const print = (view: PanView): void => client.reply(ohausLine(machine, view));
  const printStable = (): void => {
    machine.whenSettled(client.waits, patience, (how) => {
      if (how === 'late') client.reply('ES');
      else print(machine.look());
    });
  };
  /** Carries out what stands; false for what nobody knows. */
  const carryOut = (text: string): boolean => {
    switch (text) {
      case 'IP':
        print(machine.look());
        return true;
      case 'P':
        if (stableOnly) printStable();
        else print(machine.look());
        return true;
      case 'SP':
        printStable();
        return true;
      case 'CP':
        client.repeat.start(continuous, () => print(machine.look()));
        return true;
      case '0P':
        client.repeat.stop();
        return true;
      case 'SLP':
      case 'SLZP':
        autoPrint(machine, client, text === 'SLZP');
        return true;
      case 'Z':
        machine.whenSettled(client.waits, patience, () => machine.zero());
        return true;
      case 'T':
        machine.whenSettled(client.waits, patience, () => machine.tare());
        return true;
      case 'PT':
        client.reply(
          `${machine.textOf(machine.inUnit(machine.model.tare)).padStart(11)} ${unitSpelling[machine.unit]}`,
        );
        return true;
      case 'PSN':
        client.reply(machine.serialNumber);
        return true;
      case 'PV':
        client.reply('2.10');
        return true;
      case 'PU':
        client.reply(unitSpelling[machine.unit]);
        return true;
      case 'PM':
        client.reply('Weigh');
        return true;
      case 'IC':
        if (!machine.adjusting) machine.adjust(client.waits);
        return true;
      default:
        return setting(text);
    }
  };
  const setting = (text: string): boolean => {
    const [, number = '', letters] = /^(\d+(?:\.\d+)?) ?(RL|P|T|U|S)$/.exec(text) ?? [];
    const value = Number(number);
    switch (letters) {
      case 'RL':
        acknowledges = value === 1;
        return value <= 1;
      case 'S':
        stableOnly = value === 1;
        return value <= 1;
      case 'P':
        client.repeat.start(value * 1000, () => print(machine.look()));
        return value <= 3600;
      case 'T':
        machine.model.tare = machine.inGrams(value);
        return true;
      case 'U': {
        const unit = units[number];
        machine.unit = unit ?? machine.unit;
        return unit !== undefined;
      }
      default:
        return false;
    }
  };
  return {
    line: (text) => {
      const known = carryOut(text.trim());
      if (!known) client.reply('ES');
      else if (acknowledges) client.reply('OK!');
    },
    pressed: () => print(machine.look()),
  };
}

/** Prints every new stable weight by itself; that of an empty pan only `andZero`. */
function autoPrint(machine: BalanceMachine, client: LineClient, andZero: boolean): void {
  let last: string | undefined;
  client.repeat.start(continuous, () => {
    const view = machine.look();
    if (view.state !== 'stable' || view.text === last) return;
    last = view.text;
    if (andZero || Number(view.text) !== 0) client.reply(ohausLine(machine, view));
  });
}

/** The number in 11 columns, the unit, and a question mark while it is not stable. Unconfirmed: the texts of errors. */
function ohausLine(machine: BalanceMachine, { state, text }: PanView): string {
  if (state === 'over' || state === 'under') return `Err 8.${state === 'over' ? 3 : 4}`;
  return `${text.padStart(11)} ${unitSpelling[machine.unit]}${state === 'stable' ? '' : ' ?'}`;
}
