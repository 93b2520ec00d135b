/** Where the command writes, and what can interrupt it. */
export interface Io {
  /** Takes results, line ends included. */
  readonly out: (text: string) => void;
  /** Takes what is said about errors and wrong usage, line ends included. */
  readonly err: (text: string) => void;
  /** Ends what is under way: the device is closed, and a simulator is taken down. Ctrl-C in the real command. */
  readonly signal?: AbortSignal;
  /** Values for `${NAME}` in bench files; the environment unless given. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}
