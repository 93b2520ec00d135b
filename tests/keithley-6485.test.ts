import { Keithley6485Simulator, virtualBench } from '@fourwire/mock';
import { openElectrometer } from '@fourwire/scpi';
import { describe, expect, it } from 'vitest';

describe('a 6485 that waits for its trigger', () => {
  it('is asked for nothing but its status byte, and measures once it is triggered', async () => {
    const bench = virtualBench(({ clock }) => ({ 'gpib0-14': new Keithley6485Simulator({ clock }) }));
    await bench.run(async () => {
      await using meter = await openElectrometer('GPIB0::14::INSTR', {
        driver: 'keithley-6485',
        ...bench.links,
      });
      const { model, instrument } = bench.simulators['gpib0-14'];
      await meter.zeroCheck.write(false);
      await meter.trigger.source.write('software');
      const acquisition = meter.acquire({ count: 2 });
      await bench.clock.sleep({ minutes: 1 });
      expect(model.run.state).toBe('waiting');
      expect(instrument.status.errorCount).toBe(0);
      await expect(meter.range.read()).rejects.toMatchObject({ kind: 'busy', code: 'acquiring' });
      model.current = 2e-6;
      await meter.trigger.fire();
      const { value } = await acquisition;
      expect(value[0]).toBeCloseTo(2e-6, 8);
      expect(value).toHaveLength(2);
      expect(await meter.trigger.source.read()).toBe('software');
    });
  });

  it('would say nothing over a serial line, so the acquisition is refused there', async () => {
    const bench = virtualBench(({ clock }) => ({ meter: new Keithley6485Simulator({ clock }) }));
    await bench.run(async () => {
      await using meter = await openElectrometer('ASRL/dev/meter::INSTR', {
        driver: 'keithley-6485',
        ...bench.links,
      });
      await meter.zeroCheck.write(false);
      await meter.trigger.source.write('external');
      await expect(meter.acquire({ count: 1 })).rejects.toMatchObject({
        kind: 'state',
        code: 'status-byte-missing',
      });
      expect(await meter.reading.read()).toBeCloseTo(1e-9, 11);
    });
  });
});
