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
