import { formatQuantity, isUnit, unitSymbol } from '../units/units.ts';
import type { Unit } from '../units/units.ts';
import type { Limits, ValueSchema } from './schemas.ts';

/** The parts of JSON Schema that the builders use. */
interface SchemaShape {
  readonly type?: unknown;
  readonly unit?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly exclusiveMinimum?: unknown;
  readonly enum?: unknown;
  readonly anyOf?: unknown;
  readonly items?: unknown;
  readonly columns?: unknown;
  readonly minItems?: unknown;
  readonly maxItems?: unknown;
  readonly maxLength?: unknown;
  readonly pattern?: unknown;
  readonly properties?: unknown;
  readonly required?: unknown;
  readonly contentEncoding?: unknown;
}

/** What is wrong with a value. */
export interface ValueProblem {
  /** In one sentence, without its full stop. */
  readonly message: string;
  /** Where in the value: fields and indices from the outside in; empty when it is the value itself. */
  readonly at: readonly (string | number)[];
  /** Set where it is not the value there that is wrong, but that there is one. */
  readonly unknown?: true;
}

/**
 * Says in one sentence what is wrong with `value`, or gives `undefined` when it fits.
 *
 * @param limits - narrower limits that hold at run time, in the schema's unit
 */
export function checkValue(
  schema: ValueSchema,
  value: unknown,
  argument: string,
  limits?: Limits,
): string | undefined {
  return findProblem(schema, value, argument, limits)?.message;
}

/** The same as {@link checkValue}, with where in the value it is. */
export function findProblem(
  schema: ValueSchema,
  value: unknown,
  argument: string,
  limits?: Limits,
): ValueProblem | undefined {
  const shape = schema as SchemaShape;
  if (Array.isArray(shape.anyOf)) return checkForms(shape.anyOf as readonly ValueSchema[], value, argument);
  switch (shape.type) {
    case 'array':
      return checkArray(shape, value, argument);
    case 'object':
      return shape.columns === undefined
        ? checkRecord(shape, value, argument)
        : here(checkTable(shape, value, argument));
    default:
      return here(checkSingle(shape, value, argument, limits));
  }
}

function checkSingle(
  shape: SchemaShape,
  value: unknown,
  argument: string,
  limits?: Limits,
): string | undefined {
  if (Array.isArray(shape.enum))
    return shape.enum.includes(value) ? undefined : mustBe(shape, argument, value);
  switch (shape.type) {
    case 'number':
    case 'integer':
      return checkNumber(shape, value, argument, limits);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : mustBe(shape, argument, value);
    case 'string':
      return shape.contentEncoding === 'base64'
        ? checkBytes(shape, value, argument)
        : checkText(shape, value, argument);
    default:
      return undefined;
  }
}

function mustBe(shape: SchemaShape, argument: string, value: unknown): string {
  return `${argument} must be ${kindOf(shape)}; got ${show(value)}`;
}

/** What a single value must be, in words; empty where it takes more than a few. */
function kindOf(shape: SchemaShape): string {
  if (Array.isArray(shape.enum)) return `one of ${shape.enum.join(', ')}`;
  switch (shape.type) {
    case 'integer':
      return 'a whole number';
    case 'number': {
      const unit = unitOf(shape);
      return unit === '1' ? 'a number' : `a number in ${unitSymbol(unit)}`;
    }
    case 'boolean':
      return 'true or false';
    case 'string':
      return shape.contentEncoding === 'base64' ? 'bytes' : 'a text';
    default:
      return '';
  }
}

function unitOf({ unit }: SchemaShape): Unit {
  return typeof unit === 'string' && isUnit(unit) ? unit : '1';
}

function here(message: string | undefined): ValueProblem | undefined {
  return message === undefined ? undefined : { message, at: [] };
}

function below(key: string | number, problem: ValueProblem): ValueProblem {
  return { ...problem, at: [key, ...problem.at] };
}

/** The allowed range in words, for messages: `-70 to 180 °C`. Empty when everything is allowed. */
export function describeLimits(schema: ValueSchema, limits?: Limits): string {
  const shape = schema as SchemaShape;
  const { min, max } = mergeLimits(
    { ...number('min', shape.minimum), ...number('max', shape.maximum) },
    limits,
  );
  const symbol = typeof shape.unit === 'string' && isUnit(shape.unit) ? unitSymbol(shape.unit) : '';
  const unit = symbol === '' ? '' : ` ${symbol}`;
  const { exclusiveMinimum: above } = shape;
  if (typeof above === 'number') {
    return max === undefined ? `above ${above}${unit}` : `above ${above} to ${max}${unit}`;
  }
  if (min !== undefined && max !== undefined) return `${min} to ${max}${unit}`;
  if (min !== undefined) return `${min}${unit} or more`;
  if (max !== undefined) return `${max}${unit} or less`;
  return '';
}

/** The narrower of two ranges. */
export function mergeLimits(a: Limits | undefined, b: Limits | undefined): Limits {
  const min = Math.max(a?.min ?? -Infinity, b?.min ?? -Infinity);
  const max = Math.min(a?.max ?? Infinity, b?.max ?? Infinity);
  return { ...(min === -Infinity ? {} : { min }), ...(max === Infinity ? {} : { max }) };
}

function number(key: 'min' | 'max', value: unknown): Limits {
  return typeof value === 'number' ? { [key]: value } : {};
}

