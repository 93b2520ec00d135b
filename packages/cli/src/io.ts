import type { Readable, Writable } from 'node:stream';

/** Where the command writes, what is typed, and what can interrupt it. */
export interface Io {
  /** Takes results, line ends included. */
  readonly out: (text: string) => void;
  /** Takes what is said about errors, wrong usage and progress, line ends included. */
  readonly err: (text: string) => void;
  /** Ends what is under way: the device is closed, and a simulator is taken down. Ctrl-C in the real command. */
  readonly signal?: AbortSignal;
  /** What `--version` says. */
  readonly version?: string;
  /** Values for `${NAME}` in bench files; the environment unless given. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** What is typed or piped in, for `shell` and for questions. */
  readonly input?: Readable;
  /** The screen, where a person looks at one: it is written over, and questions are asked on it. */
  readonly terminal?: Writable & { readonly columns?: number; readonly rows?: number };
}
