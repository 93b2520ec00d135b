/**
 * The function RL1 of IEEE 488.1: a device goes to remote by a message that comes while remote is enabled; disabling
 * remote ends remote and lockout (USB488 1.0, 4.3.2 to 4.3.4).
 */
export class RemoteLocal {
  readonly #tell: (remote: boolean) => void;
  #enabled = false;
  #remote = false;
  #lockedOut = false;

  /** @param tell - told when the device goes to remote or to local */
  constructor(tell: (remote: boolean) => void) {
    this.#tell = tell;
  }

  get remote(): boolean {
    return this.#remote;
  }

  get lockedOut(): boolean {
    return this.#lockedOut;
  }

  /** REN_CONTROL. */
  enable(enabled: boolean): void {
    this.#enabled = enabled;
    if (enabled) return;
    this.#lockedOut = false;
    this.#go(false);
  }

  /** GO_TO_LOCAL. */
  goToLocal(): void {
    this.#go(false);
  }

  /** LOCAL_LOCKOUT, which does nothing unless remote is enabled. */
  lockOut(): void {
    this.#lockedOut = this.#enabled;
  }

  /** A message came. */
  addressed(): void {
    if (this.#enabled) this.#go(true);
  }

  #go(remote: boolean): void {
    if (remote === this.#remote) return;
    this.#remote = remote;
    this.#tell(remote);
  }
}
