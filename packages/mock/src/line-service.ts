import type { BytePeer, ByteService } from '@fourwire/core';

/** What ends a line. */
export type LineEnd = '\n' | '\r';

/** One client's conversation in lines. */
export interface LineSession {
  /** Takes one line, without its terminator, as Latin-1 text; `end` is what ended it. */
  line(text: string, end: LineEnd): void;
  /** The connection ended. */
  closed?(): void;
}

/** How lines end, and how long they may be. */
export interface LineOptions {
  /**
   * What ends a received line; `\n` unless given, and a `\r` before it is dropped. With `either` both end one, and an
   * empty line, as between the two, counts for nothing.
   */
  readonly terminator?: LineEnd | 'either';
  /** The longest line in bytes; a longer one ends the connection. 1 MiB unless given. */
  readonly maxLineBytes?: number;
}

const ends = { '\n': /\n/, '\r': /\r/, either: /[\r\n]/ } as const;

/**
 * Serves a protocol of text lines: cuts what arrives, in chunks of any size, into lines. `open` is called for each
 * client with a function that sends text as it is given, terminator included.
 */
export function lineService(
  open: (send: (text: string) => void) => LineSession,
  options: LineOptions = {},
): ByteService {
  const terminator = options.terminator ?? '\n';
  const longest = options.maxLineBytes ?? 1_048_576;
  return {
    connect(peer: BytePeer) {
      const session = open((text) => peer.send(latin1(text)));
      let rest = '';
      return {
        receive(bytes) {
          rest += new TextDecoder('latin1').decode(bytes);
          for (let at = rest.search(ends[terminator]); at >= 0; at = rest.search(ends[terminator])) {
            const line = rest.slice(0, at);
            const end = rest.charAt(at) === '\r' ? '\r' : '\n';
            rest = rest.slice(at + 1);
            if (terminator === 'either' && line === '') continue;
            session.line(line.endsWith('\r') ? line.slice(0, -1) : line, end);
          }
          if (rest.length > longest) peer.close();
        },
        closed() {
          session.closed?.();
        },
      };
    },
  };
}

function latin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index) & 0xff;
  return bytes;
}
