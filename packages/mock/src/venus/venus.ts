import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { controllerFaults } from '../motion/motion-faults.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { CorvusController } from './corvus-controller.ts';
import { corvusWords } from './corvus-words.ts';
import { HydraController } from './hydra-controller.ts';
import { hydraWords } from './hydra-words.ts';
import { venusService } from './venus-service.ts';

/** What a simulated controller that speaks Venus may be told. */
export interface VenusSimulatorOptions extends SimulatorOptions {
  /** Whether the axes were calibrated and measured before; false unless given. */
  readonly referenced?: boolean;
}

/**
 * A Corvus with two axes of 100 mm and one of 25 mm, in Venus-1 on a serial line and behind a terminal server (sheet
 * venus-corvus.md). Commands are not answered, errors are told when they are asked for, and during a move it carries out
 * only what asks for something.
 */
export class CorvusSimulator implements Simulator {
  readonly name = 'corvus';
  readonly model: CorvusController;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService; readonly tcp: ByteService };

  constructor(options: VenusSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new CorvusController(clock, random);
    this.model = model;
    const { faults, service } = spoken(model, options, (protocol) =>
      venusService(model, corvusWords, protocol),
    );
    this.faults = faults;
    this.services = { serial: service, tcp: service };
  }
}

/** A Hydra with two axes of 100 mm, in Venus-3 on a serial line and on TCP (sheet venus-corvus.md, section 4). */
export class HydraSimulator implements Simulator {
  readonly name = 'hydra';
  readonly model: HydraController;
  readonly faults: FaultSwitches;
  readonly services: {
    readonly serial: ByteService;
    /** Belongs on TCP port 400. */
    readonly tcp: ByteService;
  };

  constructor(options: VenusSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new HydraController(clock, random);
    this.model = model;
    const { faults, service } = spoken(model, options, (protocol) =>
      venusService(model, hydraWords, protocol),
    );
    this.faults = {
      ...faults,
      busy: (active) => {
        for (const axis of model.axes) axis.occupied = active;
      },
    };
    this.services = { serial: service, tcp: service };
  }
}

/** What both have in common. */
function spoken(
  model: CorvusController | HydraController,
  { referenced = false }: VenusSimulatorOptions,
  serve: (faults: { readonly lineEnd: LineEndFault; readonly error: FaultFlag }) => ByteService,
): { readonly faults: FaultSwitches; readonly service: ByteService } {
  if (referenced) for (const axis of model.axes) axis.assumeReferenced();
  const protocol = { lineEnd: new LineEndFault(), error: new FaultFlag() };
  const faults: FaultSwitches = {
    ...controllerFaults(
      model.axes.map(({ controlled }) => controlled.motor),
      model,
    ),
    'error-reply': protocol.error.switch,
    'wrong-terminator': protocol.lineEnd.switch,
  };
  return { faults, service: serve(protocol) };
}
