import { FourwireError, boolean, optionalField, record } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  Clock,
  DriverContext,
  Identity,
  LimitedImplementation,
  Limits,
  ValueOf,
} from '@fourwire/core';
import { lineFraming, TextSession } from '@fourwire/transport';
import type { ChamberParts } from '../classes/chamber-members.ts';
import { statedRange, statedRanges } from '../classes/ranges.ts';
import { programRuns, refusedByController } from '../wire/errors.ts';
import { parseDecimal, sameTo } from '../wire/texts.ts';
import {
  alarmBits,
  modeHeld,
  modeProgram,
  modeRunning,
  stopAlarms,
  stopCodeRunning,
} from './thermotron-codes.ts';

/** The options of the Thermotron drivers. */
export const thermotronOptions = record({
  ...statedRanges,
  /** Whether channel 2 controls humidity; no unless given. */
  humidity: optionalField(boolean()),
});

/** What the Thermotron drivers may be told. */
export interface ThermotronOptions extends ValueOf<typeof thermotronOptions> {}

/** The range that a driver of the 3800 allows (section 3); of other chambers unconfirmed, therefore an option. */
const usualTemperatures = { min: -55, max: 150 } as const;
const usualHumidities = { min: 0, max: 100 } as const;

/** How many bits the two groups of auxiliary outputs have each. */
const groupSize = 8;

/** The 3800 needs this after INIT, in ms (section 5). */
const initMs = 3000;

/** Speaks with one chamber, and knows how its generation acknowledges. */
export class ThermotronSession {
  readonly #session: TextSession;
  readonly #acknowledges: boolean;
  readonly #clock: Clock;

  constructor({ bus, clock }: DriverContext<ByteTransport>, generation: '3800' | '8800') {
    this.#acknowledges = generation === '8800';
    this.#session = new TextSession(bus, lineFraming(this.#acknowledges ? '\r' : '\n'));
    this.#clock = clock;
  }

  /** Whether set commands are answered, and setpoints hold at once. */
  get acknowledges(): boolean {
    return this.#acknowledges;
  }

  async number(query: string, call?: Call): Promise<number> {
    return parseDecimal(await this.#session.ask(query, call));
  }

  /** Sends a set command; the 8800 answers 0, the 3800 nothing. */
  async set(command: string, call?: Call): Promise<void> {
    await set(this.#session, command, this.#acknowledges, call);
  }

  /** Reads a number, changes it and writes it back, with nobody in between. */
  async change(name: string, edit: (value: number) => number, call: Call): Promise<void> {
    await this.#session.transaction(async (exclusive) => {
      const value = edit(parseDecimal(await exclusive.ask(`${name}?`, call)));
      await set(exclusive, `${name},${value}`, this.#acknowledges, call);
    }, call);
  }

  async identity(call: Call): Promise<Identity> {
    if (!this.#acknowledges) {
      // The wire is held meanwhile: the controller hangs when it is spoken to too early.
      await this.#session.transaction(async (exclusive) => {
        await exclusive.send('INIT', call);
        await this.#clock.wire.sleep(initMs, call.signal);
      }, call);
    }
    return {
      manufacturer: 'Thermotron',
      model: await this.#session.ask('IDEN?', call),
      serialNumber: '',
      firmware: await this.#session.ask('VRSN?', call),
    };
  }
}

async function set(session: TextSession, command: string, acknowledges: boolean, call?: Call): Promise<void> {
  if (!acknowledges) {
    await session.send(command, call);
    return;
  }
  const code = parseDecimal(await session.tell(command, call));
  if (code !== 0) throw refusedByController(command, code, 'not accepted');
}

