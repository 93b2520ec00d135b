/** A timer that waits in a {@link TimerQueue}. */
export interface QueuedTimer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
  cancelled: boolean;
}

/** Timers in the order in which they fire: earliest first, and of two at the same time the one that was set first. */
export class TimerQueue {
  readonly #heap: QueuedTimer[] = [];
  #order = 0;
  #live = 0;

  /** How many timers are set and not cancelled. */
  get size(): number {
    return this.#live;
  }

  add(due: number, callback: () => void): QueuedTimer {
    const timer: QueuedTimer = { due, order: this.#order++, callback, cancelled: false };
    this.#live++;
    this.#rise(timer);
    return timer;
  }

  cancel(timer: QueuedTimer): void {
    if (timer.cancelled) return;
    timer.cancelled = true;
    this.#live--;
  }

  /** The timer that fires next, left in the queue. */
  peek(): QueuedTimer | undefined {
    while (this.#heap[0]?.cancelled === true) this.#removeFirst();
    return this.#heap[0];
  }

  /** Takes the timer that fires next. */
  take(): QueuedTimer | undefined {
    const timer = this.peek();
    if (timer === undefined) return undefined;
    this.#removeFirst();
    this.#live--;
    // A timer that fired can no longer be cancelled, so it must not be counted a second time.
    timer.cancelled = true;
    return timer;
  }

  #rise(timer: QueuedTimer): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || before(parent, timer)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = timer;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      if (child === undefined) break;
      const right = heap[childIndex + 1];
      if (right !== undefined && before(right, child)) {
        child = right;
        childIndex++;
      }
      if (before(last, child)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
  }
}

function before(a: QueuedTimer, b: QueuedTimer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
