import type { ByteService, Clock, Timer } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { BonderModel } from '../gem-wirebonder/bonder-model.ts';
import type { WireOnUnit } from '../gem-wirebonder/bonder-model.ts';
import { lineService } from '../line-service.ts';
import { goldBall } from '../physics/bonding/bond-window.ts';
import { pullTest, shearTest } from '../physics/bonding/bond-tester.ts';
import type { LoopGeometry } from '../physics/bonding/bond-tester.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';

/** What was measured at one bond. */
export interface TestedBond {
  readonly test: 'Wire pull' | 'Ball shear';
  readonly lot: string;
  readonly sample: string;
  readonly unit: number;
  readonly wire: number;
  /** In cN. */
  readonly force: number;
  readonly failure: string;
  /** When, as the tester writes it. */
  readonly time: string;
}

/** What the simulated bond tester may be told. */
export interface BondTesterOptions extends SimulatorOptions {
  /** The bonder whose wires it tests; one lot of good wires unless given. */
  readonly bonder?: BonderModel;
  /** The loops that are pulled, in µm; span 3000 and height 500 unless given. */
  readonly loop?: LoopGeometry;
  /** Time from test to test while it tests by itself, in s; 2 unless given. */
  readonly secondsPerTest?: number;
}

/** Modes of the ball shear test by what gave way (wire-bonder sheet 10, unconfirmed). */
const shearModes = { 'bond-lift': '1', 'bond-shear': '2' } as const;

const headings = 'Test type,Lot,Sample,Unit,Wire,Bond,Peak force (gf),Failure code,Operator,Machine,Time';

/** As the sheet has it: 1 gf is 0.980665 cN. */
const centinewtonsPerGramForce = 0.980665;

/** A lot of wires to test, where no bonder is given. */
const ownWires = 40;

/**
 * A simulated pull and shear tester: its strengths are drawn from what was bonded. It hands out a line of CSV for each
 * test, the headings with the first, and the whole list as an export. While somebody listens it tests wire after wire by itself.
 */
export class BondTesterSimulator implements Simulator {
  readonly name = 'bond-tester';
  readonly services: { readonly tcp: ByteService };
  readonly faults: FaultSwitches = {};
  /** Tests made, oldest first. */
  readonly tested: TestedBond[] = [];
  /** Whether it tests by itself while somebody listens. */
  automatic = true;
  readonly #clock: Clock;
  readonly #bonder: BonderModel;
  readonly #loop: LoopGeometry;
  readonly #secondsPerTest: number;
  /** Who listens, and whether the headings were sent there. */
  readonly #listeners = new Map<(text: string) => void, boolean>();
  #timer: Timer | undefined;
  #next = 0;

  constructor(options: BondTesterOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.#clock = clock;
    this.#bonder = options.bonder ?? new BonderModel(clock, random);
    if (options.bonder === undefined) bondSample(this.#bonder);
    this.#loop = options.loop ?? { span: 3000, height: 500 };
    this.#secondsPerTest = options.secondsPerTest ?? 2;
    const tcp = lineService((send) => {
      this.#listeners.set(send, false);
      this.#schedule();
      return {
        // Nobody can tell it anything.
        line: () => {},
        closed: () => {
          this.#listeners.delete(send);
          if (this.#listeners.size === 0) this.#halt();
        },
      };
    });
    this.services = { tcp };
  }

  /**
   * Pulls a wire in the middle of its loop until it gives way.
   *
   * @throws FourwireError of kind `state`, code `wire-incomplete`, for a wire that does not have both its bonds
   */
  pull(wire: WireOnUnit): TestedBond {
    const { force, failure } = pullTest(wire.bonded, this.#loop);
    return this.#note(wire, 'Wire pull', force, failure);
  }

  /**
   * Shears a ball off its pad.
   *
   * @throws FourwireError of kind `state`, code `wire-without-ball`, for a wire without a bonded ball
   */
  shear(wire: WireOnUnit): TestedBond {
    const { force, failure } = shearTest(wire.bonded);
    return this.#note(wire, 'Ball shear', force, shearModes[failure]);
  }

  /** All tests so far as the CSV file that an operator exports. */
  export(): string {
    return [headings, ...this.tested.map((test) => this.#line(test)), ''].join('\r\n');
  }

  #note(wire: WireOnUnit, test: TestedBond['test'], force: number, failure: string): TestedBond {
    const { lot, strip, unit, wire: number } = wire;
    const tested = { test, lot, sample: strip, unit, wire: number, force, failure, time: this.#time() };
    this.tested.push(tested);
    const line = `${this.#line(tested)}\r\n`;
    for (const [send, begun] of this.#listeners) {
      send(begun ? line : `${headings}\r\n${line}`);
      this.#listeners.set(send, true);
    }
    return tested;
  }

  #line({ test, lot, sample, unit, wire, force, failure, time }: TestedBond): string {
    const gf = (force / centinewtonsPerGramForce).toFixed(3);
    return [test, lot, sample, unit, wire, 1, gf, failure, 'OP1', 'BT-SIM', time].join(',');
  }

  #time(): string {
    return new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'UTC',
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(this.#clock.now());
  }

  #schedule(): void {
    this.#halt();
    this.#timer = this.#clock.setTimer(this.#secondsPerTest * 1000, () => {
      if (this.automatic) this.#testNext();
      this.#schedule();
    });
  }

  #halt(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** One wire after the other, good ones only; begins again when all were tested. */
  #testNext(): void {
    const whole = this.#bonder.made.filter(({ bonded }) => bonded.outcome === 'good');
    const wire = whole[this.#next % Math.max(1, whole.length)];
    if (wire === undefined) return;
    this.#next++;
    this.pull(wire);
  }
}

/** Bonds a lot without a machine around it. */
function bondSample({ bonding, made }: BonderModel): void {
  const { first, second } = goldBall;
  for (let wire = 1; wire <= ownWires; wire++) {
    const bonded = bonding.bond(first.optimum, second.optimum);
    made.push({
      lot: 'SAMPLE',
      strip: 'SAMPLE-1',
      unit: Math.ceil(wire / 8),
      wire: ((wire - 1) % 8) + 1,
      bonded,
    });
  }
}
