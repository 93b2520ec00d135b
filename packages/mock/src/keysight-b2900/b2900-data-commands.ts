import { definiteBlock, realBytes } from '../scpi/blocks.ts';
import { noNumber } from '../scpi/number-format.ts';
import type { Parameter } from '../scpi/parameter.ts';
import { onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { b2900Elements } from './b2900-channel.ts';
import type { B2900Channel, B2900Reading } from './b2900-channel.ts';
import { startRun } from './b2900-run.ts';
import { number6 } from './b2900-settings.ts';
import type { ChannelCommands } from './b2900-settings.ts';

type Element = keyof B2900Reading;

/** How readings are sent. */
export interface B2900Format {
  fields: ReadonlySet<Element>;
  real: 32 | 64 | undefined;
  swapped: boolean;
}

export function usualFormat(): B2900Format {
  return { fields: new Set(b2900Elements), real: undefined, swapped: false };
}

/** What stands where there is no reading. */
const empty: B2900Reading = {
  VOLT: noNumber,
  CURR: noNumber,
  RES: noNumber,
  TIME: noNumber,
  STAT: noNumber,
  SOUR: noNumber,
};

const elementWords = ['VOLTage', 'CURRent', 'RESistance', 'TIME', 'STATus', 'SOURce'] as const;

/** The queries that hand out readings, and their format (sheet smu-keysight-b2900.md, "Reading"). */
export function addDataCommands(commands: ChannelCommands, format: B2900Format): void {
  const { instrument } = commands;
  const send = (numbers: readonly number[]): string =>
    format.real === undefined
      ? numbers.map(number6).join(',')
      : definiteBlock(realBytes(numbers, format.real, format.swapped));
  const fields = (): readonly Element[] => b2900Elements.filter((name) => format.fields.has(name));

  /** Point after point, in each the channels in their order. */
  const arrays = (channels: readonly B2900Channel[], wanted: readonly Element[]): string => {
    const count = Math.max(1, ...channels.map(({ readings }) => readings.length));
    const numbers = Array.from({ length: count }, (_, index) =>
      channels.flatMap(({ readings }) => wanted.map((name) => (readings[index] ?? empty)[name])),
    );
    return send(numbers.flat());
  };
  const latest = (channels: readonly B2900Channel[], wanted: readonly Element[]): string =>
    send(channels.flatMap(({ readings }) => wanted.map((name) => (readings.at(-1) ?? empty)[name])));
  const fetched = async (channels: readonly B2900Channel[]): Promise<void> => {
    for (const { run } of channels) await run.idle();
  };
  const read = async (channels: readonly B2900Channel[]): Promise<void> => {
    for (const channel of channels) startRun(channel, ['transient', 'acquire']);
    await fetched(channels);
  };

  const nodes: readonly (readonly [node: string, wanted: () => readonly Element[]])[] = [
    ['', fields],
    ...elementWords.map((word, index): readonly [string, () => readonly Element[]] => {
      const name = b2900Elements[index] ?? 'VOLT';
      return [`:${word}${index < 2 ? '[:DC]' : ''}`, () => [name]];
    }),
  ];
  for (const [node, wanted] of nodes) {
    for (const [verb, prepare] of [
      ['READ', read],
      ['FETCh', fetched],
    ] as const) {
      instrument.on(
        `${verb}[:SCALar]${node}?`,
        async ({ parameters: [list] }) => {
          const channels = commands.listed(list);
          await prepare(channels);
          return latest(channels, wanted());
        },
        1,
      );
      instrument.on(
        `${verb}:ARRay${node}?`,
        async ({ parameters: [list] }) => {
          const channels = commands.listed(list);
          await prepare(channels);
          return arrays(channels, wanted());
        },
        1,
      );
    }
    instrument.on(
      `MEASure${node}?`,
      async ({ parameters: [list] }) => {
        const channels = commands.listed(list);
        for (const channel of channels) {
          if (channel.run.state !== 'idle') throw new ScpiRefusal(-213);
          await measureSpot(channel, node);
        }
        return latest(channels, wanted());
      },
      1,
    );
  }
  commands.on(
    'SENSe#:DATA?',
    ({ readings }, { parameters }) =>
      send(part(readings, parameters).flatMap((reading) => fields().map((name) => reading[name]))) ||
      number6(noNumber),
    2,
  );
  commands.on(
    'SENSe#:DATA:CLEar',
    (channel) => {
      channel.readings = [];
    },
    0,
  );
  addFormat(commands, format);
}

/** A function that is asked for by name is measured whether it is on or not. */
async function measureSpot(channel: B2900Channel, node: string): Promise<void> {
  const { functions } = channel;
  const asked = (['VOLT', 'CURR', 'RES'] as const).find((name) => node.startsWith(`:${name}`));
  if (asked !== undefined) channel.functions = new Set([...functions, asked]);
  channel.readings = [await channel.spot()];
  channel.functions = functions;
}

/** `[offset[, size]]`: the readings from an offset on. */
function part(
  readings: readonly B2900Reading[],
  [offset, size]: readonly Parameter[],
): readonly B2900Reading[] {
  const from = offset === undefined || offset.is('STARt') ? 0 : offset.integer({ min: 0 });
  const count = size?.integer({ min: 1 }) ?? readings.length;
  return readings.slice(from, from + count);
}

function addFormat({ instrument }: ChannelCommands, format: B2900Format): void {
  instrument.on(
    'FORMat:ELEMents:SENSe',
    ({ parameters, need }) => {
      need(0);
      const words = new Set<string>(parameters.map((parameter) => parameter.word(elementWords)));
      format.fields = new Set(b2900Elements.filter((name) => words.has(name)));
    },
    elementWords.length,
  );
  instrument.on('FORMat:ELEMents:SENSe?', () =>
    b2900Elements.filter((name) => format.fields.has(name)).join(','),
  );
  instrument.on(
    'FORMat[:DATA]',
    ({ need, parameters: [, length] }) => {
      const real = need(0).word(['ASCii', 'REAL']) === 'REAL';
      const bits = length?.integer() ?? 64;
      if (real && bits !== 32 && bits !== 64) throw new ScpiRefusal(-224);
      format.real = real ? (bits === 32 ? 32 : 64) : undefined;
    },
    2,
  );
  instrument.on('FORMat[:DATA]?', () => (format.real === undefined ? 'ASC' : `REAL,${format.real}`));
  onWord(instrument, 'FORMat:BORDer', ['NORMal', 'SWAPped'], {
    get: () => (format.swapped ? 'SWAP' : 'NORM'),
    set: (order) => {
      format.swapped = order === 'SWAP';
    },
  });
}
