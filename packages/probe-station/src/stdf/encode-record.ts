import { FourwireError } from '@fourwire/core';
import { longestText } from './fields.ts';
import type { Field, FieldType } from './fields.ts';
import { layoutOf, optionalFlags } from './layout.ts';
import type { Layout } from './layout.ts';
import type { StdfRecord } from './records.ts';

/** Bytes of the header: length, type, subtype. */
const headerLength = 4;

const longestRecord = 65_535;

/** Fields by name, as the encoder sees a record. */
type Values = Readonly<Record<string, unknown>>;

/** A record as bytes, with the place where its part begins that may be left out in later records of the same test. */
export interface EncodedRecord {
  readonly bytes: Uint8Array;
  /** Offset of `OPT_FLAG`; the length where there is none. */
  readonly staticAt: number;
}

/**
 * Encodes a record, header included.
 *
 * @throws FourwireError of kind `range`, code `stdf-value`, that names the record and the field
 */
export function encodeRecord(record: StdfRecord, littleEndian = true): EncodedRecord {
  if (record.record === 'unknown') {
    const bytes = withHeader(record.type, record.subtype, [...record.bytes], littleEndian);
    return { bytes, staticAt: bytes.length };
  }
  const layout = layoutOf(record.record);
  if (layout === undefined) throw refused(record.record, 'record', 'is not a kind that can be written');
  const values = derived(layout, record);
  const body: number[] = [];
  let staticAt: number | undefined;
  for (const [index, field] of layout.fields.slice(0, lengthOf(layout, values)).entries()) {
    if (index === layout.flagIndex) staticAt = body.length + headerLength;
    put(body, layout.name, field, values, littleEndian);
  }
  if (body.length > longestRecord)
    throw refused(layout.name, 'record', `is ${body.length} bytes long; at most ${longestRecord}`);
  const bytes = withHeader(layout.type, layout.subtype, body, littleEndian);
  return { bytes, staticAt: staticAt ?? bytes.length };
}

function withHeader(
  type: number,
  subtype: number,
  body: readonly number[],
  littleEndian: boolean,
): Uint8Array {
  const bytes = Uint8Array.of(0, 0, type, subtype, ...body);
  putLength(bytes, bytes.length, littleEndian);
  return bytes;
}

/** Writes into a record's header that it is `end` bytes long, header included. */
export function putLength(bytes: Uint8Array, end: number, littleEndian: boolean): void {
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(0, end - headerLength, littleEndian);
}

/** The values with those that are made from them: counts of arrays, and `OPT_FLAG`. */
function derived(layout: Layout, record: StdfRecord): Values {
  const values: Record<string, unknown> = { ...record };
  for (const { name, count } of layout.fields) {
    if (count !== undefined && Array.isArray(values[name])) values[count] = values[name].length;
  }
  const flag = optionalFlags[layout.name];
  if (flag === undefined) return values;
  let bits = flag.reserved;
  for (const { bit, fields, asFirst } of flag.bits) {
    // A record is complete in itself: what it does not have, there is none of.
    const isMissing = asFirst === undefined ? fields.every((name) => values[name] === undefined) : false;
    if (isMissing) bits |= bit;
  }
  return { ...values, OPT_FLAG: bits };
}

/** How many fields are written: up to the last one that is there. */
function lengthOf({ fields, flagIndex }: Layout, values: Values): number {
  for (let index = fields.length - 1; index >= 0; index--) {
    const field = fields[index];
    if (field === undefined || index === flagIndex) continue;
    // Texts before the static part are always written: a strict reader expects them.
    if (field.required || values[field.name] !== undefined || index === flagIndex - 1) return index + 1;
  }
  return 0;
}

function put(body: number[], record: string, field: Field, values: Values, littleEndian: boolean): void {
  const { name, type, missing, required, count } = field;
  const given = values[name];
  if (given === undefined && required) throw refused(record, name, 'is missing');
  const value =
    given ?? (count === undefined ? missing : Array.from({ length: Number(values[count]) }, () => missing));
  if (type === 'C1' || type === 'Cn') putText(body, record, field, value);
  else if (type === 'Bn') putBytes(body, record, name, value);
  else if (type === 'kxN1') putNibbles(body, record, name, value);
  else if (type.startsWith('kx')) {
    for (const element of arrayOf(record, name, value))
      putNumber(body, record, name, elementTypes[type], element, littleEndian);
  } else putNumber(body, record, name, type, value, littleEndian);
}

const elementTypes: Readonly<Partial<Record<FieldType, FieldType>>> = { kxU1: 'U1', kxU2: 'U2', kxR4: 'R4' };

function putText(body: number[], record: string, { name, type }: Field, value: unknown): void {
  if (typeof value !== 'string') throw refused(record, name, 'must be text');
  const bytes = Buffer.from(value, 'latin1');
  if (type === 'C1') {
    if (bytes.length !== 1) throw refused(record, name, `must be one character; got "${value}"`);
  } else {
    if (bytes.length > longestText)
      throw refused(record, name, `is ${bytes.length} characters long; at most ${longestText}`);
    body.push(bytes.length);
  }
  body.push(...bytes);
}

function putBytes(body: number[], record: string, name: string, value: unknown): void {
  if (!(value instanceof Uint8Array) || value.length > longestText)
    throw refused(record, name, `must be at most ${longestText} bytes`);
  body.push(value.length, ...value);
}

function putNibbles(body: number[], record: string, name: string, value: unknown): void {
  const nibbles = arrayOf(record, name, value);
  for (let index = 0; index < nibbles.length; index += 2) {
    const [low, high] = [nibbles[index], nibbles[index + 1] ?? 0].map((nibble) =>
      whole(record, name, nibble, 0, 15),
    );
    body.push((low ?? 0) | ((high ?? 0) << 4));
  }
}

const scratch = new DataView(new ArrayBuffer(4));

function putNumber(
  body: number[],
  record: string,
  name: string,
  type: FieldType | undefined,
  value: unknown,
  littleEndian: boolean,
): void {
  switch (type) {
    case 'U1':
    case 'B1':
      body.push(whole(record, name, value, 0, 0xff));
      return;
    case 'I1':
      body.push(whole(record, name, value, -0x80, 0x7f) & 0xff);
      return;
    case 'U2':
      scratch.setUint16(0, whole(record, name, value, 0, 0xffff), littleEndian);
      body.push(scratch.getUint8(0), scratch.getUint8(1));
      return;
    case 'I2':
      scratch.setInt16(0, whole(record, name, value, -0x8000, 0x7fff), littleEndian);
      body.push(scratch.getUint8(0), scratch.getUint8(1));
      return;
    case 'U4':
      scratch.setUint32(0, whole(record, name, value, 0, 0xffff_ffff), littleEndian);
      break;
    default:
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw refused(record, name, 'must be a finite number');
      scratch.setFloat32(0, value, littleEndian);
  }
  for (let index = 0; index < 4; index++) body.push(scratch.getUint8(index));
}

function whole(record: string, name: string, value: unknown, min: number, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw refused(record, name, `must be a whole number from ${min} to ${max}; got ${String(value)}`);
}

function arrayOf(record: string, name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw refused(record, name, 'must be an array');
}

function refused(record: string, field: string, what: string): FourwireError {
  return new FourwireError('range', 'stdf-value', `STDF ${record}: ${field} ${what}.`, {
    details: { record, field },
  });
}
