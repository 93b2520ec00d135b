import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { mostReadings, startAcquisition } from './sourcemeter-acquisition.ts';
import { sourceMeterError } from './sourcemeter-errors.ts';
import type { SourceMeterModel } from './sourcemeter-model.ts';
import { number6 } from './sourcemeter-reading.ts';

/** What an acquisition does not keep waiting: an abort, a trigger, a look at the status byte. */
const alwaysTaken = /^\s*(?::?abor(?:t)?|\*trg|\*stb\?)\s*$/i;

/** Arm and trigger layers (sheet smu-keithley-2400.md, "Trigger model"). */
export function addTriggerCommands(instrument: ScpiInstrument, model: SourceMeterModel): void {
  const { run, arm, trigger } = { run: model.run, arm: () => model.arm, trigger: () => model.trigger };
  const requireProduct = (arms: number, triggers: number): void => {
    // An endless arm count leaves room for any trigger count.
    if ((arms === Infinity ? 1 : arms) * triggers > mostReadings) throw new ScpiRefusal(-222);
  };
  const counts = { min: 1, max: mostReadings, default: 1 };
  instrument.on('ARM[:SEQuence[1]][:LAYer[1]]:COUNt', ({ need }) => {
    const count = need(0).is('INFinity') ? Infinity : need(0).integer(counts);
    requireProduct(count, trigger().count);
    arm().count = count;
  });
  const countText = (count: number): string => (count === Infinity ? '+9.900000E+37' : String(count));
  const armCount = 'ARM[:SEQuence[1]][:LAYer[1]]:COUNt';
  onNumberQuery(
    instrument,
    armCount,
    () => counts,
    () => arm().count,
    countText,
  );
  const triggerCount = {
    get: () => trigger().count,
    set(count: number) {
      requireProduct(arm().count, Math.round(count));
      trigger().count = Math.round(count);
    },
  };
  onNumber(instrument, 'TRIGger[:SEQuence[1]]:COUNt', () => counts, triggerCount, String);
  const armSources = ['IMMediate', 'TLINk', 'TIMer', 'MANual', 'BUS', 'NSTest', 'PSTest', 'BSTest'];
  onWord(instrument, 'ARM[:SEQuence[1]][:LAYer[1]]:SOURce', armSources, {
    get: () => arm().source,
    set: (source) => {
      arm().source = source;
    },
  });
  onWord(instrument, 'TRIGger[:SEQuence[1]]:SOURce', ['IMMediate', 'TLINk'], {
    get: () => trigger().source,
    set: (source) => {
      trigger().source = source;
    },
  });
  const timer = {
    get: () => arm().timer,
    set: (seconds: number) => {
      arm().timer = seconds;
    },
  };
  const timers = { min: 0.001, max: 99_999.99, default: 0.1, unit: 'S' };
  onNumber(instrument, 'ARM[:SEQuence[1]][:LAYer[1]]:TIMer', () => timers, timer, number6);
  const delay = {
    get: () => trigger().delay,
    set: (seconds: number) => {
      trigger().delay = seconds;
    },
  };
  const delays = { min: 0, max: 999.9999, default: 0, unit: 'S' };
  onNumber(instrument, 'TRIGger[:SEQuence[1]]:DELay', () => delays, delay, number6);
  addLines(instrument);
  instrument.on('INITiate[:IMMediate]', () => startAcquisition(model), 0);
  instrument.on('ABORt', () => run.abort(), 0);
  // Triggers that came before they were awaited are not remembered here.
  instrument.on('TRIGger:CLEar', () => {}, 0);
  instrument.trigger = () => {
    if (!run.fire('BUS')) throw new ScpiRefusal(-211);
  };
  instrument.idle = async () => run.idle();
  instrument.defers = (message) => run.state !== 'idle' && !alwaysTaken.test(message);
  instrument.interrupts = (message) => run.state !== 'idle' && alwaysTaken.test(message);
}

/** Trigger lines are remembered; no other instrument is wired to them. */
function addLines(instrument: ScpiInstrument): void {
  const armPath = 'ARM[:SEQuence[1]][:LAYer[1]]';
  const triggerPath = 'TRIGger[:SEQuence[1]]';
  const lines = { min: 1, max: 4 };
  for (const [path, input, output] of [
    [armPath, 1, 2],
    [triggerPath, 1, 2],
  ] as const) {
    const held = { ILINe: input as number, OLINe: output as number };
    for (const line of ['ILINe', 'OLINe'] as const) {
      const setting = {
        get: () => held[line],
        set: (number: number) => {
          held[line] = Math.round(number);
        },
      };
      onNumber(instrument, `${path}:${line}`, () => lines, setting, String);
    }
  }
  for (const [path, words] of [
    [armPath, ['NONE', 'TENTer', 'TEXit']],
    [triggerPath, ['NONE', 'SOURce', 'DELay', 'SENSe']],
  ] as const) {
    let chosen = 'NONE';
    onWord(instrument, `${path}:OUTPut`, words, {
      get: () => chosen,
      set: (word) => {
        chosen = word;
      },
    });
  }
}

/** Refuses what would wait for ever: `READ?` and `FETCh?` with an endless arm count. */
export function requireEnd({ arm }: SourceMeterModel): void {
  if (arm.count === Infinity) throw sourceMeterError(830);
}
