import {
  defineDriver,
  deviceClass,
  isGood,
  openDevice,
  quantity,
  readable,
  seededRandom,
} from '@fourwire/core';
import type { BusClient, Call, DriverContext, Reading, Transport } from '@fourwire/core';
import { ReplaySubject, filter, firstValueFrom } from 'rxjs';
import type { Line } from './wire.ts';

const counter = deviceClass('counter', {
  /** A number that is another each time. */
  count: readable(quantity('1'), { period: 5 }),
});

/** What came of pulling a cable many times. */
export interface Replugged {
  /** How long after the server was back the subscriber had a good reading again, in ms. */
  readonly recoveries: readonly number[];
  /** Whether the subscription was still open at the end. */
  readonly subscribed: boolean;
  readonly values: number;
}

/** Pulls the cable again and again under one subscription, for moments and for longer. */
export async function replug(line: Line, times: number, longestOutageMs: number): Promise<Replugged> {
  let asked = 0;
  const ask = async (bus: BusClient<Transport>, call: Call): Promise<number> =>
    line.ask(bus, ++asked, 'at-once', call);
  const driver = defineDriver({
    name: 'counter',
    deviceClass: counter,
    wire: line.wire.wire,
    connect: ({ bus }: DriverContext<Transport>) => ({
      identify: async (call: Call) => {
        await ask(bus, call);
        return { manufacturer: 'Acme', model: 'Counter', serialNumber: '1', firmware: '1' };
      },
      members: { count: { read: async (call: Call) => ask(bus, call) } },
    }),
  });
  return line.run(async () => {
    const { clock } = line;
    const device = await openDevice(driver, { bus: line.bus, wire: line.wire }, { clock });
    const readings$ = new ReplaySubject<Reading<number>>(1);
    const values = new Set<number>();
    const subscription = device.count.value$.subscribe(readings$);
    readings$.pipe(filter(isGood)).subscribe(({ value }) => values.add(value));
    const random = seededRandom('outages');
    const recoveries: number[] = [];
    await firstValueFrom(readings$.pipe(filter(isGood)));
    for (let time = 0; time < times; time++) {
      await line.unplug();
      await firstValueFrom(readings$.pipe(filter((reading) => !isGood(reading))));
      // Most outages are short, some as long as a pause between two attempts to connect can be.
      await clock.sleep(random.integer(0, time % 50 === 49 ? longestOutageMs : longestOutageMs / 50));
      const back = clock.monotonic();
      await line.plug();
      await firstValueFrom(readings$.pipe(filter(isGood)));
      recoveries.push(clock.monotonic() - back);
    }
    const subscribed = !subscription.closed;
    subscription.unsubscribe();
    await device.close();
    return { recoveries, subscribed, values: values.size };
  });
}
