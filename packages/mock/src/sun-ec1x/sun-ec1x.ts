import type { ByteService } from '@fourwire/core';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import type { ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import { lineService } from '../line-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { messageServiceOf } from '../serve/message-service-of.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { sunCommand, sunInput } from './sun-ec1x-commands.ts';
import { SunEc1xModel } from './sun-ec1x-model.ts';

/** What a simulated Sun EC1x may be told. */
export interface SunEc1xSimulatorOptions extends SimulatorOptions, ChamberControllerOptions {}

/**
 * A chamber with a Sun Electronic Systems EC1x over serial line and GPIB, in front of the physics of a chamber (sheet
 * sun-ec1x.md, of medium confidence). It knows no `*IDN?`. Without a set point since it was switched on it controls
 * nothing. It stores no local program.
 */
export class SunEc1xSimulator implements Simulator {
  readonly name = 'sun-ec1x';
  /** Physics and settings. */
  readonly model: SunEc1xModel;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };
  readonly messages: MessageService;

  constructor(options: SunEc1xSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new SunEc1xModel(clock, random, options);
    this.model = model;
    const { error, terminator: lineEnd, switches } = new LineFaults();
    this.faults = {
      ...chamberFaults(model.controller),
      ...switches,
      'heater-failed': (active) => {
        model.heaterFailed = active;
        model.advance();
      },
      'brown-out': (active) => {
        if (active) model.powerCycle();
      },
    };
    const answer = (line: string): string | undefined => {
      if (!error.active || line === 'STATUS?') return sunInput(model, line) ?? sunCommand(model, line);
      model.commandError = true;
      return undefined;
    };
    const serial = lineService(
      (send) => ({
        line: (text) => {
          const reply = answer(text.trim());
          if (reply !== undefined) send(`${reply}${lineEnd.end('\r\n')}`);
        },
      }),
      { terminator: 'either' },
    );
    this.services = { serial };
    this.messages = messageServiceOf(serial);
  }
}
