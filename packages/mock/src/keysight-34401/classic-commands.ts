import { readAll } from '../keysight-34461/data-commands.ts';
import type { DmmModel } from '../keysight-34461/dmm-model.ts';
import type { ReadingFormat } from '../keysight-34461/reply-format.ts';
import { nr3 } from '../scpi/number-format.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onSwitch } from '../scpi/settings.ts';

/** Makes the language that of a 34401A: what came later goes, and a few headers are older ones. */
export function addClassicCommands(instrument: ScpiInstrument, model: DmmModel, format: ReadingFormat): void {
  for (const { node } of model.functions) {
    for (const header of [':ZERO:AUTO', ':BANDwidth'])
      instrument.off(`[SENSe:]${node}${header}`, `[SENSe:]${node}${header}?`);
  }
  for (const header of ['[SENSe:]VOLTage[:DC]:IMPedance:AUTO', 'FORMat[:DATA]', 'FORMat:BORDer'])
    instrument.off(header, `${header}?`);
  instrument.off(
    'R?',
    'DATA:REMove?',
    'DATA:LAST?',
    '*OPT?',
    'SYSTem:LICense:CATalog?',
    'SYSTem:LFRequency?',
  );
  onSwitch(instrument, '[SENSe:]ZERO:AUTO', {
    get: () => model.settings().autozero,
    set(on) {
      model.settings().autozero = on;
      model.changed();
    },
  });
  onSwitch(instrument, 'INPut:IMPedance:AUTO', {
    get: () => model.highImpedance,
    set(on) {
      model.highImpedance = on;
      model.changed();
    },
  });
  onNumber(instrument, '[SENSe:]DETector:BANDwidth', () => ({ min: 3, max: 200, default: 20 }), {
    get: () => model.settings().bandwidth,
    set(lowest) {
      for (const one of model.functions)
        model.settings(one).bandwidth = [200, 20, 3].find((filter) => filter <= lowest) ?? 3;
      model.changed();
    },
  });
  // Shorter numbers than later meters, and readings that go out without being kept.
  instrument.on('CONFigure?', () => {
    const { function: one } = model;
    return `"${one.name} ${nr3(model.settings().range, 6)},${nr3(model.resolution(), 6)}"`;
  });
  instrument.on('READ?', async () => {
    const readings = await readAll(model, format);
    model.memory.clear();
    return readings;
  });
}
