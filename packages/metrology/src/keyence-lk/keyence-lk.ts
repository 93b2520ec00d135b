import { FourwireError, defineDriver, integer, oneOf, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf, ValueOf } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { acquireSamples } from '../classes/acquire-samples.ts';
import { displacementSensor } from '../classes/displacement-sensor.ts';
import { polledSamples } from '../classes/polled-samples.ts';
import type { LengthReading } from '../values/length.ts';
import { parseLkValue, refuseKeyenceError } from './lk-value.ts';

/** How many outputs or heads each generation has (sheet). */
const most = { '3000': 2, '5000': 12 } as const;

const keyenceLkOptions = record({
  /** The output (LK-G3000: 1 or 2) or the head (LK-G5000: 1 to 12) to read; 1 unless given. */
  output: optionalField(integer({ min: 1, max: most[5000] })),
  /** The generation of the controller, whose commands differ; `3000` unless given. */
  generation: optionalField(oneOf(['3000', '5000'])),
});

/** What the driver may be told. */
export interface KeyenceLkOptions extends ValueOf<typeof keyenceLkOptions> {}

/**
 * Keyence LK-G3000 and LK-G5000 laser displacement controllers over RS-232, asked value by value.
 *
 * Source: sheet keyence-displacement.md. Unconfirmed: the command `M1` of the LK-G3000, taken from the LS-7000 by
 * analogy; its value format is confirmed.
 */
export const keyenceLk = defineDriver({
  name: 'keyence-lk',
  deviceClass: displacementSensor,
  wire: 'bytes',
  bus: { timeout: { seconds: 1 } },
  // Unconfirmed: the factory setting, which the sheet gives as 9600 to 115200.
  serial: { baudRate: 9600 },
  options: keyenceLkOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: KeyenceLkOptions) => {
    const { output = 1, generation = '3000' } = options;
    if (output > most[generation])
      throw new FourwireError(
        'range',
        'option-refused',
        `output ${output} refused: generation ${generation} has outputs 1 to ${most[generation]}.`,
      );
    const session = new LineSession(bus, clock);
    const command = generation === '3000' ? `M${output}` : `MS,${String(output).padStart(2, '0')}`;

    const answer = async <T>(read: (text: string) => T, call: Call): Promise<T> =>
      session.ask(
        command,
        (line) => {
          refuseKeyenceError(line);
          const text = line.trim();
          return text.startsWith(`${command},`)
            ? { answer: read(text.slice(command.length + 1)) }
            : undefined;
        },
        call,
      );

    const take = async (call: Call): Promise<LengthReading> => answer(parseLkValue, call);
    const samples$ = polledSamples(clock, take);

    return {
      // The controller says nothing of itself; that it answers is all that can be known, with a target or without.
      identify: async (call) => {
        await answer(() => true, call);
        return { manufacturer: 'Keyence', model: `LK-G${generation}`, serialNumber: '', firmware: '' };
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
