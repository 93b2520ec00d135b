import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { autoscale } from '../oscilloscope/autoscale.ts';
import type { ScopeModel } from '../oscilloscope/scope-model.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addCurveCommands, addMeasureCommands } from './curve-commands.ts';
import { EventQueue } from './event-queue.ts';
import { HeadedCommands } from './headed-answers.ts';
import { addSetupCommands } from './setup-commands.ts';
import { TektronixScope } from './tektronix-scope.ts';

/** What the simulated oscilloscope may be told. */
export interface TektronixScopeSimulatorOptions extends SimulatorOptions {
  /** `DPO4104B` unless given. */
  readonly model?: 'DPO2024B' | 'DPO4104B' | 'MDO3024';
  readonly serialNumber?: string;
}

/**
 * A simulated Tektronix oscilloscope of the families DPO, MSO and MDO 2000 to 4000 (sheet scope-tektronix.md), without
 * FastFrame and mathematics. Give its channels a `signal` to look at.
 */
export class TektronixScopeSimulator implements Simulator {
  readonly name = 'tektronix-scope';
  /** Inputs, trigger and records. */
  readonly model: ScopeModel;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: TektronixScopeSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = 'DPO4104B', serialNumber = 'C010101' } = options;
    const scope = new TektronixScope(clock, random, 4);
    const instrument = new ScpiInstrument(`TEKTRONIX,${model},${serialNumber},CF:91.1CT FV:v3.22`);
    this.model = scope.model;
    this.instrument = instrument;
    const headed = new HeadedCommands(instrument, scope);
    addSetupCommands(instrument, scope, headed);
    addCurveCommands(instrument, scope, headed);
    addMeasureCommands(instrument, scope, headed);
    addSystem(instrument, scope, headed);
    this.faults = { ...instrument.faults.switches, ...this.model.faults };
    this.services = { scpi: scpiService(instrument) };
    this.messages = scpiMessageService(instrument);
  }
}

/** Headers, events and what is waited for (sheet, "Identity and conversation rules"). */
function addSystem(instrument: ScpiInstrument, scope: TektronixScope, headed: HeadedCommands): void {
  const { model } = scope;
  for (const header of ['HEADer', 'HDR']) {
    instrument.on(header, ({ need }) => {
      scope.header = need(0).boolean();
    });
    headed.query(header, () => (scope.header ? '1' : '0'));
  }
  headed.toggle('VERBose', {
    get: () => scope.verbose,
    set(on) {
      scope.verbose = on;
    },
  });
  // Not SCPI: events stand for errors.
  instrument.off('SYSTem:ERRor[:NEXT]?', 'SYSTem:ERRor:COUNt?', 'SYSTem:VERSion?', 'STATus:PRESet');
  const events = new EventQueue(instrument);
  instrument.on('*ESR?', () => String(events.takeStandard()));
  instrument.on('EVMsg?', () => events.next());
  instrument.on('EVENT?', () => events.code());
  instrument.on('ALLEv?', () => events.all());
  let gates = 255;
  instrument.on('DESE', ({ need }) => {
    gates = need(0).integer({ min: 0, max: 255 });
  });
  headed.query('DESE', () => String(gates));
  headed.query('BUSY', () => (model.acquiring === 'single' ? '1' : '0'));
  instrument.on('AUTOSet', ({ need }) => {
    need(0).word(['EXECute']);
    autoscale(model);
  });
  // A single sequence is what is waited for.
  instrument.idle = async () => model.completed();
  instrument.reset = () => {
    scope.reset();
    events.clear();
  };
}
