import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { compressorFault, loopFaults } from '../faults/loop-faults.ts';
import { lineService } from '../line-service.ts';
import { requireRange } from '../physics/check.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { hexadecimal, mecomCrc, readMecom } from './mecom-frame.ts';
import type { MecomRequest } from './mecom-frame.ts';
import { mecomErrors, MecomModel } from './mecom-model.ts';
import type { MecomModelOptions } from './mecom-model.ts';
import { decodeMecom, encodeMecom, mecomParameters } from './mecom-parameters.ts';

/** What a simulated TEC controller may be told. */
export interface MeerstetterMecomSimulatorOptions extends SimulatorOptions, MecomModelOptions {
  /** Address, 1 to 255; 2 unless given. */
  readonly address?: number;
  /** A line that a network device sends when somebody connects, as the LTR-1200 does; none unless given. */
  readonly greeting?: string;
}

/** Error codes of replies (sheet section 3). */
const refusals = {
  command: 1,
  busy: 2,
  format: 4,
  parameter: 5,
  readOnly: 6,
  range: 7,
  instance: 8,
  general: 9,
} as const;

/** What `?IF` tells: 20 characters. */
const identity = 'TEC-1091 SIMULATOR  ';

/**
 * A Peltier stage under a Meerstetter TEC controller over MeCom: serial line, and TCP port 50000 (sheet
 * meerstetter-mecom.md). An acknowledgement repeats the check sum of its request; what has a wrong check sum or is meant
 * for another address is not answered, and neither is a broadcast.
 */
export class MeerstetterMecomSimulator implements Simulator {
  readonly name = 'meerstetter-mecom';
  /** Physics and settings. */
  readonly model: MecomModel;
  readonly faults: FaultSwitches;
  readonly services: {
    readonly serial: ByteService;
    /** Belongs on TCP port 50000. */
    readonly tcp: ByteService;
  };

  /** @throws FourwireError of kind `range` when the address does not exist */
  constructor(options: MeerstetterMecomSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const address = options.address ?? 2;
    requireRange('address', address, 1, 255, '');
    const model = new MecomModel(clock, random, options);
    this.model = model;
    const [busy, error, checksum, unit] = [
      new FaultFlag(),
      new FaultFlag(),
      new FaultFlag(),
      new FaultFlag(),
    ];
    const lineEnd = new LineEndFault();
    this.faults = {
      ...loopFaults(() => model.loop),
      ...compressorFault(() => model.loop),
      busy: busy.switch,
      'error-reply': error.switch,
      'wrong-checksum': checksum.switch,
      'wrong-unit-id': unit.switch,
      'wrong-terminator': lineEnd.switch,
      'sensor-open': (active) => {
        model.sensorOpen = active;
      },
      'over-temperature': (active) => (active ? model.fail(mecomErrors.overTemperature) : model.reset()),
      'brown-out': (active) => {
        if (active) model.reset();
      },
    };
    const parameters = mecomParameters(model, address);
    /** The data of the reply, the number of a refusal, or `undefined` for an acknowledgement. */
    const carryOut = (payload: string): string | number | undefined => {
      model.advance();
      if (busy.active) return refusals.busy;
      if (error.active) return refusals.general;
      if (payload === '?IF') return identity;
      if (payload === 'SP') return undefined;
      if (payload === 'RS') {
        model.reset();
        return undefined;
      }
      const [, command = '', rest = ''] = /^(\?VR|VS)(.*)$/.exec(payload) ?? [];
      if (command === '') return refusals.command;
      const shape =
        command === 'VS' ? /^([0-9A-F]{4})([0-9A-F]{2})([0-9A-F]{8})$/ : /^([0-9A-F]{4})([0-9A-F]{2})()$/;
      const [, id = '', instance = '', digits = ''] = shape.exec(rest) ?? [];
      if (id === '') return refusals.format;
      const parameter = parameters.get(Number.parseInt(id, 16));
      if (parameter === undefined) return refusals.parameter;
      if (instance !== '01') return refusals.instance;
      if (command === '?VR') return encodeMecom(parameter);
      if (parameter.set === undefined) return refusals.readOnly;
      return parameter.set(decodeMecom(parameter.type, digits)) ? undefined : refusals.range;
    };
    const reply = ({ sequence, payload, crc }: MecomRequest): string => {
      const result = carryOut(payload);
      model.advance();
      const head = `!${hexadecimal(unit.active ? address ^ 0x55 : address, 2)}${sequence}`;
      const data = typeof result === 'number' ? `+${hexadecimal(result, 2)}` : (result ?? '');
      const sum = result === undefined ? crc : mecomCrc(`${head}${data}`);
      return `${head}${data}${checksum.active ? mecomCrc(sum) : sum}`;
    };
    const served = (greeting?: string): ByteService =>
      lineService(
        (send) => {
          if (greeting !== undefined) queueMicrotask(() => send(`${greeting}\r`));
          return {
            line: (text) => {
              const request = readMecom(text);
              if (request === undefined) return;
              if (request.address === 0) carryOut(request.payload);
              else if (request.address === address) send(`${reply(request)}${lineEnd.end('\r')}`);
            },
          };
        },
        { terminator: '\r' },
      );
    this.services = { serial: served(), tcp: served(options.greeting) };
  }
}
