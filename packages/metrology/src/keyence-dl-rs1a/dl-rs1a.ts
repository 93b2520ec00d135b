import { FourwireError, defineDriver, integer, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf, ValueOf } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { acquireSamples } from '../classes/acquire-samples.ts';
import { displacementSensor } from '../classes/displacement-sensor.ts';
import { polledSamples } from '../classes/polled-samples.ts';
import { refuseKeyenceError } from '../keyence-lk/lk-value.ts';
import { parseDecimal } from '../values/decimal.ts';
import { overload, sensorFault, underload, unexpected } from '../values/faults.ts';
import { lengthOf } from '../values/length.ts';
import type { Judgement, LengthReading } from '../values/length.ts';

const dlRs1aOptions = record({
  /** Which amplifier on the communication unit, 0 to 14; 0 unless given. */
  amplifier: optionalField(integer({ min: 0, max: 14 })),
});

/** What the driver may be told. */
export interface DlRs1aOptions extends ValueOf<typeof dlRs1aOptions> {}

/** Bits of the comparator outputs; the number in the reply is decimal. */
const [high, low, go, alarm] = [1, 2, 4, 8];

/**
 * Keyence IL and other amplifiers on the communication unit DL-RS1A, asked value by value, with the verdict of the
 * amplifier's comparator.
 *
 * Source: sheet keyence-displacement.md. Unconfirmed: that the last digit of 99.998 marks a value that was not measured;
 * it counts as none.
 */
export const keyenceDlRs1a = defineDriver({
  name: 'keyence-dl-rs1a',
  deviceClass: displacementSensor,
  wire: 'bytes',
  // The master waits up to 1 s (sheet).
  bus: { timeout: { seconds: 1 } },
  // A switch on the unit selects 2400 to 38400.
  serial: { baudRate: 9600 },
  options: dlRs1aOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, { amplifier = 0 }: DlRs1aOptions) => {
    const session = new LineSession(bus, clock);

    const fields = async (call: Call): Promise<readonly [out: string, value: string]> =>
      session.ask(
        'MS',
        (line) => {
          refuseKeyenceError(line);
          const [command, ...rest] = line.trim().split(',');
          if (command !== 'MS') return undefined;
          if (rest.length === 0 || rest.length % 2 !== 0)
            throw unexpected('outputs and a value for each amplifier', line);
          const [out, value] = rest.slice(2 * amplifier, 2 * amplifier + 2);
          if (out === undefined || value === undefined) {
            throw new FourwireError(
              'range',
              'option-refused',
              `amplifier ${amplifier} is not there: the unit has ${Math.floor(rest.length / 2)}, counted from 0.`,
            );
          }
          return { answer: [out, value] as const };
        },
        call,
      );

    const take = async (call: Call): Promise<LengthReading> => {
      const [out, value] = await fields(call);
      return parseIl(out, value);
    };
    const samples$ = polledSamples(clock, take);

    return {
      identify: async (call) => {
        await fields(call);
        return { manufacturer: 'Keyence', model: 'DL-RS1A', serialNumber: '', firmware: '' };
      },
      tearDown: session.release,
      members: {
        reading: { read: take },
        samples$,
        acquire: acquireSamples(samples$, take),
        measuringRate: undefined,
        zeroing: undefined,
      } satisfies ImplementationOf<typeof displacementSensor>,
    };
  },
});

/**
 * Reads the outputs and the value of one amplifier.
 *
 * @throws FourwireError of kind `device` for an alarm, an error, or a value beyond the range
 */
export function parseIl(out: string, value: string): LengthReading {
  if (/E/.test(value)) throw sensorFault(value, 'the amplifier reports an error; see its display');
  if (!/^\d+$/.test(out)) throw unexpected('the outputs as a number', out);
  const bits = Number(out);
  if ((bits & alarm) !== 0) throw sensorFault(out, 'the amplifier reports an alarm: no target, or a fault');
  // Nines in all places but the last stand for values that are none.
  if (/^\+9+\.?9*[89]$/.test(value) && value.replace(/\D/g, '').length >= 5)
    throw overload('The target is beyond the measuring range, or there is none.');
  if (/^-9+\.?9*[89]$/.test(value) && value.replace(/\D/g, '').length >= 5)
    throw underload('The target is before the measuring range, or there is none.');
  return lengthOf(parseDecimal(value), 'mm', judgementOf(bits));
}

function judgementOf(bits: number): Judgement | undefined {
  if ((bits & high) !== 0) return 'high';
  if ((bits & low) !== 0) return 'low';
  return (bits & go) === 0 ? undefined : 'good';
}
