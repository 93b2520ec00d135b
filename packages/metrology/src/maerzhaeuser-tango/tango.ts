import { defineDriver, optionalField, quantity, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf, ValueOf } from '@fourwire/core';
import { focusDrive } from '../classes/focus-drive.ts';
import { focusMembers } from '../classes/focus-members.ts';
import { notConfirmed, refused, unexpected } from '../values/faults.ts';
import { TangoSession } from './tango-session.ts';

const tangoOptions = record({
  /** How near to its target a move must end, in µm; 0.1 unless given. */
  step: optionalField(quantity('um', { above: 0 })),
});

/** What the driver may be told. */
export interface TangoOptions extends ValueOf<typeof tangoOptions> {}

/** How often a reference run is looked at, in ms. */
const lookMs = 200;

/**
 * The focus (Z axis) of Märzhäuser TANGO controllers.
 *
 * Source: sheets microscope-stages-focus.md and tango-prior.md, part A, after comet and Micro-Manager. Unconfirmed: the
 * settings of the serial line.
 */
export const maerzhaeuserTango = defineDriver({
  name: 'maerzhaeuser-tango',
  deviceClass: focusDrive,
  wire: 'bytes',
  bus: { timeout: { seconds: 2 } },
  // Unconfirmed: from the manual; USB ignores it.
  serial: { baudRate: 57_600, stopBits: 2 },
  options: tangoOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, { step = 0.1 }: TangoOptions) => {
    const session = new TangoSession(bus, clock, ['z']);

    const moving = async (call: Call): Promise<boolean> => {
      const letter = await session.status('z', call);
      if (letter === 'E' || letter === 'S')
        throw refused(letter, 'the axis is in error or at a limit switch; look at the controller');
      if (letter === '-') throw refused(letter, 'the controller has no Z axis');
      return letter === 'M';
    };

    const members = focusMembers({
      clock,
      position: async (call) => session.position('z', call),
      moving,
      start: async (position, call) => session.move({ z: position }, call),
      halt: async (call) => session.halt(call),
      step: () => step,
      limits: async (call) => session.limits('z', call),
    });

    return {
      identify: async (call) => {
        const version = await session.version(call);
        if (!version.includes('TANGO')) throw unexpected('TANGO in answer to ?version', version);
        return { manufacturer: 'Märzhäuser', model: 'TANGO', serialNumber: '', firmware: version };
      },
      setUp: async (call) => session.begin(call),
      tearDown: session.release,
      members: {
        ...members,
        reference: {
          home: {
            run: async (_input, operation) => {
              await session.tell('!cal z', operation);
              do await clock.sleep(lookMs, operation.signal);
              while (await moving(operation));
              if (((await session.calibration('z', operation)) & 1) === 0)
                throw notConfirmed('The reference run has ended, but the controller has found no origin.');
            },
            stop: async (call) => members.moveTo.stop(call),
          },
        },
      } satisfies ImplementationOf<typeof focusDrive>,
    };
  },
});
