import { FourwireError } from '@fourwire/core';
import type { Call, ImplementationOf } from '@fourwire/core';
import type { generatorArbitrary } from '../classes/function-generator.ts';
import { scpi } from '../codec/command.ts';
import { block, keyword, quoted } from '../codec/fragment.ts';
import { parseString } from '../codec/string-data.ts';
import { pathSettings } from '../session/path-settings.ts';
import { refuseNumber } from '../session/refuse-number.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

/** "Specified arb waveform already exists": from the manual, not read again. */
const exists = 786;

/** Samples of a waveform; the most with the option for more memory. */
const fewest = 8;
const most = 16e6;

/** How long a long waveform may take over a slow link. */
const longest = { seconds: 60 };

/** Waveforms of the user's, in the volatile memory of one channel, kept as 16-bit numbers. */
export function arbitraryOf(
  session: ScpiSession,
  channel: number,
  highestRate: number,
): ImplementationOf<typeof generatorArbitrary> {
  const set = pathSettings(session);
  /** What was loaded, since the generator can forget all waveforms but not a single one. */
  const loaded = new Map<string, Int16Array>();
  const send = async (name: string, samples: Int16Array, call: Call): Promise<void> =>
    session.send(scpi`SOUR${channel}:DATA:ARB:DAC ${keyword(name)},${block(samples, 'little')}`, {
      ...call,
      timeout: call.timeout ?? longest,
    });
  const clear = async (call: Call): Promise<void> => session.send(scpi`SOUR${channel}:DATA:VOL:CLE`, call);
  const select = async (name: string, call: Call): Promise<void> =>
    session.send(
      scpi`SOUR${channel}:FUNC:ARB ${/^[A-Za-z]\w*$/.test(name) ? keyword(name) : quoted(name, '"')}`,
      call,
    );
  const selected = async (call: Call): Promise<string> =>
    parseString((await session.query(scpi`SOUR${channel}:FUNC:ARB?`, call)).trim());

  /** Forgets all waveforms and loads them anew. */
  const replace = async (call: Call): Promise<void> => {
    const before = await selected(call);
    await clear(call);
    for (const [name, samples] of loaded) await send(name, samples, call);
    if (loaded.has(before.toUpperCase())) await select(before, call);
  };

  return {
    upload: {
      run: async ({ name, samples }, operation) => {
        const numbers = dacNumbers(samples.value);
        const key = name.toUpperCase();
        const isKnown = loaded.has(key);
        loaded.set(key, numbers);
        if (isKnown) {
          await replace(operation);
          return undefined;
        }
        try {
          await send(key, numbers, operation);
        } catch (error) {
          // Somebody else loaded one of that name.
          if (!FourwireError.is(error) || error.device?.code !== exists) throw error;
          await replace(operation);
        }
        return undefined;
      },
    },
    selected: {
      read: selected,
      write: select,
      same: (written, readBack) => written.toUpperCase() === readBack.toUpperCase(),
    },
    sampleRate: {
      ...set.number(`SOUR${channel}:FUNC:ARB:SRAT`),
      limits: async () => Promise.resolve({ min: 1e-6, max: highestRate }),
    },
    clear: {
      run: async (_input, operation) => {
        await clear(operation);
        loaded.clear();
        return undefined;
      },
    },
  };
}

/** Samples of -1 to 1 as the 16-bit numbers of the generator. */
export function dacNumbers(samples: Float64Array): Int16Array {
  refuseNumber(samples.length, '1', 'number of samples', { min: fewest, max: most });
  const numbers = new Int16Array(samples.length);
  for (const [index, sample] of samples.entries()) {
    if (!(Math.abs(sample) <= 1)) refuseNumber(sample, '1', `samples[${index}]`, { min: -1, max: 1 });
    numbers[index] = Math.round(sample * 32_767);
  }
  return numbers;
}
