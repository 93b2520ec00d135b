import type { Protection, SupplyOutput } from '../physics/supply-output.ts';
import { levelOf } from '../power-supply/level-parameter.ts';
import type { NumberRange, Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { Dp800Supply } from './dp800-model.ts';
import { addressed, onChannel, onChannelQuery, onChannelSwitch, onOff } from './channel-commands.ts';

const volts = (value: number): string => value.toFixed(3);
const amperes = (value: number): string => value.toFixed(4);

/** A number of a channel that several headers set and query. */
interface Level {
  readonly range: (output: SupplyOutput) => NumberRange;
  readonly get: (output: SupplyOutput) => number;
  readonly set: (output: SupplyOutput, value: number) => void;
  readonly format: (value: number) => string;
}

/** Levels and protections under `SOURce<n>` and `OUTPut`, and `APPLy` (sheet psu-rigol-dp800.md, "Commands"). */
export function addSourceCommands(instrument: ScpiInstrument, supply: Dp800Supply): void {
  const voltage: Level = {
    range: (output) => ({ min: 0, max: supply.channel(output).rating.voltage, default: 0, unit: 'V' }),
    get: (output) => output.voltage,
    set: (output, value) => supply.setVoltage(output, value),
    format: volts,
  };
  const current: Level = {
    range(output) {
      const channel = supply.channel(output);
      return { min: 0, max: channel.rating.current, default: channel.current, unit: 'A' };
    },
    get: (output) => output.currentLimit,
    set(output, value) {
      output.currentLimit = value;
    },
    format: amperes,
  };
  const amplitude = '[:LEVel][:IMMediate][:AMPLitude]';
  onSource(instrument, supply, `VOLTage${amplitude}`, voltage);
  onSource(instrument, supply, `CURRent${amplitude}`, current);
  addApply(instrument, supply, voltage, current);
  const overVoltage: Level = {
    range: (output) => ({ min: 0.01, max: supply.channel(output).protection[0], unit: 'V' }),
    get: (output) => output.overVoltage.level ?? 0,
    set(output, level) {
      output.overVoltage.level = level;
    },
    format: volts,
  };
  const overCurrent: Level = {
    range: (output) => ({ min: 0.001, max: supply.channel(output).protection[1], unit: 'A' }),
    get: (output) => output.overCurrent.level ?? 0,
    set(output, level) {
      output.overCurrent.level = level;
    },
    format: amperes,
  };
  addProtection(instrument, supply, {
    node: 'OVP',
    source: 'VOLTage',
    kind: 'voltage',
    level: overVoltage,
    of: (output) => output.overVoltage,
  });
  addProtection(instrument, supply, {
    node: 'OCP',
    source: 'CURRent',
    kind: 'current',
    level: overCurrent,
    of: (output) => output.overCurrent,
  });
}

/** Under `[:SOURce<n>]`: without a number the selected channel is meant. */
function onSource(instrument: ScpiInstrument, supply: Dp800Supply, header: string, level: Level): void {
  const { range, get, set, format } = level;
  const write = (output: SupplyOutput, given: Parameter): void => set(output, levelOf(given, range(output)));
  const query = (output: SupplyOutput, [which]: readonly Parameter[]): string =>
    format(which === undefined ? get(output) : levelOf(which, range(output)));
  instrument.on(`SOURce#:${header}`, ({ numbers: [n], need }) => write(supply.output(n), need(0)));
  instrument.on(
    `SOURce#:${header}?`,
    ({ numbers: [n], parameters }) => query(supply.output(n), parameters),
    1,
  );
  instrument.on(`[SOURce:]${header}`, ({ need }) => write(supply.output(), need(0)));
  instrument.on(`[SOURce:]${header}?`, ({ parameters }) => query(supply.output(), parameters), 1);
}

/** As {@link onSource} for a switch. */
function onSourceSwitch(
  instrument: ScpiInstrument,
  supply: Dp800Supply,
  header: string,
  of: (output: SupplyOutput) => Protection,
): void {
  const write = (output: SupplyOutput, given: Parameter): void => {
    of(output).enabled = given.boolean();
  };
  const query = (output: SupplyOutput): string => onOff(of(output).enabled);
  instrument.on(`SOURce#:${header}`, ({ numbers: [n], need }) => write(supply.output(n), need(0)));
  instrument.on(`SOURce#:${header}?`, ({ numbers: [n] }) => query(supply.output(n)));
  instrument.on(`[SOURce:]${header}`, ({ need }) => write(supply.output(), need(0)));
  instrument.on(`[SOURce:]${header}?`, () => query(supply.output()));
}

function addApply(instrument: ScpiInstrument, supply: Dp800Supply, voltage: Level, current: Level): void {
  instrument.on(
    'APPLy',
    ({ parameters }) => {
      const { output, rest } = addressed(supply, parameters);
      if (rest.length > 2) throw new ScpiRefusal(-108);
      const [level, limit] = [
        rest[0] && levelOf(rest[0], voltage.range(output)),
        rest[1] && levelOf(rest[1], current.range(output)),
      ];
      if (rest.length === 0) supply.bank.selected = supply.bank.outputs.indexOf(output) + 1;
      if (level !== undefined) voltage.set(output, level);
      if (limit !== undefined) current.set(output, limit);
    },
    3,
  );
  onChannelQuery(instrument, supply, 'APPLy', (output, [which]) => {
    const word = which?.word(['VOLTage', 'CURRent']);
    if (word === 'VOLT') return volts(output.voltage);
    if (word === 'CURR') return amperes(output.currentLimit);
    return `${supply.channel(output).label},${volts(output.voltage)},${amperes(output.currentLimit)}`;
  });
}

function addProtection(
  instrument: ScpiInstrument,
  supply: Dp800Supply,
  protection: {
    readonly node: 'OVP' | 'OCP';
    readonly source: string;
    readonly kind: 'voltage' | 'current';
    readonly level: Level;
    readonly of: (output: SupplyOutput) => Protection;
  },
): void {
  const { node, source, kind, level, of } = protection;
  const header = `OUTPut:${node}`;
  onChannelSwitch(instrument, supply, `${header}[:STATe]`, {
    get: (output) => of(output).enabled,
    set(output, on) {
      of(output).enabled = on;
    },
  });
  onSourceSwitch(instrument, supply, `${source}:PROTection:STATe`, of);
  onChannel(instrument, supply, `${header}:VALue`, (output, need) =>
    level.set(output, levelOf(need(), level.range(output))),
  );
  onChannelQuery(instrument, supply, `${header}:VALue`, (output, [which]) =>
    level.format(which === undefined ? level.get(output) : levelOf(which, level.range(output))),
  );
  onSource(instrument, supply, `${source}:PROTection[:LEVel]`, level);
  for (const query of ['QUES', 'ALAR']) {
    onChannelQuery(instrument, supply, `${header}:${query}`, ({ trips }) => (trips.has(kind) ? 'YES' : 'NO'));
  }
  onChannel(instrument, supply, `${header}:CLEar`, (output) => output.clearTrip(kind));
}
