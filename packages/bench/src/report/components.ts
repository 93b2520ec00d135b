import { FourwireError } from '@fourwire/core';
import { html, trusted } from './html.ts';
import type { Html, Part } from './html.ts';

/** A part that is folded until it is asked for. */
export function folded(summary: string, content: Part): Html {
  return html`<details>
    <summary>${summary}</summary>
    ${content}
  </details>`;
}

/** A section with a heading that the table of contents can point to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Part;
}

/** A picture with its heading, and the table behind it. */
export function figure(title: string, picture: Part, behind?: Part): Html {
  return html`<figure>
    <figcaption>${title}</figcaption>
    ${picture}${behind}
  </figure> `;
}

const forbiddenElement = /^<(?:!|\?|\/?(?:script|foreignobject|iframe|image|animate\w*|set|style|a)[\s/>])/i;
const forbiddenAttribute = /\son\w+\s*=|\s(?:src|style)\s*=|href\s*=\s*["'](?!#)|url\((?!#)/i;

/**
 * A drawing from elsewhere, checked: one SVG element without anything that runs, loads or breaks out of it.
 *
 * @throws FourwireError of kind `range` when it is something else.
 */
export function drawing(title: string, svg: string): Html {
  const text = svg.replace(/^\s*<\?xml[^>]*\?>/, '').trim();
  const tags = text.match(/<(?:[^"'<>]|"[^"<]*"|'[^'<]*')*>/g) ?? [];
  const whole = /^<svg\s/.test(text) && text.endsWith('</svg>') && text.indexOf('</svg>') === text.length - 6;
  const read = tags.length === text.split('<').length - 1;
  if (whole && read && !tags.some((tag) => forbiddenElement.test(tag) || forbiddenAttribute.test(tag))) {
    return trusted(text);
  }
  throw new FourwireError(
    'range',
    'report-svg-refused',
    `The drawing "${title}" cannot go into a report: it must be one <svg> element without scripts, styles, images, comments and links to elsewhere.`,
  );
}

/** Whether a drawing is made for more than a column of a grid. */
export function isLarge(svg: string): boolean {
  return Number(/^[^>]*\sviewBox="[-\d.]+ [-\d.]+ ([\d.]+) /.exec(svg.trim())?.[1] ?? 0) > 500;
}
