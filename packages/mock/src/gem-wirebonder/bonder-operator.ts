import type { GemEquipment } from '@fourwire/secs';
import type { BonderModel } from './bonder-model.ts';
import { bonderIds } from './bonder-surface.ts';

/** Whoever stands at the machine: takes control and gives it back, helps it, changes wire and capillary. */
export class BonderOperator {
  readonly #model: BonderModel;
  readonly #equipment: GemEquipment;

  constructor(model: BonderModel, equipment: GemEquipment) {
    this.#model = model;
    this.#equipment = equipment;
  }

  /** LOCAL: the host may look, and command nothing. */
  takeControl(): void {
    this.#equipment.control.goLocal();
  }

  /** REMOTE: the host may command. */
  giveControl(): void {
    this.#equipment.control.goRemote();
  }

  /** The switch to off-line, and back; true when it is on-line again. */
  goOffline(): void {
    this.#equipment.control.goOffline();
  }

  async goOnline(): Promise<boolean> {
    return this.#equipment.control.goOnline();
  }

  /** Presses a button at the panel, which works in LOCAL and off-line; false where the machine cannot do it now. */
  press(button: 'start' | 'stop' | 'pause' | 'resume', lot = 'PANEL'): boolean {
    const did = button === 'start' ? this.#model.start(lot) : this.#model[button]();
    if (did) this.#equipment.operatorCommand(button.toUpperCase());
    return did;
  }

  /** Threads a new spool. */
  threadWire(metres = 500): void {
    this.#model.bonding.wireLeft = metres;
    this.#equipment.raise(bonderIds.events.wireChanged);
  }

  /** Puts in a new capillary. */
  changeTool(): void {
    this.#model.bonding.toolBonds = 0;
    this.#equipment.raise(bonderIds.events.toolChanged);
  }
}
