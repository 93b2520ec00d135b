import { nr1, noNumber } from '../scpi/number-format.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { counterNumber, formatCounterReadings } from './counter-format.ts';
import type { CounterFormat } from './counter-format.ts';
import type { CounterModel } from './counter-model.ts';

/** `READ?`: measures, waits for the end and answers everything. */
export async function readAllReadings(model: CounterModel, format: CounterFormat): Promise<string> {
  if (model.trigger.source === 'BUS') throw new ScpiRefusal(-214);
  model.acquisition.start();
  return fetchAll(model, format);
}

async function fetchAll({ acquisition, memory }: CounterModel, format: CounterFormat): Promise<string> {
  await acquisition.idle();
  if (memory.count === 0) throw new ScpiRefusal(-230);
  return formatCounterReadings(memory.all, format, false);
}

/** Adds what hands readings out, and their format (sheet, "Data flow"). */
export function addDataCommands(
  instrument: ScpiInstrument,
  model: CounterModel,
  format: CounterFormat,
): void {
  const { memory, acquisition } = model;
  const some = { min: 1, max: memory.capacity };
  instrument.on('READ?', async () => readAllReadings(model, format));
  instrument.on('FETCh?', async () => fetchAll(model, format));
  instrument.on(
    'R?',
    ({ parameters: [most] }) => {
      const count = most?.integer(some) ?? memory.count;
      if (memory.count === 0 && acquisition.state === 'idle') throw new ScpiRefusal(-230);
      return formatCounterReadings(memory.take(count), format, true);
    },
    1,
  );
  instrument.on('DATA:POINts?', () => nr1(memory.count));
  instrument.on(
    'DATA:REMove?',
    async ({ need, parameters }) => {
      const count = need(0).integer(some);
      const wait = parameters[1]?.word(['WAIT']) === 'WAIT';
      while (wait && memory.count < count && acquisition.state !== 'idle') await acquisition.progress();
      if (memory.count < count) throw new ScpiRefusal(-222);
      const readings = memory.take(count);
      return formatCounterReadings(readings, format, format.real);
    },
    2,
  );
  instrument.on('DATA:LAST?', () => counterNumber(acquisition.last?.value ?? noNumber));
  instrument.on(
    'FORMat[:DATA]',
    ({ need, parameters: [, length] }) => {
      const real = need(0).word(['ASCii', 'REAL']) === 'REAL';
      const bits = length?.integer();
      if (real && bits !== undefined && bits !== 64) throw new ScpiRefusal(-224);
      format.real = real;
    },
    2,
  );
  instrument.on('FORMat[:DATA]?', () => (format.real ? 'REAL,64' : 'ASC,15'));
  onWord(instrument, 'FORMat:BORDer', ['NORMal', 'SWAPped'], {
    get: () => (format.swapped ? 'SWAP' : 'NORM'),
    set(order) {
      format.swapped = order === 'SWAP';
    },
  });
}

/** What the status registers show; after the multimeters of the same maker. Unconfirmed but for the memory's overflow. */
export function addStatus(instrument: ScpiInstrument, model: CounterModel): void {
  const { operation, questionable } = instrument.status;
  const [measuring, waiting, thresholdReached, memoryOverflow] = [1 << 4, 1 << 5, 1 << 9, 1 << 14];
  let threshold = 1;
  const setting = {
    get: () => threshold,
    set(count: number) {
      threshold = Math.round(count);
    },
  };
  const limits = { min: 1, max: model.memory.capacity, default: 1 };
  onNumber(instrument, 'DATA:POINts:EVENt:THReshold', () => limits, setting, nr1);
  model.acquisition.listener = {
    stateChanged(state) {
      operation.set(measuring, state === 'measuring');
      operation.set(waiting, state === 'waiting');
    },
    overloaded: () => {},
    lost: (lost) => questionable.set(memoryOverflow, lost),
    stored: (count) => count === threshold && operation.latch(thresholdReached),
  };
}
