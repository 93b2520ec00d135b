/** Lets pieces of work through one after the other, in the order of the calls; each leaves the bus to others meanwhile. */
export class OneAtATime {
  #last: Promise<void> = Promise.resolve();

  /** @returns what `work` gives once those before it are done, however they ended */
  async run<R>(work: () => Promise<R>): Promise<R> {
    const before = this.#last;
    let leave = (): void => {};
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    try {
      return await work();
    } finally {
      leave();
    }
  }
}
