import { FourwireError } from '@fourwire/core';
import sax from 'sax';
import { fileError } from './file-check.ts';

/** @internal A map format that is XML. */
export type XmlFormat = 'G85' | 'E142';

/** @internal An element, by its name without a prefix, and the line on which its start tag ends. */
export interface XmlElement {
  readonly format: XmlFormat;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly line: number;
  readonly parent: XmlElement | undefined;
  readonly children: XmlElement[];
  /** The text of the element itself. */
  text: string;
}

/**
 * @internal The elements of a file in the order of their start tags.
 *
 * The parser is sax: it knows the line of every element, which DOM builders forget, and expands no entities of a DTD.
 *
 * @throws FourwireError `protocol` (`map-file-syntax`) with the line.
 */
export function parseXml(format: XmlFormat, text: string): readonly XmlElement[] {
  const parser = sax.parser(true, { position: true });
  const elements: XmlElement[] = [];
  let open: XmlElement | undefined;
  const line = (): number => parser.line + 1;
  const append = (part: string): void => {
    if (open !== undefined) open.text += part;
  };
  const onerror = (error: Error): void => {
    throw fileError(format, line(), error.message.split('\n')[0] ?? 'broken XML', error);
  };
  const onopentag = (tag: sax.Tag): void => {
    const element: XmlElement = {
      format,
      name: tag.name.replace(/^.*:/, ''),
      attributes: new Map(Object.entries(tag.attributes)),
      line: line(),
      parent: open,
      children: [],
      text: '',
    };
    open?.children.push(element);
    elements.push(element);
    open = element;
  };
  const onclosetag = (): void => {
    open = open?.parent;
  };
  Object.assign(parser, { onerror, onopentag, onclosetag, ontext: append, oncdata: append });
  try {
    parser.write(text).close();
  } catch (error) {
    throw FourwireError.is(error) ? error : fileError(format, line(), 'broken XML', error);
  }
  return elements;
}

/** @internal The elements of a name directly within another. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** @internal An attribute that must be there. */
export function needed(element: XmlElement, key: string): string {
  const value = element.attributes.get(key);
  if (value === undefined) throw fileError(element.format, element.line, `${element.name} has no ${key}`);
  return value;
}

/** @internal A number, or undefined where the attribute is missing or empty. */
export function numberOf(element: XmlElement | undefined, key: string): number | undefined {
  const text = element?.attributes.get(key);
  if (element === undefined || text === undefined || text.trim() === '') return undefined;
  const value = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value))
    throw fileError(element.format, element.line, `${key} is '${text.slice(0, 40)}', needed: a number`);
  return value;
}

/** @internal A whole number above 0, or undefined where the attribute is missing or empty. */
export function countOf(element: XmlElement | undefined, key: string): number | undefined {
  const value = numberOf(element, key);
  if (element !== undefined && value !== undefined && !(Number.isInteger(value) && value > 0))
    throw fileError(element.format, element.line, `${key} is ${value}, needed: a whole number above 0`);
  return value;
}
