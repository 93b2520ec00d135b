import { FourwireError } from '@fourwire/core';
import type { Field } from './fields.ts';
import { layoutAt, optionalFlags } from './layout.ts';
import type { Layout } from './layout.ts';
import type { StdfRecord } from './records.ts';

type Values = Record<string, unknown>;

/** A record as it stands in the file. */
export interface DecodedRecord {
  readonly record: StdfRecord;
  /** Fields that are as in the first record of the same test. */
  readonly asFirst: readonly string[];
}

/**
 * Decodes the body of a record.
 *
 * @throws FourwireError of kind `protocol`, code `stdf-record-invalid`, when a field reaches beyond its end
 */
export function decodeRecord(
  type: number,
  subtype: number,
  body: Uint8Array,
  littleEndian: boolean,
): DecodedRecord {
  const layout = layoutAt(type, subtype);
  if (layout === undefined)
    return { record: { record: 'unknown', type, subtype, bytes: Uint8Array.from(body) }, asFirst: [] };
  const values: Values = {};
  const reader = new FieldReader(layout.name, body, littleEndian);
  let index = 0;
  // Fields at the end may be missing; the specification lets a writer stop after any of them.
  for (; index < layout.fields.length && !reader.ended; index++) {
    const field = layout.fields[index];
    if (field !== undefined) values[field.name] = reader.read(field, values);
  }
  const lacking = layout.fields.slice(index);
  const needed = lacking.find(
    ({ required, count }) => required && !(count !== undefined && values[count] === 0),
  );
  if (needed !== undefined) throw invalid(layout.name, `${needed.name} is missing`);
  const asFirst = applyFlag(layout, values, lacking);
  for (const { name, required, missing } of layout.fields) {
    if (!required && isMissing(values[name], missing) && !isFlagged(layout, name)) delete values[name];
    if (layout.fields.some(({ count }) => count === name)) delete values[name];
  }
  return { record: { record: layout.name, ...values } as unknown as StdfRecord, asFirst };
}

function isMissing(value: unknown, missing: number | string): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  // An array whose length another one sets cannot be left out: its elements are missing instead.
  return Array.isArray(value) ? value.every((element) => element === 0) : value === missing;
}

/** Fields of which a flag says whether they are there; zero is then a value. */
function isFlagged({ name }: Layout, field: string): boolean {
  return (
    optionalFlags[name]?.bits.some(({ fields, asFirst }) => asFirst !== true && fields.includes(field)) ??
    false
  );
}

/** Takes out what `OPT_FLAG` calls missing, and tells what is as in the first record of the test. */
function applyFlag(layout: Layout, values: Values, lacking: readonly Field[]): readonly string[] {
  const flag = optionalFlags[layout.name];
  if (flag === undefined) return [];
  const bits = values['OPT_FLAG'] as number | undefined;
  delete values['OPT_FLAG'];
  const asFirst = lacking.map(({ name }) => name).filter((name) => name !== 'OPT_FLAG');
  for (const { bit, fields, asFirst: isAsFirst } of flag.bits) {
    if (((bits ?? 0) & bit) === 0) continue;
    for (const name of fields) delete values[name];
    if (isAsFirst === true) asFirst.push(...fields);
  }
  for (const name of ['UNITS', 'UNITS_IN', 'C_RESFMT', 'C_LLMFMT', 'C_HLMFMT']) {
    if (values[name] === '') asFirst.push(name);
  }
  // A limit that there is none of is none, whatever the first record has.
  const none = flag.bits.filter(
    ({ bit, asFirst: isAsFirst }) => isAsFirst !== true && ((bits ?? 0) & bit) !== 0,
  );
  return asFirst.filter((name) => !none.some(({ fields }) => fields.includes(name)));
}

class FieldReader {
  #offset = 0;
  readonly #record: string;
  readonly #body: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;

  constructor(record: string, body: Uint8Array, littleEndian: boolean) {
    this.#record = record;
    this.#body = body;
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this.#little = littleEndian;
  }

  get ended(): boolean {
    return this.#offset >= this.#body.length;
  }

  read({ name, type, count }: Field, values: Values): unknown {
    const length = count === undefined ? 0 : Number(values[count] ?? 0);
    switch (type) {
      case 'U1':
      case 'B1':
        return this.#view.getUint8(this.#take(1, name));
      case 'I1':
        return this.#view.getInt8(this.#take(1, name));
      case 'U2':
        return this.#view.getUint16(this.#take(2, name), this.#little);
      case 'I2':
        return this.#view.getInt16(this.#take(2, name), this.#little);
      case 'U4':
        return this.#view.getUint32(this.#take(4, name), this.#little);
      case 'R4':
        return this.#view.getFloat32(this.#take(4, name), this.#little);
      case 'C1':
        return this.#text(1, name);
      case 'Cn':
        return this.#text(this.#view.getUint8(this.#take(1, name)), name);
      case 'Bn': {
        const bytes = this.#view.getUint8(this.#take(1, name));
        const from = this.#take(bytes, name);
        return Uint8Array.from(this.#body.subarray(from, from + bytes));
      }
      case 'kxU1':
        return Array.from({ length }, () => this.#view.getUint8(this.#take(1, name)));
      case 'kxU2':
        return Array.from({ length }, () => this.#view.getUint16(this.#take(2, name), this.#little));
      case 'kxR4':
        return Array.from({ length }, () => this.#view.getFloat32(this.#take(4, name), this.#little));
      case 'kxN1': {
        const from = this.#take(Math.ceil(length / 2), name);
        return Array.from({ length }, (_, index) => {
          const pair = this.#body[from + (index >> 1)] ?? 0;
          return index % 2 === 0 ? pair & 15 : pair >> 4;
        });
      }
      default:
        return type satisfies never;
    }
  }

  #text(length: number, name: string): string {
    const from = this.#take(length, name);
    return Buffer.from(this.#body.buffer, this.#body.byteOffset + from, length).toString('latin1');
  }

  #take(length: number, name: string): number {
    const from = this.#offset;
    this.#offset += length;
    if (this.#offset <= this.#body.length) return from;
    throw invalid(this.#record, `${name} reaches beyond its end`);
  }
}

function invalid(record: string, what: string): FourwireError {
  return new FourwireError('protocol', 'stdf-record-invalid', `STDF ${record}: ${what}.`, {
    details: { record },
  });
}
