import { nr1 } from '../scpi/number-format.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, kept, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { LcrModel } from './lcr-model.ts';

/** Seconds that an open or short correction takes. Estimate. */
const correctionTime = 20;

/** The frequencies in rad/s at which open and short terminals are told best. */
const [openOmega, shortOmega] = [2 * Math.PI * 1e6, 2 * Math.PI * 1e6];

/**
 * Correction (sheet lcr-keysight-e4980.md, "Measurement setup"). Whatever is connected counts as open or short, as it
 * would at the machine. Gives what resolves when none is under way.
 */
export function addCorrectionCommands(
  instrument: ScpiInstrument,
  model: LcrModel,
  changed: () => void,
): () => Promise<void> {
  const { correction, settings, clock } = model;
  let running: Promise<void> | undefined;
  const run = async (kind: 'open' | 'short'): Promise<void> => {
    const calibrating = 1;
    instrument.status.operation.set(calibrating, true);
    await clock.sleep(1000 * correctionTime);
    const { frequency } = settings;
    const omega = kind === 'open' ? openOmega : shortOmega;
    settings.frequency = omega / (2 * Math.PI);
    if (kind === 'open') correction.keepOpen(model.seen, omega);
    else correction.keepShort(model.seen, omega);
    settings.frequency = frequency;
    instrument.status.operation.set(calibrating, false);
    running = undefined;
    changed();
  };
  for (const [header, kind] of [
    ['OPEN', 'open'],
    ['SHORt', 'short'],
  ] as const) {
    instrument.on(
      `CORRection:${header}[:EXECute]`,
      () => {
        if (running !== undefined) throw new ScpiRefusal(-213);
        running = run(kind);
      },
      0,
    );
    onSwitch(
      instrument,
      `CORRection:${header}:STATe`,
      field(correction, kind === 'open' ? 'openOn' : 'shortOn', changed),
    );
  }
  onSwitch(instrument, 'CORRection:LOAD:STATe', field(correction, 'loadOn', changed));
  instrument.on('CORRection:LENGth', ({ need }) => {
    const metres = need(0).integer();
    if (![0, 1, 2, 4].includes(metres)) throw new ScpiRefusal(-222);
    correction.length = metres;
    changed();
  });
  instrument.on('CORRection:LENGth?', () => nr1(correction.length));
  onWord(instrument, 'CORRection:METHod', ['SINGle', 'MULTi'], kept('SING'));
  return async () => running;
}
