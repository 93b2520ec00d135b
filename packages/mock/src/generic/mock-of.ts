import { InProcessTransport, openDevice, seededRandom, systemClock } from '@fourwire/core';
import type {
  ByteService,
  ByteTransport,
  Clock,
  Device,
  DeviceClass,
  DeviceOptions,
  Driver,
  MembersOf,
  MemberSpecs,
  Options,
} from '@fourwire/core';
import { lineService } from '../line-service.ts';
import { mockDriver } from './mock-driver.ts';
import { MockMachine } from './mock-machine.ts';
import type { MockMachineOptions } from './mock-machine.ts';
import { decodeLine, encodeLine } from './mock-wire.ts';
import type { MockRequest } from './mock-wire.ts';

/** What {@link mockOf} may be told; see {@link MockMachineOptions}. */
export interface MockOptions extends MockMachineOptions {
  /** The system's clock unless given. */
  readonly clock?: Clock;
}

/** A machine made of a description, and what opens a device on it. */
export interface Mock<M extends MemberSpecs> {
  /** What stands behind the device: sets readings, lets events happen, breaks sensors. */
  readonly machine: MockMachine;
  /** The cable: pull it with `unplug()`, put it back with `plug()`. */
  readonly link: InProcessTransport;
  /** The machine's side of the wire, for `serveTcp` or a faulty wire. */
  readonly service: ByteService;
  readonly driver: Driver<M, ByteTransport>;
  /** Opens the device on the link, as `openDevice` does. */
  open(options?: Omit<DeviceOptions, 'options' | 'clock'> & Options): Promise<Device & MembersOf<M>>;
}

/** The longest line, in bytes: room for a recipe or a waveform. */
const maxLineBytes = 16 * 1024 * 1024;

/**
 * Makes a mock of a device class from its description alone. Every member works: readings drift a little, always the same
 * way for the same seed; a reading beside a member named `setpoint` of the same unit goes after it; writables keep what
 * is written within their limits, hazards begin at their safe value; commands take `seconds`, report progress, and stop
 * as they say; events happen when `machine.emit` is called.
 *
 * The device is a real one, with the runtime's checks, on a link in this process; what it does is generic. Use a
 * simulator of the machine where its protocol or its physics matter.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * const { machine, open } = mockOf(thermalChamber, { clock, limits: { setpoint: { min: -70, max: 180 } } });
 * await clock.run(async () => {
 *   await using chamber = await open();
 *   await chamber.setpoint.write(85);
 *   await until(chamber.temperature, (celsius) => celsius > 84, { clock });
 *   machine.fail('temperature', 'sensor open');
 * });
 * ```
 */
export function mockOf<M extends MemberSpecs>(
  deviceClass: DeviceClass<M>,
  options: MockOptions = {},
): Mock<M> {
  const { clock = systemClock, random = seededRandom(1) } = options;
  const machine = new MockMachine(deviceClass, clock, { ...options, random });
  const service = lineService(
    (send) => ({
      line: (text) => {
        try {
          const { id, message } = decodeLine(text);
          send(encodeLine(id, machine.answer(message as MockRequest)));
        } catch {
          // A machine does not answer what it does not understand.
        }
      },
    }),
    { maxLineBytes },
  );
  const link = new InProcessTransport(service, deviceClass.name);
  const driver = mockDriver(deviceClass, machine);
  return {
    machine,
    link,
    service,
    driver,
    open: async (opening = {}) =>
      openDevice(driver, link, { path: deviceClass.name, random, ...opening, clock }),
  };
}
