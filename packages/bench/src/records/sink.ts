/**
 * Where a journal's lines go. `write` is never called while an earlier `write` is under way, and always with whole
 * lines. A rejected `write` is final: the journal refuses everything after it.
 */
export interface JournalSink {
  write(lines: string): Promise<void>;
  /** Makes what was written survive a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A sink that keeps the lines, so that two runs in virtual time can be compared byte for byte. */
export interface MemorySink extends JournalSink {
  /** Everything written so far. */
  readonly text: string;
}

/** Makes a {@link MemorySink}. */
export function memorySink(): MemorySink {
  let chunks: string[] = [];
  return {
    get text() {
      if (chunks.length > 1) chunks = [chunks.join('')];
      return chunks[0] ?? '';
    },
    write: async (lines) => {
      chunks.push(lines);
    },
    sync: async () => {},
    close: async () => {},
  };
}
