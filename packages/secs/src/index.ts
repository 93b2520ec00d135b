export {
  asBigInt,
  asBoolean,
  asBytes,
  asId,
  asIds,
  asList,
  asNumber,
  asNumbers,
  asText,
  isEmptyItem,
} from './secs-ii/access.ts';
export type { Id } from './secs-ii/access.ts';
export { sameItem, sameValue } from './secs-ii/compare.ts';
export { A, B, BOOLEAN, F4, F8, I1, I2, I4, I8, J, L, U1, U2, U4, U8, W } from './secs-ii/constructors.ts';
export type { BigIntConstructor, NumberConstructor } from './secs-ii/constructors.ts';
export { decodeItem } from './secs-ii/decode.ts';
export { encodeItem } from './secs-ii/encode.ts';
export type { ItemCodecOptions } from './secs-ii/encode.ts';
export { formats, maxItemLength } from './secs-ii/format.ts';
export type {
  BigIntFormat,
  FloatFormat,
  Format,
  FormatFacts,
  IntegerFormat,
  NumberFormat,
  TextFormat,
} from './secs-ii/format.ts';
export type {
  BigIntItem,
  BinaryItem,
  BooleanItem,
  Item,
  ListItem,
  LocalizedItem,
  LocalizedText,
  NumberItem,
  TextItem,
} from './secs-ii/item.ts';
export { textEncodings } from './secs-ii/localized.ts';
export { utf8Text } from './secs-ii/text-codec.ts';
export type { TextCodec } from './secs-ii/text-codec.ts';
export { messageFromSml, messagesFromSml, messageToSml } from './sml/messages.ts';
export type { NamedMessage } from './sml/messages.ts';
export { itemFromSml } from './sml/parse.ts';
export { itemToSml } from './sml/print.ts';
export type { SmlOptions } from './sml/print.ts';
export { abortOf, isPrimary, messageName, replyTo, secsMessage } from './messages/message.ts';
export type { MessageName, SecsMessage } from './messages/message.ts';
export { decodeDataFrame, encodeDataFrame, encodeFrame } from './hsms/frame.ts';
export type { HsmsFrame } from './hsms/frame.ts';
export { defaultMaxMessageBytes, HsmsFrameReader } from './hsms/frame-reader.ts';
export type { HsmsFrameReaderOptions } from './hsms/frame-reader.ts';
export {
  controlHeader,
  controlSessionId,
  dataHeader,
  decodeHsmsHeader,
  encodeHsmsHeader,
  hsmsName,
  hsmsTypes,
  messageOf,
} from './hsms/header.ts';
export type { HsmsHeader } from './hsms/header.ts';

export type { IncomingPrimary, SecsLink, SecsTransport } from './connection/secs-transport.ts';
export { HsmsTransport } from './connection/hsms-transport.ts';
export type { HsmsOptions, SecsRole } from './connection/hsms-settings.ts';
export { GemHost } from './gem/gem-host.ts';
export type { GemHostOptions } from './gem/gem-host.ts';
export type { Alarm, AlarmRequest, Alarms } from './gem/alarms.ts';
export type { Communications, Partner } from './gem/communications.ts';
export type { EquipmentClock } from './gem/equipment-clock.ts';
export type { ConstantDescription, EquipmentConstants } from './gem/equipment-constants.ts';
export type { CollectionEvent, EventLink, EventReports, ReportDefinition } from './gem/event-reports.ts';
export { formatTime, parseTime } from './gem/gem-time.ts';
export type { EquipmentTime, TimeFormat } from './gem/gem-time.ts';
export { gemValue } from './gem/gem-value.ts';
export type { GemValue } from './gem/gem-value.ts';
export type { IdFormat, IdFormats, IdKind } from './gem/ids.ts';
export type { ProcessPrograms } from './gem/process-programs.ts';
export type { CommandParameters, RemoteCommands } from './gem/remote-commands.ts';
export type { StatusVariables, VariableName, VariableReading } from './gem/status-variables.ts';
export type { Terminal, TerminalText } from './gem/terminal.ts';
export type { EventName } from './gem/event-reports.ts';
export type { FormattedPrograms, HostProgram, ProgramVerification } from './gem/formatted-programs.ts';
export type { HostSpool, SpooledStreams } from './gem/host-spool.ts';
export type { HostLimits, LimitItem, MonitoredVariable, VariableLimit } from './gem/limits.ts';
export type { ProgramLibrary } from './gem/program-library.ts';
export type { EnhancedParameter, EnhancedParameters } from './gem/remote-commands.ts';
export type { HostTraces, TraceDefinition, TraceSample } from './gem/traces.ts';

export { hsmsService } from './connection/hsms-service.ts';
export type { HsmsServiceOptions } from './connection/hsms-service.ts';
export type { SecsService } from './connection/secs-service.ts';
export { GemEquipment } from './gem-equipment/gem-equipment.ts';
export { gemIds } from './gem-equipment/gem-ids.ts';
export type { GemIdChoice, GemIds } from './gem-equipment/gem-ids.ts';
export type { EquipmentAlarms } from './gem-equipment/alarms.ts';
export type { DataCollection } from './gem-equipment/collection.ts';
export type { CommunicationModel, CommunicationState } from './gem-equipment/communications.ts';
export type { ConstantTable } from './gem-equipment/constant-table.ts';
export type { ControlModel, ControlState } from './gem-equipment/control.ts';
export type { EventData, Handler, Handlers } from './gem-equipment/core.ts';
export type {
  CommandOutcome,
  EquipmentAlarm,
  EquipmentCommand,
  EquipmentConstant,
  EquipmentDefinition,
  EquipmentEvent,
  EquipmentVariable,
  InitialControl,
  ParameterFault,
} from './gem-equipment/definition.ts';
export type { EquipmentMemory } from './gem-equipment/equipment-memory.ts';
export type { MachineClock } from './gem-equipment/equipment-clock.ts';
export type { LimitsMonitoring } from './gem-equipment/limits.ts';
export type {
  FormattedProgram,
  ProgramFault,
  ProgramStep,
  ProgramStore,
} from './gem-equipment/program-store.ts';
export type { EquipmentPrograms } from './gem-equipment/programs.ts';
export type { Spool } from './gem-equipment/spool.ts';
export type { EquipmentTerminal, ShownText } from './gem-equipment/terminal.ts';
export type { Traces } from './gem-equipment/traces.ts';
export { openGemHost } from './gem/open-gem-host.ts';
export type { OpenGemHost, OpenGemHostOptions } from './gem/open-gem-host.ts';
export { SecsITransport } from './secs-i/secs-i-transport.ts';
export { secsIService } from './secs-i/secs-i-service.ts';
export type { SecsIServiceOptions } from './secs-i/secs-i-service.ts';
export type { SecsIOptions } from './secs-i/secs-i-settings.ts';
export { CalledStream } from './open/called-stream.ts';
export type { CalledStreamOptions } from './open/called-stream.ts';
export { openSecsLink } from './open/open-secs-link.ts';
export type { OpenSecsLink } from './open/open-secs-link.ts';
export type { SecsEndOptions, SecsLinkOptions } from './open/secs-link-options.ts';
