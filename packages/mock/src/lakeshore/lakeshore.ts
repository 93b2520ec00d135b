import type { ByteService } from '@fourwire/core';
import { CommandGap } from '../command-gap.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { loopFaults } from '../faults/loop-faults.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addLakeShoreCommands } from './lakeshore-commands.ts';
import { LakeShoreModel } from './lakeshore-model.ts';
import type { LakeShoreModelOptions } from './lakeshore-model.ts';

/** What a simulated Lake Shore controller may be told. */
export interface LakeShoreSimulatorOptions extends SimulatorOptions, LakeShoreModelOptions {
  /** 336 unless given. The 335 has two inputs and outputs, the others four. */
  readonly machine?: '335' | '336' | '350';
  /** LSA1234 unless given. */
  readonly serialNumber?: string;
  /** Commands that follow the one before sooner than this, in ms, are lost; 50 unless given, 0: none are. */
  readonly minimumGap?: number;
}

/** Speaks with the common commands alone, and loses what comes too fast (sheet section 6). */
class LakeShoreInstrument extends ScpiInstrument {
  readonly #arrives: () => boolean;

  constructor(identity: string, arrives: () => boolean) {
    super(identity, { commonOnly: true });
    this.#arrives = arrives;
  }

  override async execute(message: string): Promise<string | undefined> {
    return this.#arrives() ? super.execute(message) : undefined;
  }
}

/**
 * A Lake Shore 335, 336 or 350 over its serial line (7O1), TCP port 7777 and GPIB, in front of the physics of a stage on
 * a cold finger (sheet lakeshore.md). Heaters are off until a range is chosen, whatever set point is written.
 */
export class LakeShoreSimulator implements Simulator {
  readonly name = 'lakeshore';
  /** Physics, settings and faults. */
  readonly model: LakeShoreModel;
  readonly faults: FaultSwitches;
  readonly services: {
    /** Belongs on TCP port 7777 of a 336 or 350. */
    readonly tcp: ByteService;
    readonly serial: ByteService;
  };
  readonly messages: MessageService;

  constructor(options: LakeShoreSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const machine = options.machine ?? '336';
    const count = machine === '335' ? 2 : 4;
    const model = new LakeShoreModel(clock, random, { inputs: count, outputs: count }, options);
    this.model = model;
    const gap = new CommandGap(clock);
    const milliseconds = options.minimumGap ?? 50;
    const arrives = (): boolean => {
      if (!gap.over) return false;
      gap.begin(milliseconds);
      model.advance();
      return true;
    };
    const identity = `LSCI,MODEL${machine},${options.serialNumber ?? 'LSA1234'}/#######,2.9`;
    const instrument = new LakeShoreInstrument(identity, arrives);
    addLakeShoreCommands(instrument, model);
    instrument.reset = () => model.brownOut();
    this.faults = {
      ...instrument.faults.switches,
      ...loopFaults(() => model.loop),
      'sensor-open': (active) => {
        model.advance();
        model.sensorOpen = active;
      },
    };
    const lines = scpiService(instrument, { lineEnd: '\r\n' });
    this.services = { tcp: lines, serial: lines };
    this.messages = scpiMessageService(instrument);
  }
}
