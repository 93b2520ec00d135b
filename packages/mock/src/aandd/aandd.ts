import type { Timer } from '@fourwire/core';
import type {
  BalanceMachine,
  BalanceSimulatorOptions,
  BalanceUnit,
  PanView,
} from '../measuring/balance-machine.ts';
import { LineBalanceSimulator } from '../measuring/line-balance.ts';
import type { LineClient, LineConversation } from '../measuring/line-instrument.ts';
import { unitSpelling } from '../measuring/unit-spelling.ts';

/** What a simulated A&D balance may be told. */
export interface AanddSimulatorOptions extends BalanceSimulatorOptions {
  /** Whether "AK, error code" is on: commands are acknowledged and refused aloud. It is not unless `true`. */
  readonly acknowledges?: boolean;
}

const acknowledge = '\u0006';
/** How long commands that need a stable weight wait, in s. */
const patience = 40;
/** Values that `SIR` sends come this far apart, in ms. */
const continuous = 100;
/** What the mode key goes through. */
const modes: readonly BalanceUnit[] = ['g', '[oz_av]', '[car_m]'];

/** An A&D balance on a serial line (sheet balances-ohaus-aandd-radwag-kern.md). */
export class AanddSimulator extends LineBalanceSimulator {
  constructor(options: AanddSimulatorOptions = {}) {
    const acknowledges = options.acknowledges === true;
    super(
      {
        name: 'aandd',
        terminator: 'either',
        // Without error codes it says nothing of its errors.
        ...(acknowledges ? { errorReply: 'EC,E02' } : {}),
        open: (machine, client) => conversation(machine, client, acknowledges),
      },
      options,
    );
  }
}

function conversation(machine: BalanceMachine, client: LineClient, acknowledges: boolean): LineConversation {
  let waiting: Timer | undefined;
  const print = (): void => client.reply(aanddLine(machine, machine.look()));
  const said = (text: string): void => {
    if (acknowledges) client.reply(text);
  };
  /** Acknowledged at once, and again when it is done. */
  const settled = (act: () => void): void => {
    said(acknowledge);
    waiting = machine.whenSettled(client.waits, patience, (how) => {
      if (how !== 'stable') return said('EC,E11');
      act();
      said(acknowledge);
    });
  };
  const commands: Readonly<Record<string, () => void>> = {
    Q: print,
    SI: print,
    S: () => {
      waiting = machine.whenSettled(client.waits, patience, (how) =>
        how === 'late' ? said('EC,E11') : print(),
      );
    },
    SIR: () => client.repeat.start(continuous, print),
    C: () => {
      client.repeat.stop();
      waiting?.cancel();
      said(acknowledge);
    },
    R: () => settled(() => machine.zero()),
    Z: () => settled(() => machine.zero()),
    T: () => settled(() => machine.tare()),
    CAL: () => {
      said(acknowledge);
      machine.adjust(client.waits, (well) => said(well ? acknowledge : 'EC,E20'));
    },
    U: () => {
      machine.unit = modes[(modes.indexOf(machine.unit) + 1) % modes.length] ?? 'g';
      said(acknowledge);
    },
    PRT: print,
    '?ID': () => client.reply('LAB-0123'),
    '?SN': () => client.reply(machine.serialNumber),
    '?TN': () => client.reply('FZ-200i'),
    '?PT': () => client.reply(`PT,${aanddNumber(machine, machine.inUnit(machine.model.tare))}`),
  };
  return {
    line: (text) => {
      const preset = /^PT:(\d+(?:\.\d+)?) *(\w+)$/.exec(text);
      // ESC P and ESC T are S and R.
      const command = commands[text.replace('\u001BP', 'S').replace('\u001BT', 'R')];
      if (preset !== null && preset[2] === unitSpelling[machine.unit]) {
        machine.model.tare = machine.inGrams(Number(preset[1]));
        said(acknowledge);
      } else if (preset !== null) said('EC,E06');
      else if (command === undefined) said('EC,E01');
      else if (machine.adjusting) said('EC,E02');
      else command();
    },
    pressed: print,
  };
}

/** Header of two characters, sign, eight digits with the point, unit in three columns. */
function aanddLine(machine: BalanceMachine, { state, value }: PanView): string {
  if (state === 'over' || state === 'under') return `OL,${state === 'over' ? '+' : '-'}9999999E+19`;
  return `${state === 'stable' ? 'ST' : 'US'},${aanddNumber(machine, value)}`;
}

function aanddNumber(machine: BalanceMachine, value: number): string {
  const text = machine.textOf(value);
  const digits = text.replace('-', '').padStart(8, '0');
  return `${text.startsWith('-') ? '-' : '+'}${digits}${unitSpelling[machine.unit].padStart(3)}`;
}
