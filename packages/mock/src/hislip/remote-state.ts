interface State {
  readonly enabled: boolean;
  readonly lockout: boolean;
  readonly remote: boolean;
}

/** What the requests of AsyncRemoteLocalControl change, by control code (sheet hislip.md, section 3.6). */
const requests: readonly Partial<State>[] = [
  { enabled: false, lockout: false, remote: false },
  { enabled: true },
  { enabled: false, lockout: false, remote: false },
  { enabled: true, remote: true },
  { enabled: true, lockout: true },
  { enabled: true, lockout: true, remote: true },
  { remote: false },
];

/** Whether a control code of AsyncRemoteLocalControl means anything. */
export function isRemoteRequest(code: number): boolean {
  return code < requests.length;
}

/** Remote and local mode of one session (IVI-6.1, section 6.7). */
export class RemoteState {
  readonly #changed: (remote: boolean) => void;
  #state: State = { enabled: true, lockout: false, remote: false };

  /** @param changed - called when the session goes into remote or back to local mode */
  constructor(changed: (remote: boolean) => void) {
    this.#changed = changed;
  }

  /** Whether the instrument's own keys are locked out. */
  get lockout(): boolean {
    return this.#state.lockout;
  }

  /** Carries out a request of AsyncRemoteLocalControl. */
  request(code: number): void {
    this.#go({ ...this.#state, ...requests[code] });
  }

  /** A message came that puts an instrument with remote enabled in remote mode. */
  addressed(): void {
    if (this.#state.enabled) this.#go({ ...this.#state, remote: true });
  }

  #go(state: State): void {
    const before = this.#state.remote;
    this.#state = state;
    if (state.remote !== before) this.#changed(state.remote);
  }
}