/** What a Thermotron chamber has, by any generation of its controller. */
export function thermotronParts(session: ThermotronSession, options: ThermotronOptions): ChamberParts {
  const channels = options.humidity === true ? [1, 2] : [1];
  /** What the 3800 was told and does not show before it runs. */
  const pending = new Map<number, number>();

  const mode = async (call: Call): Promise<number> => session.number('MODE?', call);
  const isRunning = async (call: Call): Promise<boolean> =>
    session.acknowledges
      ? (await session.number('SCOD?', call)) === stopCodeRunning
      : ((await mode(call)) & modeRunning) !== 0;

  /** Takes over what was written while the 3800 stood, and makes sure that it did. */
  const run = async (call: Call): Promise<void> => {
    await session.set('RUNM', call);
    for (const [channel, value] of pending) {
      const got = await session.number(`SETP${channel}?`, call);
      if (!sameTo(1)(value, got)) {
        throw new FourwireError(
          'device',
          'not-confirmed',
          `Setpoint ${channel} was written as ${value}, but the running controller gives ${got} back.`,
        );
      }
      pending.delete(channel);
    }
  };

  const setpoint = (channel: number, limits: Limits): LimitedImplementation<number> => ({
    read: async (call) => {
      const shown = await session.number(`SETP${channel}?`, call);
      return pending.get(channel) ?? shown;
    },
    write: async (value, call) => {
      await session.set(`SETP${channel},${Number(value.toFixed(2))}`, call);
      if (session.acknowledges) return;
      // At once: the controller has it, whatever becomes of the question after it.
      const before = pending.get(channel);
      pending.set(channel, value);
      const now = await mode(call);
      if ((now & modeProgram) !== 0) {
        if (before === undefined) pending.delete(channel);
        else pending.set(channel, before);
        throw programRuns();
      }
      if ((now & modeRunning) !== 0) await run(call);
    },
    same: sameTo(1),
    limits: () => Promise.resolve(limits),
  });

  return {
    // What the 8800's status says of programs no public document tells.
    ...(session.acknowledges
      ? {}
      : {
          mode: {
            read: async (call) => {
              const bits = await mode(call);
              if ((bits & modeHeld) !== 0) return 'program-paused';
              if ((bits & modeProgram) !== 0) return 'program';
              return (bits & modeRunning) === 0 ? 'off' : 'constant';
            },
          },
        }),
    temperature: { read: async (call) => session.number('PVAR1?', call) },
    setpoint: setpoint(1, statedRange('temperatureRange', options, usualTemperatures)),
    running: {
      read: isRunning,
      write: async (on, call) => {
        if (!on) {
          await session.set('STOP', call);
          return;
        }
        if (!session.acknowledges && ((await mode(call)) & modeProgram) !== 0) throw programRuns();
        await run(call);
      },
    },
    alarms: {
      read: async (call) => {
        const alarms: { code: string; text: string }[] = [];
        const reason = await session.number('SCOD?', call);
        const stopped = stopAlarms[reason];
        if (stopped !== undefined) alarms.push({ code: `SCOD ${reason}`, text: stopped });
        for (const channel of channels) {
          const bits = await session.number(`ALRM${channel}?`, call);
          for (const [bit, text] of alarmBits) {
            if (((bits >> bit) & 1) !== 0)
              alarms.push({ code: `ALRM${channel} ${bit}`, text: `channel ${channel}: ${text}` });
          }
        }
        return alarms;
      },
    },
    humidity:
      options.humidity === true
        ? {
            humidity: { read: async (call) => session.number('PVAR2?', call) },
            setpoint: setpoint(2, statedRange('humidityRange', options, usualHumidities)),
          }
        : undefined,
    outputs: Array.from({ length: 2 * groupSize }, (_, index) => {
      const group = `AUXE${1 + Math.floor(index / groupSize)}`;
      const mask = 1 << (index % groupSize);
      return {
        on: {
          read: async (call: Call) => ((await session.number(`${group}?`, call)) & mask) !== 0,
          write: async (on: boolean, call: Call) =>
            session.change(group, (value) => (on ? value | mask : value & ~mask), call),
        },
      };
    }),
  };
}
