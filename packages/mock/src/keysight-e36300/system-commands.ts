import type { Clock } from '@fourwire/core';
import type { SupplyOutput } from '../physics/supply-output.ts';
import { nr1, nr3 } from '../scpi/number-format.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onSwitch, onWord } from '../scpi/settings.ts';
import type { E36300Supply, OutputPair } from './e36300-model.ts';
import { addressed, onOutputNumber, onOutputSwitch } from './output-commands.ts';

/** Selection, output switches, measurements and triggers (sheet psu-keysight-e36300.md, "Commands"). */
export function addOutputCommands(instrument: ScpiInstrument, supply: E36300Supply, clock: Clock): void {
  const { bank, traits } = supply;
  onWord(instrument, 'INSTrument[:SELect]', traits.names, {
    get: () => traits.names[bank.selected - 1] ?? '',
    set(name) {
      bank.selected = traits.names.indexOf(name) + 1;
    },
  });
  const channels = { min: 1, max: bank.outputs.length, default: 1 };
  const selection = {
    get: () => bank.selected,
    set(channel: number) {
      bank.selected = Math.round(channel);
    },
  };
  // Unconfirmed: the sign in the answer.
  onNumber(instrument, 'INSTrument:NSELect', () => channels, selection, nr1);
  addSwitches(instrument, supply);
  for (const quantity of ['voltage', 'current'] as const) {
    const header = quantity === 'voltage' ? 'VOLTage' : 'CURRent';
    instrument.on(
      `MEASure[:SCALar]:${header}[:DC]?`,
      async ({ parameters }) => {
        const { outputs } = addressed(supply, parameters);
        await clock.sleep(measuringTime);
        return outputs.map((output) => nr3(bank.measure(output)[quantity])).join(',');
      },
      1,
    );
  }
  addTriggers(instrument, supply);
}

/** Milliseconds (sheet, "Timing and completion"). */
const measuringTime = 100;

function addSwitches(instrument: ScpiInstrument, supply: E36300Supply): void {
  const { bank, traits } = supply;
  const all = (output: SupplyOutput): readonly SupplyOutput[] => (traits.lists ? [output] : bank.outputs);
  onOutputSwitch(instrument, supply, 'OUTPut[:STATe]', {
    get: ({ on }) => on,
    set(output, on) {
      for (const one of all(output)) supply.turn(one, on);
    },
  });
  // Tracking is of the supplies with a negative output, pairing of those without.
  const negative = traits.ratings.some(({ voltage }) => voltage < 0);
  if (negative) {
    onSwitch(instrument, 'OUTPut:TRACk[:STATe]', {
      get: () => supply.pair === 'TRAC',
      set: (on) => couple(supply, on ? 'TRAC' : 'OFF'),
    });
  } else {
    onWord(instrument, 'OUTPut:PAIR', ['OFF', 'PARallel', 'SERies'], {
      get: () => supply.pair,
      set: (word) => couple(supply, word === 'PAR' || word === 'SER' ? word : 'OFF'),
    });
  }
  if (!traits.lists) return;
  for (const [edge, key] of [
    ['RISE', 'rise'],
    ['FALL', 'fall'],
  ] as const) {
    onOutputNumber(instrument, supply, `OUTPut:DELay:${edge}`, {
      range: () => ({ min: 0, max: 3600, default: 0, unit: 'S' }),
      get: (output) => supply.extras(output)[key],
      set(output, seconds) {
        supply.extras(output)[key] = seconds;
      },
    });
  }
}

/** Makes output 3 go as output 2 does from now on. */
function couple(supply: E36300Supply, pair: OutputPair): void {
  supply.pair = pair;
  const [, second] = supply.bank.outputs;
  if (second === undefined) return;
  supply.setVoltage(second, second.voltage);
  supply.setCurrentLimit(second, second.currentLimit);
}

function addTriggers(instrument: ScpiInstrument, supply: E36300Supply): void {
  const { triggered } = supply;
  onWord(instrument, 'TRIGger:SOURce', ['BUS', 'IMMediate', 'PIN1', 'PIN2', 'PIN3'], {
    get: () => triggered.source,
    set(source) {
      triggered.source = source;
    },
  });
  onNumber(instrument, 'TRIGger:DELay', () => ({ min: 0, max: 3600, default: 0, unit: 'S' }), {
    get: () => triggered.delay,
    set(seconds) {
      triggered.delay = seconds;
    },
  });
  instrument.on(
    'INITiate[:IMMediate]',
    ({ parameters }) => triggered.arm(addressed(supply, parameters).outputs),
    1,
  );
  instrument.on('ABORt', () => triggered.abort(), 1);
  instrument.trigger = () => triggered.fire('BUS');
  instrument.idle = async () => triggered.idle();
  instrument.reset = () => supply.reset();
}

/** Bits of an output's condition: two that tell what it does *not* regulate, and too hot (sheet, "CV/CC"). */
function condition(output: SupplyOutput): number {
  const { holds } = output.operating;
  const regulation = holds === 'current' ? 1 : holds === 'voltage' ? 2 : 0;
  return regulation | (output.trips.has('temperature') ? 16 : 0);
}

/** Memories, status and front panel. */
export function addSystemCommands(instrument: ScpiInstrument, supply: E36300Supply): void {
  const { bank } = supply;
  const memories = { min: 0, max: 9 };
  instrument.on('*SAV', ({ need }) => bank.save(need(0).integer(memories)));
  instrument.on('*RCL', ({ need }) => bank.recall(need(0).integer(memories)));
  instrument.on('STATus:QUEStionable:INSTrument:ISUMmary#:CONDition?', ({ numbers: [channel = 1] }) =>
    nr1(condition(bank.output(channel))),
  );
  const nothing = (): void => {};
  for (const command of ['LOCal', 'REMote', 'RWLock']) instrument.on(`SYSTem:${command}`, nothing, 0);
  instrument.on('SYSTem:BEEPer[:IMMediate]', nothing, 0);
  let text = '';
  const show = (shown: string): void => {
    text = shown;
  };
  instrument.on('DISPlay[:WINDow]:TEXT[:DATA]', ({ need }) => show(need(0).string()));
  instrument.on('DISPlay[:WINDow]:TEXT[:DATA]?', () => `"${text.replaceAll('"', '""')}"`);
  instrument.on('DISPlay[:WINDow]:TEXT:CLEar', () => show(''), 0);
}
