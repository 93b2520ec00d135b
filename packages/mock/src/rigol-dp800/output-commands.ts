import type { SupplyOutput } from '../physics/supply-output.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { Dp800Supply } from './dp800-model.ts';
import { onChannelQuery, onChannelSwitch, onOff } from './channel-commands.ts';

/** Selection, switches and measurements (sheet psu-rigol-dp800.md, "Commands"). */
export function addOutputCommands(instrument: ScpiInstrument, supply: Dp800Supply): void {
  const { bank, traits } = supply;
  const names = bank.outputs.map((_, index) => `CH${index + 1}`);
  const select = (channel: number): void => {
    bank.selected = channel;
  };
  onWord(instrument, 'INSTrument[:SELect]', names, {
    get: () => `CH${bank.selected}`,
    set: (name) => select(names.indexOf(name) + 1),
  });
  const channels = { min: 1, max: names.length };
  instrument.on('INSTrument:NSELect', ({ need }) => select(need(0).integer(channels)));
  instrument.on('INSTrument:NSELect?', () => String(bank.selected));
  onChannelSwitch(instrument, supply, 'OUTPut[:STATe]', {
    get: ({ on }) => on,
    set: (output, on) => supply.turn(output, on),
  });
  for (const header of ['OUTPut:MODE', 'OUTPut:CVCC'])
    onChannelQuery(instrument, supply, header, (output) => mode(output));
  addMeasurements(instrument, supply);
  addCoupling(instrument, supply);
  onChannelSwitch(instrument, supply, 'OUTPut:SENSe', {
    get: ({ remoteSense }) => remoteSense,
    set(output, on) {
      if (supply.channel(output).remoteSense !== true) throw new ScpiRefusal(-221);
      output.remoteSense = on;
    },
  });
  if (traits.highRange === undefined) return;
  onWord(instrument, 'OUTPut:RANGe', ['P20V', 'P40V'], {
    get: () => (supply.highRange ? 'P40V' : 'P20V'),
    set(range) {
      supply.highRange = range === 'P40V';
    },
  });
}

/** Unconfirmed: a channel that is off is unregulated. */
function mode({ operating: { holds } }: SupplyOutput): string {
  if (holds === undefined) return 'UR';
  return holds === 'current' ? 'CC' : 'CV';
}

/** Four decimals of V and A, three of W. */
function addMeasurements(instrument: ScpiInstrument, supply: Dp800Supply): void {
  const measure = (output: SupplyOutput): readonly [string, string, string] => {
    const { voltage, current } = supply.bank.measure(output);
    return [voltage.toFixed(4), current.toFixed(4), (voltage * current).toFixed(3)];
  };
  onChannelQuery(instrument, supply, 'MEASure[:VOLTage][:DC]', (output) => measure(output)[0]);
  onChannelQuery(instrument, supply, 'MEASure:CURRent[:DC]', (output) => measure(output)[1]);
  // POW is no short form here (sheet, "Conventions").
  onChannelQuery(instrument, supply, 'MEASure:POWEr[:DC]', (output) => measure(output)[2]);
  onChannelQuery(instrument, supply, 'MEASure:ALL[:DC]', (output) => measure(output).join(','));
}

function addCoupling(instrument: ScpiInstrument, supply: Dp800Supply): void {
  onChannelSwitch(instrument, supply, 'OUTPut:TRACk', {
    get: (output) => supply.tracking.has(output),
    set: (output, on) => supply.track(output, on),
  });
  onWord(instrument, 'SYSTem:TRACKMode', ['SYNC', 'INDE'], {
    get: () => (supply.tracksTogether ? 'SYNC' : 'INDE'),
    set(word) {
      supply.tracksTogether = word === 'SYNC';
    },
  });
  instrument.on('SYSTem:ONOFFSync', ({ need }) => {
    supply.switchesTogether = need(0).boolean();
  });
  instrument.on('SYSTem:ONOFFSync?', () => onOff(supply.switchesTogether));
}
