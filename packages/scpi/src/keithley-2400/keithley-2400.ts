import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { parseBoolean } from '../codec/boolean.ts';
import { sourceMeasureUnit } from '../classes/source-measure-unit.ts';
import { identifyModel } from '../session/identify-model.ts';
import { pathSettings } from '../session/path-settings.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { SingleReadings } from '../session/single-readings.ts';
import { goingOn } from '../session/wrapping-clock.ts';
import { limited, observed } from '../session/limited.ts';
import { scpiQuantity } from '../smu/scpi-quantity.ts';
import { smuChannelDriver } from '../smu/smu-channel.ts';
import type { SmuMeasurement } from '../smu/smu-points.ts';
import type { SmuQuantity } from '../smu/smu-port.ts';
import { readingElements } from '../session/reading-elements.ts';
import { readingTime } from '../session/reading-time.ts';
import { models } from './models.ts';
import type { SmuModel } from './models.ts';

/** Unconfirmed: bits 3 and 16 of the status word, real and range compliance (sheet, "Readings"). */
const complianceBits = (1 << 3) | (1 << 16);

/** Its clock starts anew after this many seconds (sheet, "Readings"). */
const clockWrap = 100_000;

/** The nodes of the quantities. */
const nodes = { voltage: 'VOLT', current: 'CURR' } as const;

/**
 * Keithley Series 2400 SourceMeters over SCPI, by GPIB or serial line.
 *
 * Sweeps force level after level from the computer: while the instrument runs a sweep of its own it answers no queries,
 * so its points could not arrive as they are measured.
 *
 * Source: sheet smu-keithley-2400.md, after pymeasure, comet, SweepMe, tm_devices and the user's manual.
 */
export const keithley2400 = defineDriver({
  name: 'keithley-2400',
  deviceClass: sourceMeasureUnit,
  wire: 'bytes',
  serial: { baudRate: 9600 },
  bus: { timeout: { seconds: 5 } },
  connect: (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus, { carriageReturns: true });
    const at = pathSettings(session);
    let model: SmuModel = { name: '', voltage: 0, current: 0 };

    const single = new SingleReadings([
      scpi`ABOR`,
      scpi`ARM:COUN 1`,
      scpi`TRIG:COUN 1`,
      scpi`FORM:DATA ASC`,
      scpi`FORM:ELEM VOLT,CURR,TIME,STAT`,
      // Otherwise the output would be on during readings only, and nobody could ask whether it is.
      scpi`SOUR:CLE:AUTO OFF`,
      scpi`SOUR:VOLT:MODE FIX`,
      scpi`SOUR:CURR:MODE FIX`,
      scpi`SENS:FUNC:CONC ON`,
      scpi`SENS:FUNC ${['VOLT', 'CURR']}`,
    ]);
    const duration = readingTime();
    const unwrap = goingOn(clockWrap);

    const measure = async (call: Call): Promise<SmuMeasurement> =>
      session.transaction(
        async (on) =>
          single.take(on, call, async () => {
            const reply = await on.query(scpi`READ?`, duration.allow(call));
            const names = ['voltage', 'current', 'time', 'status'] as const;
            const { time, status, ...values } = readingElements(reply, names);
            return { ...values, inCompliance: (status & complianceBits) !== 0, time: unwrap(time) };
          }),
        call,
      );

    const source = at.choice('SOUR:FUNC', { voltage: 'VOLTage', current: 'CURRent' });

    const quantity = (name: SmuQuantity) =>
      scpiQuantity(
        at,
        {
          source: `SOUR:${nodes[name]}`,
          sense: `SENS:${nodes[name]}`,
          compliance: `SENS:${nodes[name]}:PROT`,
        },
        () => model[name],
      );

    const integration = observed(at.number('SENS:CURR:NPLC'), (value) =>
      duration.set({ integration: value }),
    );
    const sourceDelay = observed(at.number('SOUR:DEL'), (value) => duration.set({ delay: value }));
    const filter = {
      enabled: observed(at.boolean('SENS:AVER'), (value) => duration.set({ filter: value })),
      kind: at.choice('SENS:AVER:TCON', { moving: 'MOVing', repeat: 'REPeat' }),
      count: observed(at.integer('SENS:AVER:COUN'), (value) => duration.set({ averages: value })),
    };

    const channel = smuChannelDriver(
      {
        settings: {
          source,
          voltage: quantity('voltage'),
          current: quantity('current'),
          output: at.boolean('OUTP'),
          offState: at.choice('OUTP:SMOD', { normal: 'NORMal', zero: 'ZERO', highImpedance: 'HIMPedance' }),
          fourWire: at.boolean('SYST:RSEN'),
          // The integration time of all functions is one (sheet, "Sense").
          integration: limited(integration, () => ({ min: 0.01, max: 10 })),
          sourceDelay: limited(sourceDelay, () => ({ min: 0, max: 999.9999 })),
          autoDelay: { enabled: at.boolean('SOUR:DEL:AUTO') },
          inCompliance: {
            read: async (call) => {
              const other = (await source.read(call)) === 'voltage' ? 'current' : 'voltage';
              return parseBoolean(await session.query(scpi`SENS:${keyword(nodes[other])}:PROT:TRIP?`, call));
            },
          },
          autoZero: { enabled: at.boolean('SYST:AZER') },
          filter: { ...filter, count: limited(filter.count, () => ({ min: 1, max: 100 })) },
          terminals: { side: at.choice('ROUT:TERM', { front: 'FRONt', rear: 'REAR' }) },
          // What the sheet confirms of them is not all that the class asks for.
          overvoltageProtection: undefined,
          highCapacitance: undefined,
          trigger: undefined,
        },
        measure,
        // Its answer to the error query that follows shows that it stands.
        abort: async (call) => {
          await session.send(scpi`ABOR`, call);
          return true;
        },
      },
      context,
    );

    return {
      identify: async (call) => {
        const identity = await identifyModel(
          session,
          {
            pattern: /^keithley.*\b(?:24[012]0|2401|2425|24[34]0|6430)\b/i,
            names: '2400, 2401, 2410, 2420, 2425, 2430, 2440 and 6430',
          },
          call,
        );
        model = models.find(({ name }) => identity.model.startsWith(name)) ?? model;
        return identity;
      },
      setUp: async (call) => {
        await session.errors(call);
        single.unsettle();
        await single.settle(session, call);
        await channel.setUp(call);
        for (const setting of [integration, sourceDelay, filter.enabled, filter.count])
          await setting.read(call);
      },
      members: { channels: [channel.members] } satisfies ImplementationOf<typeof sourceMeasureUnit>,
    };
  },
});
