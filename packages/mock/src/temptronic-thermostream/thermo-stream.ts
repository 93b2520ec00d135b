import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { compressorFault, loopFaults } from '../faults/loop-faults.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { ThermoStreamInstrument } from './thermo-stream-instrument.ts';
import { thermoStreamMachines } from './thermo-stream-machine.ts';
import type { ThermoStreamMachine, ThermoStreamName } from './thermo-stream-machine.ts';
import { ThermoStreamModel } from './thermo-stream-model.ts';
import type { ThermoStreamModelOptions } from './thermo-stream-model.ts';
import { thermoStreamSerial } from './thermo-stream-serial.ts';

/** What a simulated ThermoStream may be told. */
export interface ThermoStreamSimulatorOptions extends SimulatorOptions, ThermoStreamModelOptions {
  /** The machine; a TP04300 unless given. */
  readonly machine?: ThermoStreamName;
  /** 4000 unless given. */
  readonly serialNumber?: string;
}

/**
 * An inTEST Temptronic ThermoStream over GPIB, serial line and TCP, in front of the physics of an air stream and a device
 * under it (sheet temptronic-ats.md). Settings and the air survive a client that goes away, as they do on the machine.
 */
export class ThermoStreamSimulator implements Simulator {
  readonly name = 'temptronic-thermostream';
  /** Physics, settings and faults. */
  readonly model: ThermoStreamModel;
  readonly faults: FaultSwitches;
  readonly services: {
    /** LF both ways; the port comes from the machine's menu. */
    readonly tcp: ByteService;
    /** Answers end with CR LF. */
    readonly serial: ByteService;
  };
  readonly messages: MessageService;

  constructor(options: ThermoStreamSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const machine: ThermoStreamMachine = thermoStreamMachines[options.machine ?? 'TP04300'];
    const model = new ThermoStreamModel(clock, random, machine, options);
    this.model = model;
    const identity = `TEMPTRONIC,${machine.model},${options.serialNumber ?? '4000'},Ver 3.2.0`;
    const instrument = new ThermoStreamInstrument(identity, model, clock);
    this.faults = {
      ...instrument.faults.switches,
      ...loopFaults(() => model.loop),
      ...compressorFault(() => model.loop),
      'brown-out': (active) => {
        if (!active) return;
        model.restart('start');
        instrument.status.powerOn();
      },
      'sensor-open': (active) => {
        model.sensorOpen = active;
        if (!active) model.clearErrors();
      },
      'over-temperature': (active) => (active ? model.overheat() : model.clearErrors()),
    };
    this.services = { tcp: scpiService(instrument), serial: thermoStreamSerial(instrument) };
    this.messages = scpiMessageService(instrument);
  }
}
