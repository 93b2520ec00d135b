import type { ByteService } from '@fourwire/core';
import { SourcePort } from '../electrical/source-port.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { onNumber } from '../scpi/settings.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { B2900Channel } from './b2900-channel.ts';
import { addDataCommands, usualFormat } from './b2900-data-commands.ts';
import { b2900Models } from './b2900-models.ts';
import type { B2900Model } from './b2900-models.ts';
import { addSenseCommands } from './b2900-sense-commands.ts';
import { ChannelCommands } from './b2900-settings.ts';
import { addSourceCommands } from './b2900-source-commands.ts';
import { addTriggerCommands } from './b2900-trigger-commands.ts';

/** What the simulated source-measure unit may be told. */
export interface KeysightB2900SimulatorOptions extends SimulatorOptions {
  /** `B2902A`, with two channels, unless given. */
  readonly model?: B2900Model;
  readonly serialNumber?: string;
  /** What hangs at the terminals of each channel; 1 kΩ with leads of 0.1 Ω each unless given. */
  readonly loads?: readonly DeviceUnderTest[];
}

/** A simulated Keysight B2900 source-measure unit, without pulses (sheet smu-keysight-b2900.md). */
export class KeysightB2900Simulator implements Simulator {
  readonly name = 'keysight-b2900';
  /** Settings, readings and physics of the channels. */
  readonly channels: readonly B2900Channel[];
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: KeysightB2900SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = 'B2902A', serialNumber = 'MY51140123', loads = [] } = options;
    const traits = b2900Models[model];
    const ports = Array.from({ length: traits.channels }, (_, index) => new SourcePort(loads[index]));
    this.channels = ports.map(
      (port, index) => new B2900Channel(clock, random.fork(`channel ${index}`), { traits, port }),
    );
    const identity = `Keysight Technologies,${model},${serialNumber},3.4.2011.5100`;
    this.instrument = new ScpiInstrument(identity, { plusInErrors: true });
    const commands = new ChannelCommands(this.instrument, this.channels);
    const format = usualFormat();
    addSourceCommands(commands);
    addSenseCommands(commands);
    addTriggerCommands(commands);
    addDataCommands(commands, format);
    this.#addSystem();
    this.#addStatus();
    this.instrument.reset = () => {
      for (const channel of this.channels) channel.reset();
      Object.assign(format, usualFormat());
    };
    this.faults = {
      ...this.instrument.faults.switches,
      'no-contact': (active) => {
        for (const port of ports) port.connected = !active;
      },
      'interlock-open': (active) => {
        for (const channel of this.channels) channel.interlockOpen = active;
      },
      'over-temperature': (active) => {
        for (const channel of this.channels) channel.hot = active;
        this.instrument.status.questionable.set(temperature, active);
      },
    };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }

  #addSystem(): void {
    const [first] = this.channels;
    const mains = {
      get: () => first?.smu.lineFrequency ?? 50,
      set: (hertz: number) => {
        for (const { smu } of this.channels) smu.lineFrequency = hertz === 60 ? 60 : 50;
      },
    };
    onNumber(this.instrument, 'SYSTem:LFRequency', () => ({ min: 50, max: 60 }), mains, String);
  }

  /** Which bits show what (sheet, "Trigger model"; SCPI Command Reference, table 4-4). */
  #addStatus(): void {
    const { operation, questionable } = this.instrument.status;
    for (const [index, channel] of this.channels.entries()) {
      const bits = { transient: index === 0 ? 1 << 1 : 1 << 7, acquire: index === 0 ? 1 << 4 : 1 << 10 };
      const show = (busy: boolean): void => {
        operation.set(bits.transient, !(busy && channel.actions.has('transient')));
        operation.set(bits.acquire, !(busy && channel.actions.has('acquire')));
      };
      show(false);
      channel.run.onRefusal = (refusal) => this.instrument.status.raise(refusal);
      channel.run.onState = (state) => show(state !== 'idle');
      channel.onTrip = () => questionable.latch(index === 0 ? 1 << 2 : 1 << 3);
    }
  }
}

/** The bit of QUEStionable that a channel too hot sets. */
const temperature = 1 << 4;
