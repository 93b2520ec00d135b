/** A low-pass filter of equal stages in a row; exact for an input that stands still between two looks. */
export class LowPass {
  #stages: number[];

  constructor(stages: number) {
    this.#stages = Array.from({ length: stages }, () => 0);
  }

  get output(): number {
    return this.#stages.at(-1) ?? 0;
  }

  /** Another number of stages; they begin where the output was. */
  setStages(count: number): void {
    const { output } = this;
    if (count !== this.#stages.length) this.#stages = Array.from({ length: count }, () => output);
  }

  /** Lets `seconds` pass with `input` at its beginning, in stages of `timeConstant` s. */
  advance(seconds: number, input: number, timeConstant: number): void {
    const way = seconds / timeConstant;
    const decay = Math.exp(-way);
    // What is left of each stage's distance to the input, and of those before it on its way through.
    const distances = this.#stages.map((stage) => stage - input);
    this.#stages = distances.map((_, stage) => {
      let sum = 0;
      let term = 1;
      for (let back = 0; back <= stage; back++) {
        sum += (distances[stage - back] ?? 0) * term;
        term *= way / (back + 1);
      }
      return input + sum * decay;
    });
  }

  /** Jumps to its end. */
  settle(input: number): void {
    this.#stages.fill(input);
  }
}
