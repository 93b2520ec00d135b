export { aborted } from './errors/aborted.ts';
export { FourwireError } from './errors/fourwire-error.ts';
export type { ErrorKind, FourwireErrorFacts, RetryAdvice } from './errors/fourwire-error.ts';
export { calendarTime, instantOf } from './time/calendar.ts';
export type { CalendarTime } from './time/calendar.ts';
export type { Clock, Instant, Timer } from './time/clock.ts';
export { CountedClock } from './time/counted-clock.ts';
export { isoText } from './time/iso-text.ts';
export { formatDuration, toMilliseconds } from './time/duration.ts';
export type { Duration } from './time/duration.ts';
export { PacedClock } from './time/paced-clock.ts';
export { seededRandom, systemRandom } from './time/random.ts';
export type { Random } from './time/random.ts';
export { sleepUntilWoken } from './time/sleep-until-woken.ts';
export { systemClock } from './time/system-clock.ts';
export { VirtualClock } from './time/virtual-clock.ts';
export { convert, formatQuantity, isUnit, unitSymbol } from './units/units.ts';
export type { Unit } from './units/units.ts';
export { parseQuantity } from './units/parse-quantity.ts';
export { tidy } from './units/tidy.ts';
export { checkValue, describeLimits, findProblem, mergeLimits } from './values/check-value.ts';
export type { ValueProblem } from './values/check-value.ts';
export { alternatives, nearNames } from './text/alternatives.ts';
export { fileTrouble } from './text/file-trouble.ts';
export {
  array,
  boolean,
  bytes,
  duration,
  either,
  integer,
  limits,
  oneOf,
  optionalField,
  quantity,
  record,
  table,
  text,
} from './values/schemas.ts';
export type {
  Fields,
  Limits,
  NumberOptions,
  OptionalField,
  OptionalKeys,
  Quantity,
  RecordOf,
  SchemaOf,
  Simplify,
  ValueOf,
  ValueSchema,
} from './values/schemas.ts';
export { deviceClass, extendClass } from './model/device-class.ts';
export type { DeviceClass, MemberSpec, MemberSpecs } from './model/device-class.ts';
export { command, event, isOptional, optional, part, parts, readable, writable } from './model/members.ts';
export type {
  CommandSpec,
  Confirmation,
  EventSpec,
  LimitSource,
  OptionalMember,
  OptionalPartSpec,
  PartsSpec,
  PartSpec,
  ReadableSpec,
  StopMode,
  ValueOptions,
  ValueOrVoid,
  WritableSpec,
} from './model/members.ts';
export type {
  Activity,
  Command,
  Device,
  Identity,
  Lifecycle,
  Occurrence,
  Operation,
  Options,
  Part,
  Readable,
  Reading,
  SafeMember,
  SafeReport,
  Status,
  StoppedCommand,
  StopReport,
  TraceEntry,
  Verdict,
  Writable,
} from './model/device.ts';
export { describeClass } from './model/description.ts';
export type { ClassDescription, DeviceDescription, MemberDescription } from './model/description.ts';
export type {
  Call,
  CommandImplementation,
  CommandImplementationOf,
  ImplementationOf,
  LimitedImplementation,
  MemberImplementation,
  MemberImplementations,
  OperationContext,
  ReadableImplementation,
  StoppableImplementation,
  WritableImplementation,
} from './model/implementation.ts';
export { findMember, findReadable, findWritable, listMembers, memberOf } from './model/find-member.ts';
export type { ListedMember, ValueDescription, WritableDescription } from './model/find-member.ts';
export type { DeviceOf, MemberOf, MembersOf, PartOf } from './model/types.ts';
export { AxisMotion } from './motion/axis-motion.ts';
export type { AxisDialect, AxisFaults, AxisPosition } from './motion/axis-motion.ts';
export { Bus } from './link/bus.ts';
export type { BusOptions, LinkState } from './link/bus-options.ts';
export { BusClient } from './link/bus-client.ts';
export type { BusPlace, ClientSettings, ClientState } from './link/bus-client.ts';
export type { Exchanger, ExchangeOptions, Work } from './link/exchanger.ts';
export { InProcessTransport } from './link/in-process.ts';
export type { BytePeer, ByteService, ByteSession } from './link/in-process.ts';
export { endsWith, exactly } from './link/message-end.ts';
export type { MessageEnd } from './link/message-end.ts';
export { printable } from './link/printable.ts';
export { ReceiveBuffer } from './link/receive-buffer.ts';
export type { SerialSettings } from './link/serial-settings.ts';
export { StreamTransport } from './link/stream-transport.ts';
export type { StreamOptions } from './link/stream-transport.ts';
export type { ByteTransport, Transport, TransportHost } from './link/transport.ts';
export { Turn } from './link/turn.ts';
export { defineDriver, optionsOf } from './runtime/driver.ts';
export type {
  AnyDriver,
  Connection,
  Driver,
  DriverContext,
  DriverEntry,
  Evidence,
  Sighting,
} from './runtime/driver.ts';
export type { ExpectedIdentity } from './runtime/check-identity.ts';
export type { DeviceOptions } from './runtime/device-runtime.ts';
export type { Guard, IntendedRun, Intent, Reachability } from './runtime/member-context.ts';
export { openDevice } from './runtime/open-device.ts';
export { Poll } from './runtime/poll.ts';
export { SharedReadings } from './runtime/shared-readings.ts';
export type { ReadingSource } from './runtime/shared-readings.ts';
export { goodValues, isGood } from './streams/good-values.ts';
export type { GoodReading } from './streams/good-values.ts';
export { sampleEvery } from './streams/sample-every.ts';
export { staleAfter } from './streams/stale-after.ts';
export { until } from './streams/until.ts';
export type { UntilOptions } from './streams/until.ts';
