import type { SentioArguments } from './sentio-arguments.ts';

/** What a command answers: the message field, or more of the envelope. */
export type SentioAnswer =
  | string
  | {
      readonly message: string;
      /** The id of the asynchronous command it is about; 0 unless given. */
      readonly id?: number;
      /** Error number; 0 unless given. */
      readonly error?: number;
      /** Status bits: 1 for the last die, 2 for the last subsite; 0 unless given. */
      readonly status?: number;
    };

/** Carries out one command. `gone` is aborted when the client's connection ends. */
export type SentioCommand = (
  args: SentioArguments,
  gone: AbortSignal,
) => SentioAnswer | Promise<SentioAnswer>;

/** Commands by their words, in lower case. */
export type SentioCommands = Readonly<Record<string, SentioCommand>>;

/** The line of a reply, without its end: `<error and status>,<id>,<message>` (sheet mpi-sentio.md, section 2). */
export function envelope(answer: SentioAnswer): string {
  if (typeof answer === 'string') return `0,0,${answer}`;
  const { message, id = 0, error = 0, status = 0 } = answer;
  return `${error + status * 1024},${id},${message}`;
}

/** Numbers as a reply carries them: up to three decimals. */
export function numbers(...values: readonly number[]): string {
  // Adding 0 turns -0 into 0.
  return values.map((value) => String(Math.round(value * 1000) / 1000 + 0)).join(',');
}
