import type { SupplyOutput } from '../physics/supply-output.ts';
import { levelOf, stepped } from '../power-supply/level-parameter.ts';
import { channelList, isChannelList } from '../scpi/channel-list.ts';
import { nr3 } from '../scpi/number-format.ts';
import type { NumberRange, Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import type { E36300Supply } from './e36300-model.ts';

/** The outputs of a command, and its parameters without the list of them. */
interface Addressed {
  readonly outputs: readonly SupplyOutput[];
  readonly rest: readonly Parameter[];
}

/** Reads the channel list that may stand last; without one the selected output is meant. */
export function addressed(supply: E36300Supply, parameters: readonly Parameter[]): Addressed {
  const { bank, traits } = supply;
  const last = parameters.at(-1);
  if (!traits.lists || last === undefined || !isChannelList(last))
    return { outputs: [bank.output()], rest: parameters };
  const channels = channelList(last, bank.outputs.length);
  return { outputs: channels.map((channel) => bank.output(channel)), rest: parameters.slice(0, -1) };
}

/** Adds a query of outputs: the answers stand in the order of the list. */
export function onOutputQuery(
  instrument: ScpiInstrument,
  supply: E36300Supply,
  header: string,
  answer: (output: SupplyOutput, which: Parameter | undefined) => string,
): void {
  instrument.on(
    `${header}?`,
    ({ parameters }) => {
      const { outputs, rest } = addressed(supply, parameters);
      return outputs.map((output) => answer(output, rest[0])).join(',');
    },
    supply.traits.lists ? 2 : 1,
  );
}

/** Adds a command to outputs: everything is checked before anything is changed. */
export function onOutputs<T>(
  instrument: ScpiInstrument,
  supply: E36300Supply,
  header: string,
  check: (output: SupplyOutput, need: () => Parameter) => T,
  set: (output: SupplyOutput, value: T) => void,
): void {
  instrument.on(
    header,
    ({ parameters, need }) => {
      const { outputs, rest } = addressed(supply, parameters);
      const checked = outputs.map((output) => ({ output, value: check(output, () => rest[0] ?? need(2)) }));
      for (const { output, value } of checked) set(output, value);
    },
    supply.traits.lists ? 2 : 1,
  );
}

/** A number of each output, with its query. */
export function onOutputNumber(
  instrument: ScpiInstrument,
  supply: E36300Supply,
  header: string,
  setting: {
    readonly range: (output: SupplyOutput) => NumberRange;
    readonly get: (output: SupplyOutput) => number;
    readonly set: (output: SupplyOutput, value: number) => void;
    /** The step of `UP` and `DOWN`, where there are these. */
    readonly step?: (output: SupplyOutput) => number;
  },
): void {
  const { range, get, set, step } = setting;
  const parse = (output: SupplyOutput, need: () => Parameter): number => {
    const given = need();
    const by = step?.(output);
    if (by !== undefined && given.is('UP')) return stepped(get(output) + by, range(output));
    if (by !== undefined && given.is('DOWN')) return stepped(get(output) - by, range(output));
    return levelOf(given, range(output));
  };
  onOutputs(instrument, supply, header, parse, set);
  onOutputQuery(instrument, supply, header, (output, which) => {
    which?.word(['MINimum', 'MAXimum', 'DEFault']);
    return nr3(which === undefined ? get(output) : levelOf(which, range(output)));
  });
}

/** A switch of each output, with its query. */
export function onOutputSwitch(
  instrument: ScpiInstrument,
  supply: E36300Supply,
  header: string,
  setting: {
    readonly get: (output: SupplyOutput) => boolean;
    readonly set: (output: SupplyOutput, on: boolean) => void;
  },
): void {
  onOutputs(instrument, supply, header, (_output, need) => need().boolean(), setting.set);
  onOutputQuery(instrument, supply, header, (output) => (setting.get(output) ? '1' : '0'));
}
