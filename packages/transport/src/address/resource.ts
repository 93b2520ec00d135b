import { behind, integer, invalid, partOf, split } from './part.ts';
import type { Part } from './part.ts';

/** A VISA resource string taken apart: keyword and board, the parts between, the class at the end. */
export interface Resource {
  /** In upper case. */
  readonly keyword: 'TCPIP' | 'USB' | 'ASRL' | 'GPIB' | 'PRLGX-TCPIP' | 'PRLGX-ASRL';
  /** What stands directly behind the keyword: digits or nothing, or behind ASRL a device. */
  readonly board: Part;
  readonly parts: readonly Part[];
  readonly className: Part | undefined;
  /** The empty place where a missing part belongs: before the class, or at the end. */
  readonly gap: Part;
}

const keywords = /^(?:TCPIP|USB|ASRL|GPIB|PRLGX-TCPIP|PRLGX-ASRL)/i;
const classes = /^(?:INSTR|SOCKET|INTFC|RAW)$/i;

/** Takes `whole` apart, or gives nothing when it does not begin like a VISA resource string. */
export function parseResource(whole: Part): Resource | undefined {
  const [head, ...parts] = split(whole, '::');
  const keyword = head === undefined ? undefined : keywords.exec(head.text)?.[0];
  if (head === undefined || keyword === undefined) return undefined;
  const last = parts.at(-1);
  const className = last !== undefined && classes.test(last.text) ? parts.pop() : undefined;
  return {
    keyword: keyword.toUpperCase() as Resource['keyword'],
    board: partOf(head.source, head.start + keyword.length, head.end),
    parts,
    className,
    gap: className === undefined ? behind(whole) : partOf(whole.source, className.start, className.start),
  };
}

/** The board number, 0 when there is none. VISA keeps it in 16 bits. */
export function boardOf(resource: Resource, example: string): number {
  return resource.board.text === '' ? 0 : integer(resource.board, 'a board number', 0, 65_535, example);
}

/** Whether `resource` has the class `name`, in any letter case. */
export function hasClass(resource: Resource, name: string): boolean {
  return resource.className?.text.toUpperCase() === name;
}

/** Refuses more than `most` parts, and any class but `name`; having none is refused only where it is `required`. */
export function expectShape(
  resource: Resource,
  shape: { readonly most: number; readonly className: string; readonly required?: boolean },
  example: string,
): void {
  const extra = resource.parts[shape.most];
  if (extra !== undefined) throw invalid(extra, `the class ${shape.className} or the end`, example);
  const missing = resource.className === undefined;
  if (missing ? shape.required === true : !hasClass(resource, shape.className)) {
    throw invalid(resource.className ?? resource.gap, `the class ${shape.className}`, example);
  }
}
