import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { DeviceInSocket } from '../physics/device-under-needles.ts';
import { CombDrive } from '../physics/devices/comb-drive.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addCorrectionCommands } from './correction-commands.ts';
import { addDataCommands } from './data-commands.ts';
import { LcrModel } from './lcr-model.ts';
import { LcrTrigger } from './lcr-trigger.ts';
import { addSetupCommands } from './setup-commands.ts';

/** What the simulated LCR meter may be told. */
export interface KeysightE4980SimulatorOptions extends SimulatorOptions {
  readonly serialNumber?: string;
  /** Whether it has option 001: 20 V and 100 mA, and a bias of ±40 V and ±100 mA. It has unless told otherwise. */
  readonly powerAndBias?: boolean;
  /** What hangs at its terminals; a silicon comb drive unless given. */
  readonly device?: DeviceUnderTest;
}

/** A simulated Keysight E4980A LCR meter (sheet lcr-keysight-e4980.md), without comparator and scanner. */
export class KeysightE4980Simulator implements Simulator {
  readonly name = 'keysight-e4980';
  /** Settings, correction, and what is connected. */
  readonly model: LcrModel;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: KeysightE4980SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { serialNumber = 'MY46516036', powerAndBias = true } = options;
    const device = options.device ?? new DeviceInSocket({ device: new CombDrive(), temperature: () => 25 });
    const model = new LcrModel(clock, random, device);
    const trigger = new LcrTrigger(model);
    const changed = (): void => trigger.settingsChanged();
    this.model = model;
    this.instrument = new ScpiInstrument(`Agilent Technologies,E4980A,${serialNumber},A.02.10`, {
      plusInErrors: true,
    });
    const limits = powerAndBias
      ? { voltage: 20, current: 0.1, biasVoltage: 40, biasCurrent: 0.1 }
      : { voltage: 2, current: 0.02, biasVoltage: 2, biasCurrent: 0 };
    addSetupCommands(this.instrument, model, limits, changed);
    const corrected = addCorrectionCommands(this.instrument, model, changed);
    addDataCommands(this.instrument, model, trigger);
    // Unconfirmed: the answer without options.
    this.instrument.on('*OPT?', () => (powerAndBias ? '001' : '0'));
    this.instrument.idle = async () => {
      await trigger.idle();
      await corrected();
    };
    this.instrument.reset = () => {
      model.reset();
      trigger.reset();
    };
    this.faults = {
      ...this.instrument.faults.switches,
      'no-contact': (active) => {
        model.disconnected = active;
      },
      'sensor-stuck': (active) => {
        model.stuckAt = active ? model.trueResult : undefined;
      },
    };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }
}
