import type { Io } from '../src/io.ts';
import { run } from '../src/run.ts';

/** What the command said, and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a shell would and keeps what it says. */
export async function fourwire(argv: readonly string[], io: Partial<Io> = {}): Promise<Outcome> {
  let [out, err] = ['', ''];
  const code = await run(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ...io,
  });
  return { code, out, err };
}

/** A command that goes on until it is ended. */
export interface Serving {
  readonly shown: () => string;
  /** Ends it as Ctrl-C does. */
  end(): Promise<Outcome>;
}

/** Starts a command that goes on, and resolves once what it has said matches. */
export async function serving(argv: readonly string[], said: RegExp, io: Partial<Io> = {}): Promise<Serving> {
  const interruption = new AbortController();
  let shown = '';
  let ready = (): void => {};
  const there = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const running = fourwire(argv, {
    signal: interruption.signal,
    out: (text) => {
      shown += text;
      if (said.test(shown)) ready();
    },
    ...io,
  });
  await Promise.race([there, running]);
  return {
    shown: () => shown,
    end: async () => {
      interruption.abort();
      return { ...(await running), out: shown };
    },
  };
}
