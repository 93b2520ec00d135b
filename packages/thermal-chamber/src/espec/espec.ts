import { FourwireError, defineDriver, integer, optionalField, quantity, record } from '@fourwire/core';
import type {
  ByteTransport,
  Call,
  DriverContext,
  ImplementationOf,
  LimitedImplementation,
  ValueOf,
} from '@fourwire/core';
import { holdHere } from '../classes/approach-commands.ts';
import { chamberMembers } from '../classes/chamber-members.ts';
import type { ChamberParts } from '../classes/chamber-members.ts';
import { toldLimits } from '../classes/ranges.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { storedPrograms } from '../running/stored-programs.ts';
import type { StoredProgress } from '../running/stored-programs.ts';
import { programRuns, unexpectedReply } from '../wire/errors.ts';
import { sameTo } from '../wire/texts.ts';
import { especHumidity } from './espec-humidity.ts';
import { numberAt, secondsOf, wholeNumberOf } from './espec-numbers.ts';
import { es102, p300, scp220 } from './espec-panels.ts';
import type { EspecPanel } from './espec-panels.ts';
import { especProduct } from './espec-product.ts';
import { EspecPrograms } from './espec-programs.ts';
import { EspecSession } from './espec-session.ts';

const especOptions = record({
  /** Address of the panel on an RS-485 line, 1 to 16; none on RS-232 and through a serial server. */
  address: optionalField(integer({ min: 1, max: 16 })),
  /** Band of guaranteed soaks as it is set at the panel, in K; without it such programs are not stored. */
  guaranteeBand: optionalField(quantity('K', { above: 0 })),
});

/** What the drivers of ESPEC panels may be told. */
export interface EspecOptions extends ValueOf<typeof especOptions> {}

type Implementation = ImplementationOf<typeof thermalChamber>;
type Mode = Awaited<ReturnType<Implementation['mode']['read']>>;

/** What the panel says of its mode, also with the detail of a P-300. */
const modes: Readonly<Record<string, Mode>> = {
  OFF: 'off',
  STANDBY: 'standby',
  CONSTANT: 'constant',
  RUN: 'program',
  'RUN PAUSE': 'program-paused',
  'RUN END HOLD': 'program-ended',
  'RMT RUN': 'program',
  'RMT RUN PAUSE': 'program-paused',
  'RMT RUN END HOLD': 'program-ended',
};

/** ESPEC chambers with the panels P-300, P-310, P-200 and P-100. Source: sheet espec-p300.md. */
export const especP300 = especDriver(p300);

/** ESPEC chambers with the panel SCP-220. Source: sheet espec-scp220.md, section 1. */
export const especScp220 = especDriver(scp220);

/** ESPEC chambers with the small panel ES-102. Source: sheet espec-scp220.md, section 2. */
export const especEs102 = especDriver(es102);

/**
 * Unconfirmed in all of them: which set point TEMP writes while product control is on; the band of guaranteed soaks,
 * therefore an option; the length of a program's name.
 */
