import { describe, expectTypeOf, it } from 'vitest';
import {
  boolean,
  command,
  deviceClass,
  oneOf,
  optional,
  optionalField,
  part,
  parts,
  quantity,
  readable,
  record,
  writable,
} from '../index.ts';
import type {
  Command,
  DeviceOf,
  ImplementationOf,
  Options,
  Part,
  Quantity,
  Readable,
  Writable,
} from '../index.ts';

const channel = deviceClass('channel', { on: writable(boolean()) });

const oven = deviceClass('oven', {
  temperature: readable(quantity('Cel')),
  setpoint: writable(quantity('Cel'), { limits: 'dynamic' }),
  mode: writable(oneOf(['off', 'auto'])),
  settle: command({
    input: record({ target: quantity('Cel'), dwell: optionalField(quantity('s')) }),
    output: record({ elapsed: quantity('s') }),
    progress: record({ left: quantity('s') }),
    stop: 'hold',
  }),
  reset: command({ stop: 'cannot' }),
  door: optional(part(channel)),
  channels: parts(channel),
});
interface Oven extends DeviceOf<typeof oven> {}
type Implementation = ImplementationOf<typeof oven>;

describe('a device class gives its devices types that', () => {
  it('name their members', () => {
    expectTypeOf<Oven['temperature']>().toEqualTypeOf<Readable<Quantity<'Cel'>>>();
    expectTypeOf<Oven['setpoint']>().toEqualTypeOf<Writable<Quantity<'Cel'>>>();
    expectTypeOf<Oven['mode']>().toEqualTypeOf<Writable<'off' | 'auto'>>();
    expectTypeOf<Oven['settle']>().toEqualTypeOf<
      Command<
        { readonly target: Quantity<'Cel'>; readonly dwell?: Quantity<'s'> },
        { readonly elapsed: Quantity<'s'> },
        { readonly left: Quantity<'s'> }
      >
    >();
    expectTypeOf<Oven['channels'][number]>().toExtend<Part & { readonly on: Writable<boolean> }>();
  });

  it('narrow optional parts', () => {
    expectTypeOf<undefined>().toExtend<Oven['door']>();
  });

  it('call a command without input by its options alone', () => {
    expectTypeOf<Oven['reset']>().parameter(0).toEqualTypeOf<Options | undefined>();
  });
});

describe('a driver does not compile when it', () => {
  const number = async (): Promise<number> => 1;
  const kelvin = async (): Promise<Quantity<'K'>> => 1;

  it('forgets a member', () => {
    // @ts-expect-error -- settle is missing
    const incomplete: Pick<Implementation, 'temperature' | 'settle'> = { temperature: { read: number } };
    expectTypeOf(incomplete).not.toBeNever();
  });

  it('returns a value in another unit', () => {
    // @ts-expect-error -- kelvins are not degrees Celsius
    const wrong: Implementation['temperature'] = { read: kelvin };
    const right: Implementation['temperature'] = { read: number };
    expectTypeOf(wrong).not.toBeNever();
    expectTypeOf(right).not.toBeNever();
  });

  it('gives no limits where the class says that the device knows them', () => {
    // @ts-expect-error -- limits is missing
    const wrong: Implementation['setpoint'] = { read: number, write: async () => {} };
    expectTypeOf(wrong).not.toBeNever();
  });

  it('cannot stop a command that can be stopped', () => {
    // @ts-expect-error -- stop is missing
    const wrong: Implementation['settle'] = { run: async () => ({ elapsed: 1 }) };
    const right: Implementation['reset'] = { run: async () => undefined };
    expectTypeOf(wrong).not.toBeNever();
    expectTypeOf(right).not.toBeNever();
  });
});
