import type { Call, LimitedImplementation, Limits } from '@fourwire/core';
import type { Registers } from '@fourwire/transport';
import type { ChamberParts } from '../classes/chamber-members.ts';
import { statedRange } from '../classes/ranges.ts';
import type { BinderOptions } from './binder.ts';
import { writing } from './denied.ts';
import { mb2, mb2Contact } from './registers.ts';

/** Unconfirmed for MB2: taken from the MK series with MB1. */
const usualTemperatures = { min: -40, max: 180 } as const;
const usualHumidities = { min: 0, max: 100 } as const;

/** What a chamber with the controller MB2 has. Its published registers tell neither alarms nor door. */
export function mb2Parts(registers: Registers, options: BinderOptions): ChamberParts {
  const contact = async (bit: number, call: Call): Promise<boolean> =>
    (((await registers.uint16(mb2.contacts, call)) >> bit) & 1) !== 0;

  const setContact = async (bit: number, on: boolean, call: Call): Promise<void> =>
    writing('operation contacts', async () =>
      registers.transaction(async (exclusive) => {
        const contacts = await exclusive.uint16(mb2.contactsToWrite, call);
        const mask = 1 << bit;
        await exclusive.writeInt16(mb2.contactsToWrite, on ? contacts | mask : contacts & ~mask, call);
      }, call),
    );

  const setpoint = (address: number, limits: Limits): LimitedImplementation<number> => ({
    read: async (call) => registers.float32(address, call),
    write: async (value, call) =>
      writing('setpoint', async () => registers.writeFloat32(address, value, call)),
    limits: () => Promise.resolve(limits),
  });

  return {
    temperature: { read: async (call) => registers.float32(mb2.temperature, call) },
    setpoint: setpoint(mb2.manualSetpoint, statedRange('temperatureRange', options, usualTemperatures)),
    // There is no mode: a chamber is idle by a contact.
    running: {
      read: async (call) => !(await contact(mb2Contact.idle, call)),
      write: async (on, call) => {
        await setContact(mb2Contact.idle, !on, call);
        if (on || (await contact(mb2Contact.idle, call))) return;
        // A program sets the contacts that hold; unconfirmed: that writing 1 stops it.
        await writing('program stop', async () => registers.writeInt16(mb2.stop, 1, call));
        await setContact(mb2Contact.idle, true, call);
      },
    },
    alarms: {
      read: async (call) => {
        // No register tells an alarm. A chamber that does not answer must not look like one without.
        await registers.uint16(mb2.contacts, call);
        return [];
      },
    },
    humidity:
      options.humidity === true
        ? {
            humidity: { read: async (call) => registers.float32(mb2.humidity, call) },
            setpoint: setpoint(mb2.manualHumidity, statedRange('humidityRange', options, usualHumidities)),
          }
        : undefined,
    outputs: Array.from({ length: mb2Contact.outputs }, (_, index) => ({
      on: {
        read: async (call) => contact(mb2Contact.firstOutput + index, call),
        write: async (on, call) => setContact(mb2Contact.firstOutput + index, on, call),
      },
    })),
  };
}
