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

/**
 * A drawing from elsewhere, checked: one SVG element without anything that runs, loads or breaks out of it.
 *
 * @throws FourwireError of kind `range` when it is something else.
 */
export function drawing(title: string, svg: string): Html {
  const text = svg.replace(/^\s*<\?xml[^>]*\?>/, '').trim();
  const whole = /^<svg[\s>][\s\S]*<\/svg>$/.test(text) && text.indexOf('</svg>') === text.length - 6;
  const active =
    /<(?:script|foreignobject|iframe|image|use|animate|set|style|!)|\son\w+\s*=|(?:href|src)\s*=|url\((?!["']?#)/i;
  if (whole && !active.test(text)) return trusted(text);
  throw new FourwireError(
    'range',
    'report-svg-refused',
    `The drawing "${title}" cannot go into a report: it must be one <svg> element without scripts, styles, links, images or nested drawings.`,
  );
}