function especDriver(panel: EspecPanel) {
  return defineDriver({
    name: panel.driver,
    deviceClass: thermalChamber,
    wire: 'bytes',
    bus: { timeout: { seconds: 3 } },
    serial: { baudRate: 9600 },
    options: especOptions,
    connect: async (context: DriverContext<ByteTransport>, options: EspecOptions) => {
      const { bus, clock, userLimits } = context;
      const { address, guaranteeBand } = options;
      const session = new EspecSession(bus, address);
      const hasHumidity = (await session.fieldsIfAny('HUMI?')) !== undefined;
      const hasProduct = panel.product && (await session.fieldsIfAny('TEMP PTC?')) !== undefined;

      const temperatureField = async (index: number, call: Call): Promise<number> =>
        numberAt(await session.fields('TEMP?', call), index);

      const setpoint: LimitedImplementation<number> = {
        // TEMP? shows where a program is meanwhile; what is written here is that of constant operation.
        read: async (call) => numberAt(await session.fields('CONSTANT SET?,TEMP', call), 0),
        write: async (target, call) => session.set(`TEMP,S${target.toFixed(1)}`, call),
        same: sameTo(1),
        // The panel refuses a set point outside its limit alarms (section 8).
        limits: async (call) => {
          const fields = await session.fields('TEMP?', call);
          return toldLimits(numberAt(fields, 3), numberAt(fields, 2));
        },
      };

      const limit = (
        index: number,
        letter: 'H' | 'L',
      ): NonNullable<Implementation['alarmLimits']>['low'] => ({
        read: async (call) => temperatureField(index, call),
        write: async (celsius, call) => {
          await session.set(`TEMP,${letter}${celsius.toFixed(1)}`, call);
          await context.refreshLimits(call);
        },
        same: sameTo(1),
      });

      const mode = async (call: Call): Promise<Mode> => {
        const text = (await session.text(panel.detail ? 'MODE?,DETAIL' : 'MODE?', call)).trim();
        const known = modes[text];
        if (known === undefined) throw unexpectedReply('a mode', text);
        return known;
      };

      /** What the time signals are in a program, and otherwise what they are set to for constant operation. */
      const relayIsOn = async (relay: number, call: Call): Promise<boolean> => {
        const query = (await mode(call)).startsWith('program') ? 'RELAY?' : 'CONSTANT SET?,RELAY';
        const [, ...on] = await session.fields(query, call);
        return on.map(wholeNumberOf).includes(relay);
      };

      const parts = {
        temperature: { read: async (call) => temperatureField(0, call) },
        setpoint,
        running: {
          read: async (call) => !['off', 'standby'].includes(await mode(call)),
          write: async (on, call) => {
            if (on && (await mode(call)).startsWith('program')) throw programRuns();
            await session.set(on ? 'MODE,CONSTANT' : 'MODE,OFF', call);
          },
        },
        mode: { read: mode },
        alarms: {
          read: async (call) => {
            const [, ...codes] = await session.fields('ALARM?', call);
            return codes.map((code) => ({
              code,
              text: `alarm ${code}; its meaning is in the chamber's manual`,
            }));
          },
        },
        alarmLimits: { low: limit(3, 'L'), high: limit(2, 'H') },
        product: hasProduct ? especProduct(session, panel, setpoint, clock) : undefined,
        humidity: hasHumidity ? especHumidity(session) : undefined,
        outputs: Array.from({ length: panel.relays }, (_, index) => ({
          on: {
            read: async (call: Call) => relayIsOn(index + 1, call),
            write: async (on: boolean, call: Call) =>
              session.set(`RELAY,${on ? 'ON' : 'OFF'},${index + 1}`, call),
          },
        })),
      } satisfies ChamberParts;

      const memory = new EspecPrograms(session, hasHumidity, guaranteeBand);
      const programs = storedPrograms({
        members: { ...parts, inputs: [] },
        clock,
        userLimits,
        slots: panel.slots,
        storage: async () => ({
          jumps: 2,
          // Commas and brackets would end it.
          namePattern: /^[^,<>()]+$/,
          durationResolution: 60,
          paces: ['duration', 'fastest'],
          waits: false,
          guarantee: guaranteeBand !== undefined,
          guaranteeSensors: ['air'],
          ...(guaranteeBand === undefined ? {} : { guaranteeBand }),
          ends: panel.ends,
        }),
        list: async (call) => memory.list(call),
        progress: async (call): Promise<StoredProgress> => {
          const now = await mode(call);
          if (!now.startsWith('program')) return { state: 'none' };
          const [slot = ''] = await session.fields('PRGM SET?', call);
          const number = wholeNumberOf(slot.replace(/^R[AO]M:/, ''));
          if (now === 'program-ended') return { state: 'ended', slot: number };
          const state = now === 'program' ? 'running' : 'paused';
          const fields = await session.fieldsIfAny('PRGM MON?', call);
          // It ended between the two questions.
          if (fields === undefined) return { state: 'none' };
          const time = fields.find((field) => field.includes(':'));
          return {
            state,
            slot: number,
            step: numberAt(fields, 0),
            ...(time === undefined ? {} : { stepTimeLeft: secondsOf(time) }),
          };
        },
        write: async (slot, program, call) => memory.write(slot, program, call),
        read: async (slot, call) => memory.read(slot, call),
        erase: async (slot, call) => memory.erase(slot, call),
        start: async (slot, step, call) => session.set(`PRGM,RUN,RAM:${slot},STEP${step}`, call),
        stop: async (call) => {
          const isHeld = await holdHere(parts, call);
          if ((await mode(call)).startsWith('program')) await session.set('PRGM,END,CONST', call);
          return isHeld && (await mode(call)) === 'constant';
        },
        pause: async (call) => go('PRGM,PAUSE', 'program-paused', call),
        resume: async (call) => go('PRGM,CONTINUE', 'program', call),
      });

      /** Pauses or resumes, and reads that back where the panel tells it. */
      async function go(command: string, wanted: Mode, call: Call): Promise<void> {
        if (!(await mode(call)).startsWith('program')) {
          throw new FourwireError('state', 'no-program', 'The controller runs no program now.');
        }
        await session.set(command, call);
        const after = await mode(call);
        if (after === wanted || !panel.detail) return;
        throw new FourwireError(
          'device',
          'not-confirmed',
          `The panel took ${command}, but says that it is in the mode "${after}".`,
        );
      }

      return {
        members: chamberMembers(
          { ...parts, ...(panel.slots === 0 ? {} : { programs }) },
          { clock, userLimits },
        ),
        identify: async (call) => {
          const rom = (await session.text('ROM?', call)).trim();
          if (!panel.isThis(rom)) {
            throw new FourwireError(
              'device',
              'model-unsupported',
              `The panel says that its version is "${rom}", which is not a ${panel.model}; use the driver of the other ESPEC panels.`,
            );
          }
          return {
            manufacturer: 'ESPEC',
            model: `${panel.model} (${await session.text('TYPE?', call)})`,
            serialNumber: '',
            firmware: rom,
          };
        },
      };
    },
  });
}
