import type { ByteService } from '@fourwire/core';
import { MessageSplitter } from './message-splitter.ts';
import type { ScpiInstrument } from './scpi-instrument.ts';
import { ScpiRefusal } from './status-model.ts';

/** How an instrument is put on a byte stream. */
export interface ScpiServiceOptions {
  /** The longest message in bytes, blocks included; a longer one is dropped with -363. 64 MiB unless given. */
  readonly maxMessageBytes?: number;
  /** What ends a response; a line feed unless given. */
  readonly lineEnd?: '\n' | '\r\n' | '\r' | '\n\r';
  /** Whether a carriage return ends a message, too, as on serial lines; blocks cannot be received then. */
  readonly carriageReturns?: boolean;
  /** Refuses a message on this wire before it is carried out. */
  readonly refuses?: (message: string) => ScpiRefusal | undefined;
}

/**
 * Serves an instrument on a byte stream: messages end with a line feed that is not inside a block, responses too. One
 * message after the other is carried out, whatever arrives meanwhile waits, as in an instrument's input buffer.
 */
export function scpiService(instrument: ScpiInstrument, options: ScpiServiceOptions = {}): ByteService {
  const longest = options.maxMessageBytes ?? 64 * 1024 * 1024;
  const lineEnd = options.lineEnd ?? '\n';
  return {
    connect(peer) {
      const splitter = new MessageSplitter();
      let messages: string[] = [];
      let open = true;
      let busy = false;
      const work = async (): Promise<void> => {
        if (busy) return;
        busy = true;
        try {
          while (open && messages.length > 0) {
            const batch = messages;
            messages = [];
            for (const message of batch) {
              const refusal = options.refuses?.(message);
              if (refusal !== undefined) instrument.status.raise(refusal);
              const response = refusal === undefined ? await instrument.execute(message) : undefined;
              if (!open) return;
              if (response !== undefined)
                peer.send(Buffer.from(`${response}${instrument.faults.lineEnd(lineEnd)}`, 'latin1'));
            }
          }
        } finally {
          busy = false;
        }
      };
      return {
        receive(bytes) {
          const sent = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
          const text = options.carriageReturns === true ? sent.replaceAll('\r', '\n') : sent;
          for (const message of splitter.push(text)) {
            if (busy && instrument.interrupts(message)) void instrument.execute(message);
            else messages.push(message);
          }
          if (splitter.waiting > longest) {
            splitter.clear();
            instrument.status.raise(new ScpiRefusal(-363));
          }
          void work();
        },
        closed() {
          open = false;
        },
      };
    },
  };
}
