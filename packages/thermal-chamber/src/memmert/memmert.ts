import { FourwireError, defineDriver, optionalField, quantity, record } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  LimitedImplementation,
  WritableImplementation,
  ValueOf,
} from '@fourwire/core';
import { chamberMembers } from '../classes/chamber-members.ts';
import { toldLimits } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { programRuns } from '../wire/errors.ts';
import { sameTo } from '../wire/texts.ts';
import { AtmoWeb } from './atmoweb.ts';

const memmertOptions = record({
  /** The temperature to which a unit is set to be safe, in °C, within its range; 20 unless given. */
  safeTemperature: optionalField(quantity('Cel')),
});

/** What the Memmert driver may be told. */
export interface MemmertOptions extends ValueOf<typeof memmertOptions> {}

/** A value that was set shows after up to some seconds (section 6), in ms. */
const settingMs = 5000;
const lookMs = 500;

/** A program that was ended leaves the unit after this, in ms (section 2). */
const exitMs = 2000;

const switches = ['SwASet', 'SwBSet', 'SwCSet', 'SwDSet'] as const;

/** Messages of the unit; unconfirmed: that an empty one means that there is none. */
const messages = ['InfoTemp', 'InfoHum', 'InfoMsg'] as const;

/**
 * Memmert ovens, incubators and climate chambers with AtmoWEB (models with `plus`, CTC, TTC, ICH, HPP and others), over
 * HTTP on port 80: a socket address.
 *
 * Source: sheet memmert.md, after the interface description D33477. Remote control must be enabled, and the operation
 * mode Manual. AtmoWEB cannot switch a unit off: not running means that it was set to a stated safe temperature, which
 * is read back; running again brings the setpoint back, or what was written to it meanwhile. Unconfirmed: how the unit
 * tells that there is no message.
 */
export const memmert = defineDriver({
  name: 'memmert-atmoweb',
  deviceClass: thermalChamber,
  wire: 'bytes',
  bus: { timeout: { seconds: 10 } },
  options: memmertOptions,
  connect: async (context: DriverContext<ByteTransport>, options: MemmertOptions) => {
    const { bus, clock } = context;
    // Web servers may hang up after each answer.
    bus.wire.tolerateHangUp?.();
    const web = new AtmoWeb(bus, /::([^:]+)::/.exec(bus.wire.address)?.[1] ?? 'memmert');

    const hasHumidity = (await web.text('HumRead')) !== undefined;
    const hasFan = (await web.text('FanSet')) !== undefined;
    const outputs: string[] = [];
    for (const key of switches) if ((await web.text(key)) !== undefined) outputs.push(key);

    /** Writes in another mode are ignored without a word. */
    const checkManual = async (call: Call): Promise<void> => {
      const mode = await web.text('CurOp', call);
      if (mode === 'Manual') return;
      if (mode === 'Program') throw programRuns();
      throw new FourwireError(
        'state',
        'not-manual',
        `The unit is in mode ${mode}; switch it to Manual at its panel and enable remote control.`,
      );
    };

    /** Sets a number and waits until the unit shows it. */
    const setNumber = async (key: string, value: number, call: Call): Promise<void> => {
      await checkManual(call);
      await web.set(key, String(Number(value.toFixed(2))), call);
      const from = clock.monotonic();
      while (!sameTo(1)(value, await web.number(key, call)) && clock.monotonic() - from < settingMs)
        await clock.sleep(lookMs, call.signal);
    };

    const plain = (key: string): WritableImplementation<number> => ({
      read: async (call) => web.number(key, call),
      write: async (value, call) => setNumber(key, value, call),
      same: sameTo(1),
    });

    const setpoint = (key: string): LimitedImplementation<number> => ({
      ...plain(key),
      limits: async (call) => {
        const { min, max } = await web.range(key, call);
        return toldLimits(min, max);
      },
    });

    const temperature = setpoint('TempSet');
    /** What to go back to while the unit stands at its safe temperature. */
    let held: { readonly safe: number; before: number; shown: boolean } | undefined;
    /** A setpoint on its way to the unit, which does not show it yet. */
    let onItsWay: number | undefined;

    const isHeld = async (call: Call): Promise<boolean> =>
      held !== undefined && sameTo(1)(held.safe, await temperature.read(call));

    const hold = async (call: Call): Promise<void> => {
      if ((await web.text('CurOp', call)) === 'Program') {
        await web.set('ProgExit', '', call);
        await clock.sleep(exitMs, call.signal);
      }
      const { min = -Infinity, max = Infinity } = await temperature.limits(call);
      const safe = Math.min(Math.max(options.safeTemperature ?? 20, min), max);
      const shown = await temperature.read(call);
      const holding = { safe, before: held?.before ?? onItsWay ?? shown, shown: false };
      held = holding;
      try {
        if ((await web.text('CurOp', call)) !== 'Idle') await temperature.write(safe, call);
      } finally {
        holding.shown = true;
      }
    };

    return {
      members: chamberMembers(
        {
          temperature: { read: async (call) => web.number('Temp1Read', call) },
          setpoint: {
            ...temperature,
            // While the unit stands its setpoint is the safe one; what is written meanwhile holds once it runs.
            read: async (call) => {
              const shown = await temperature.read(call);
              return held !== undefined && (!held.shown || sameTo(1)(held.safe, shown)) ? held.before : shown;
            },
            write: async (value, call) => {
              if (held !== undefined && (!held.shown || (await isHeld(call)))) {
                await checkManual(call);
                held.before = value;
                return;
              }
              onItsWay = value;
              try {
                await temperature.write(value, call);
              } finally {
                onItsWay = undefined;
              }
            },
          },
          running: {
            read: async (call) => {
              if ((await web.text('CurOp', call)) === 'Idle') return false;
              return !(await isHeld(call));
            },
            write: async (on, call) => {
              if (!on) {
                await hold(call);
                return;
              }
              await checkManual(call);
              if (held === undefined) return;
              const { before } = held;
              await temperature.write(before, call);
              held = undefined;
            },
          },
          mode: {
            read: async (call) => {
              const mode = (await web.text('CurOp', call)) ?? '';
              if (mode === 'Program') return 'program';
              if (mode === 'Idle') return 'off';
              return (await isHeld(call)) ? 'standby' : 'constant';
            },
          },
          alarmLimits: { low: plain('AlTempLo'), high: plain('AlTempHi') },
          fan: hasFan
            ? { speed: { ...plain('FanSet'), limits: () => Promise.resolve({ min: 0, max: 100 }) } }
            : undefined,
          alarms: {
            read: async (call) => {
              const alarms: { code: string; text: string }[] = [];
              for (const key of messages) {
                const text = (await web.text(key, call))?.trim() ?? '';
                if (text !== '') alarms.push({ code: key, text });
              }
              return alarms;
            },
          },
          humidity: hasHumidity
            ? {
                humidity: { read: async (call) => web.number('HumRead', call) },
                setpoint: setpoint('HumSet'),
              }
            : undefined,
          outputs: outputs.map((key) => ({
            on: {
              read: async (call) => (await web.number(key, call)) !== 0,
              write: async (on, call) => setNumber(key, on ? 1 : 0, call),
            },
          })),
        },
        context,
      ),
      // There is no identity; that the unit has the key of the temperature is all that can be checked.
      identify: async (call) => {
        await web.text('CurOp', call);
        return { manufacturer: 'Memmert', model: 'AtmoWEB', serialNumber: '', firmware: '' };
      },
    };
  },
});
