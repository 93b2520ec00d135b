import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import { proberFaults } from '../prober/prober-faults.ts';
import { commandLines } from '../prober/command-lines.ts';
import type { MessageService } from '../serve/message-service.ts';
import { messageServiceOf } from '../serve/message-service-of.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { messageServer } from './message-server.ts';
import { veloxHandler } from './velox-handler.ts';
import type { VeloxHandler } from './velox-handler.ts';
import { VeloxModel } from './velox-model.ts';
import type { VeloxModelOptions } from './velox-model.ts';

/** What a simulated station under Velox may be told. */
export interface VeloxSimulatorOptions extends SimulatorOptions, VeloxModelOptions {
  /** What ends a reply on GPIB: a line feed, or a carriage return with older ProberBench. */
  readonly gpibEnd?: '\n' | '\r';
}

/** Commands that do not wait for those before them over GPIB. Unconfirmed. */
const urgent = /^Stop/;

/**
 * A FormFactor station run by Velox, over the message server (TCP, port 1412) and over GPIB as ProberBench stations have
 * it too, in front of the physics of a prober (sheet formfactor-velox.md). A command is answered when its motion is done.
 */
export class VeloxSimulator implements Simulator {
  readonly name = 'formfactor-velox';
  /** Physics, settings and faults. */
  readonly model: VeloxModel;
  readonly faults: FaultSwitches;
  readonly services: {
    /** The message server; belongs on TCP port 1412. */
    readonly tcp: ByteService;
  };
  /** The GPIB service. Replies that nobody has read stay, one after the other. */
  readonly messages: MessageService;

  constructor(options: VeloxSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new VeloxModel(clock, random, options);
    const { error, terminator, switches } = new LineFaults();
    this.faults = { ...switches, ...proberFaults(this.model) };
    const handler = veloxHandler(this.model, () => error.active);
    this.services = { tcp: messageServer(handler, () => terminator.end('\n')) };
    const gpibEnd = options.gpibEnd ?? '\n';
    this.messages = messageServiceOf(
      gpibLines(handler, () => terminator.end(gpibEnd)),
      { keepsResponses: true },
    );
  }
}

/** Commands without an id: answered in order, with `code:` before the values (sheet, section 2). */
function gpibLines(handler: VeloxHandler, lineEnd: () => string): ByteService {
  return commandLines(
    async (name, rest) => {
      if (name === '*IDN?') return 'Cascade Microtech,Summit200,0,Velox 3.5';
      const { code, text } = await handler.answer(name, rest);
      return text === '' ? `${code}:` : `${code}: ${text}`;
    },
    { end: lineEnd, urgent: (name) => urgent.test(name) },
  );
}
