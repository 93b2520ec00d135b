import type { Clock, Timer } from '@fourwire/core';

/** How and when the link is tested. */
export interface LinktestSettings {
  /** Silence in both directions after which the link is tested; `Infinity` for never. */
  readonly idleMs: number;
  /** How long an answer may take (T6). */
  readonly answerMs: number;
  /** How many tests in a row must stay unanswered for the link to count as lost. */
  readonly failures: number;
}

/** What a linktest needs of its connection. */
export interface LinktestLink {
  /** Whether a reply is outstanding: its own deadline covers the silence, and old equipment is deaf while it works. */
  busy(): boolean;
  /** Sends Linktest.req and gives its system bytes. */
  ask(): number;
  /** So many tests in a row stayed unanswered. */
  lost(): void;
}

/**
 * Tests a link that has been silent, and only then: equipment may be deaf for a minute while it carries out one
 * command. Source: sheet hsms.md section 3, "Linktest policy".
 */
export class Linktest {
  readonly #clock: Clock;
  readonly #settings: LinktestSettings;
  readonly #link: LinktestLink;
  #timer: Timer | undefined;
  #lastTraffic = 0;
  #asked: number | undefined;
  #failures = 0;

  constructor(clock: Clock, settings: LinktestSettings, link: LinktestLink) {
    this.#clock = clock;
    this.#settings = settings;
    this.#link = link;
  }

  start(): void {
    this.stop();
    this.#lastTraffic = this.#clock.monotonic();
    this.#waitForSilence(this.#settings.idleMs);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#asked = undefined;
    this.#failures = 0;
  }

  /** Something was sent. */
  sent(): void {
    this.#lastTraffic = this.#clock.monotonic();
  }

  /** Something came: whatever it is, the link lives. */
  heard(): void {
    this.#lastTraffic = this.#clock.monotonic();
    this.#failures = 0;
  }

  /** Takes a Linktest.rsp; false when it answers no test. */
  answered(systemBytes: number): boolean {
    if (systemBytes !== this.#asked) return false;
    this.#asked = undefined;
    this.#timer?.cancel();
    this.#waitForSilence(this.#settings.idleMs);
    return true;
  }

  #waitForSilence(ms: number): void {
    if (ms === Infinity) return;
    this.#timer = this.#clock.setTimer(ms, () => {
      const left = this.#settings.idleMs - (this.#clock.monotonic() - this.#lastTraffic);
      if (left > 0) this.#waitForSilence(left);
      else if (this.#link.busy()) this.#waitForSilence(this.#settings.idleMs);
      else this.#test();
    });
  }

  #test(): void {
    this.#failures++;
    this.#asked = this.#link.ask();
    this.#timer = this.#clock.setTimer(this.#settings.answerMs, () => {
      this.#asked = undefined;
      if (this.#failures === 0) this.#waitForSilence(this.#settings.idleMs);
      else if (this.#failures >= this.#settings.failures) this.#link.lost();
      else this.#test();
    });
  }
}