function checkNumber(
  shape: SchemaShape,
  value: unknown,
  argument: string,
  limits?: Limits,
): string | undefined {
  const unit = unitOf(shape);
  if (typeof value !== 'number' || !Number.isFinite(value)) return mustBe(shape, argument, value);
  if (shape.type === 'integer' && !Number.isInteger(value)) return mustBe(shape, argument, value);
  const { min, max } = mergeLimits(
    { ...number('min', shape.minimum), ...number('max', shape.maximum) },
    limits,
  );
  const isTooLow = typeof shape.exclusiveMinimum === 'number' && value <= shape.exclusiveMinimum;
  if (isTooLow || value < (min ?? -Infinity) || value > (max ?? Infinity)) {
    return `${argument} ${formatQuantity(value, unit)} refused, allowed ${describeLimits(shape as ValueSchema, limits)}`;
  }
  return undefined;
}

/** Where it fits no form, what is wrong with it in each. */
function checkForms(
  forms: readonly ValueSchema[],
  value: unknown,
  argument: string,
): ValueProblem | undefined {
  const problems = forms.map((form) => checkValue(form, value, argument));
  return problems.includes(undefined) ? undefined : here(problems.join(', or '));
}

function checkText(shape: SchemaShape, value: unknown, argument: string): string | undefined {
  if (typeof value !== 'string') return mustBe(shape, argument, value);
  if (typeof shape.maxLength === 'number' && value.length > shape.maxLength) {
    return `${argument} must have at most ${shape.maxLength} characters; got ${value.length}`;
  }
  if (typeof shape.pattern === 'string' && !new RegExp(`^(?:${shape.pattern})$`, 'u').test(value)) {
    return `${argument} must look like ${shape.pattern}; got ${show(value)}`;
  }
  return undefined;
}

function checkBytes(shape: SchemaShape, value: unknown, argument: string): string | undefined {
  if (!(value instanceof Uint8Array)) return `${argument} must be bytes (a Uint8Array); got ${show(value)}`;
  if (typeof shape.maxLength === 'number' && value.length > shape.maxLength) {
    return `${argument} must have at most ${shape.maxLength} bytes; got ${value.length}`;
  }
  return undefined;
}

function checkArray(shape: SchemaShape, value: unknown, argument: string): ValueProblem | undefined {
  if (!Array.isArray(value)) return here(`${argument} must be an array; got ${show(value)}`);
  if (typeof shape.minItems === 'number' && value.length < shape.minItems) {
    return here(`${argument} must have at least ${shape.minItems} items; got ${value.length}`);
  }
  if (typeof shape.maxItems === 'number' && value.length > shape.maxItems) {
    return here(`${argument} must have at most ${shape.maxItems} items; got ${value.length}`);
  }
  for (const [index, item] of value.entries()) {
    const problem = findProblem(shape.items as ValueSchema, item, `${argument}[${index}]`);
    if (problem !== undefined) return below(index, problem);
  }
  return undefined;
}

function checkTable(shape: SchemaShape, value: unknown, argument: string): string | undefined {
  if (typeof value !== 'object' || value === null)
    return `${argument} must be a table of columns; got ${show(value)}`;
  let length: number | undefined;
  for (const name of Object.keys(shape.columns as object)) {
    const column: unknown = (value as Record<string, unknown>)[name];
    if (!(column instanceof Float64Array))
      return `${argument}.${name} must be a Float64Array; got ${show(column)}`;
    length ??= column.length;
    if (column.length !== length)
      return `${argument}.${name} has ${column.length} rows where the first column has ${length}`;
  }
  return undefined;
}

function checkRecord(shape: SchemaShape, value: unknown, argument: string): ValueProblem | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return here(`${argument} must be an object; got ${show(value)}`);
  }
  const properties = shape.properties as Record<string, ValueSchema>;
  for (const name of shape.required as readonly string[]) {
    if ((value as Record<string, unknown>)[name] === undefined)
      return here(`${argument}.${name} is missing${needed(properties[name])}`);
  }
  for (const [name, field] of Object.entries(value)) {
    const schema = properties[name];
    if (schema === undefined)
      return {
        message: `${argument}.${name} is not known; ${namesOf(Object.keys(properties))}`,
        at: [name],
        unknown: true,
      };
    if (field === undefined) continue;
    const problem = findProblem(schema, field, `${argument}.${name}`);
    if (problem !== undefined) return below(name, problem);
  }
  return undefined;
}

/** What a field must be, for a message that it is missing. */
function needed(schema: ValueSchema | undefined): string {
  if (schema === undefined) return '';
  const words = [kindOf(schema as SchemaShape), describeLimits(schema)].filter((part) => part !== '');
  return words.length === 0 ? '' : `; it must be ${words.join(', ')}`;
}

function namesOf(names: readonly string[]): string {
  return names.length === 0 ? 'there are none' : `known are ${names.join(', ')}`;
}

/** A value as it can be shown in a message: its unit where it has one, never longer than a line. */
export function showValue(schema: ValueSchema, value: unknown): string {
  const { unit } = schema as SchemaShape;
  const known = typeof value === 'number' && typeof unit === 'string' && isUnit(unit);
  return known ? formatQuantity(value, unit) : show(value);
}

function show(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  try {
    const json = JSON.stringify(value);
    return json.length > 80 ? `${json.slice(0, 80)}…` : json;
  } catch {
    return 'something that cannot be shown';
  }
}
