import { nr1 } from '../scpi/number-format.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, mapped, onNumber, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { LcrModel, LcrResult } from './lcr-model.ts';
import type { LcrList, LcrTrigger } from './lcr-trigger.ts';
import { formatResults, resultText } from './result-format.ts';
import type { ResultFormat } from './result-format.ts';

/** Triggers, results, lists and the buffer (sheet lcr-keysight-e4980.md, "Trigger" and "Results"). */
export function addDataCommands(instrument: ScpiInstrument, model: LcrModel, trigger: LcrTrigger): void {
  const format: ResultFormat = { binary: false, swapped: false, long: false };
  addTrigger(instrument, model, trigger);
  const fetch = async (): Promise<string> => formatResults(await trigger.fetch(), format, trigger.listed);
  instrument.on('FETCh[:IMPedance][:FORMatted]?', fetch);
  instrument.on(
    '*TRG',
    async () => {
      if (trigger.source !== 'BUS') throw new ScpiRefusal(-211);
      trigger.fire();
      return fetch();
    },
    0,
  );
  instrument.on('FETCh[:IMPedance]:CORRected?', async () => {
    await trigger.fetch();
    const { real, imaginary } = model.correction.corrected(model.seen, model.omega);
    return [real, imaginary].map((value) => resultText(value, format)).join(',');
  });
  for (const [place, name] of ['VAC', 'IAC'].entries())
    instrument.on(`FETCh:SMONitor:${name}?`, () => resultText(model.signal[place] ?? 0, format));
  instrument.on('FETCh:SMONitor:VDC?', () => resultText(model.bias, format));
  instrument.on('FETCh:SMONitor:IDC?', () => resultText(model.device.current(model.bias, 4), format));
  addFormat(instrument, format);
  addLists(instrument, trigger);
  addBuffer(instrument, trigger, format);
}

function addTrigger(instrument: ScpiInstrument, model: LcrModel, trigger: LcrTrigger): void {
  const source = mapped(
    field(trigger, 'source', () => trigger.settingsChanged()),
    (from): string => from,
    (word) => (word === 'BUS' || word === 'EXT' || word === 'HOLD' ? word : 'INT'),
  );
  onWord(instrument, 'TRIGger:SOURce', ['INTernal', 'HOLD', 'EXTernal', 'BUS'], source);
  const delays = { min: 0, max: 999, default: 0, unit: 'S' };
  onNumber(instrument, 'TRIGger:DELay', () => delays, field(model.settings, 'delay'));
  instrument.on('TRIGger[:IMMediate]', () => trigger.fire(), 0);
  instrument.on('INITiate[:IMMediate]', () => trigger.initiate(), 0);
  onSwitch(instrument, 'INITiate:CONTinuous', field(trigger, 'continuous'));
  instrument.on('ABORt', () => trigger.abort(), 0);
  const [measuring, waiting] = [1 << 4, 1 << 5];
  trigger.changed = () => {
    instrument.status.operation.set(measuring, trigger.state === 'measuring');
    instrument.status.operation.set(waiting, trigger.state === 'waiting');
  };
  trigger.changed();
}

function addFormat(instrument: ScpiInstrument, format: ResultFormat): void {
  instrument.on(
    'FORMat[:DATA]',
    ({ need, parameters: [, bits] }) => {
      const binary = need(0).word(['ASCii', 'REAL']) === 'REAL';
      if (binary && (bits?.integer() ?? 64) !== 64) throw new ScpiRefusal(-224);
      format.binary = binary;
    },
    2,
  );
  instrument.on('FORMat[:DATA]?', () => (format.binary ? 'REAL,64' : 'ASC'));
  onSwitch(instrument, 'FORMat:ASCii:LONG', field(format, 'long'));
  const order = mapped(
    field(format, 'swapped'),
    (swapped) => (swapped ? 'SWAP' : 'NORM'),
    (word) => word === 'SWAP',
  );
  onWord(instrument, 'FORMat:BORDer', ['NORMal', 'SWAPped'], order);
}

const mostPoints = 201;

const lists: readonly (readonly [header: string, setting: LcrList['setting']])[] = [
  ['FREQuency', 'frequency'],
  ['VOLTage', 'voltage'],
  ['CURRent', 'current'],
  ['BIAS:VOLTage', 'biasVoltage'],
  ['BIAS:CURRent', 'biasCurrent'],
];

/** The page that is shown decides what a trigger measures. */
function addLists(instrument: ScpiInstrument, trigger: LcrTrigger): void {
  const { list } = trigger;
  const page = mapped(
    field(trigger, 'listed', () => trigger.settingsChanged()),
    (listed) => (listed ? 'LIST' : 'MEAS'),
    (word) => word === 'LIST',
  );
  onWord(instrument, 'DISPlay:PAGE', ['MEASurement', 'LIST'], page);
  const mode = mapped(
    field(list, 'sequence'),
    (sequence) => (sequence ? 'SEQ' : 'STEP'),
    (word) => word === 'SEQ',
  );
  onWord(instrument, 'LIST:MODE', ['SEQuence', 'STEPped'], mode);
  for (const [header, setting] of lists) {
    instrument.on(
      `LIST:${header}`,
      ({ need, parameters }) => {
        need(0);
        Object.assign(list, { setting, points: parameters.map((point) => point.number()) });
      },
      mostPoints,
    );
    instrument.on(`LIST:${header}?`, () => {
      if (list.setting !== setting) throw new ScpiRefusal(-230);
      return list.points
        .map((point) => resultText(point, { binary: false, swapped: false, long: false }))
        .join(',');
    });
  }
}

/** The data buffer takes results once it was told to, until it is full. */
function addBuffer(instrument: ScpiInstrument, trigger: LcrTrigger, format: ResultFormat): void {
  let [size, filling] = [0, false];
  let results: LcrResult[] = [];
  trigger.measured = (result) => {
    if (filling && results.length < size) results.push(result);
  };
  instrument.on(
    'MEMory:DIM',
    ({ need }) => {
      need(0).word(['DBUF']);
      size = need(1).integer({ min: 1, max: mostPoints });
      results = [];
    },
    2,
  );
  instrument.on('MEMory:FILL', ({ need }) => {
    need(0).word(['DBUF']);
    filling = true;
  });
  instrument.on('MEMory:CLEar', ({ need }) => {
    need(0).word(['DBUF']);
    results = [];
    filling = false;
  });
  // Places that were not filled have no data.
  const empty: LcrResult = { values: [9.9e37, 9.9e37], status: -1 };
  instrument.on(
    'MEMory:READ?',
    ({ need }) => {
      need(0).word(['DBUF']);
      const all = Array.from({ length: size }, (_, index) => results[index] ?? empty);
      return formatResults(all, format, true);
    },
    1,
  );
  instrument.on('MEMory:COUNt?', () => nr1(results.length));
}
