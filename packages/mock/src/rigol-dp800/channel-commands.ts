import type { SupplyOutput } from '../physics/supply-output.ts';
import type { Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { Dp800Supply } from './dp800-model.ts';

/** The channel that a command begins with, the selected one where none is named, and what follows. */
export function addressed(
  supply: Dp800Supply,
  parameters: readonly Parameter[],
): { readonly output: SupplyOutput; readonly rest: readonly Parameter[] } {
  const [first, ...rest] = parameters;
  const channel = /^CH(\d)$/i.exec(first?.text ?? '')?.[1];
  if (channel === undefined) return { output: supply.output(), rest: parameters };
  return { output: supply.output(Number(channel)), rest };
}

/** A query of a channel: `:OUTP? CH1`. */
export function onChannelQuery(
  instrument: ScpiInstrument,
  supply: Dp800Supply,
  header: string,
  answer: (output: SupplyOutput, rest: readonly Parameter[]) => string,
): void {
  instrument.on(
    `${header}?`,
    ({ parameters }) => {
      const { output, rest } = addressed(supply, parameters);
      return answer(output, rest);
    },
    2,
  );
}

/** A command to a channel with one parameter behind it: `:OUTP CH1,ON`. */
export function onChannel(
  instrument: ScpiInstrument,
  supply: Dp800Supply,
  header: string,
  run: (output: SupplyOutput, need: () => Parameter) => void,
): void {
  instrument.on(
    header,
    ({ parameters }) => {
      const { output, rest } = addressed(supply, parameters);
      run(output, () => {
        const [parameter] = rest;
        if (parameter === undefined) throw new ScpiRefusal(-109);
        return parameter;
      });
    },
    2,
  );
}

/** A switch of a channel, answered as `ON` or `OFF`. */
export function onChannelSwitch(
  instrument: ScpiInstrument,
  supply: Dp800Supply,
  header: string,
  setting: {
    readonly get: (output: SupplyOutput) => boolean;
    readonly set: (output: SupplyOutput, on: boolean) => void;
  },
): void {
  onChannel(instrument, supply, header, (output, need) => setting.set(output, need().boolean()));
  onChannelQuery(instrument, supply, header, (output) => onOff(setting.get(output)));
}

/** As these supplies answer switches. */
export function onOff(on: boolean): string {
  return on ? 'ON' : 'OFF';
}
