import type { Io } from '../io.ts';
import { plain } from './plain.ts';

/** How wide output may be where there is no terminal, in characters. */
export const lineWidth = 80;

/** How wide output may be, in characters: as wide as the terminal. */
export function widthOf({ terminal }: Pick<Io, 'terminal'>): number {
  return terminal?.columns ?? lineWidth;
}

const gap = 2;
const narrowest = 8;

/**
 * Rows of cells as aligned columns within a line width; cells that are too long go on below.
 *
 * @param head - titles of the columns; none when empty
 */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width = lineWidth,
): string {
  const cells = (head.length === 0 ? rows : [head, ...rows]).map((row) => row.map(plain));
  const widths = fittingWidths(cells, width);
  return cells.map((row) => formatRow(row, widths)).join('');
}

/** As wide as the longest cell each, the widest made narrower until all fit. */
function fittingWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(...rows.map((row) => row[index]?.length ?? 0)),
  );
  const room = width - gap * (columns - 1);
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function formatRow(row: readonly string[], widths: readonly number[]): string {
  const columns = widths.map((width, index) => wrap(row[index] ?? '', width));
  const height = Math.max(1, ...columns.map((lines) => lines.length));
  let text = '';
  for (let line = 0; line < height; line++) {
    const parts = columns.map((lines, index) => (lines[line] ?? '').padEnd(widths[index] ?? 0));
    text += `${parts.join(' '.repeat(gap)).trimEnd()}\n`;
  }
  return text;
}

/** A text in lines of a width, broken at blanks. */
export function wrapped(text: string, width = lineWidth): string {
  return `${wrap(text, width).join('\n')}\n`;
}

/** The lines of a text, broken at blanks; a word that is longer than a line is cut, behind a `/` or `.` if it can be. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    let rest = word;
    while (rest.length > width) {
      const cut = Math.max(rest.lastIndexOf('/', width - 1), rest.lastIndexOf('.', width - 1)) + 1 || width;
      lines.push(rest.slice(0, cut));
      rest = rest.slice(cut);
    }
    line = rest;
  }
  return [...lines, line];
}
