import type { Call } from '../model/implementation.ts';
import type { Transport } from './transport.ts';
import type { Turn } from './turn.ts';

/** What an exchange may state besides what the caller's {@link Call} carries. */
export interface ExchangeOptions extends Call {
  /**
   * Whether doing it twice does no harm. An exchange during which the cable was pulled is then done again once the
   * link is back, within its deadline; any other fails, because nobody knows whether it was carried out.
   */
  readonly idempotent?: boolean;
}

/** Work on the wire: write and read, handing `turn` to every operation of the transport. */
export type Work<W extends Transport, R> = (wire: W, turn: Turn) => Promise<R>;

/** Gives exchanges on a wire. */
export interface Exchanger<W extends Transport> {
  /**
   * Runs `work` with the wire to itself.
   *
   * @throws FourwireError of kind `timeout`, `aborted`, `link`, or what `work` throws; the wire is brought back in
   * step before the next exchange
   */
  exchange<R>(work: Work<W, R>, options?: ExchangeOptions): Promise<R>;
  /** Runs several exchanges that nobody interleaves, not even `safe()`. */
  transaction<R>(work: (exchanger: Exchanger<W>) => Promise<R>, options?: ExchangeOptions): Promise<R>;
}
