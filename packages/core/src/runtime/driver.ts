import type { BusClient, ClientSettings } from '../link/bus-client.ts';
import type { SerialSettings } from '../link/serial-settings.ts';
import type { Transport } from '../link/transport.ts';
import { checkDeviceMembers } from '../model/device-class.ts';
import type { DeviceClass, MemberSpecs } from '../model/device-class.ts';
import type { Identity, Status } from '../model/device.ts';
import type { Call, MemberImplementations } from '../model/implementation.ts';
import type { Clock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import { record } from '../values/schemas.ts';
import type { Limits, SchemaOf, ValueSchema } from '../values/schemas.ts';

/** What a driver works with. */
export interface DriverContext<W extends Transport> {
  /** The device's name on the bench, for messages. */
  readonly path: string;
  /** The device's access to the wire. */
  readonly bus: BusClient<W>;
  readonly clock: Clock;
  readonly random: Random;
  /** The user's own limits by writable member (`setpoint`, `humidity/setpoint`); commands that write one must keep to them. */
  readonly userLimits: Readonly<Record<string, Limits>>;
  /** Reads all dynamic limits again; call it after a write that changes them. */
  refreshLimits(call: Call): Promise<void>;
  /** Puts a status of the device's own over the computed one; `undefined` takes it away. */
  report(status: Status | undefined): void;
}

/** A driver's side of one device. */
export interface Connection<M extends MemberSpecs> {
  /** Asks the device who it is. */
  identify(call: Call): Promise<Identity>;
  /** Brings a device that was just connected into the state that the driver relies on. Also called after each reconnection. */
  setUp?(call: Call): Promise<void>;
  /** Leaves the device to its operator again; called before closing. */
  tearDown?(call: Call): Promise<void>;
  readonly members: MemberImplementations<M>;
}

/** A driver: how one family of machines serves a device class. */
export interface Driver<M extends MemberSpecs, W extends Transport = Transport, O extends object = object> {
  /** The driver's name, for example `watlow-f4t`. */
  readonly name: string;
  readonly deviceClass: DeviceClass<M>;
  /** The kind of transport it needs; see {@link Transport.wire}. */
  readonly wire: W['wire'];
  /** How the family wants to be talked to. */
  readonly bus?: ClientSettings;
  /**
   * How its serial line is set when it leaves the factory. Used where a device is opened by the address of a serial line;
   * what the address or the user says goes before.
   */
  readonly serial?: SerialSettings;
  /**
   * What it may be told, as a record: checked before anything is sent, and what bench files and the command line know of
   * it. Without one it takes no options.
   */
  readonly options?: SchemaOf<O>;
  /** Finds out what this device has and gives the implementation; may talk to it. */
  connect(context: DriverContext<W>, options: O): Promise<Connection<M>> | Connection<M>;
}

const noOptions = record({});

/** What a driver may be told; nothing where it does not say. */
export function optionsOf({ options }: Pick<AnyDriver, 'options'>): ValueSchema {
  return options ?? noOptions;
}

/**
 * Describes a driver; infers its types.
 *
 * @throws FourwireError of kind `internal` when its class has a member that would hide one of every device's
 */
export function defineDriver<M extends MemberSpecs, W extends Transport, O extends object>(
  driver: Driver<M, W, O>,
): Driver<M, W, O> {
  checkDeviceMembers(driver.deviceClass);
  return driver;
}

/**
 * How far a driver was checked: `sheet`, written from a document; `simulator`, passes against a simulator written
 * by another hand; `cross-checked`, a second implementation talked to it; `hardware`, someone's log.
 */
export type Evidence = 'sheet' | 'simulator' | 'cross-checked' | 'hardware';

/** What discovery knows of a machine before anything opens it. */
export interface Sighting {
  /** In canonical form. */
  readonly address: string;
  /** As the machine itself says it: in a USB descriptor, an mDNS record or the answer to `*IDN?`. */
  readonly manufacturer?: string;
  readonly model?: string;
  /** For a serial port: that of the USB adapter. */
  readonly serialNumber?: string;
  readonly firmware?: string;
  /** Of a USB device, or of the USB adapter behind a serial port; 0 to 65535. */
  readonly vendorId?: number;
  readonly productId?: number;
}

/** A driver in a package's registry, from which discovery, the command line and the support table are made. */
export interface DriverEntry {
  readonly name: string;
  /** Name of the device class. */
  readonly class: string;
  readonly manufacturer: string;
  readonly models: readonly string[];
  /** How the machines are reached, as a reader of the support table wants to see it: `Modbus TCP`, `RS-232`. */
  readonly interfaces: readonly string[];
  readonly evidence: Evidence;
  /** Where the commands come from. */
  readonly source: string;
  /** What is not confirmed, in one sentence; empty when nothing is open. */
  readonly unconfirmed?: string;
  /** An address to start from. */
  readonly exampleAddress: string;
  /**
   * Whether a machine that discovery saw could be one of this driver's, at this address. Absent: it cannot be told
   * before it is opened. Pure; most fields of a sighting are usually missing.
   */
  readonly matches?: (sighting: Sighting) => boolean;
  load(): Promise<AnyDriver>;
}

/** A driver of any class, wire and options; what it is exactly is checked when it is used. */
// oxlint-disable-next-line typescript/no-explicit-any -- the only type to which every driver is assignable
export type AnyDriver = Driver<any, any, any>;
