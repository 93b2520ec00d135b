import { FourwireError } from '@fourwire/core';
import type { Readable } from '@fourwire/core';
import { profileProgram } from '@fourwire/thermal-chamber';
import type { Profile, ThermalShockChamber } from '@fourwire/thermal-chamber';
import { retryWhileLost } from '../bench/retry-while-lost.ts';
import type { StepContext } from '../procedure/action.ts';
import type { Journal } from '../records/journal.ts';
import { astrayFrom } from './chamber-run.ts';
import { rangeOf } from './profile-options.ts';
import { RunRecord } from './run-record.ts';

/** How near the zones have to be before the first transfer, in K, and how long they may take for it, in hours. */
const ready = { within: 1, hours: 4 };

const zoneOf = { low: 'cold', high: 'hot' } as const;

/** A thermal-shock chamber whose basket stays in one zone and then in the other, every look recorded. */
export class ZoneRun {
  readonly record: RunRecord;
  readonly #chamber: ThermalShockChamber;
  readonly #profile: Profile<'cycling'>;
  readonly #journal: Journal;
  readonly #interval: number;
  readonly #targets: Readonly<Record<'low' | 'high', number>>;

  /** @param interval - how often it looks at the chamber in a dwell, in s */
  constructor(
    chamber: ThermalShockChamber,
    profile: Profile<'cycling'>,
    journal: Journal,
    { interval, margin }: { readonly interval: number; readonly margin: number | undefined },
  ) {
    this.#chamber = chamber;
    this.#profile = profile;
    this.#journal = journal;
    this.#interval = interval;
    this.record = new RunRecord(journal);
    const one = { ...profile, values: { ...profile.values, cycles: 1 } };
    const { steps } = profileProgram(one, { first: 'low', ...(margin === undefined ? {} : { margin }) });
    const [low = NaN, high = NaN] = steps.flatMap((step) => (step.type === 'ramp' ? [step.temperature] : []));
    this.#targets = { low, high };
  }

  /** Why the chamber would refuse it; sends nothing. */
  refusal(): string | undefined {
    for (const side of ['low', 'high'] as const) {
      const verdict = this.#chamber[zoneOf[side]].setpoint.check(this.#targets[side]);
      if (!verdict.ok) return `${zoneOf[side]} zone: ${verdict.reason}`;
    }
    return this.#profile.values.dwellOn === 'product' && this.#chamber.product === undefined
      ? 'the dwell counts on the product, and this chamber has no sensor for it; replace dwellOn by air or immersion'
      : undefined;
  }

