import { FourwireError } from '@fourwire/core';
import sax from 'sax';
import { fileError } from './file-check.ts';

/** @internal An element and the line on which its start tag ends. */
export interface G85Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly line: number;
}

/** @internal A row of codes as text. */
export interface G85Row {
  text: string;
  readonly line: number;
}

/** @internal A `Device` element and what of its content matters; `data` holds the rows of each `Data`. */
export interface G85Device {
  readonly element: G85Element;
  readonly map: G85Element | undefined;
  readonly bins: G85Element[];
  readonly data: G85Row[][];
  reference: G85Element | undefined;
}

/**
 * @internal The devices of a G85 file.
 *
 * The parser is sax: it knows the line of every element, which DOM builders forget, and expands no entities of a DTD.
 */
export function parseG85Xml(text: string): G85Device[] {
  const parser = sax.parser(true, { position: true });
  const open: G85Element[] = [];
  const devices: G85Device[] = [];
  let device: G85Device | undefined;
  let row: G85Row | undefined;
  const line = (): number => parser.line + 1;
  const append = (part: string): void => {
    if (row !== undefined) row.text += part;
  };
  const onerror = (error: Error): void => {
    throw fileError('G85', line(), error.message.split('\n')[0] ?? 'broken XML', error);
  };
  const onopentag = (tag: sax.Tag): void => {
    const name = tag.name.replace(/^.*:/, '');
    const attributes = new Map(Object.entries(tag.attributes));
    const element: G85Element = { name, attributes, line: line() };
    open.push(element);
    if (name === 'Device') {
      const map = open.find((outer) => outer.name === 'Map');
      device = { element, map, bins: [], data: [], reference: undefined };
      devices.push(device);
    } else if (name === 'Bin') device?.bins.push(element);
    else if (name === 'Data') device?.data.push([]);
    else if (name === 'ReferenceDevice' && device !== undefined) device.reference ??= element;
    else if (name === 'Row') {
      row = { text: '', line: element.line };
      device?.data.at(-1)?.push(row);
    }
  };
  const onclosetag = (): void => {
    const element = open.pop();
    if (element?.name === 'Row') row = undefined;
    if (element === device?.element) device = undefined;
  };
  Object.assign(parser, { onerror, onopentag, onclosetag, ontext: append, oncdata: append });
  try {
    parser.write(text).close();
  } catch (error) {
    throw FourwireError.is(error) ? error : fileError('G85', line(), 'broken XML', error);
  }
  return devices;
}
