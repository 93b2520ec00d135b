import { connect } from 'node:net';
import type { Clock } from '@fourwire/core';
import { Observable, concat, defer, from, mergeMap, of, takeUntil, tap } from 'rxjs';
import type { Address } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import { reasonOf } from './failure.ts';
import { found, warning } from './found.ts';
import type { Discovery } from './found.ts';

/** Which hosts to look at, and how. */
export interface SweepOptions {
  /** Host names, IPv4 addresses, or IPv6 addresses without brackets. */
  readonly hosts: readonly string[];
  /** TCP ports; those in the README unless given. */
  readonly ports?: readonly number[];
  /** How many connections are tried at once; 64 unless given. */
  readonly concurrency?: number;
  /** How long one connection may take, in ms; 300 unless given. */
  readonly connectTimeoutMs?: number;
}

interface Service {
  readonly address: (host: string, port: number) => Address;
  readonly note?: string;
}

/** The ports looked at, and what usually listens there (sheets discovery.md, 4, and raw-socket-and-serial.md, 1.1). */
const services: ReadonlyMap<number, Service> = new Map<number, Service>([
  [5025, { address: socket }],
  [5555, { address: socket }],
  [35_555, { address: socket }],
  [4880, { address: (host, port) => ({ kind: 'hislip', board: 0, host, device: 'hislip0', port }) }],
  [
    111,
    {
      address: (host) => ({ kind: 'vxi11', board: 0, host, device: 'inst0' }),
      note: 'a port mapper answers there; whether VXI-11 is behind it is not known',
    },
  ],
  [1234, { address: (host, port) => ({ kind: 'prologix-tcp', board: 0, host, port }) }],
  [502, { address: (host, port) => ({ kind: 'modbus-tcp', host, port, unit: 1 }) }],
  [5000, { address: (host, port) => ({ kind: 'hsms', host, port, sessionId: 0, mode: 'active' }) }],
]);

const guessed = 'the port is open; what listens there is guessed from its number';

/**
 * Looks which TCP ports of some hosts are open: connects, sends nothing, closes. Some instruments serve one connection
 * only and refuse their user during that moment.
 *
 * @throws FourwireError of kind `range`, code `address-invalid`, for a host or port that no address can have
 */
export function sweep(
  { hosts, ports = [...services.keys()], concurrency = 64, connectTimeoutMs = 300 }: SweepOptions,
  clock: Clock,
  end$: Observable<unknown>,
): Observable<Discovery> {
  const targets = hosts.flatMap((host) => ports.map((port) => ({ host, port })));
  for (const { host, port } of targets) formatAddress(socket(host, port));
  return defer(() => {
    let tried = 0;
    const tries$ = from(targets).pipe(
      mergeMap(
        ({ host, port }) =>
          tryPort(host, port, connectTimeoutMs, clock).pipe(tap({ complete: () => tried++ })),
        concurrency,
      ),
      takeUntil(end$),
    );
    const rest$ = defer(() => {
      const message = `The time was over after ${tried} of ${targets.length} ports; give it more, or fewer hosts.`;
      return tried < targets.length ? of(warning('sweep', message)) : [];
    });
    return concat(tries$, rest$);
  });
}

function tryPort(host: string, port: number, timeoutMs: number, clock: Clock): Observable<Discovery> {
  return new Observable((subscriber) => {
    const line = connect({ host, port });
    const timer = clock.setTimer(timeoutMs, () => subscriber.complete());
    line.on('connect', () => {
      const { address, note = guessed } = services.get(port) ?? { address: socket };
      subscriber.next(found('sweep', address(host, port), { note }));
      // Reading what it may say first, a banner, lets the connection end in order instead of by a reset.
      line.resume().end();
    });
    line.on('error', (error: NodeJS.ErrnoException) => {
      const isName = error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN';
      if (isName) subscriber.next(warning('sweep', `${host} cannot be looked at: ${reasonOf(error)}.`));
    });
    line.on('close', () => subscriber.complete());
    return () => {
      timer.cancel();
      line.destroy();
    };
  });
}

function socket(host: string, port: number): Address {
  return { kind: 'socket', board: 0, host, port };
}