  /** Brings both zones to their temperatures. */
  async prepare(context: StepContext): Promise<void> {
    const { signal, clock, progress } = context;
    const { hot, cold, running } = this.#chamber;
    await hot.setpoint.write(this.#targets.high, { signal });
    await cold.setpoint.write(this.#targets.low, { signal });
    await running.write(true, { signal });
    progress(0, 'the zones go to their temperatures');
    const deadline = clock.monotonic() + ready.hours * 3_600_000;
    for (;;) {
      const warm = await this.#read(hot.temperature, context);
      const cool = await this.#read(cold.temperature, context);
      const { high, low } = this.#targets;
      if (Math.abs(warm - high) <= ready.within && Math.abs(cool - low) <= ready.within) return;
      // Zones whose heating or cooling has tripped never get there.
      await this.#checkAlarms(context);
      if (clock.monotonic() > deadline) throw notReady(this.#chamber.path, warm, cool);
      await clock.sleep(this.#interval * 1000, signal);
    }
  }

  /** Why the parts are not at an extreme now; undefined when they are. */
  async astray(side: 'low' | 'high', context: StepContext): Promise<string | undefined> {
    const basket = await this.#read(this.#chamber.basket, context);
    if (basket !== zoneOf[side]) return `the basket was not in the ${zoneOf[side]} zone, but ${basket}`;
    const { dwellOn } = this.#profile.values;
    if (dwellOn === 'immersion') return undefined;
    const sensor = dwellOn === 'product' ? this.#chamber.product?.temperature : undefined;
    return astrayFrom(
      sensor ?? this.#chamber[zoneOf[side]].temperature,
      rangeOf(this.#profile, side),
      context,
    );
  }

  /**
   * Moves the basket into a zone, and leaves it there until the dwell is over.
   *
   * @param onLook - is told how long the dwell has counted, in s
   */
  async dwell(side: 'low' | 'high', context: StepContext, onLook: (counted: number) => void): Promise<void> {
    const { signal, clock, progress } = context;
    const { values } = this.#profile;
    const other = side === 'low' ? 'high' : 'low';
    const basket = await this.#read(this.#chamber.basket, context);
    if (basket === zoneOf[other]) await this.#look(other, context);
    progress(0, `the basket goes to the ${zoneOf[side]} zone`);
    await this.#chamber.transfer({ to: zoneOf[side] }, { signal });
    let before = clock.monotonic();
    let counted = 0;
    let wasThere = false;
    for (;;) {
      const isThere = await this.#look(side, context);
      const now = clock.monotonic();
      if (isThere && wasThere) counted += (now - before) / 1000;
      before = now;
      wasThere = isThere;
      progress(counted / values.dwell, `${zoneOf[side]} zone, ${Math.round(counted)} s counted`);
      onLook(counted);
      // One look more, so that the record proves the whole time.
      if (counted >= values.dwell + this.#interval) return;
      await this.#checkAlarms(context);
      await clock.sleep(this.#interval * 1000, signal);
    }
  }

  /** Records where the load is and how warm; tells whether the dwell counts. */
  async #look(side: 'low' | 'high', context: StepContext): Promise<boolean> {
    const { product } = this.#chamber;
    const { temperature } = this.#chamber[zoneOf[side]];
    const air = await this.#temperature(temperature, context);
    const part = product === undefined ? undefined : await this.#temperature(product.temperature, context);
    const { dwellOn } = this.#profile.values;
    // Without a sensor on the load the bath stands for it.
    const load = part ?? (dwellOn === 'immersion' ? air : undefined);
    this.record.note({
      time: context.clock.monotonic() / 1000,
      zone: side,
      air,
      ...(load === undefined ? {} : { product: load }),
    });
    if (dwellOn === 'immersion') return true;
    const { min, max } = rangeOf(this.#profile, side);
    const counts = dwellOn === 'air' ? air : (part ?? NaN);
    return counts >= min && counts <= max;
  }

  async #temperature(readable: Readable<number>, context: StepContext): Promise<number> {
    const value = await this.#read(readable, context);
    if (!Number.isFinite(value)) {
      throw new FourwireError(
        'device',
        'value-invalid',
        `${readable.path} gave ${value}: its sensor may be open. Check it before going on.`,
      );
    }
    this.#journal.append({ type: 'reading', path: readable.path, value, unit: 'Cel', quality: 'good' });
    return value;
  }

  async #checkAlarms(context: StepContext): Promise<void> {
    const [alarm] = await this.#read(this.#chamber.alarms, context);
    if (alarm === undefined) return;
    throw new FourwireError('device', 'chamber-alarm', `Alarm ${alarm.code}: ${alarm.text}.`, {
      device: alarm,
    });
  }

  async #read<T>(readable: Readable<T>, { clock, signal }: StepContext): Promise<T> {
    return retryWhileLost(async () => readable.read({ signal }), { clock, signal });
  }
}

function notReady(path: string, hot: number, cold: number): FourwireError {
  return new FourwireError(
    'timeout',
    'temperature-not-reached',
    `${path}: the zones are at ${hot.toFixed(1)} °C and ${cold.toFixed(1)} °C after ${ready.hours} h, and no nearer; look at the chamber.`,
  );
}
