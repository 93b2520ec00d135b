import { systemClock, toMilliseconds } from '@fourwire/core';
import type { Clock, Duration } from '@fourwire/core';
import { EMPTY, defer, merge, mergeAll, of, share, takeUntil, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Discovery, DiscoverySource } from './found.ts';
import { warning } from './found.ts';
import { localNetworks } from './local-networks.ts';
import type { LocalNetwork } from './local-networks.ts';
import { mdnsGroup, mdnsServices } from './mdns.ts';
import { onceEach } from './once-each.ts';
import { serialPorts, systemPorts } from './serial-ports.ts';
import { sweep } from './sweep.ts';
import type { SweepOptions } from './sweep.ts';
import { systemUsb, usbDevices } from './usb-devices.ts';
import type { UsbLister } from './usb-devices.ts';
import { vxi11Broadcast } from './vxi11-broadcast.ts';

/** Where to look, and for how long. */
export interface DiscoverOptions {
  /** When it ends; 3 s unless given. Less finds fewer instruments on the network. */
  readonly timeout?: Duration;
  /** `false` leaves serial ports out. */
  readonly serial?: boolean;
  /** `false` leaves USB out; a function lists the devices in place of the npm package `usb`, for example a browser's. */
  readonly usb?: boolean | UsbLister;
  /** `false` leaves the VXI-11 broadcast out. */
  readonly vxi11?: boolean;
  /** `false` leaves mDNS out. */
  readonly mdns?: boolean;
  /** Hosts whose TCP ports are tried; none unless given, since a network may take that for an attack. */
  readonly sweep?: SweepOptions;
  /** This computer's networks that are asked by broadcast and mDNS; all of them unless given. */
  readonly networks?: readonly LocalNetwork[];
  readonly clock?: Clock;
}

/** How long an instrument that does not say who it is waits for mDNS to tell; the second question is out by then. */
const patienceMs = 1200;

/**
 * Looks for instruments on serial ports, USB and the network, and yields each as it is found; ends by itself. What a
 * source cannot do is a warning, and the others go on. Nothing is sent to an instrument but the questions of VXI-11 and
 * mDNS, which all of them expect. Each subscription looks anew; unsubscribing closes everything.
 *
 * @throws FourwireError of kind `range` at the call, for a timeout, a host or a port that cannot be
 *
 * @example
 * ```ts
 * const all = await lastValueFrom(discover({ timeout: { seconds: 2 } }).pipe(toArray()));
 * ```
 */
export function discover(options: DiscoverOptions = {}): Observable<Discovery> {
  const clock = (options.clock ?? systemClock).wire;
  const timeoutMs = toMilliseconds(options.timeout ?? 3000, 'timeout');
  const end$ = timer(timeoutMs, clock.scheduler).pipe(share());
  const { serial = true, usb = true, vxi11 = true, mdns = true } = options;
  const swept$ = options.sweep === undefined ? EMPTY : sweep(options.sweep, clock, end$);
  return defer(() => {
    const networks = options.networks ?? localNetworks();
    const listed = (list: Promise<readonly Discovery[]>): Observable<Discovery> =>
      merge(clock.outside(list)).pipe(mergeAll(), takeUntil(end$));
    const onNetworks = (source: DiscoverySource, asked$: Observable<Discovery>): Observable<Discovery> =>
      networks.length === 0
        ? of(warning(source, 'This computer is on no IPv4 network but its own; nobody else can be asked.'))
        : asked$;
    return merge(
      serial ? listed(serialPorts(systemPorts)) : EMPTY,
      usb === false ? EMPTY : listed(usbDevices(usb === true ? systemUsb : usb)),
      vxi11 ? onNetworks('vxi11', vxi11Broadcast(networks, 111, clock).pipe(takeUntil(end$))) : EMPTY,
      mdns ? onNetworks('mdns', mdnsServices(networks, mdnsGroup, clock, end$)) : EMPTY,
      swept$,
    ).pipe(onceEach(mdns ? patienceMs : 0, clock.scheduler));
  });
}
