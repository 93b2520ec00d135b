import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { Smu2450Model } from './smu2450-model.ts';

/** Trigger model templates, start and stop (sheet smu-keithley-2450.md, "Sweeps and trigger model"). */
export function addTriggerCommands(instrument: ScpiInstrument, model: Smu2450Model): void {
  const delays = { min: 0, max: 10_000 };
  instrument.on(
    'TRIGger:LOAD',
    ({ need, parameters: [, amount, delay, buffer] }) => {
      const name = need(0).string().toLowerCase();
      const rest = { delay: delay?.number(delays) ?? 0, buffer: buffer?.string() ?? 'defbuffer1' };
      if (name === 'empty') {
        model.trigger = { kind: 'empty' };
        return;
      }
      if (amount === undefined) throw new ScpiRefusal(-109);
      model.buffer(rest.buffer);
      if (name === 'simpleloop') {
        model.trigger = { kind: 'loop', count: amount.integer({ min: 1, max: 268_435_455 }), ...rest };
      } else if (name === 'durationloop') {
        model.trigger = { kind: 'duration', seconds: amount.number({ min: 5e-7, max: 1e5 }), ...rest };
      } else {
        throw new ScpiRefusal(-224);
      }
    },
    4,
  );
  // The block is not followed here: a running model is in its fourth.
  instrument.on('TRIGger:STATe?', () => {
    const { triggerState } = model;
    return `${triggerState};${triggerState};${triggerState === 'RUNNING' ? 4 : 0}`;
  });
  instrument.on('INITiate[:IMMediate]', () => model.initiate(), 0);
  instrument.on('ABORt', () => model.run.abort(), 0);
  instrument.idle = async () => model.run.idle();
}
