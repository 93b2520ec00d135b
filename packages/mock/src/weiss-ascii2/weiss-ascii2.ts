import type { ByteService } from '@fourwire/core';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import { FaultFlag } from '../faults/flag.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { lineService } from '../line-service.ts';
import { requireRange } from '../physics/check.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { WeissChamber } from '../weiss-simserv/weiss-chamber.ts';
import type { WeissChamberOptions } from '../weiss-simserv/weiss-chamber.ts';
import { ascii2Commands } from './ascii2-commands.ts';
import { minconLayout, simpacLayout, singleLayout } from './ascii2-layout.ts';

/** What a simulated chamber with ASCII-2 may be told. */
export interface WeissAscii2SimulatorOptions extends SimulatorOptions, WeissChamberOptions {
  /** The address set at the panel, 0 to 32; 0 unless given. */
  readonly address?: number;
  /**
   * How its telegrams are laid out: `mincon` with five channels and 16 bits (VT4002), `single` with the temperature alone,
   * `simpac` with seven channels and 32 bits; `mincon` unless given.
   */
  readonly layout?: 'mincon' | 'single' | 'simpac';
}

/** A Weiss or Vötsch chamber with ASCII-2 telegrams on a serial line or TCP (sheet weiss-ascii2.md). */
export class WeissAscii2Simulator implements Simulator {
  readonly name = 'weiss-ascii2';
  /** Physics, settings and programs. */
  readonly model: WeissChamber;
  readonly faults: FaultSwitches;
  readonly services: {
    readonly serial: ByteService;
    /** Belongs on TCP port 2049, or on a serial server; its replies end in CR LF. */
    readonly tcp: ByteService;
  };

  /** @throws FourwireError of kind `range` when there is no such address */
  constructor(options: WeissAscii2SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { address = 0, layout = 'mincon' } = options;
    requireRange('address', address, 0, 32, '');
    this.model = new WeissChamber(clock, random, options);
    const nak = new FaultFlag();
    const terminator = new FaultFlag();
    this.faults = {
      nak: nak.switch,
      'wrong-terminator': terminator.switch,
      ...chamberFaults(this.model.controller),
    };
    const { hasHumidity } = this.model.controller;
    const layouts = {
      mincon: minconLayout(hasHumidity),
      single: singleLayout,
      simpac: simpacLayout(hasHumidity),
    };
    const commands = ascii2Commands(this.model, layouts[layout], address);
    const service = (end: string): ByteService =>
      lineService(
        (send) => ({
          line: (text) => {
            this.model.advance();
            // There is no negative answer: what it does not take it does not answer.
            const reply = nak.active ? undefined : commands(text);
            this.model.advance();
            if (reply !== undefined) send(`${reply}${terminator.active ? '\n' : end}`);
          },
        }),
        { terminator: '\r' },
      );
    this.services = { serial: service('\r'), tcp: service('\r\n') };
  }
}
