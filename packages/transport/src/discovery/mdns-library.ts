import type { Socket } from 'node:dgram';
import { FourwireError } from '@fourwire/core';

/** A question of DNS. */
export interface DnsQuestion {
  readonly name: string;
  readonly type: 'PTR' | 'SRV' | 'TXT' | 'A' | 'AAAA';
}

/** A record of DNS; what `data` is depends on `type`. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  /** In seconds; 0 takes the record back. */
  readonly ttl?: number | undefined;
  readonly data?: unknown;
}

/** An answer to questions of DNS. */
interface DnsResponse {
  readonly answers: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

/** What is used of the npm package `multicast-dns`: questions and answers on one socket. */
interface Mdns {
  query(questions: DnsQuestion[], done: (error?: Error | null) => void): void;
  on(event: 'response', listener: (response: DnsResponse) => void): this;
  /** Datagrams that cannot be read, among others. */
  on(event: 'warning' | 'error', listener: (error: Error) => void): this;
}

/** Puts mDNS on a socket that is bound already; with these options the package sets no timer and joins no group. */
export type MdnsFactory = (options: {
  readonly socket: Socket;
  readonly bind: false;
  readonly multicast: false;
  /** Where questions go. */
  readonly ip: string;
  readonly port: number;
}) => Mdns;

/**
 * Loads `multicast-dns`. Its own types stay in this file.
 *
 * @throws FourwireError of kind `link`, code `library-missing`, when it is not installed
 */
export async function loadMdns(): Promise<MdnsFactory> {
  try {
    const library = await import('multicast-dns');
    return library.default;
  } catch (error) {
    throw new FourwireError(
      'link',
      'library-missing',
      'Discovery by mDNS needs the npm package "multicast-dns" in version 7, which cannot be loaded here; install it with "npm install multicast-dns@7".',
      { retry: 'never', cause: error },
    );
  }
}
