import { electrometerNumber } from '../electrical/electrometer-commands.ts';
import { chooseRange } from '../electrical/ranges.ts';
import { sweepLevels } from '../electrical/sweep-levels.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onSwitch, property } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { PicoammeterModel } from './picoammeter-model.ts';

/** The voltage source and the ohms of the 6487; alternating voltage ohms are not simulated. */
export function addVoltageSource(instrument: ScpiInstrument, model: PicoammeterModel): void {
  const source = (): PicoammeterModel['source'] => model.source;
  const path = 'SOURce[1]:VOLTage';
  onNumber(
    instrument,
    `${path}[:LEVel][:IMMediate][:AMPLitude]`,
    () => ({ min: -500, max: 500, default: 0, unit: 'V' }),
    {
      get: () => source().level,
      set: (level) => {
        if (Math.abs(level) > source().range * 1.01) throw new ScpiRefusal(-222);
        source().level = level;
      },
    },
    electrometerNumber,
  );
  const ranges = [10, 50, 500];
  instrument.on(`${path}:RANGe`, ({ need }) => {
    const range = chooseRange(ranges, need(0), source().range, { over: 1.01 });
    // The highest limit is for the lowest range alone.
    Object.assign(source(), { range, limit: range > 10 ? Math.min(source().limit, 2.5e-3) : source().limit });
    if (Math.abs(source().level) > range) source().level = 0;
    if (model.interlocked) source().on = false;
  });
  onNumberQuery(
    instrument,
    `${path}:RANGe`,
    () => ({ min: 10, max: 500 }),
    () => source().range,
    electrometerNumber,
  );
  instrument.on(`${path}:ILIMit`, ({ need }) => {
    const limit = chooseRange([2.5e-5, 2.5e-4, 2.5e-3, 2.5e-2], need(0), source().limit);
    if (limit > 2.5e-3 && source().range > 10) throw new ScpiRefusal(-221);
    source().limit = limit;
  });
  onNumberQuery(
    instrument,
    `${path}:ILIMit`,
    () => ({ min: 2.5e-5, max: 2.5e-2 }),
    () => source().limit,
    electrometerNumber,
  );
  onSwitch(instrument, `${path}:STATe`, {
    get: () => source().on,
    set: (on) => {
      // Unconfirmed: the code.
      if (on && model.interlocked) throw new ScpiRefusal(-221);
      source().on = on;
    },
  });
  onSwitch(instrument, `${path}:INTerlock[:STATe]`, {
    get: () => source().usesInterlock,
    set: (on) => {
      source().usesInterlock = on;
      if (model.interlocked) source().on = false;
    },
  });
  instrument.on(`${path}:INTerlock:FAIL?`, () => (model.interlocked ? '1' : '0'));
  onSwitch(
    instrument,
    '[SENSe[1]:]OHMS',
    property(() => model, 'ohms'),
  );
  const sweep = { start: 0, stop: 10, step: 1, delay: 1, armed: false };
  for (const [node, key] of [
    ['STARt', 'start'],
    ['STOP', 'stop'],
    ['STEP', 'step'],
  ] as const)
    onNumber(
      instrument,
      `${path}:SWEep:${node}`,
      () => ({ min: -505, max: 505 }),
      property(() => sweep, key),
      electrometerNumber,
    );
  onNumber(
    instrument,
    `${path}:SWEep:DELay`,
    () => ({ min: 0, max: 999.9999 }),
    property(() => sweep, 'delay'),
    electrometerNumber,
  );
  instrument.on(
    `${path}:SWEep:INITiate`,
    () => {
      if (model.interlocked) throw new ScpiRefusal(-221);
      Object.assign(source(), { level: sweep.start, on: true });
      sweep.armed = true;
    },
    0,
  );
  instrument.on(
    `${path}:SWEep:ABORt`,
    () => {
      sweep.armed = false;
      source().on = false;
      model.run.abort();
    },
    0,
  );
  instrument.on(`${path}:SWEep:STATe?`, () => (sweep.armed ? '1' : '0'));
  instrument.on(
    'INITiate[:IMMediate]',
    () => {
      if (!sweep.armed) {
        model.initiate();
        return;
      }
      const points = 1 + Math.floor(Math.abs((sweep.stop - sweep.start) / sweep.step) + 1e-9);
      Object.assign(model.trigger, { count: points, delay: sweep.delay });
      sweep.armed = false;
      model.initiate(sweepLevels({ start: sweep.start, stop: sweep.stop, points, spacing: 'LIN' }));
    },
    0,
  );
}
