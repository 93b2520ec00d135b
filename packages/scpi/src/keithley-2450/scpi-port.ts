import type { Call, WritableImplementation } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { parseInteger } from '../codec/number.ts';
import { pathSettings } from '../session/path-settings.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import { setting } from '../session/settings.ts';
import { limited, observed } from '../session/limited.ts';
import { overvoltageProtection } from '../smu/overvoltage-protection.ts';
import { readingElements } from '../session/reading-elements.ts';
import { readingTime } from '../session/reading-time.ts';
import { scpiQuantity } from '../smu/scpi-quantity.ts';
import type { SmuQuantity } from '../smu/smu-port.ts';
import { otherQuantity } from './language-port.ts';
import type { LanguagePort } from './language-port.ts';
import type { GraphicalSmuModel } from './models.ts';

const nodes = { voltage: 'VOLT', current: 'CURR' } as const;

/** Bit of `SOURSTATus`: the source was limited (2461 reference manual, "Buffer status bits for source function"). */
const limitedBit = 32;

/** The channel of a 2450 whose command set is SCPI. Source: sheet smu-keithley-2450.md, "SCPI". */
export function scpiPort(session: ScpiSession, model: GraphicalSmuModel): LanguagePort {
  const at = pathSettings(session);
  const duration = readingTime();

  const source = at.choice('SOUR:FUNC', { voltage: 'VOLTage', current: 'CURRent' });

  /** What is kept for each quantity: read as it is for the one that `which` names, written for both. */
  const ofBoth = <T>(
    which: (call: Call) => Promise<SmuQuantity>,
    make: (node: string) => WritableImplementation<T>,
  ): WritableImplementation<T> => {
    const both = { voltage: make(nodes.voltage), current: make(nodes.current) };
    return {
      read: async (call) => both[await which(call)].read(call),
      write: async (value, call) => {
        await both.voltage.write(value, call);
        await both.current.write(value, call);
      },
    };
  };
  const ofSource = <T>(make: (node: string) => WritableImplementation<T>): WritableImplementation<T> =>
    ofBoth(async (call) => source.read(call), make);
  /** Measured is the quantity that is not forced. */
  const ofMeter = <T>(make: (node: string) => WritableImplementation<T>): WritableImplementation<T> =>
    ofBoth(async (call) => otherQuantity[await source.read(call)], make);

  const isLimited = {
    voltage: at.boolean('SOUR:VOLT:ILIM:TRIP'),
    current: at.boolean('SOUR:CURR:VLIM:TRIP'),
  };

  const quantity = (name: SmuQuantity) =>
    scpiQuantity(
      at,
      {
        source: `SOUR:${nodes[name]}`,
        sense: `SENS:${nodes[name]}`,
        compliance: name === 'voltage' ? 'SOUR:CURR:VLIM' : 'SOUR:VOLT:ILIM',
      },
      () => model[name],
    );

  const integration = observed(
    ofMeter((node) => at.number(`SENS:${node}:NPLC`)),
    (value) => duration.set({ integration: value }),
  );
  const sourceDelay = observed(
    ofSource((node) => at.number(`SOUR:${node}:DEL`)),
    (value) => duration.set({ delay: value }),
  );
  const filterEnabled = observed(
    ofMeter((node) => at.boolean(`SENS:${node}:AVER`)),
    (value) => duration.set({ filter: value }),
  );
  const filterCount = observed(
    ofMeter((node) => at.integer(`SENS:${node}:AVER:COUN`)),
    (value) => duration.set({ averages: value }),
  );

  return {
    settings: {
      source: {
        read: async (call) => source.read(call),
        // It measures one quantity; the forced one is read back beside it.
        write: async (name, call) => {
          await source.write(name, call);
          await session.send(scpi`SENS:FUNC ${nodes[otherQuantity[name]]}`, call);
        },
      },
      voltage: quantity('voltage'),
      current: quantity('current'),
      output: at.boolean('OUTP'),
      offState: ofSource((node) =>
        at.choice(`OUTP:${node}:SMOD`, { normal: 'NORMal', zero: 'ZERO', highImpedance: 'HIMPedance' }),
      ),
      fourWire: ofMeter((node) => at.boolean(`SENS:${node}:RSEN`)),
      integration: limited(integration, () => ({ min: 0.01, max: 10 })),
      sourceDelay: limited(sourceDelay, () => ({ min: 0, max: 10_000 })),
      autoDelay: { enabled: ofSource((node) => at.boolean(`SOUR:${node}:DEL:AUTO`)) },
      inCompliance: { read: async (call) => isLimited[await source.read(call)].read(call) },
      autoZero: { enabled: ofMeter((node) => at.boolean(`SENS:${node}:AZER`)) },
      filter: {
        enabled: filterEnabled,
        kind: ofMeter((node) => at.choice(`SENS:${node}:AVER:TCON`, { moving: 'MOVing', repeat: 'REPeat' })),
        count: limited(filterCount, () => ({ min: 1, max: 100 })),
      },
      overvoltageProtection: overvoltageProtection(
        model.protection,
        setting(
          session,
          scpi`SOUR:VOLT:PROT?`,
          (volts: number | undefined) =>
            scpi`SOUR:VOLT:PROT ${keyword(volts === undefined ? 'NONE' : `PROT${volts}`)}`,
          (reply) => (/^none$/i.test(reply.trim()) ? undefined : parseInteger(reply.replace(/^prot/i, ''))),
        ),
        at.boolean('SOUR:VOLT:PROT:TRIP'),
      ),
      highCapacitance: { enabled: ofSource((node) => at.boolean(`SOUR:${node}:HIGH:CAP`)) },
      terminals: { side: at.choice('ROUT:TERM', { front: 'FRONt', rear: 'REAR' }) },
      trigger: undefined,
    },
    measure: async (call) => {
      const forced = await source.read(call);
      const meter = otherQuantity[forced];
      const reply = await session.query(
        scpi`MEAS:${keyword(nodes[meter])}? "defbuffer1",READ,SOUR,REL,SOURSTAT`,
        duration.allow(call),
      );
      const names = ['reading', 'source', 'time', 'status'] as const;
      const { reading, source: level, time, status } = readingElements(reply, names);
      const values =
        forced === 'voltage' ? { voltage: level, current: reading } : { voltage: reading, current: level };
      return { ...values, time, inCompliance: (status & limitedBit) !== 0 };
    },
    abort: async (call) => {
      await session.send(scpi`ABOR`, call);
      return true;
    },
    setUp: async (call) => {
      await session.errors(call);
      await session.send(scpi`ABOR`, call);
      await session.send(scpi`FORM ASC`, call);
      await session.send(scpi`SENS:COUN 1`, call);
      for (const node of Object.values(nodes)) {
        await session.send(scpi`SOUR:${keyword(node)}:READ:BACK ON`, call);
      }
      await session.send(scpi`SENS:FUNC ${nodes[otherQuantity[await source.read(call)]]}`, call);
      for (const one of [integration, sourceDelay, filterEnabled, filterCount]) await one.read(call);
    },
  };
}
