import { noNumber, nr1, nr3 } from '../scpi/number-format.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { DmmModel } from './dmm-model.ts';
import { formatReadings } from './reply-format.ts';
import type { ReadingFormat } from './reply-format.ts';

/** `READ?`: starts an acquisition, waits for its end and answers everything. */
export async function readAll(model: DmmModel, format: ReadingFormat): Promise<string> {
  // Nobody could send the trigger, as the answer is awaited.
  if (model.trigger.source === 'BUS') throw new ScpiRefusal(-214);
  model.acquisition.start();
  return fetchAll(model, format);
}

async function fetchAll({ acquisition, memory }: DmmModel, format: ReadingFormat): Promise<string> {
  await acquisition.idle();
  if (memory.count === 0) throw new ScpiRefusal(-230);
  return formatReadings(memory.all, format);
}

/** The queries that hand readings out, and their format (sheet, "Getting data"). */
export function addDataCommands(instrument: ScpiInstrument, model: DmmModel, format: ReadingFormat): void {
  const { memory, acquisition, traits } = model;
  const some = { min: 1, max: traits.memory };
  instrument.on('READ?', async () => readAll(model, format));
  instrument.on('FETCh?', async () => fetchAll(model, format));
  // Unconfirmed: an empty memory gives an empty block.
  instrument.on(
    'R?',
    ({ parameters: [most] }) => {
      const count = most?.integer(some) ?? memory.count;
      return formatReadings(memory.take(count), format, true);
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
      return formatReadings(memory.take(count), format);
    },
    2,
  );
  instrument.on('DATA:LAST?', () => {
    const { value = noNumber, unit = model.function.unit } = acquisition.last ?? {};
    return `${nr3(value)} ${unit}`.trimEnd();
  });
  addFormat(instrument, format);
}

function addFormat(instrument: ScpiInstrument, format: ReadingFormat): void {
  instrument.on(
    'FORMat[:DATA]',
    ({ need, parameters: [, length] }) => {
      const real = need(0).word(['ASCii', 'REAL']) === 'REAL';
      const bits = length?.integer() ?? 64;
      // ASCii takes a length too, which changes nothing here.
      if (real && bits !== 32 && bits !== 64) throw new ScpiRefusal(-224);
      format.real = real ? (bits === 32 ? 32 : 64) : undefined;
    },
    2,
  );
  // Unconfirmed: the length behind REAL.
  instrument.on('FORMat[:DATA]?', () => (format.real === undefined ? 'ASC' : `REAL,${format.real}`));
  onWord(instrument, 'FORMat:BORDer', ['NORMal', 'SWAPped'], {
    get: () => (format.swapped ? 'SWAP' : 'NORM'),
    set(order) {
      format.swapped = order === 'SWAP';
    },
  });
}

/** What the status registers show of an acquisition (sheet, "Status"). */
export function addStatus(instrument: ScpiInstrument, model: DmmModel): void {
  const { operation, questionable } = instrument.status;
  const [measuring, waiting, thresholdReached, memoryOverflow] = [1 << 4, 1 << 5, 1 << 9, 1 << 14];
  let threshold = 1;
  const limits = { min: 1, max: model.traits.memory, default: 1 };
  const setting = {
    get: () => threshold,
    set(count: number) {
      threshold = Math.round(count);
    },
  };
  onNumber(instrument, 'DATA:POINts:EVENt:THReshold', () => limits, setting, nr1);
  model.acquisition.listener = {
    stateChanged(state) {
      operation.set(measuring, state === 'measuring');
      operation.set(waiting, state === 'waiting');
    },
    // Overloads are events without a condition.
    overloaded: (bit) => questionable.latch(bit),
    lost: (lost) => questionable.set(memoryOverflow, lost),
    stored: (count) => count === threshold && operation.latch(thresholdReached),
  };
}
