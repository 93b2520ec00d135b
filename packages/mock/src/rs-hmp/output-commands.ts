import type { SupplyOutput } from '../physics/supply-output.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { HmpSupply } from './hmp-model.ts';

/** Selection, switches, measurements, sequences and status (sheet psu-rs-hmp.md). */
export function addOutputCommands(instrument: ScpiInstrument, supply: HmpSupply): void {
  const { bank } = supply;
  const names = bank.outputs.map((_, index) => `OUTP${index + 1}`);
  const select = (channel: number): void => {
    bank.selected = channel;
  };
  onWord(instrument, 'INSTrument[:SELect]', names, {
    get: () => names[bank.selected - 1] ?? '',
    set: (name) => select(names.indexOf(name) + 1),
  });
  instrument.on('INSTrument:NSELect', ({ need }) => select(need(0).integer({ min: 1, max: names.length })));
  instrument.on('INSTrument:NSELect?', () => String(bank.selected));
  onSwitch(instrument, 'OUTPut:SELect', {
    get: () => supply.current.channel.selected,
    set: (on) => supply.select(bank.selected, on),
  });
  onSwitch(instrument, 'OUTPut:GENeral', {
    get: () => supply.master,
    set(on) {
      supply.master = on;
    },
  });
  onSwitch(instrument, 'OUTPut[:STATe]', {
    get: () => supply.current.channel.selected && supply.master,
    set(on) {
      supply.select(bank.selected, on);
      if (on) supply.master = true;
    },
  });
  instrument.on('MEASure[:SCALar][:VOLTage][:DC]?', () =>
    bank.measure(supply.current.output).voltage.toFixed(3),
  );
  instrument.on('MEASure[:SCALar]:CURRent[:DC]?', () =>
    bank.measure(supply.current.output).current.toFixed(4),
  );
  instrument.on('STATus:QUEStionable:INSTrument:ISUMmary#:CONDition?', ({ numbers: [channel = 1] }) => {
    supply.update();
    return String(condition(bank.output(channel)));
  });
  addSequences(instrument, supply);
  for (const word of ['LOCal', 'REMote', 'RWLock', 'MIX']) instrument.on(`SYSTem:${word}`, () => {}, 0);
  instrument.on('SYSTem:BEEPer[:IMMediate]', () => {}, 0);
  instrument.reset = () => supply.reset();
}

/** Bit 0 constant current, bit 1 constant voltage, bit 4 too hot. */
function condition(output: SupplyOutput): number {
  const { holds } = output.operating;
  const regulation = holds === 'current' ? 1 : holds === 'voltage' ? 2 : 0;
  return regulation | (output.trips.has('temperature') ? 16 : 0);
}

const mostSteps = 128;

/** `ARBitrary`: steps are made ready, given to an output, and gone through there. */
function addSequences(instrument: ScpiInstrument, supply: HmpSupply): void {
  const { draft, memories } = supply;
  const channels = { min: 1, max: supply.channels.length };
  instrument.on(
    'ARBitrary:DATA',
    ({ parameters }) => {
      if (parameters.length === 0 || parameters.length % 3 !== 0) throw new ScpiRefusal(-109);
      const numbers = parameters.map((parameter) => parameter.number({ min: 0 }));
      draft.steps = Array.from({ length: numbers.length / 3 }, (_, step) => {
        const [voltage = 0, currentLimit = 0, dwell = 0] = numbers.slice(3 * step, 3 * step + 3);
        return { voltage, currentLimit, dwell };
      });
    },
    3 * mostSteps,
  );
  instrument.on('ARBitrary:REPetitions', ({ need }) => {
    draft.repetitions = need(0).integer({ min: 0, max: 255 });
  });
  instrument.on('ARBitrary:REPetitions?', () => String(draft.repetitions));
  instrument.on('ARBitrary:TRANsfer', ({ need }) => {
    const { channel } = supply.at(need(0).integer(channels));
    Object.assign(channel, draft);
  });
  instrument.on('ARBitrary:STARt', ({ need }) => {
    const { channel } = supply.at(need(0).integer(channels));
    channel.sequence.start(channel.steps, channel.repetitions === 0 ? Infinity : channel.repetitions);
  });
  instrument.on('ARBitrary:STOP', ({ need }) => supply.at(need(0).integer(channels)).channel.sequence.stop());
  const places = { min: 1, max: 3 };
  instrument.on('ARBitrary:SAVE', ({ need }) => {
    memories.set(need(0).integer(places), draft.steps);
  });
  instrument.on('ARBitrary:RESTore', ({ need }) => {
    draft.steps = memories.get(need(0).integer(places)) ?? [];
  });
  instrument.on(
    'ARBitrary:CLEar',
    () => {
      draft.steps = [];
    },
    1,
  );
}
