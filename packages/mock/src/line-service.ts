import type { BytePeer, ByteService } from '@fourwire/core';

/** One client's conversation in lines. */
export interface LineSession {
  /** Takes one line, without its terminator, as Latin-1 text. */
  line(text: string): void;
  /** The connection ended. */
  closed?(): void;
}

/** How lines end, and how long they may be. */
export interface LineOptions {
  /** What ends a received line; `\n` unless given, and a `\r` before it is dropped. */
  readonly terminator?: '\n' | '\r';
  /** The longest line in bytes; a longer one ends the connection. 1 MiB unless given. */
  readonly maxLineBytes?: number;
}

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
          for (let end = rest.indexOf(terminator); end >= 0; end = rest.indexOf(terminator)) {
            const line = rest.slice(0, end);
            rest = rest.slice(end + 1);
            session.line(line.endsWith('\r') ? line.slice(0, -1) : line);
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
