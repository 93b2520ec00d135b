export { parseAsciiArray } from './codec/ascii-array.ts';
export type { BlockDialect } from './codec/block-header.ts';
export { decodeBlock, readBlock } from './codec/block.ts';
export type { ScpiBlock } from './codec/block.ts';
export { parseBoolean } from './codec/boolean.ts';
export { expandChannels, formatChannelList, parseChannelList } from './codec/channel-list.ts';
export type { ScpiChannel, ScpiChannelList, ScpiChannelRange } from './codec/channel-list.ts';
export { joinCommands, rawCommand, scpi } from './codec/command.ts';
export type { ScpiCommand, ScpiValue } from './codec/command.ts';
export { parseErrorEntries, parseErrorEntry, scpiErrorClass } from './codec/error-entry.ts';
export type { ScpiErrorClass, ScpiErrorEntry } from './codec/error-entry.ts';
export { block, channels, keyword, quoted } from './codec/fragment.ts';
export type { ScpiFragment } from './codec/fragment.ts';
export { parseIdentity } from './codec/identity.ts';
export type { ScpiIdentity } from './codec/identity.ts';
export { ScpiMessageEnd, findMessageEnd } from './codec/message-end.ts';
export {
  longForm,
  matches,
  numericSuffix,
  parseCharacterData,
  parseKeyword,
  shortForm,
} from './codec/mnemonic.ts';
export { formatNr1, formatNr2, formatNr3, formatNumber } from './codec/number-format.ts';
export { parseBigInteger, parseInteger, parseNumber } from './codec/number.ts';
export { parseReading } from './codec/reading.ts';
export type { ScpiReading } from './codec/reading.ts';
export { decodeSamples, decodeSamplesInPlace, encodeBlock } from './codec/samples.ts';
export type { ByteOrder, SampleArray, SampleArrays, SampleFormat } from './codec/samples.ts';
export { scaleSamples } from './codec/scale.ts';
export type { SampleScale } from './codec/scale.ts';
export { SCPI_INFINITY, SCPI_NAN, fromSentinel, toSentinel } from './codec/sentinel.ts';
export { splitResponse } from './codec/split.ts';
export { parseString, quote } from './codec/string-data.ts';
export type { QuoteMark } from './codec/string-data.ts';
export { SCPI_UNITS, parseQuantity, parseSuffix } from './codec/suffix.ts';
export type { ScpiQuantity, ScpiSuffix } from './codec/suffix.ts';
export type { Waveform } from './classes/common.ts';
export { electrometer, electrometerFunctions, electrometerSource } from './classes/electrometer.ts';
export type { Electrometer } from './classes/electrometer.ts';
export { counterFunctions, counterInput, frequencyCounter } from './classes/frequency-counter.ts';
export type { CounterFunction, CounterInput, FrequencyCounter } from './classes/frequency-counter.ts';
export { functionGenerator, generatorChannel, generatorWaveforms } from './classes/function-generator.ts';
export type { FunctionGenerator, GeneratorChannel } from './classes/function-generator.ts';
export { lcrFunctions, lcrMeter } from './classes/lcr-meter.ts';
export type { LcrFunction, LcrMeter } from './classes/lcr-meter.ts';
export { lockInAmplifier } from './classes/lock-in-amplifier.ts';
export type { LockInAmplifier } from './classes/lock-in-amplifier.ts';
export { multimeter, multimeterFunctions } from './classes/multimeter.ts';
export type { Multimeter } from './classes/multimeter.ts';
export { networkAnalyser } from './classes/network-analyser.ts';
export type { NetworkAnalyser } from './classes/network-analyser.ts';
export {
  oscilloscope,
  scopeChannel,
  scopeMeasurements,
  scopeTriggerSources,
} from './classes/oscilloscope.ts';
export type { Oscilloscope, ScopeChannel, ScopeMeasurement } from './classes/oscilloscope.ts';
export { powerSupply, supplyOutput, supplyStates } from './classes/power-supply.ts';
export type { PowerSupply, SupplyOutput } from './classes/power-supply.ts';
export { smuChannel, sourceMeasureUnit, sourcedQuantities } from './classes/source-measure-unit.ts';
export type { SmuChannel, SourceMeasureUnit } from './classes/source-measure-unit.ts';
export { crosspoint, switchMatrix } from './classes/switch-matrix.ts';
export type { Crosspoint, SwitchMatrix } from './classes/switch-matrix.ts';
export { drivers } from './drivers.ts';
export type { Keithley7001Options } from './keithley-7001/keithley-7001.ts';
export {
  openElectrometer,
  openFrequencyCounter,
  openFunctionGenerator,
  openLcrMeter,
  openLockInAmplifier,
  openMultimeter,
  openNetworkAnalyser,
  openOscilloscope,
  openPowerSupply,
  openSourceMeasureUnit,
  openSwitchMatrix,
} from './open.ts';
export { ScpiConnection, openScpi, scpiInstrument } from './scpi-connection.ts';
export type { OpenScpiOptions, RunOptions, ScpiInstrumentDevice } from './scpi-connection.ts';
export { complete } from './session/completion.ts';
export type { CompletionOptions, CompletionWay } from './session/completion.ts';
export { replyEnd } from './session/reply-end.ts';
export { ScpiStatus } from './session/scpi-status.ts';
export type { ScpiStatusOptions, StatusRegister } from './session/scpi-status.ts';
export { compareSettings, learnSettings, recallSettings, saveSettings } from './session/settings-snapshot.ts';
export type { SavedSetting, SettingDifference, SettingsSnapshot } from './session/settings-snapshot.ts';
export { operationBits, standardEventBits, statusByteBits } from './session/status-bits.ts';
export { ScpiSession } from './session/scpi-session.ts';
export type { ErrorPolicy, ErrorQueue, Message, SessionOptions } from './session/message-session.ts';
export type { ScpiSessionOptions } from './session/scpi-session.ts';
export { TspSession } from './tsp/tsp-session.ts';
export type { TspSessionOptions } from './tsp/tsp-session.ts';
export { tsp, tspName, tspScript } from './tsp/tsp-text.ts';
export type { TspInput, TspText } from './tsp/tsp-text.ts';
export type { TspValue } from './tsp/tsp-value.ts';
