import { FourwireError, defineDriver, optionalField, quantity, record, tidy } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, Identity, ImplementationOf, ValueOf } from '@fourwire/core';
import { acquireSamples } from '../classes/acquire-samples.ts';
import { displacementSensor } from '../classes/displacement-sensor.ts';
import { unexpected } from '../values/faults.ts';
import { IldLink } from './ild-link.ts';
import { IldStream } from './ild-stream.ts';
import { distanceOf, scale1420, scale1900, whyNoDistance } from './ild-word.ts';

const ildOptions = record({
  /** The measuring range in mm, where the sensor does not say it. */
  range: optionalField(quantity('mm', { above: 0 })),
});

/** What the driver may be told. */
export interface IldOptions extends ValueOf<typeof ildOptions> {}

/** The rates that the sensors know, in Hz (sheet, `MEASRATE`). */
const rates: readonly number[] = [250, 500, 1000, 2000, 4000];

/**
 * Micro-Epsilon optoNCDT 1320, 1420, 1750 and 1900 laser sensors over RS422. Distances from the sensor's words, in
 * batches at its own rate.
 *
 * A sensor that can number its values does: what is lost, on the wire or in the sensor, is counted in `lost`. Of one that
 * cannot, only torn words are noticed.
 *
 * Source: sheet micro-epsilon.md; 1420 manual, 8.2, A 3.3.2 and A 3.4.6.2. Unconfirmed: the answer to `MEASRATE`; that the
 * counter goes up to 262143.
 */
export const microEpsilonIld = defineDriver({
  name: 'micro-epsilon-ild',
  deviceClass: displacementSensor,
  wire: 'bytes',
  bus: { timeout: { seconds: 2 } },
  // Unconfirmed: confirmed for the 1900 only.
  serial: { baudRate: 921_600 },
  options: ildOptions,
  connect: async ({ bus, clock }: DriverContext<ByteTransport>, options: IldOptions) => {
    const link = new IldLink(bus);

    const info = async (call: Call): Promise<ReadonlyMap<string, string>> => {
      const lines = await link.command('GETINFO', call);
      return new Map(
        lines.flatMap((line): [string, string][] => {
          const match = /^([^:]+):\s*(.*)$/.exec(line);
          return match === null ? [] : [[(match[1] ?? '').trim().toLowerCase(), match[2] ?? '']];
        }),
      );
    };

    // The sensor may be sending words since it was switched on.
    await link.command('OUTPUT NONE', {});
    const facts = await info({});
    const range = options.range ?? rangeIn(facts);
    if (range === undefined || !(range > 0)) {
      throw new FourwireError(
        'range',
        'option-refused',
        'range must be given, in mm: the sensor does not say it.',
      );
    }
    const scale = /1900/.test(facts.get('name') ?? '') ? scale1900 : scale1420;
    const stream = new IldStream(link, clock, range, scale);

    /** A command cannot be sent while words come: they would be torn. */
    const command = async (text: string, call: Call): Promise<readonly string[]> => {
      await stream.settled();
      if (stream.running)
        throw new FourwireError(
          'busy',
          'acquiring',
          'The sensor is streaming; end the subscriptions to samples$ first.',
        );
      return link.command(text, call);
    };

    return {
      identify: async (call): Promise<Identity> => {
        await link.command('OUTPUT NONE', call);
        const found = await info(call);
        return {
          manufacturer: 'Micro-Epsilon',
          model: found.get('name') ?? 'optoNCDT',
          serialNumber: found.get('serial') ?? '',
          firmware: found.get('version') ?? '',
        };
      },
      setUp: async (call) => {
        // Every value, and none that a master value has shifted.
        await link.command('MASTERMV NONE', call);
        await link.command('OUTREDUCECOUNT 1', call);
        stream.counted = await numbersValues(link, call);
        await stream.resume(call);
      },
      tearDown: async (call) => stream.end(call),
      members: {
        reading: {
          read: async (call) => {
            const x = await stream.next(call);
            const value = distanceOf(x, range, scale);
            if (Number.isNaN(value)) throw whyNoDistance(x, scale);
            return { value: tidy(value), resolution: tidy(scale.step * range), displayUnit: 'mm' as const };
          },
        },
        samples$: stream.samples$,
        acquire: acquireSamples(stream.samples$),
        measuringRate: {
          rate: {
            read: async (call) => {
              const lines = await command('MEASRATE', call);
              const found = lines
                .map((line) => /^MEASRATE\s+([\d.]+)/i.exec(line)?.[1])
                .find((text) => text !== undefined);
              if (found === undefined) throw unexpected('MEASRATE with a number', lines.join(' '));
              return Number(found) * 1000;
            },
            write: async (rate, call) => {
              if (!rates.includes(rate)) {
                throw new FourwireError(
                  'range',
                  'value-refused',
                  `rate ${rate} Hz refused; the sensor measures at ${rates.join(', ')} Hz.`,
                );
              }
              await command(`MEASRATE ${rate / 1000}`, call);
            },
            limits: () => Promise.resolve({ min: Math.min(...rates), max: Math.max(...rates) }),
          },
        },
        zeroing: undefined,
      } satisfies ImplementationOf<typeof displacementSensor>,
    };
  },
});

/** Has the sensor number its values, if it sends the number right after the distance; otherwise no further values. */
async function numbersValues(link: IldLink, call: Call): Promise<boolean> {
  try {
    await link.command('OUTADD_RS422 COUNTER', call);
    const lines = await link.command('GETOUTINFO_RS422', call);
    if (lines.some((line) => /(^|\s)DIST\S*[\s,;]+COUNTER$/i.test(line))) return true;
  } catch (error) {
    if (!FourwireError.is(error) || error.code !== 'instrument-refused') throw error;
  }
  await link.command('OUTADD_RS422 NONE', call);
  return false;
}

function rangeIn(facts: ReadonlyMap<string, string>): number | undefined {
  const text = [...facts].find(([name]) => name.includes('range'))?.[1];
  const match = /([\d.]+)\s*mm/i.exec(text ?? '');
  return match === null ? undefined : Number(match[1]);
}
