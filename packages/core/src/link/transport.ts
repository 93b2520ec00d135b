import type { Observable } from 'rxjs';
import type { FourwireError } from '../errors/fourwire-error.ts';
import type { Clock } from '../time/clock.ts';
import type { MessageEnd } from './message-end.ts';
import type { Duration } from '../time/duration.ts';
import type { Turn } from './turn.ts';

/** What a transport tells the bus that owns it. */
export interface TransportHost {
  readonly clock: Clock;
  /** The wire went away by itself. Call once; the bus closes the transport and opens it again later. */
  lost(error: FourwireError): void;
  /** Bytes that belong to no turn, for the trace. */
  trace(direction: 'sent' | 'received', bytes: Uint8Array): void;
  /**
   * Gives the wire to work of the transport's own when its turn comes among the exchanges, such as asking for service
   * requests on a wire that does not report them. Absent where no bus owns the transport.
   */
  exchange?<R>(work: (turn: Turn) => Promise<R>): Promise<R>;
}

/**
 * Moves bytes or messages and knows no instrument. A transport does no queueing, no pacing, no deadlines and no
 * retries: the bus that owns it does. Every operation takes the {@link Turn} under which it runs, and must reject
 * with the turn's error as soon as the turn is interrupted.
 */
export interface Transport {
  /** What travels on it: `bytes`, or the kind of message, such as `registers` or `secs`. */
  readonly wire: string;
  /** The address in canonical form, without secrets. */
  readonly address: string;
  /** How many exchanges may be under way at once: 1 where only the order tells which reply belongs to which request. */
  readonly concurrency: number;
  /** Whether replies carry an id, so that a late one is recognised and dropped and no recovery is needed. */
  readonly matchesReplies: boolean;
  /** How long opening it may take, where it waits for the far side to call; as the bus has it unless given. */
  readonly openTimeout?: Duration;
  open(host: TransportHost, turn: Turn): Promise<void>;
  /** Closes the wire; may be called in any state. */
  close(): Promise<void>;
  /**
   * Brings the wire back in step after an interrupted exchange.
   *
   * @returns true when it is certain that no late reply can still arrive; false makes the bus reopen the wire
   */
  recover(turn: Turn): Promise<boolean>;
}

/**
 * A transport that moves bytes. The optional members are there where the wire has them: GPIB, VXI-11, HiSLIP and
 * USBTMC have all, a socket has none.
 */
export interface ByteTransport extends Transport {
  readonly wire: 'bytes';
  /** Sends one message; on wires that mark the end of a message, it is marked. */
  write(data: Uint8Array, turn: Turn): Promise<void>;
  /**
   * Receives one message. The bytes are the caller's to keep.
   *
   * @param end - how to find the message's end on wires that do not mark it
   * @throws FourwireError of kind `protocol`, code `message-too-long`, when it grows past the transport's maximum
   */
  read(end: MessageEnd, turn: Turn): Promise<Uint8Array>;
  /**
   * Where the wire is a stream: hands everything that arrives to `listener` and nothing to {@link read}, for protocols
   * whose messages carry an id and come in any order. A chunk is the listener's during the call only.
   */
  listen?(listener: ((chunk: Uint8Array) => void) | undefined): void;
  /**
   * Where the wire is a connection: from now on the peer may hang up between two messages, as web servers do after
   * each answer, without the link being lost; the next message connects anew.
   */
  tolerateHangUp?(): void;
  /** IEEE 488 device clear. */
  clear?(turn: Turn): Promise<void>;
  /** Serial poll: the status byte. */
  statusByte?(turn: Turn): Promise<number>;
  /** Group execute trigger. */
  trigger?(turn: Turn): Promise<void>;
  /** Takes or gives back the instrument's lock. */
  lock?(exclusive: boolean, turn: Turn): Promise<void>;
  unlock?(turn: Turn): Promise<void>;
  /** Puts the instrument in remote or back in local mode. */
  remote?(enabled: boolean, turn: Turn): Promise<void>;
  /** Service requests: the status byte where the wire delivers it with the request, otherwise `undefined`. */
  readonly serviceRequest$?: Observable<number | undefined>;
}
