import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import { lineService } from '../line-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { ersAnswer } from './ers-chuck-commands.ts';
import type { ErsAnswers } from './ers-chuck-commands.ts';
import { ErsChuckModel } from './ers-chuck-model.ts';
import type { ErsChuckModelOptions } from './ers-chuck-model.ts';

/** What a simulated ERS chuck may be told. */
export interface ErsChuckSimulatorOptions extends SimulatorOptions, ErsChuckModelOptions {
  /** What set commands answer; `OK` unless given. */
  readonly answers?: ErsAnswers;
}

/**
 * An air-cooled chuck under an ERS AC3 controller over its serial line, in front of the physics of a chuck (sheet
 * ers-chuck.md). Requests end with CR, or CR LF. Unconfirmed: the text that set commands answer, therefore an option.
 */
export class ErsChuckSimulator implements Simulator {
  readonly name = 'ers-chuck';
  /** Physics, settings and faults. */
  readonly model: ErsChuckModel;
  readonly faults: FaultSwitches;
  readonly services: {
    readonly serial: ByteService;
    /** The same behind a serial server. */
    readonly tcp: ByteService;
  };

  constructor(options: ErsChuckSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new ErsChuckModel(clock, random, options);
    this.model = model;
    const { error: refusing, terminator: lineEnd, switches } = new LineFaults();
    this.faults = {
      ...switches,
      'brown-out': (active) => {
        if (active) model.brownOut();
      },
      'sensor-open': (active) => {
        model.advance();
        model.sensorOpen = active;
      },
      'heater-failed': (active) => {
        model.advance();
        model.heaterFailed = active;
      },
      'compressor-trip': (active) => {
        model.advance();
        model.chillerFailed = active;
      },
      'over-temperature': (active) => {
        model.tooHot = active;
      },
    };
    const answer = (command: string): string =>
      refusing.active ? '?' : ersAnswer(model, command, options.answers ?? 'ok');
    const serial = lineService(
      (send) => ({
        line: (text) => {
          send(`${answer(text)}${lineEnd.end('\r')}`);
        },
      }),
      { terminator: 'either' },
    );
    this.services = { serial, tcp: serial };
  }
}
