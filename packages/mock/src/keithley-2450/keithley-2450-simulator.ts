import type { ByteService, Clock } from '@fourwire/core';
import { SourcePort } from '../electrical/source-port.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import { onNumber } from '../scpi/settings.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { formatObject } from '../tsp/tsp-format.ts';
import { TspInstrument } from '../tsp/tsp-instrument.ts';
import { TspObject } from '../tsp/tsp-object.ts';
import { addDataCommands } from './smu2450-data-commands.ts';
import { Smu2450Model } from './smu2450-model.ts';
import { smu2450Models } from './smu2450-models.ts';
import { number2450, timeText } from './smu2450-number.ts';
import { addSenseCommands } from './smu2450-sense-commands.ts';
import { addSourceCommands } from './smu2450-source-commands.ts';
import { addTriggerCommands } from './smu2450-trigger-commands.ts';
import { addTsp } from './smu2450-tsp.ts';

/** What the simulated SourceMeter may be told. */
export interface Keithley2450SimulatorOptions extends SimulatorOptions {
  /** `2450` unless given. */
  readonly model?: '2450' | '2460';
  /** The command set it was last switched on with; `SCPI` unless given. */
  readonly language?: 'SCPI' | 'TSP';
  readonly serialNumber?: string;
  /** What hangs at the terminals; 1 kΩ with leads of 0.1 Ω each unless given. */
  readonly load?: DeviceUnderTest;
}

/**
 * A simulated Keithley 2450 or 2460 SourceMeter (sheet smu-keithley-2450.md) in one of its languages. `*LANG` is taken,
 * but shows only on another simulator: the language changes when the instrument is switched off and on.
 */
export class Keithley2450Simulator implements Simulator {
  readonly name = 'keithley-2450';
  /** Settings, readings, physics and faults. */
  readonly model: Smu2450Model;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: Keithley2450SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = '2450', language = 'SCPI', serialNumber = '04412345' } = options;
    const port = new SourcePort(options.load);
    this.model = new Smu2450Model(clock, random, { traits: smu2450Models[model], port });
    const identity = `KEITHLEY INSTRUMENTS,MODEL ${model},${serialNumber},1.7.12b`;
    this.instrument =
      language === 'SCPI' ? this.#scpi(identity, clock) : this.#tsp(identity, clock, { model, serialNumber });
    this.instrument.on('*LANG?', () => language);
    this.instrument.on('*LANG', ({ need }) => void need(0).word(['SCPI', 'TSP', 'SCPI2400']));
    this.model.run.onRefusal = (refusal) => this.instrument.status.raise(refusal);
    this.faults = {
      ...this.instrument.faults.switches,
      'no-contact': (active) => {
        port.connected = !active;
      },
      'interlock-open': (active) => {
        this.model.interlockOpen = active;
      },
      'over-temperature': (active) => {
        this.model.hot = active;
      },
    };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }

  #scpi(identity: string, clock: Clock): ScpiInstrument {
    const instrument = new ScpiInstrument(identity);
    const format = { real: undefined, swapped: false };
    addSourceCommands(instrument, this.model);
    addSenseCommands(instrument, this.model);
    addDataCommands(instrument, this.model, format);
    addTriggerCommands(instrument, this.model);
    instrument.on('SYSTem:ERRor[:NEXT]?', () => {
      const { code, text } = instrument.status.takeError();
      if (code === 0) return '0,"No error;0;0 0"';
      // The time is that of the question.
      const at = timeText(clock.now()).replaceAll('-', '/').replace('T', ' ');
      return `${code},"${text};1;${at}"`;
    });
    instrument.on(
      'SYSTem:CLEar',
      () => {
        while (instrument.status.errorCount > 0) instrument.status.takeError();
      },
      0,
    );
    instrument.on('STATus:CLEar', () => instrument.status.clear(), 0);
    const mains = { get: () => this.model.channel.lineFrequency, set: () => {} };
    onNumber(instrument, 'SYSTem:LFRequency', () => ({ min: 50, max: 60 }), mains, String);
    instrument.reset = () => {
      this.model.reset();
      Object.assign(format, { real: undefined, swapped: false });
    };
    return instrument;
  }

  #tsp(
    identity: string,
    clock: Clock,
    node: { readonly model: string; readonly serialNumber: string },
  ): ScpiInstrument {
    const instrument = new TspInstrument(identity, clock, { number: shortest });
    addTsp(instrument, this.model);
    const { status } = instrument;
    const eventlog = new TspObject()
      .add({ SEV_ERROR: 1, SEV_WARN: 2, SEV_INFO: 4, SEV_ALL: 7 })
      .on('getcount', () => [status.errorCount])
      .on('clear', () => {
        while (status.errorCount > 0) status.takeError();
        return [];
      })
      .on('next', () => {
        const { code, text } = status.takeError();
        const seconds = clock.now() / 1000;
        return code === 0
          ? [0, 'No error', 0, 0, 0, 0]
          : [code, text, 1, 0, Math.floor(seconds), Math.round((seconds % 1) * 1e9)];
      });
    instrument.globals.set('eventlog', eventlog);
    const localnode = new TspObject().add({
      model: node.model,
      serialno: node.serialNumber,
      version: '1.7.12b',
      linefreq: this.model.channel.lineFrequency,
    });
    localnode.kept('prompts', 0).kept('showevents', 0);
    instrument.globals.set('localnode', localnode);
    const format = formatObject(instrument.format, { normal: 1, swapped: 0 });
    format.kept('asciiprecision', 0);
    instrument.globals.set('format', format);
    return instrument;
  }
}

/** The `%.7g` of C: as short as seven digits allow. */
function shortest(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e7 ? String(Number(value.toPrecision(7))) : exponential(value);
}

function exponential(value: number): string {
  const [mantissa = '', exponent = ''] = number2450(value).split('E');
  return `${String(Number(mantissa))}e${exponent}`;
}
