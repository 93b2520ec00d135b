import type { ByteService } from '@fourwire/core';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { httpService } from '../http-service.ts';
import type { HttpAnswer, HttpRequest } from '../http-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { absent, atmoWebKeys } from './atmoweb-keys.ts';
import { AtmoWebModel } from './atmoweb-model.ts';
import type { AtmoWebModelOptions } from './atmoweb-model.ts';

/** What a simulated Memmert chamber may be told. */
export interface MemmertAtmoWebSimulatorOptions extends SimulatorOptions, AtmoWebModelOptions {
  /** How its answers end: as JSON has it, without the brace, or with a comma too much (sheet section 2). `strict` unless given. */
  readonly json?: 'strict' | 'no-brace' | 'comma';
}

/**
 * A Memmert chamber with AtmoWEB: HTTP on port 80, in front of the physics of a chamber (sheet memmert.md, sections 2 and
 * 3). Writes do nothing unless remote control is enabled and the operation is manual, and nothing says so; values beyond
 * their range are clipped.
 */
export class MemmertAtmoWebSimulator implements Simulator {
  readonly name = 'memmert-atmoweb';
  /** Physics, panel and programs. */
  readonly model: AtmoWebModel;
  readonly faults: FaultSwitches;
  readonly services: {
    /** HTTP; belongs on TCP port 80. */
    readonly tcp: ByteService;
  };

  constructor(options: MemmertAtmoWebSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new AtmoWebModel(clock, random, options);
    this.model = model;
    const [busy, error] = [new FaultFlag(), new FaultFlag()];
    this.faults = {
      ...chamberFaults(model.controller),
      busy: busy.switch,
      'error-reply': error.switch,
      // It comes back in the operation that it was in, without its program. Unconfirmed.
      'brown-out': (active) => {
        if (active && model.operation === 'Program') model.operation = 'Manual';
      },
    };
    const keys = atmoWebKeys(model);
    const answer = ({ method, path, query }: HttpRequest): HttpAnswer => {
      if (busy.active) return { status: 503, body: '' };
      if (method !== 'GET') return { status: 405, body: '' };
      if (path !== '/atmoweb') return { status: 404, body: '' };
      model.advance();
      const pairs = query.map(
        ([name, value]) => `"${name}": ${error.active ? absent : this.#field(keys, name, value)}`,
      );
      return { body: closed(pairs.join(', '), options.json ?? 'strict') };
    };
    this.services = { tcp: httpService(answer) };
  }

  /** Reads or writes one key; a write is answered with what was written, whether it did anything or not. */
  #field(keys: ReturnType<typeof atmoWebKeys>, name: string, value: string): string {
    const { model } = this;
    if (name === 'ProgExit') {
      model.exitProgram();
      return '""';
    }
    const key = keys.get(name);
    if (key === undefined) return absent;
    if (value === '' || key.set === undefined) return key.get();
    if (model.writable) key.set(value);
    return /^[+-]?\d+(?:\.\d+)?$/.test(value) ? value : JSON.stringify(value);
  }
}

function closed(fields: string, json: 'strict' | 'no-brace' | 'comma'): string {
  if (json === 'no-brace') return `{${fields}`;
  return json === 'comma' ? `{${fields},}` : `{${fields}}`;
}
