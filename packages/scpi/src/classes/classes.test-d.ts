import type { ImplementationOf, Operation, Quantity, ReadableImplementation } from '@fourwire/core';
import { describe, expectTypeOf, it } from 'vitest';
import type { LcrFunction, LcrMeter } from './lcr-meter.ts';
import type { Oscilloscope } from './oscilloscope.ts';
import type { Waveform } from './common.ts';
import type { PowerSupply } from './power-supply.ts';
import type { SourceMeasureUnit, smuChannel } from './source-measure-unit.ts';
import type { SwitchMatrix } from './switch-matrix.ts';

declare const smu: SourceMeasureUnit;
declare const supply: PowerSupply;
declare const meter: LcrMeter;
declare const scope: Oscilloscope;
declare const matrix: SwitchMatrix;

describe('the members of a source-measure unit', () => {
  const channel = smu.channels[0]!;

  it('gives a sweep as columns, with points as progress', () => {
    const run = channel.sweep({ source: 'voltage', start: 0, stop: 1, points: 11 });
    expectTypeOf(run).toExtend<
      Operation<{ readonly voltage: Float64Array; readonly current: Float64Array }, unknown>
    >();
    run.progress$.subscribe(({ taken, points }) => {
      expectTypeOf(taken).toEqualTypeOf<number>();
      expectTypeOf(points.inCompliance).toEqualTypeOf<Float64Array>();
    });
    // @ts-expect-error -- a sweep says what it forces
    channel.sweep({ start: 0, stop: 1, points: 11 });
  });

  it('keeps volts and amperes apart', () => {
    expectTypeOf<Awaited<ReturnType<typeof channel.current.level.read>>>().toEqualTypeOf<Quantity<'A'>>();
    type Channel = ImplementationOf<typeof smuChannel>;
    expectTypeOf<Channel['measurement']>().toExtend<
      ReadableImplementation<{
        readonly voltage: Quantity<'V'>;
        readonly current: Quantity<'A'>;
        readonly inCompliance: boolean;
      }>
    >();
  });

  it('makes the caller look whether a model has what only some have', () => {
    expectTypeOf(channel.filter).extract<undefined>().toEqualTypeOf<undefined>();
    // @ts-expect-error -- not every model has it
    void channel.filter.enabled;
    // @ts-expect-error -- not every model has it
    void supply.outputs[0]!.overvoltageProtection.level;
  });
});

describe('the members of other classes', () => {
  it('knows words, and no others', () => {
    expectTypeOf<Awaited<ReturnType<typeof meter.function.read>>>().toEqualTypeOf<LcrFunction>();
    // @ts-expect-error -- no such pair
    void meter.function.write('Cp-X');
  });

  it('takes an array of the caller for a waveform, and gives typed arrays', () => {
    const run = scope.channels[0]!.waveform({ into: { value: new Float64Array(10) } });
    expectTypeOf(run).toExtend<PromiseLike<Waveform>>();
    expectTypeOf<Waveform['samples']['value']>().toEqualTypeOf<Float64Array>();
  });

  it('writes relays as they are numbered', () => {
    expectTypeOf(matrix.closed.write([{ slot: 1, row: 1, column: 5 }])).toEqualTypeOf<Promise<void>>();
    // @ts-expect-error -- a relay has a slot
    void matrix.closed.write([{ row: 1, column: 5 }]);
  });
});
