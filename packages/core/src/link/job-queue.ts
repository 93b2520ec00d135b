import type { Job } from './job.ts';

/** Jobs that wait for the wire: urgent ones first, otherwise first come, first served. */
export class JobQueue {
  #urgent: Job[] = [];
  #normal: Job[] = [];

  get size(): number {
    return this.#urgent.length + this.#normal.length;
  }

  add(job: Job): void {
    (job.options.urgent === true ? this.#urgent : this.#normal).push(job);
  }

  /** Puts a job that must run again before those that came after it. */
  addFirst(job: Job): void {
    (job.options.urgent === true ? this.#urgent : this.#normal).unshift(job);
  }

  remove(job: Job): boolean {
    for (const list of [this.#urgent, this.#normal]) {
      const index = list.indexOf(job);
      if (index >= 0) {
        list.splice(index, 1);
        return true;
      }
    }
    return false;
  }

  /** Takes the first job for which `ready` is true. */
  take(ready: (job: Job) => boolean): Job | undefined {
    for (const list of [this.#urgent, this.#normal]) {
      const index = list.findIndex(ready);
      if (index === 0) return list.shift();
      if (index > 0) return list.splice(index, 1)[0];
    }
    return undefined;
  }

  /** All jobs, those to be served first in front. */
  *[Symbol.iterator](): IterableIterator<Job> {
    yield* [...this.#urgent, ...this.#normal];
  }
}
